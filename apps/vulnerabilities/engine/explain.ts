import type { AdvisoryIndex } from './advisory-index.ts'
import { type DistinctSoftware, namesOf } from './match.ts'

export interface Explanation {
  readonly purl: string
  readonly advisory: string | undefined
  readonly reason: 'affected' | 'not-affected' | 'undecided' | 'no-feed' | 'not-named'
  readonly sentence: string
}

/** Why an advisory, by its id, an alias or what it answers, matches each software of an asset, or does not. */
export function explain(id: string, software: readonly DistinctSoftware[], index: AdvisoryIndex): Explanation[] {
  const explanations = new Map<string, Explanation>()
  const add = (one: Explanation) => explanations.set(`${one.purl}\n${one.advisory}\n${one.sentence}`, one)
  for (const one of software) {
    const { purl, ecosystem } = one
    if (!index.covers(ecosystem)) {
      const sentence = `There is no advisory feed for ${ecosystem}: not assessed.`
      add({ purl, advisory: undefined, reason: 'no-feed', sentence })
      continue
    }
    let named = false
    for (const { name, version } of namesOf(one)) {
      for (const { advisory, check, judge } of index.entriesOf(ecosystem, name)) {
        if (![check, advisory.id, ...advisory.aliases, ...advisory.upstream].includes(id)) continue
        named = true
        const verdict = judge.judge(version)
        const subject = `${name} ${version}`
        if (verdict.verdict === 'affected') {
          const fix = verdict.fixed === undefined ? 'names no fixed version' : `says it is fixed in ${verdict.fixed}`
          const sentence = `${subject} is among what ${advisory.id} affects, which ${fix}.`
          add({ purl, advisory: advisory.id, reason: 'affected', sentence })
        } else if (verdict.verdict === 'not-affected') {
          const sentence = `${subject} is outside of every version that ${advisory.id} names.`
          add({ purl, advisory: advisory.id, reason: 'not-affected', sentence })
        } else {
          const sentence = `${advisory.id} cannot be decided for ${subject}: ${verdict.reason}.`
          add({ purl, advisory: advisory.id, reason: 'undecided', sentence })
        }
      }
    }
    if (named) continue
    const sentence = `No advisory for ${ecosystem} that is in force names ${one.name} with ${id}.`
    add({ purl, advisory: undefined, reason: 'not-named', sentence })
  }
  return [...explanations].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, explanation]) => explanation)
}
