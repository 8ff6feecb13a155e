import type { Collected } from './characteristics.ts'
import { byCheck, byExistence, byOperator, Tally } from './combine.ts'
import { evaluateState, type StateContext } from './evaluate-state.ts'
import type { State, Test } from './model.ts'
import type { Step } from './request.ts'
import type { TestedItem } from './results.ts'
import type { OvalResult } from './words.ts'

export interface TestOutcome {
  readonly result: OvalResult
  readonly items: readonly TestedItem[]
}

/** The result of a test from what was found of its object. Source: OVAL Language Specification 5.11, section 5.3.4. */
export function* evaluateTest(
  test: Test,
  states: readonly State[],
  found: Collected,
  context: StateContext,
): Step<TestOutcome> {
  const untested: readonly TestedItem[] = found.items.map(({ id }) => ({ item: id, result: 'not evaluated' }))
  const existence = existenceOf(test, found, states.length > 0)
  if (existence !== 'true' || states.length === 0 || !isKnown(found)) return { result: existence, items: untested }
  const tally = new Tally()
  const items: TestedItem[] = []
  for (const item of found.items) {
    const result = yield* evaluateItem(item, test, states, context)
    items.push({ item: item.id, result })
    tally.add(result)
  }
  const result = byCheck(tally, test.check)
  if (found.flag !== 'incomplete') return { result, items }
  // What was not seen could turn it around, unless what was seen decides.
  const decided = result === 'false' || (result === 'true' && test.check === 'at least one')
  return { result: decided ? result : 'unknown', items }
}

function* evaluateItem(
  item: Collected['items'][number],
  test: Test,
  states: readonly State[],
  context: StateContext,
): Step<OvalResult> {
  if (item.status === 'does not exist') return 'false'
  if (item.status !== 'exists') return 'error'
  const tally = new Tally()
  for (const state of states) tally.add(yield* evaluateState(item, state, context))
  return byOperator(tally, test.stateOperator)
}

function isKnown({ flag }: Collected): boolean {
  return flag === 'complete' || flag === 'incomplete'
}

/** Whether as much is there as the test wants, by the flag of the object. Source: section 5.3.4.1. */
function existenceOf({ existence }: Test, found: Collected, hasStates: boolean): OvalResult {
  const existing = found.items.filter(({ status }) => status === 'exists').length
  const failed = found.items.filter(({ status }) => status === 'error').length
  const indifferent = existence === 'any_exist' && !hasStates
  switch (found.flag) {
    case 'complete':
      return byExistence(existence, existing, failed)
    case 'incomplete':
      if (existence === 'any_exist' || (existence === 'at_least_one_exists' && existing > 0)) return 'true'
      if ((existence === 'none_exist' && existing > 0) || (existence === 'only_one_exists' && existing > 1))
        return 'false'
      return 'unknown'
    case 'does not exist':
      return existence === 'none_exist' || existence === 'any_exist' ? 'true' : 'false'
    case 'error':
      return indifferent ? 'true' : 'error'
    case 'not collected':
      return indifferent ? 'true' : 'unknown'
    case 'not applicable':
      return indifferent ? 'true' : 'not applicable'
  }
}
