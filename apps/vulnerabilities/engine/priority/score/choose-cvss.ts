import { type CvssVector, type CvssVersion, parseCvss, scoreCvss } from '@holdfast/kit/cvss'
import type { ChosenCvss } from './threat-facts.ts'

const newestFirst: readonly CvssVersion[] = ['4.0', '3.1', '3.0', '2.0']

/**
 * The vector that counts among those that feeds give: of the newest version, the one that scores highest, the first in order of code units among equals.
 * What is no vector is passed over; undefined when none is left.
 */
export function chooseCvss(vectors: readonly string[]): (ChosenCvss & { readonly parsed: CvssVector }) | undefined {
  const scored = vectors.flatMap((vector) => {
    const parsed = parseCvss(vector.trim())
    if (!parsed.ok) return []
    const { version } = parsed.value
    return [{ vector: vector.trim(), version, score: scoreCvss(parsed.value).score, parsed: parsed.value }]
  })
  const rank = (version: CvssVersion) => newestFirst.indexOf(version)
  return scored.sort(
    (a, b) => rank(a.version) - rank(b.version) || b.score - a.score || (a.vector < b.vector ? -1 : 1),
  )[0]
}
