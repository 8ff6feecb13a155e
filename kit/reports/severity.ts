import { parseCvss, scoreCvss, severityOf } from '../cvss/index.ts'
import type { ReportSeverity } from './report.ts'
import severities from './severities.json' with { type: 'json' }

const levels: ReadonlyMap<string, ReportSeverity> = new Map(
  Object.entries(severities).flatMap(([level, words]) => words.map((word) => [word, level as ReportSeverity] as const)),
)

/** The level of a word of any tool; undefined where it is not known. */
export function levelOfWord(word: string): ReportSeverity | undefined {
  return levels.get(word.trim().toLowerCase())
}

/** The level of a base score from 0 to 10, by the ratings of CVSS 3. */
export function levelOfScore(score: number): ReportSeverity {
  const level = severityOf('3.1', score)
  return level === 'none' ? 'info' : level
}

/** The newest well-formed vector of some, with its base score. Texts without the prefix of their version are taken as 3.1 where they are no vector of version 2. */
export function bestVector(texts: readonly string[]): { readonly vector: string; readonly score: number } | undefined {
  let best: { readonly vector: string; readonly score: number; readonly version: string } | undefined
  for (const text of texts) {
    const written = text.trim().replace(/^(?:CVSS2#|CVSS3#)/, '')
    const parsed = [written, `CVSS:3.1/${written}`].map(parseCvss).find(({ ok }) => ok)
    if (parsed?.ok !== true) continue
    const { version } = parsed.value
    if (best !== undefined && best.version >= version) continue
    const vector = written.startsWith('CVSS:') || version === '2.0' ? written : `CVSS:3.1/${written}`
    best = { vector, version, score: scoreCvss(parsed.value).base }
  }
  return best
}
