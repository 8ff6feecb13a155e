import type { Item, ItemEntity } from './characteristics.ts'
import { byCheck, byExistence, byOperator, Tally } from './combine.ts'
import { compareValues } from './compare-values.ts'
import type { Comparison } from './comparison.ts'
import type { Entity, State } from './model.ts'
import type { Patterns } from './patterns.ts'
import type { Step } from './request.ts'
import type { VariableResult } from './results.ts'
import type { OvalResult } from './words.ts'

export interface StateContext {
  readonly patterns: Patterns
  variable(id: string): Step<VariableResult>
  /** Takes down why a comparison could not be made. */
  report(problem: string): void
}

/** Whether an item is as a state says. Source: OVAL Language Specification 5.11, section 5.3.5. */
export function* evaluateState(item: Item, state: State, context: StateContext): Step<OvalResult> {
  const tally = new Tally()
  // A state that says nothing is met by everything.
  if (state.entities.length === 0) return 'true'
  for (const wanted of state.entities) {
    // Of textfilecontent, the line that a state speaks of is called the text of the item.
    const name = wanted.name === 'line' && state.type === 'textfilecontent' ? 'text' : wanted.name
    const found = item.entities.filter((entity) => entity.name === name)
    tally.add(yield* evaluateEntity(found, wanted, context))
  }
  return byOperator(tally, state.operator)
}

function* evaluateEntity(found: readonly ItemEntity[], wanted: Entity, context: StateContext): Step<OvalResult> {
  if (wanted.existence !== undefined) {
    const existing = found.filter(({ status }) => status === 'exists').length
    const errors = found.filter(({ status }) => status === 'error').length
    const exists = byExistence(wanted.existence, existing, errors)
    if (exists !== 'true' || existing === 0) return exists
  }
  const tally = new Tally()
  for (const entity of found) tally.add(yield* compareEntity(entity, wanted, context))
  return byCheck(tally, wanted.entityCheck)
}

function* compareEntity(entity: ItemEntity, wanted: Entity, context: StateContext): Step<OvalResult> {
  switch (entity.status) {
    case 'does not exist':
      return 'false'
    case 'error':
      return 'error'
    case 'not collected':
      return 'unknown'
  }
  if (wanted.datatype === 'record' || wanted.fields.length > 0) {
    const tally = new Tally()
    for (const field of wanted.fields)
      tally.add(
        yield* evaluateEntity(
          entity.fields.filter(({ name }) => name === field.name),
          field,
          context,
        ),
      )
    return byCheck(tally, 'all')
  }
  if (wanted.variable === undefined)
    return told(compareValues(wanted.datatype, wanted.operation, wanted.value, entity.value, context.patterns), context)
  const { flag, values, message } = yield* context.variable(wanted.variable)
  if (flag !== 'complete' && flag !== 'incomplete') {
    context.report(message ?? `the variable ${wanted.variable} has no value: ${flag}`)
    return 'error'
  }
  const tally = new Tally()
  for (const value of values)
    tally.add(
      told(compareValues(value.datatype, wanted.operation, value.text, entity.value, context.patterns), context),
    )
  return byCheck(tally, wanted.variableCheck)
}

function told({ result, problem }: Comparison, context: StateContext): OvalResult {
  if (problem !== undefined) context.report(problem)
  return result
}
