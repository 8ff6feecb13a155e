import type { ListedSoftware, ScannedContent } from '@holdfast/platform/contract'
import type { InstalledSoftware } from '../engine/installed-software.ts'
import { softwareOfFacts } from '../engine/software/from-facts.ts'
import { softwareFromPurl } from '../engine/software/from-purl.ts'

/** One software as it was found, and what a bill of materials tells of it besides. */
export interface FoundSoftware {
  readonly software: InstalledSoftware
  readonly path: string | undefined
  readonly licenses: readonly string[]
}

/** Everything of a scan that feeds may speak of. */
export function softwareOf({ facts, listed, distribution }: ScannedContent): readonly FoundSoftware[] {
  const licenses = (item: Readonly<Record<string, unknown>> | undefined) =>
    typeof item?.license === 'string' && item.license !== '' ? [item.license] : []
  const items = new Map(
    facts.flatMap(({ fact, scope, items: all }) =>
      [...all].map(([key, item]) => [`${fact}\n${scope}\n${key}`, item] as const),
    ),
  )
  return [
    ...softwareOfFacts({ facts }).map(({ software, path, seen: { fact, scope, key } }) => ({
      software,
      path,
      licenses: licenses(items.get(`${fact}\n${scope}\n${key}`)),
    })),
    ...listed.map((one) => ({ software: ofListed(one, distribution), path: one.path, licenses: one.licenses })),
  ]
}

function ofListed(one: ListedSoftware, distribution: ScannedContent['distribution']): InstalledSoftware {
  const { purl, name, version, source, cpes } = one
  const more = { source, distribution, ...(cpes.length === 0 ? {} : { cpes }) }
  const found = purl === undefined ? undefined : softwareFromPurl(purl, more)
  if (found !== undefined) return { ...found, version: found.version ?? version }
  const nothing = { ecosystems: [], names: 'binary', fromDistribution: false } as const
  return { purl: '', type: 'generic', name, version, ...nothing, ...(cpes.length === 0 ? {} : { cpes }) }
}
