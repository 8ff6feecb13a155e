import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import type { CheckId, FactType, JudgeInput, ServerFace, Verdict } from '../contract/index.ts'
import { type AppContent, loadAppContent, type ReadyJudge } from './app-content.ts'
import { type Fixture, fixtureSchema } from './fixture-schema.ts'
import { fixtureInput } from './judge-input.ts'
import { readDocument } from './read-document.ts'
import { verdictProblems } from './verdict-problems.ts'

/** What came of one case, or of the case without any facts that every check has by itself. */
export interface FixtureResult {
  readonly check: CheckId
  /** `pass.json`; `(nothing known)` for the case without facts. */
  readonly name: string
  /** Empty when all is as it should be. */
  readonly problems: readonly string[]
}

/**
 * Runs every case of every check of an app through the judge that answers it. `pass.json` must show a pass and no failure, `fail.json` a failure.
 * Each judge must give the same verdicts twice and in any order of facts, must never call an asset clean of which nothing is known, and must say
 * so where it did not see everything: what was not seen is not fixed.
 * `needed` are facts of other apps that the judges read.
 */
export async function runCheckFixtures(
  face: ServerFace,
  needed: readonly FactType[] = [],
): Promise<readonly FixtureResult[]> {
  const content = await loadAppContent(face)
  const types = new Map([...needed, ...face.app.facts].map((type) => [type.name as string, type]))
  return content.judges.flatMap((ready) =>
    [...ready.checks.keys()].flatMap((check) => [
      runNothingKnown(ready, check),
      ...runCases(face, content, ready, check, types),
    ]),
  )
}

function runCases(
  face: ServerFace,
  content: AppContent,
  ready: ReadyJudge,
  check: CheckId,
  types: ReadonlyMap<string, FactType>,
): FixtureResult[] {
  const stem = check.slice(content.app.length + 1)
  const folder = `${fileURLToPath(face.checks?.href ?? '')}/${stem}`
  const names = new Set(['pass.json', 'fail.json'])
  for (const name of readdirSync(folder).sort()) if (name.endsWith('.json')) names.add(name)
  return [...names].map((name) => {
    try {
      const path = `apps/${content.app}/content/${stem}/${name}`
      const fixture = readDocument(fixtureSchema, path, readFileSync(`${folder}/${name}`, 'utf8'))
      const given = fixture.content === undefined ? ready : { ...ready, content: face.contentOfCase?.(fixture.content) }
      return { check, name, problems: runCase(given, check, name, fixture, types) }
    } catch (error) {
      return { check, name, problems: [(error as Error).message] }
    }
  })
}

function runCase(
  ready: ReadyJudge,
  check: CheckId,
  name: string,
  fixture: Fixture,
  types: ReadonlyMap<string, FactType>,
): string[] {
  const { input, problems } = fixtureInput(fixture, ready, types)
  const all = ready.judge.judge(input)
  problems.push(...verdictProblems(ready, all))
  problems.push(...steadinessProblems(ready, input, all))
  const named = new Set([check, ...fixture.expect.flatMap((expected) => (expected.check ? [expected.check] : []))])
  const actual = all.filter((verdict) => named.has(verdict.check)).map((verdict) => line(verdict, fixture))
  const expected = fixture.expect.map((wanted) =>
    line({ ...wanted, check: (wanted.check ?? check) as CheckId }, fixture),
  )
  problems.push(
    ...expected.filter((text) => !actual.includes(text)).map((text) => `expected ${text}, and it is missing`),
  )
  for (const text of actual.filter((text) => !expected.includes(text))) {
    const because = all.find((verdict) => line(verdict, fixture) === text)?.because.summary
    problems.push(`not expected: ${text} ("${because}")`)
  }
  const own = all.filter((verdict) => verdict.check === check).map((verdict) => verdict.outcome)
  if (name === 'pass.json' && !own.includes('pass')) problems.push('shows no pass')
  if (name === 'pass.json' && own.includes('fail')) problems.push('shows a failure')
  if (name === 'fail.json' && !own.includes('fail')) problems.push('shows no failure')
  if (name === 'fail.json') problems.push(...partlySeenProblems(ready, check, input))
  return problems
}

/** `fail at "tcp/22"`; the severity only where the case expects one at this place. */
function line(verdict: Pick<Verdict, 'check' | 'place' | 'outcome' | 'severity'>, fixture: Fixture): string {
  const wanted = fixture.expect.some((expected) => expected.place === verdict.place && expected.severity)
  const severity = wanted && verdict.severity ? ` (${verdict.severity})` : ''
  return `${verdict.check} ${verdict.outcome} at "${verdict.place}"${severity}`
}

function runNothingKnown(ready: ReadyJudge, check: CheckId): FixtureResult {
  const problems: string[] = []
  for (const kind of ready.judge.about) {
    const verdicts = ready.judge.judge({
      asset: { kind, name: 'unseen' },
      facts: [],
      problems: [],
      checks: ready.checks,
      content: ready.content,
      now: '2026-01-01T00:00:00.000Z',
    })
    const own = verdicts.filter((verdict) => verdict.check === check)
    if (own.length === 0) problems.push(`${kind}: no verdict; answer "unknown" where nothing is known`)
    for (const { outcome } of own.filter((verdict) => !isUnsure(verdict)))
      problems.push(`${kind}: "${outcome}" where nothing is known`)
  }
  return { check, name: '(nothing known)', problems }
}

/** A failure somewhere, in what was only partly seen, must come with a word that the rest is not known: otherwise the rest counts as fixed. */
function partlySeenProblems(ready: ReadyJudge, check: CheckId, input: JudgeInput): string[] {
  const own = (items: boolean) => {
    const facts = input.facts.map((known) => ({ ...known, complete: false, items: items ? known.items : new Map() }))
    return ready.judge.judge({ ...input, facts }).filter((verdict) => verdict.check === check)
  }
  const problems: string[] = []
  const some = own(true)
  const isCovered = some.some((verdict) => verdict.place === '' && isUnsure(verdict))
  if (some.some(({ place, outcome }) => outcome === 'fail' && place !== '') && !isCovered)
    problems.push(
      'fails where not everything was seen, without an "unknown" at the place "": the rest would count as fixed',
    )
  for (const { outcome, place } of own(false).filter((verdict) => !isUnsure(verdict)))
    problems.push(`"${outcome}" at "${place}" where nothing was seen of what is there`)
  return problems
}

function isUnsure({ outcome }: Verdict): boolean {
  return outcome === 'unknown' || outcome === 'error'
}

function steadinessProblems(ready: ReadyJudge, input: JudgeInput, verdicts: readonly Verdict[]): string[] {
  const again = ready.judge.judge(input)
  const turned = ready.judge.judge({
    ...input,
    facts: input.facts.map((known) => ({ ...known, items: new Map([...known.items].reverse()) })).reverse(),
    problems: [...input.problems].reverse(),
  })
  if (!isDeepStrictEqual(again, verdicts)) return ['the same input gave other verdicts']
  if (!isDeepStrictEqual(sorted(turned), sorted(verdicts)))
    return ['the verdicts or their evidence depend on the order of the facts']
  return []
}

function sorted(verdicts: readonly Verdict[]): string[] {
  return verdicts.map((verdict) => JSON.stringify(verdict)).sort()
}
