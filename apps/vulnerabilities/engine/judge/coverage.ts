import type { OperatingSystem } from '@holdfast/inventory/public'
import { type CheckId, factsNamed, type JudgeInput, type Verdict } from '@holdfast/platform/contract'
import type { AdvisoryLibrary } from '../advisory-library.ts'
import type { NotAssessed } from '../match/match-software.ts'
import type { SeenSoftware } from '../software/from-facts.ts'
import type { VulnerabilityContent } from './content.ts'
import { placeOf } from './place.ts'

export const coverageCheck: CheckId = 'vulnerabilities.advisories-are-current'

/** More than this many of one kind are told as the whole kind. */
const mostEach = 100
const usualOldestDays = 7

/**
 * What could not be looked at: of it nothing is clean and nothing is fixed. And whether what was looked at was compared with current data. `unspoken` is
 * the software of which nobody speaks.
 */
export function coverage(
  input: JudgeInput<VulnerabilityContent>,
  all: readonly SeenSoftware[],
  unspoken: readonly { readonly seen: SeenSoftware; readonly why: NotAssessed }[],
): readonly Verdict[] {
  const unseen = notSeen(input)
  const silent = ofKinds(all, unspoken)
  const old = outdated(input, all)
  const rest: readonly Verdict[] =
    unseen.length + silent.length + old.length > 0
      ? []
      : [
          {
            check: coverageCheck,
            place: '',
            outcome: 'pass',
            because: {
              summary:
                all.length === 0
                  ? 'no software is installed that advisories could speak of'
                  : 'current advisories speak of all software that is installed',
            },
          },
        ]
  return [...unseen, ...silent, ...old, ...rest]
}

function notSeen({ facts, problems }: JudgeInput<VulnerabilityContent>): readonly Verdict[] {
  // Windows is mended by updates, and has no packages.
  const isWindows = factsNamed<OperatingSystem>({ facts }, 'inventory.operating-system').some(({ items }) =>
    [...items.values()].some(({ id }) => id === 'windows'),
  )
  const [needed, words] = isWindows
    ? (['inventory.update', 'updates'] as const)
    : (['inventory.package', 'packages'] as const)
  const seen = facts.filter(({ fact }) => fact === needed)
  const reasons: Verdict[] = []
  if (seen.length === 0 || seen.some(({ complete }) => !complete)) {
    const problem = problems.find(({ fact }) => fact === needed)
    reasons.push(unknown('', problem?.detail ?? `not all ${words} of this asset were seen`))
  }
  const partly = new Set([
    ...facts.filter(({ fact, complete }) => fact === 'inventory.software' && !complete).map(({ scope }) => scope),
    ...problems.filter(({ fact }) => fact === 'inventory.software').map(({ scope }) => scope),
  ])
  for (const scope of [...partly].sort()) {
    const problem = problems.find((one) => one.fact === 'inventory.software' && one.scope === scope)
    reasons.push(unknown(scope === '*' ? '' : scope, problem?.detail ?? `not all software of ${scope} was seen`))
  }
  return onePerPlace(reasons)
}

/** By kind of package where nobody speaks of any of a kind; one by one otherwise. */
function ofKinds(
  all: readonly SeenSoftware[],
  unspoken: readonly { readonly seen: SeenSoftware; readonly why: NotAssessed }[],
): readonly Verdict[] {
  const verdicts: Verdict[] = []
  for (const type of [...new Set(unspoken.map(({ seen }) => seen.software.type))].sort()) {
    const mine = unspoken.filter(({ seen }) => seen.software.type === type)
    const total = all.filter(({ software }) => software.type === type).length
    if (mine.length === total || mine.length > mostEach) {
      const sentences = [...new Set(mine.map(({ why }) => why.sentence))]
      const words = sentences.length === 1 ? sentences[0]! : `${mine[0]!.why.sentence} And more like it.`
      verdicts.push(unknown(type, `${words} ${mine.length} of ${total} are of this kind.`))
    } else for (const { seen, why } of mine) verdicts.push(unknown(placeOf(seen), why.sentence))
  }
  return onePerPlace(verdicts)
}

function outdated(input: JudgeInput<VulnerabilityContent>, all: readonly SeenSoftware[]): readonly Verdict[] {
  const { library } = input.content
  const oldestDays = Number(input.checks.get(coverageCheck)?.parameters?.oldestDays ?? usualOldestDays)
  const spoken = new Map<string, Set<string>>()
  for (const { software } of all)
    for (const ecosystem of software.ecosystems.flat().filter((one) => library.covers(one)))
      spoken.set(software.type, (spoken.get(software.type) ?? new Set()).add(ecosystem))
  return [...spoken].sort(byFirst).flatMap(([type, ecosystems]) => {
    const [worst] = [...ecosystems]
      .sort()
      .map((ecosystem) => ({ ecosystem, date: newestOf(library, ecosystem) }))
      .sort((a, b) => ((a.date ?? '') < (b.date ?? '') ? -1 : 1))
    if (worst?.date === undefined) return []
    const days = Math.floor((Date.parse(input.now) - Date.parse(worst.date)) / 86_400_000)
    if (!(days > oldestDays)) return []
    return [
      {
        check: coverageCheck,
        place: type,
        outcome: 'fail',
        because: {
          summary: `the advisories for ${worst.ecosystem} are of ${worst.date.slice(0, 10)}: what was published since is not known here`,
          expected: `not older than ${oldestDays} days`,
          actual: worst.date.slice(0, 10),
        },
        fix: 'run holdfast feed sync, or import newer feeds',
      },
    ]
  })
}

function newestOf(library: AdvisoryLibrary, ecosystem: string): string | undefined {
  return library
    .feeds()
    .filter(({ covers }) => covers.includes(ecosystem))
    .flatMap(({ date }) => (date === undefined ? [] : [date]))
    .sort()
    .at(-1)
}

function unknown(place: string, summary: string): Verdict {
  return { check: coverageCheck, place, outcome: 'unknown', because: { summary: summary.slice(0, 1000) } }
}

function onePerPlace(verdicts: readonly Verdict[]): readonly Verdict[] {
  const byPlace = new Map<string, Verdict>()
  for (const verdict of verdicts) if (!byPlace.has(verdict.place)) byPlace.set(verdict.place, verdict)
  return [...byPlace.values()]
}

function byFirst([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0
}
