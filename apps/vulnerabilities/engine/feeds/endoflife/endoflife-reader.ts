import { asList, asRecord, asText, type JsonRecord } from '@holdfast/kit/reading'
import type { Affected } from '../../advisory.ts'
import type { FeedRecord } from '../../feed-record.ts'
import type { FeedReader } from '../feed-reader.ts'
import { advisoryRecord, affectedEntry, maxDetails, nameOf, referencesTo, textOf } from '../make-advisory.ts'
import { packageOfPurl } from '../packages/package-of-purl.ts'
import { jsonParts, placeOf } from '../pieces/json-parts.ts'
import { endedRanges, namesVersions } from './ended-ranges.ts'

/**
 * Until when releases of products get fixes. Read are those that are packages of a language: distributions repair on their own what they ship, and how long
 * operating systems are kept is told elsewhere. What had ended when the publisher made the list has ended. All products in one list, or one product by itself.
 * Source: endoflife.date, API v1 (`api_v1/openapi.yml`), `FullProductListResponse` and `ProductResponse`.
 */
export const endoflifeReader: FeedReader = {
  id: 'endoflife',
  matches: (path, start) =>
    /\.json$/.test(path) || !/\.[a-z]+$/.test(path)
      ? /"schema_version"\s*:/.test(start) && /"releases"\s*:\s*\[/.test(start) && /"isEol"\s*:/.test(start)
      : false,
  async *read({ path, pieces }) {
    const opens = (at: readonly unknown[], kind: string) =>
      at.length === 0 || (at.length === 1 && at[0] === 'result' && kind === 'array')
    for await (const { path: at, value, problem } of jsonParts(pieces, { opens })) {
      const place = `${path} ${placeOf(at)}`.trim()
      if (problem !== undefined) yield { kind: 'problem', at: place, message: problem }
      else if (at[0] === 'generated_at') {
        const date = textOf(value, 64)
        if (date !== undefined && !Number.isNaN(Date.parse(date))) yield { kind: 'date', date }
      } else if (at[0] === 'result') yield* readProduct(asRecord(value), place)
    }
  },
}

interface Release {
  readonly name: string
  readonly ended: boolean
  /** The last day of fixes, where it is told. */
  readonly until: string | undefined
}

function* readProduct(product: JsonRecord, at: string): Generator<FeedRecord> {
  const name = asText(product.name)
  if (name === undefined || !/^[a-z0-9][a-z0-9._-]{0,100}$/.test(name)) {
    yield { kind: 'problem', at, message: 'has no name' }
    return
  }
  const packages = packagesOf(product.identifiers)
  if (packages.length === 0) return
  const releases: Release[] = []
  for (const one of asList(product.releases).slice(0, 5000)) {
    const { name: cycle, isEol, eolFrom } = asRecord(one)
    const named = nameOf(cycle)
    if (named === undefined || typeof isEol !== 'boolean')
      yield { kind: 'problem', at: `${at} ${name}`, message: 'a release has no name, or does not say whether it ended' }
    else if (namesVersions(named)) releases.push({ name: named, ended: isEol, until: dayOf(eolFrom) })
  }
  const ranges = endedRanges(releases)
  if (ranges.length === 0) return
  const label = textOf(product.label, 200) ?? name
  const kept = releases.filter(({ ended }) => !ended)
  yield advisoryRecord({
    id: `EOL-${name}`,
    summary: `This release of ${label} gets no fixes any more`,
    details: textOf(
      [
        `No fixes any more: ${listed(
          releases.filter(({ ended }) => ended),
          'since',
        )}.`,
        kept.length === 0 ? 'No release is kept.' : `Still kept: ${listed(kept, 'until')}.`,
      ].join('\n'),
      maxDetails,
    ),
    // Nothing is wrong yet, but nobody will repair it.
    databaseSeverity: 'medium',
    cwes: ['CWE-1104'],
    references: referencesTo([asText(asRecord(product.links).releasePolicy), asText(asRecord(product.links).html)]),
    affected: packages.map((one) =>
      affectedEntry({ ...one, ranges, ...(kept.length === 0 && { unfixed: 'end-of-life' as const }) }),
    ),
  })
}

function packagesOf(identifiers: unknown): readonly Partial<Affected>[] {
  const found = new Map<string, Partial<Affected>>()
  for (const one of asList(identifiers).slice(0, 1000)) {
    const { type, id } = asRecord(one)
    const purl = nameOf(id)
    if (type !== 'purl' || purl === undefined || /^pkg:(?:deb|rpm|apk|alpm)\//.test(purl)) continue
    const named = packageOfPurl(purl)
    if (named?.ecosystem !== undefined && named.name !== undefined)
      found.set(`${named.ecosystem}\n${named.name}`, { ecosystem: named.ecosystem, name: named.name, purl: named.purl })
  }
  return [...found.values()]
}

function listed(releases: readonly Release[], word: string): string {
  return releases.map(({ name, until }) => (until === undefined ? name : `${name} ${word} ${until}`)).join(', ')
}

function dayOf(value: unknown): string | undefined {
  const day = asText(value)
  return day !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : undefined
}
