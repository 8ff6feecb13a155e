import Schema from 'typebox/schema'
import { type FactType, itemKey, type JudgeInput, type KnownFacts } from '../contract/index.ts'
import type { ReadyJudge } from './app-content.ts'
import type { Fixture } from './fixture-schema.ts'

/** What a judge reads in a case, and what is wrong with the case's facts: unknown names, items that do not match their schema. */
export function fixtureInput(
  fixture: Fixture,
  ready: ReadyJudge,
  types: ReadonlyMap<string, FactType>,
): { input: JudgeInput; problems: string[] } {
  const problems: string[] = []
  const facts: KnownFacts[] = []
  for (const [name, sets] of Object.entries(fixture.facts)) {
    const type = types.get(name)
    if (!ready.judge.reads.includes(name as KnownFacts['fact']))
      problems.push(`${name} is not read by ${ready.judge.id}`)
    else if (!type) problems.push(`${name} is no fact of this app or of one it needs`)
    else for (const set of sets) facts.push(knownFacts(type, set, fixture.now, problems))
  }
  const { asset, now } = fixture
  const known = (fixture.problems ?? []) as JudgeInput['problems']
  return { input: { asset, facts, problems: known, checks: ready.checks, content: ready.content, now }, problems }
}

function knownFacts(
  type: FactType,
  set: Fixture['facts'][string][number],
  now: string,
  problems: string[],
): KnownFacts {
  const items = new Map<string, Readonly<Record<string, unknown>>>()
  for (const item of set.items) {
    const key = itemKey(type, item)
    const [matches, errors] = Schema.Errors(type.schema, item)
    const place = `${type.name} ${set.scope} ${key}`
    if (!matches) problems.push(`${place}: ${errors.map((e) => `${e.instancePath} ${e.message}`).join('; ')}`)
    if (items.has(key)) problems.push(`${place}: the same key twice`)
    items.set(key, item)
  }
  return {
    fact: type.name,
    scope: set.scope,
    complete: set.complete,
    observedAt: set.observedAt ?? now,
    items,
  }
}
