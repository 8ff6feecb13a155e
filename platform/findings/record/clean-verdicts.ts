import { createHash } from 'node:crypto'
import type { Evidence, Verdict } from '../../contract/index.ts'
import { storable, storableText } from '../../envelope/index.ts'

const placeBytes = 1024
const summaryLength = 1000
const lineLength = 2000
const mostLines = 100
const mostReferences = 50

/** The verdicts as they can be stored: texts that PostgreSQL can hold, within bounds. Equal verdicts stay equal, different places different. */
export function cleanVerdicts(verdicts: readonly Verdict[]): readonly Verdict[] {
  return verdicts.map((verdict) => ({
    ...verdict,
    place: cleanPlace(verdict.place),
    because: cleanEvidence(verdict.because),
    ...(verdict.fix !== undefined && { fix: clip(verdict.fix, summaryLength) }),
  }))
}

/** A place that is too long ends in a digest of itself, so that it stays one place. */
function cleanPlace(place: string): string {
  const text = storableText(place)
  if (Buffer.byteLength(text) <= placeBytes) return text
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 16)
  const kept = Buffer.from(text)
    .subarray(0, placeBytes - 24)
    .toString('utf8')
    .replace(/\ufffd+$/, '')
  return `${kept}…${digest}`
}

function cleanEvidence(evidence: Evidence): Evidence {
  const { summary, expected, actual, lines, facts } = storable(evidence) as Evidence
  return {
    summary: clip(summary, summaryLength),
    ...(expected !== undefined && { expected: clip(expected, lineLength) }),
    ...(actual !== undefined && { actual: clip(actual, lineLength) }),
    ...(lines && { lines: cleanLines(lines) }),
    ...(facts && { facts: facts.slice(0, mostReferences) }),
  }
}

function cleanLines(lines: readonly string[]): string[] {
  const kept = lines.slice(0, mostLines).map((line) => clip(line, lineLength))
  return lines.length > mostLines ? [...kept, `… and ${lines.length - mostLines} more lines`] : kept
}

function clip(text: string, length: number): string {
  const stored = storableText(text)
  return stored.length <= length ? stored : `${stored.slice(0, length - 1).toWellFormed()}…`
}
