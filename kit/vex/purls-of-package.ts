import { formatPurl, parsePurl } from '../purl/index.ts'

/**
 * The package URLs that a statement may name a package by: its own, and that of what it was built from, of which distributions speak as `arch=source`. None for
 * a text that is no package URL.
 */
export function purlsOfPackage(
  purl: string,
  source: { readonly name: string; readonly version: string } | undefined,
): readonly string[] {
  const parsed = parsePurl(purl, { lenient: true })
  if (!parsed.ok) return []
  const { qualifiers } = parsed.value
  if (source === undefined || qualifiers.arch === undefined) return [purl]
  const built = formatPurl({ ...parsed.value, ...source, qualifiers: { ...qualifiers, arch: 'source' } })
  return built.ok ? [purl, built.value] : [purl]
}
