import {
  type CheckId,
  type FactReference,
  factsNamed,
  type Judge,
  type JudgeInput,
  severities,
  type Verdict,
} from '@holdfast/platform/contract'
import type { Reported } from '../../facts/reported.ts'
import type { VulnerabilityContent } from '../judge/content.ts'
import { placeOf } from '../judge/place.ts'
import { matchedFacts, softwareOfFacts } from '../software/from-facts.ts'
import { isTold, reportedCheckIdOf } from './reported-check-id.ts'
import { wordsOfReported } from './words-of-reported.ts'

export const otherCheck: CheckId = 'vulnerabilities.nothing-else-is-reported'
export const ageCheck: CheckId = 'vulnerabilities.reports-are-current'

/** A weakness and where it was reported. */
interface Seen {
  readonly item: Reported
  readonly seen: FactReference
}

const mostLines = 60
const mostNames = 200
const usualOldestDays = 35

/**
 * What other scanners report of an asset: a check for each CVE, and one for everything that has no name of its own. What advisories say of the installed software
 * goes before: a CVE that they name is not found a second time.
 */
export const reports: Judge<VulnerabilityContent> = {
  id: 'vulnerabilities.reports',
  version: 1,
  about: ['host', 'image', 'container', 'cloud-resource', 'web-application', 'network-service'],
  reads: ['vulnerabilities.reported', ...matchedFacts],
  needs: ['vulnerabilities.reported'],
  checks: [otherCheck, ageCheck],
  open: { coveredBy: ageCheck, wordsOf: wordsOfReported },
  // Reports grow old, whether or not anything changes on the asset.
  everySeconds: 24 * 60 * 60,
  judge(input) {
    const stated = factsNamed<Reported>(input, 'vulnerabilities.reported')
    if (stated.length === 0) return unsure('no report of another scanner is known of it')
    const all = stated
      .flatMap(({ fact, scope, items }) => [...items].map(([key, item]) => ({ item, seen: { fact, scope, key } })))
      .sort((a, b) => order(sortKey(a), sortKey(b)))
    const places = new Map<string, Seen[]>()
    for (const one of all)
      for (const check of checksOf(one.item)) {
        const key = `${check}\n${placeOn(check, one.item)}`
        places.set(key, [...(places.get(key) ?? []), one])
      }
    const own = places.size === 0 ? new Map<CheckId, string>() : matched(input)
    const found = [...places].map(([key, mine]) => {
      const [check, place] = key.split('\n') as [CheckId, string]
      const stands = own.get(check)
      return stands === undefined ? reported(check, place, mine) : standsAlready(check, place, stands)
    })
    if (stated.some(({ complete }) => !complete))
      return [...found, ...unsure('a part of what was reported is set aside')]
    const others = found.some(({ check }) => check === otherCheck)
    return [...found, ...(others ? [] : [passed(otherCheck, 'no report names anything else')]), ...age(input)]
  },
}

/** Of the CVEs that the advisories match: where. By the id that a report's finding of it would have. */
function matched(input: JudgeInput<VulnerabilityContent>): ReadonlyMap<CheckId, string> {
  const names = new Map<CheckId, string>()
  for (const seen of softwareOfFacts(input))
    for (const { check } of input.content.match(seen.software).matches)
      names.set(reportedCheckIdOf(check), placeOf(seen))
  return names
}

function checksOf({ ids }: Reported): readonly CheckId[] {
  const cves = ids.filter((id) => isTold(id) && id.startsWith('CVE-'))
  const told = cves.length > 0 ? cves : ids.filter(isTold).slice(0, 1)
  return told.length === 0 ? [otherCheck] : [...new Set(told)].slice(0, mostNames).map(reportedCheckIdOf)
}

/** Of a CVE where it was reported, whoever did; of anything else the rule too, which alone says what it is. */
function placeOn(check: CheckId, { tool, rule, place }: Reported): string {
  return (check === otherCheck ? [`${tool} ${rule}`, place].filter(Boolean).join(' at ') : place).replaceAll('\n', ' ')
}

function reported(check: CheckId, place: string, mine: readonly Seen[]): Verdict {
  const [{ item }] = mine as readonly [Seen, ...Seen[]]
  const severity = severities.find((one) => mine.some((other) => other.item.severity === one))
  const fix = mine.find((one) => one.item.fix !== undefined)?.item.fix
  return {
    check,
    place,
    outcome: 'fail',
    ...(severity !== undefined && { severity }),
    because: {
      summary: `${item.tool} reports: ${item.title}`.slice(0, 1000),
      lines: [
        ...new Set(
          mine.flatMap(({ item: { tool, rule, title, text }, seen }) => [
            `${tool}, rule ${rule}, in the report "${seen.scope}": ${title}`,
            ...(text ?? '').split('\n').map((line) => line.trimEnd()),
          ]),
        ),
      ]
        .filter((line) => line !== '')
        .slice(0, mostLines),
      facts: mine.slice(0, 50).map(({ seen }) => seen),
    },
    ...(fix !== undefined && { fix }),
  }
}

function standsAlready(check: CheckId, place: string, at: string): Verdict {
  const summary = `the advisories find it too, at ${at}: it is followed there`
  return { check, place, outcome: 'not-applicable', because: { summary } }
}

function age(input: JudgeInput<VulnerabilityContent>): readonly Verdict[] {
  const oldestDays = Number(input.checks.get(ageCheck)?.parameters?.oldestDays ?? usualOldestDays)
  const old = factsNamed<Reported>(input, 'vulnerabilities.reported').flatMap(({ scope, observedAt, items }) => {
    // What queries of your own find is asked anew by itself.
    if (scope === ownChecksScope || items.size === 0) return []
    const days = Math.floor((Date.parse(input.now) - Date.parse(observedAt)) / 86_400_000)
    return days > oldestDays ? [{ scope, day: observedAt.slice(0, 10) }] : []
  })
  if (old.length === 0) return [passed(ageCheck, 'all reports are recent')]
  return old.sort(byScope).map(({ scope, day }) => ({
    check: ageCheck,
    place: scope,
    outcome: 'fail',
    because: {
      summary: `the last report "${scope}" is of ${day}: what it names may be fixed since, and what is new is not known`,
      expected: `not older than ${oldestDays} days`,
      actual: day,
    },
    fix: `scan again, and import the report as "${scope}"`,
  }))
}

/** Scope in which checks of your own state what they find. */
export const ownChecksScope = 'own checks'

function unsure(summary: string): readonly Verdict[] {
  return [otherCheck, ageCheck].map((check) => ({ check, place: '', outcome: 'unknown', because: { summary } }))
}

function passed(check: CheckId, summary: string): Verdict {
  return { check, place: '', outcome: 'pass', because: { summary } }
}

function sortKey({ item: { tool, rule, title, id }, seen }: Seen): string {
  return [tool, rule, title, seen.scope, id].join('\n')
}

function byScope(a: { readonly scope: string }, b: { readonly scope: string }): number {
  return order(a.scope, b.scope)
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
