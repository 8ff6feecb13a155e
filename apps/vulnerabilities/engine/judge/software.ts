import type { Judge, Verdict } from '@holdfast/platform/contract'
import type { NotAssessed } from '../match/match-software.ts'
import { matchedFacts, type SeenSoftware, softwareOfFacts } from '../software/from-facts.ts'
import { affected, type Hit } from './affected.ts'
import { checkIdOf } from './check-id.ts'
import type { VulnerabilityContent } from './content.ts'
import { coverage, coverageCheck } from './coverage.ts'
import { placeOf } from './place.ts'
import { wordsOfCheck } from './words-of-check.ts'

/** What advisories say of the software of an asset: one check for each CVE. */
export const software: Judge<VulnerabilityContent> = {
  id: 'vulnerabilities.software',
  version: 1,
  about: ['host', 'image', 'container'],
  reads: matchedFacts,
  checks: [coverageCheck],
  open: { coveredBy: coverageCheck, wordsOf: wordsOfCheck },
  // Advisories grow old, whether or not anything changes on the asset.
  everySeconds: 24 * 60 * 60,
  judge(input) {
    const all = [...softwareOfFacts(input)].sort((a, b) => order(sortKey(a), sortKey(b)))
    const hits = new Map<string, Hit[]>()
    const undecided = new Map<string, Verdict>()
    const unspoken: { seen: SeenSoftware; why: NotAssessed }[] = []
    for (const seen of all) {
      const place = placeOf(seen)
      const { matches, notAssessed } = input.content.match(seen.software)
      for (const match of matches) {
        const key = `${match.check}\n${place}`
        hits.set(key, [...(hits.get(key) ?? []), { seen, match }])
      }
      for (const why of notAssessed) {
        if (why.check === undefined) unspoken.push({ seen, why })
        else {
          const check = checkIdOf(why.check)
          const summary = why.sentence.slice(0, 1000)
          undecided.set(`${check}\n${place}`, { check, place, outcome: 'unknown', because: { summary } })
        }
      }
    }
    const failing = [...hits].map(([key, mine]) => affected(key.slice(key.indexOf('\n') + 1), mine))
    const failed = new Set(failing.map(({ check, place }) => `${check}\n${place}`))
    return [
      ...failing,
      ...[...undecided].filter(([key]) => !failed.has(key)).map(([, verdict]) => verdict),
      ...coverage(input, all, unspoken),
    ]
  },
}

function sortKey({ software: { type, name, version }, path, seen }: SeenSoftware): string {
  return [type, name, version, path, seen.scope, seen.key].join('\n')
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
