import { type Installed, installedNamed } from '@holdfast/inventory/public'
import { purlsOfPackage } from '@holdfast/kit/vex'
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
    return place === undefined ? [] : [{ id: one.id, purls: purlsOfPackage(one.purl, one.source), place }]
  })
}

/** Where findings in it are, without what holds it. */
export function placeOfInstalled(installed: Installed): string | undefined {
  const software = softwareOfInstalled(installed)
  return software && placeOf({ software, path: undefined })
}
