import type { Affected } from './advisory.ts'

/** Where an entry is looked up. */
export interface PackageKey {
  readonly ecosystem: string
  readonly name: string
}

/**
 * A name in the one spelling of all that its ecosystem takes for the same: PyPI ignores case and tells `-`, `_` and `.` not apart (PEP 503);
 * NuGet, Packagist, Hex, Pub, GitHub Actions and the names of Microsoft's products ignore case.
 */
export function packageKey(ecosystem: string, name: string): PackageKey {
  const colon = ecosystem.indexOf(':')
  switch (colon < 0 ? ecosystem : ecosystem.slice(0, colon)) {
    case 'PyPI':
      return { ecosystem, name: name.toLowerCase().replace(/[-_.]+/g, '-') }
    case 'Windows':
      // Microsoft writes `for x64-based Systems` and `systems`, and `Itanium-Based`, of one product.
      return { ecosystem, name: name.toLowerCase().replace(/\s+/g, ' ').trim() }
    case 'NuGet':
    case 'Packagist':
    case 'Hex':
    case 'Pub':
    case 'GitHub Actions':
    case 'cpe':
      return { ecosystem, name: name.toLowerCase() }
    default:
      return { ecosystem, name }
  }
}

/** Where the entries of an advisory are found: by package, by vendor and product of a CPE, or both. None for an entry that names nothing. */
export function keysOf({ ecosystem, name, cpe }: Affected): readonly PackageKey[] {
  const keys: PackageKey[] = []
  if (name !== undefined) keys.push(packageKey(ecosystem ?? '', name))
  const product = cpe === undefined ? undefined : productOf(cpe)
  if (product !== undefined) keys.push(packageKey('cpe', product))
  return keys
}

/** `vendor:product` of a CPE 2.3 formatted string or a 2.2 URI, escapes as they are. Source: NISTIR 7695, 6.1 and 6.2. */
function productOf(cpe: string): string | undefined {
  const parts = cpe.split(/(?<!\\):/)
  const [vendor, product] = parts[1] === '2.3' ? parts.slice(3, 5) : parts.slice(2, 4)
  return vendor && product ? `${vendor}:${product}` : undefined
}

/** As installed software may be called: some ecosystems take several spellings for one name. */
export function spellings(name: string): readonly string[] {
  const small = name.toLowerCase()
  return [small, small.replaceAll('-', '_'), small.replaceAll('-', '.')]
}
