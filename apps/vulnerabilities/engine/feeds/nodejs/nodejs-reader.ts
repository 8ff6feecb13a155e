import { asList, asRecord, asText, type JsonRecord } from '@holdfast/kit/reading'
import type { FeedRecord } from '../../feed-record.ts'
import type { FeedReader } from '../feed-reader.ts'
import { advisoryRecord, affectedEntry, isCve, maxDetails, maxSummary, referencesTo, textOf } from '../make-advisory.ts'
import { jsonParts, placeOf } from '../pieces/json-parts.ts'
import { unpatched } from './unpatched.ts'

const cpe = 'cpe:2.3:a:nodejs:node.js:*:*:*:*:*:*:*:*'

/**
 * Vulnerabilities of Node.js itself, not of packages: the index of all, or single files that are named by their number. Source: core-index-schema of the security
 * working group of Node.js, `vuln/core`.
 */
export const nodejsReader: FeedReader = {
  id: 'nodejs-core',
  matches: (path, start) =>
    /\.json$/.test(path) &&
    /^[\s\ufeff]*\{/.test(start) &&
    /"affectedEnvironments"\s*:/.test(start) &&
    /"vulnerable"\s*:\s*"/.test(start) &&
    /"patched"\s*:\s*"/.test(start),
  async *read({ path, pieces }) {
    const own = /(?:^|\/)(\d{1,9})\.json$/.exec(path)?.[1]
    const opens = (at: readonly unknown[]) => own === undefined && at.length === 0
    for await (const { path: at, value, problem } of jsonParts(pieces, { opens })) {
      const place = `${path} ${placeOf(at)}`.trim()
      const number = own ?? String(at[0])
      if (problem !== undefined) yield { kind: 'problem', at: place, message: problem }
      else if (!/^\d{1,9}$/.test(number)) yield { kind: 'problem', at: place, message: 'has no number' }
      else yield* readEntry(asRecord(value), number, place)
    }
  },
}

function* readEntry(entry: JsonRecord, number: string, at: string): Generator<FeedRecord> {
  const ranges = unpatched(asText(entry.vulnerable) ?? '', asText(entry.patched) ?? '')
  if ('problem' in ranges) {
    yield { kind: 'problem', at, message: ranges.problem }
    return
  }
  const cves = asList(entry.cve)
    .slice(0, 100)
    .flatMap((one) => asText(one) ?? [])
    .filter(isCve)
  const overview = textOf(entry.overview, maxDetails)?.trim() ?? ''
  const severity = asText(entry.severity)
  yield advisoryRecord({
    id: `NODEJS-CORE-${number}`,
    published: dayOf(entry.publish_date),
    // Of several it is about each: they are not one under several names.
    ...(cves.length === 1 ? { aliases: cves } : { upstream: cves }),
    summary: textOf(entry.description, maxSummary) ?? textOf(overview.split('\n')[0], maxSummary) ?? '',
    details: [overview, environmentsOf(entry.affectedEnvironments)].filter((text) => text !== '').join('\n\n'),
    databaseSeverity: severity === 'unknown' ? undefined : textOf(severity, 64),
    severity: severityOf(entry.cvss),
    cwes: /^CWE-\d{1,6}/.exec(asText(entry.type) ?? '')?.slice(0, 1) ?? [],
    references: referencesTo([asText(entry.ref)]),
    affected: [affectedEntry({ cpe, ranges: [{ type: 'ECOSYSTEM', events: ranges.events }] })],
  })
}

function dayOf(value: unknown): string | undefined {
  const day = asText(value)
  return day !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : undefined
}

/** The publisher leaves out how the vector begins. */
function severityOf(value: unknown) {
  const vector = asText(value)
  if (vector === undefined || !/^3\.[01]\/AV:[A-Z:/]{1,100}$/.test(vector)) return []
  return [{ type: 'CVSS_V3', score: `CVSS:${vector}` }] as const
}

function environmentsOf(value: unknown): string {
  const named = asList(value)
    .slice(0, 20)
    .flatMap((one) => textOf(one, 64) ?? [])
  return named.length === 0 || named.includes('all') ? '' : `Affected environments: ${named.join(', ')}.`
}
