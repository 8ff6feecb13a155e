/** `vendor:product` of a CPE 2.3 formatted string or a 2.2 URI, and the version where it names one. Source: NISTIR 7695, 6.1 and 6.2. */
export function cpeProduct(cpe: string): { readonly name: string; readonly version: string | undefined } | undefined {
  if (cpe.length > 2048) return undefined
  const parts = cpe.split(/(?<!\\):/)
  const [vendor, product, version] = parts[1] === '2.3' ? parts.slice(3, 6) : parts.slice(2, 5)
  if (!vendor || !product || vendor === '*' || product === '*') return undefined
  const named = version === undefined || ['', '*', '-'].includes(version) ? undefined : version.replaceAll('\\', '')
  return { name: `${vendor}:${product}`.toLowerCase(), version: named }
}
