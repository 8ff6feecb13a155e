import type { Collected, SystemCharacteristics } from './characteristics.ts'
import { Evaluation, type EvaluationOptions } from './evaluation.ts'
import type { OvalDefinitions } from './model.ts'
import type { ObjectRequest } from './request.ts'
import type { OvalResults } from './results.ts'

/** Which definitions; all when absent. */
interface Chosen {
  readonly only?: readonly string[]
}

/**
 * Evaluates definitions, all where none is named. A coroutine: it yields the objects that it needs, each once, and is told what was
 * found of them; it never looks itself.
 */
export function* evaluateOval(
  document: OvalDefinitions,
  options: EvaluationOptions & Chosen,
): Generator<ObjectRequest, OvalResults, Collected> {
  const evaluation = new Evaluation(document, options)
  for (const id of options.only ?? document.definitions.keys()) yield* evaluation.definition(id)
  return evaluation
}

/** Evaluates definitions over what was recorded of a system. What was not recorded is not collected. */
export function evaluateRecorded(
  document: OvalDefinitions,
  characteristics: SystemCharacteristics,
  options: EvaluationOptions & Chosen,
): OvalResults {
  const run = evaluateOval(document, { ...options, recorded: characteristics.objects })
  let step = run.next()
  while (step.done !== true) {
    const messages = [`nothing was recorded of the object ${step.value.object.id}`]
    step = run.next({ flag: 'not collected', items: [], messages, variables: [] })
  }
  return step.value
}
