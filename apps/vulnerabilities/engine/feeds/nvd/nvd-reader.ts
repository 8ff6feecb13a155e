import type { OsvSeverity } from '@holdfast/kit/osv'
import { asList, asRecord, asText, type JsonRecord } from '@holdfast/kit/reading'
import type { Affected } from '../../advisory.ts'
import type { FeedRecord } from '../../feed-record.ts'
import type { FeedReader } from '../feed-reader.ts'
import {
  advisoryRecord,
  affectedEntry,
  isCve,
  maxDetails,
  nameOf,
  referencesTo,
  textOf,
  threatRecord,
  webAddresses,
} from '../make-advisory.ts'
import { jsonParts, placeOf } from '../pieces/json-parts.ts'

/** Pages of the National Vulnerability Database. Source: NVD API 2.0, schema cve_api_json_2.0. */
export const nvdReader: FeedReader = {
  id: 'nvd',
  matches: (path, start) =>
    /\.json$/.test(path) &&
    /"vulnerabilities"\s*:\s*\[/.test(start) &&
    /"(?:format"\s*:\s*"NVD_CVE|resultsPerPage)"/.test(start),
  async *read({ path, pieces }) {
    const opens = (at: readonly unknown[]) => at.length === 0 || (at.length === 1 && at[0] === 'vulnerabilities')
    for await (const { path: at, value, problem } of jsonParts(pieces, { opens })) {
      const place = `${path} ${placeOf(at)}`.trim()
      if (problem !== undefined) yield { kind: 'problem', at: place, message: problem }
      else if (at[0] === 'timestamp' && /^\d{4}-\d\d-\d\dT/.test(asText(value) ?? ''))
        yield { kind: 'date', date: String(value).slice(0, 64) }
      else if (at[0] === 'vulnerabilities') yield* readItem(asRecord(asRecord(value).cve), place)
    }
  },
}

function* readItem(item: JsonRecord, at: string): Generator<FeedRecord> {
  const cve = asText(item.id)
  if (!isCve(cve)) {
    yield { kind: 'problem', at, message: 'names no CVE' }
    return
  }
  const descriptions = asList(item.descriptions).slice(0, 20).map(asRecord)
  const details = textOf(descriptions.find(({ lang }) => lang === 'en')?.value, maxDetails)
  const severity = severityOf(asRecord(item.metrics))
  const named = asList(item.weaknesses)
    .slice(0, 100)
    .flatMap((one) => asList(asRecord(one).description).slice(0, 20))
    .flatMap((one) => asText(asRecord(one).value) ?? [])
  const cwes = [...new Set(named.filter((id) => /^CWE-\d{1,6}$/.test(id)))]
  const addresses = asList(item.references)
    .slice(0, 1000)
    .map((one) => asText(asRecord(one).url))
  const rejected = asText(item.vulnStatus)?.toLowerCase() === 'rejected'
  const published = textOf(item.published, 64)
  yield threatRecord({
    cve,
    description: details,
    published,
    rejected: rejected ? true : undefined,
    severity: severity.length === 0 ? undefined : severity,
    cwes: cwes.length === 0 ? undefined : cwes,
    references: webAddresses(addresses),
  })
  const affected = rejected ? [] : entriesOf(item.configurations)
  if (affected.length === 0) return
  const modified = textOf(item.lastModified, 64)
  yield advisoryRecord({
    id: cve,
    modified,
    published,
    details,
    severity,
    cwes,
    affected,
    references: referencesTo(addresses),
  })
}

const scorings = {
  cvssMetricV40: 'CVSS_V4',
  cvssMetricV31: 'CVSS_V3',
  cvssMetricV30: 'CVSS_V3',
  cvssMetricV2: 'CVSS_V2',
} as const

function severityOf(metrics: JsonRecord): readonly OsvSeverity[] {
  const found = new Map<string, OsvSeverity>()
  for (const [key, type] of Object.entries(scorings))
    for (const one of asList(metrics[key]).slice(0, 20)) {
      const score = nameOf(asRecord(asRecord(one).cvssData).vectorString)
      if (score !== undefined) found.set(`${type} ${score}`, { type, score })
    }
  return [...found.values()]
}

/**
 * Only what is marked vulnerable; what it must run on is not asked. A version that is excluded as the first of a range counts as inside, since ranges
 * of advisories begin with a version that is affected.
 */
function entriesOf(configurations: unknown): readonly Affected[] {
  return asList(configurations)
    .slice(0, 200)
    .flatMap((one) => asList(asRecord(one).nodes).slice(0, 200))
    .flatMap((one) => asList(asRecord(one).cpeMatch).slice(0, 5000))
    .slice(0, 20_000)
    .flatMap((one) => {
      const match = asRecord(one)
      const cpe = nameOf(match.criteria)
      if (match.vulnerable !== true || cpe === undefined) return []
      return [entryOf(cpe, match)]
    })
}

function entryOf(cpe: string, match: JsonRecord): Affected {
  const introduced = nameOf(match.versionStartIncluding) ?? nameOf(match.versionStartExcluding) ?? '0'
  const [fixed, last] = [nameOf(match.versionEndExcluding), nameOf(match.versionEndIncluding)]
  if (fixed !== undefined)
    return affectedEntry({ cpe, ranges: [{ type: 'ECOSYSTEM', events: [{ introduced }, { fixed }] }] })
  if (last !== undefined)
    return affectedEntry({ cpe, ranges: [{ type: 'ECOSYSTEM', events: [{ introduced }, { last_affected: last }] }] })
  if (introduced !== '0') return affectedEntry({ cpe, ranges: [{ type: 'ECOSYSTEM', events: [{ introduced }] }] })
  const version = cpe.split(/(?<!\\):/)[5]?.replaceAll('\\', '')
  return version === undefined || version === '*' || version === '-' || version === ''
    ? affectedEntry({ cpe, state: 'affected' })
    : affectedEntry({ cpe, versions: [version] })
}
