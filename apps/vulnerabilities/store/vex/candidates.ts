import { type Installed, installedNamed } from '@holdfast/inventory/public'
import { formatPurl, parsePurl } from '@holdfast/kit/purl'
import type { TenantTransaction } from '@holdfast/platform/contract'
import { placeOf } from '../../engine/judge/place.ts'
import { softwareOfInstalled } from '../../engine/software/of-installed.ts'
import type { Candidate } from '../../engine/vex/told-of.ts'

/** The tenant's software of these names, and all that was built from the same sources: what findings put at one place. */
export async function candidatesNamed(tx: TenantTransaction, names: readonly string[]): Promise<readonly Candidate[]> {
  const found = await installedNamed(tx, names)
  const sources = found.flatMap(({ source }) => (source === undefined ? [] : [source.name]))
  const all = sources.length === 0 ? found : await installedNamed(tx, [...new Set([...names, ...sources])])
  return all.flatMap((one) => {
    const place = placeOfInstalled(one)
    return place === undefined ? [] : [{ id: one.id, purls: purlsOfInstalled(one), place }]
  })
}

/** Where findings in it are, without what holds it. */
export function placeOfInstalled(installed: Installed): string | undefined {
  const software = softwareOfInstalled(installed)
  return software && placeOf({ software, path: undefined })
}

/** Its own, and that of its source, of which distributions speak as `arch=source`. */
export function purlsOfInstalled({ purl, source }: Installed): readonly string[] {
  const parsed = parsePurl(purl, { lenient: true })
  if (!parsed.ok || source === undefined) return [purl]
  const { qualifiers } = parsed.value
  const built = formatPurl({ ...parsed.value, ...source, qualifiers: { ...qualifiers, arch: 'source' } })
  return built.ok && qualifiers.arch !== undefined ? [purl, built.value] : [purl]
}
