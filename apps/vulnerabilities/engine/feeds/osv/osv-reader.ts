import { type OsvAdvisory, readOsv } from '@holdfast/kit/osv'
import { asList, asRecord, asText } from '@holdfast/kit/reading'
import type { Advisory } from '../../advisory.ts'
import type { FeedRecord } from '../../feed-record.ts'
import type { FeedReader } from '../feed-reader.ts'
import { jsonParts, placeOf } from '../pieces/json-parts.ts'
import { textLines } from '../pieces/text-lines.ts'

/**
 * OSV records: one, an array, one a line, or one after another. The ecosystem that a record names is spoken of as a whole: OSV publishes by ecosystem.
 * Source: OSV schema 1.7.
 */
export const osvReader: FeedReader = {
  id: 'osv',
  matches: (path, start) =>
    /\.(json|jsonl|ndjson)$/.test(path) &&
    /^[\s\ufeff]*(?:\[\s*)?\{/.test(start) &&
    /"modified"\s*:\s*"\d{4}-/.test(start) &&
    /"id"\s*:\s*"/.test(start) &&
    /"(?:affected|aliases|withdrawn|schema_version|details|upstream)"\s*:/.test(start),
  async *read({ path, pieces }) {
    const covered = new Set<string>()
    for await (const { at, value, problem } of recordsOf(path, pieces)) {
      if (problem !== undefined) yield { kind: 'problem', at, message: problem }
      else yield* readRecord(value, at, covered)
    }
  },
}

interface Found {
  readonly at: string
  readonly value?: unknown
  readonly problem?: string | undefined
}

async function* recordsOf(path: string, pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Found> {
  if (!/\.(jsonl|ndjson)$/.test(path)) {
    for await (const part of jsonParts(pieces)) yield { ...part, at: `${path}${placeOf(part.path)}` }
    return
  }
  for await (const { line, text } of textLines(pieces)) {
    const at = `${path} line ${line}`
    if (text === undefined) yield { at, problem: 'longer than any real one' }
    else if (text.trim() !== '') {
      let value: unknown
      try {
        value = JSON.parse(text)
      } catch {
        yield { at, problem: 'not JSON' }
        continue
      }
      yield { at, value }
    }
  }
}

function* readRecord(value: unknown, at: string, covered: Set<string>): Generator<FeedRecord> {
  const reading = readOsv(value)
  const place = reading.ok ? reading.advisory.id : at
  for (const { path, message } of reading.problems) yield { kind: 'problem', at: `${place} ${path}`.trim(), message }
  if (!reading.ok) return
  const advisory = withWeaknesses(reading.advisory, value)
  const ecosystems = advisory.affected.flatMap(({ ecosystem }) => ecosystem ?? [])
  const [ecosystem, ...others] = new Set(ecosystems)
  // A record of several stands in the sets of all of them, and tells of none that it is there as a whole.
  if (ecosystem !== undefined && others.length === 0 && !covered.has(ecosystem) && covered.size < maxEcosystems) {
    covered.add(ecosystem)
    yield { kind: 'coverage', ecosystem }
  }
  yield { kind: 'advisory', advisory }
}

/** More than the releases of all distributions together. */
const maxEcosystems = 10_000

/** GitHub, PyPA and AlmaLinux name weaknesses in what OSV leaves to each database. */
function withWeaknesses(advisory: OsvAdvisory, value: unknown): Advisory {
  const specific = asRecord(asRecord(value).database_specific)
  const named = [...asList(specific.cwe_ids), ...asList(specific.cwes)].slice(0, 100)
  const cwes = named
    .map((one) => asText(one) ?? asText(asRecord(one).cweId))
    .filter((one) => one !== undefined && /^CWE-\d{1,6}$/.test(one))
  return { ...advisory, cwes: [...new Set(cwes as string[])] }
}
