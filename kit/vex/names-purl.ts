import { parsePurl } from '../purl/index.ts'

/**
 * Whether the package URL of a statement names a package: type, namespace and name are the same, and so are version, subpath and each qualifier that the
 * statement gives. One that cannot be read names nothing. Source: OpenVEX specification 0.2.0, "Product identification"; ECMA-427.
 */
export function namesPurl(stated: string, purl: string): boolean {
  const [one, other] = [parsePurl(stated, { lenient: true }), parsePurl(purl, { lenient: true })]
  if (!one.ok || !other.ok) return false
  const [wanted, given] = [one.value, other.value]
  if (wanted.type !== given.type || wanted.namespace !== given.namespace || wanted.name !== given.name) return false
  if (wanted.version !== undefined && wanted.version !== given.version) return false
  if (wanted.subpath !== undefined && wanted.subpath !== given.subpath) return false
  return Object.entries(wanted.qualifiers).every(([key, value]) => given.qualifiers[key] === value)
}
