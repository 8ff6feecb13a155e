import { readOsv } from '@holdfast/kit/osv'
import type { Advisory, Affected } from '../advisory.ts'
import type { FeedRecord } from '../feed-record.ts'
import type { InstalledSoftware } from '../installed-software.ts'
import { softwareFromPurl } from '../software/from-purl.ts'

/** An advisory of OSV's shape, and what further fields of its first entry are told. */
export function advisory(id: string, osv: Readonly<Record<string, unknown>>, more: Partial<Affected> = {}): Advisory {
  const reading = readOsv({ id, modified: '2024-01-01T00:00:00Z', ...osv })
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
  const [first, ...rest] = reading.advisory.affected
  return { ...reading.advisory, cwes: [], affected: first === undefined ? [] : [{ ...first, ...more }, ...rest] }
}

/** An entry that ends at a fixed version. */
export function below(ecosystem: string, name: string, fixed?: string, introduced = '0') {
  const events = [{ introduced }, ...(fixed === undefined ? [] : [{ fixed }])]
  return { package: { ecosystem, name }, ranges: [{ type: 'ECOSYSTEM', events }] }
}

export function records(advisories: readonly Advisory[], ...covers: readonly string[]): readonly FeedRecord[] {
  return [
    ...covers.map((ecosystem) => ({ kind: 'coverage' as const, ecosystem })),
    ...advisories.map((each) => ({ kind: 'advisory' as const, advisory: each })),
  ]
}

export function software(purl: string, more: Parameters<typeof softwareFromPurl>[1] = {}): InstalledSoftware {
  const found = softwareFromPurl(purl, more)
  if (found === undefined) throw new Error(`${purl} is no package URL`)
  return found
}
