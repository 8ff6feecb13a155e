import type { Collected, Item } from './characteristics.ts'
import { byOperator, negated, Tally } from './combine.ts'
import { evaluateState } from './evaluate-state.ts'
import { evaluateTest } from './evaluate-test.ts'
import { evaluateVariable } from './evaluate-variable.ts'
import { type ItemSet, joinSets } from './join-sets.ts'
import type { Criteria, Criterion, Extend, Filter, ObjectSet, OvalDefinitions, OvalObject, State } from './model.ts'
import { Patterns } from './patterns.ts'
import type { ExternalVariables } from './read-external-variables.ts'
import type { Step, WantedEntity } from './request.ts'
import type { CriteriaResult, DefinitionResult, OvalResults, TestResult, VariableResult } from './results.ts'
import type { OvalResult } from './words.ts'

export interface EvaluationOptions {
  /** Seconds since 1970, for differences from now. */
  readonly now: number
  readonly external?: ExternalVariables
  /** What was found of objects before, by their id: these are not asked for. */
  readonly recorded?: ReadonlyMap<string, Collected>
}

const nothing: Collected = { flag: 'not collected', items: [], messages: [], variables: [] }

/**
 * One evaluation of definitions. Every definition, test, object and variable is evaluated once; what an object finds is asked for as
 * it is needed. References that lead nowhere, and those that lead round in a circle, are errors with a reason, never results.
 */
export class Evaluation implements OvalResults {
  readonly definitions = new Map<string, DefinitionResult>()
  readonly tests = new Map<string, TestResult>()
  readonly objects = new Map<string, Collected>()
  readonly #variables = new Map<string, VariableResult>()
  readonly #document: OvalDefinitions
  readonly #options: EvaluationOptions
  readonly #patterns = new Patterns()
  /** What is being worked on, to see circles. */
  readonly #open = new Set<string>()
  #made = 0

  constructor(document: OvalDefinitions, options: EvaluationOptions) {
    this.#document = document
    this.#options = options
  }

  *definition(id: string): Step<DefinitionResult> {
    const known = this.definitions.get(id)
    if (known !== undefined) return known
    const definition = this.#document.definitions.get(id)
    const messages: string[] = []
    let criteria: CriteriaResult | undefined
    let result: OvalResult = 'error'
    if (definition === undefined) messages.push(`there is no definition ${id}`)
    else if (definition.criteria === undefined) result = 'not evaluated'
    else {
      const key = `definition ${id}`
      if (this.#open.has(key))
        return { id, result: 'error', criteria, messages: [`the definition ${id} extends itself`] }
      this.#open.add(key)
      criteria = yield* this.#criteria(definition.criteria, messages)
      this.#open.delete(key)
      result = criteria.result
    }
    const outcome: DefinitionResult = { id, result, criteria, messages }
    this.definitions.set(id, outcome)
    return outcome
  }

  *#criteria(node: Criteria | Criterion | Extend, messages: string[]): Step<CriteriaResult> {
    const { negate, applicabilityCheck } = node
    if (node.kind === 'criterion') {
      const { result } = yield* this.test(node.test)
      const version = this.#document.tests.get(node.test)?.version ?? '0'
      return {
        kind: 'criterion',
        test: node.test,
        version,
        negate,
        applicabilityCheck,
        result: negated(result, negate),
      }
    }
    if (node.kind === 'extend') {
      const extended = yield* this.definition(node.definition)
      messages.push(...extended.messages.filter((message) => !messages.includes(message)))
      const version = this.#document.definitions.get(node.definition)?.version ?? '0'
      const result = negated(extended.result, negate)
      return { kind: 'extend', definition: node.definition, version, negate, applicabilityCheck, result }
    }
    const children: CriteriaResult[] = []
    for (const child of node.children) children.push(yield* this.#criteria(child, messages))
    const result = negated(byOperator(Tally.of(children.map((child) => child.result)), node.operator), negate)
    return { kind: 'criteria', operator: node.operator, negate, applicabilityCheck, result, children }
  }

  *test(id: string): Step<TestResult> {
    const known = this.tests.get(id)
    if (known !== undefined) return known
    const outcome = yield* this.#testOnce(id)
    this.tests.set(id, outcome)
    return outcome
  }

  *#testOnce(id: string): Step<TestResult> {
    const test = this.#document.tests.get(id)
    const without = (result: OvalResult, message: string): TestResult => ({
      id,
      result,
      items: [],
      variables: [],
      messages: [message],
    })
    if (test === undefined) return without('error', `there is no test ${id}`)
    if (test.type === 'unknown') return without('unknown', 'the test says of itself that it cannot be made')
    if (test.object === undefined) return without('error', `the test ${id} names no object`)
    const states: State[] = []
    for (const name of test.states) {
      const state = this.#document.states.get(name)
      if (state === undefined) return without('error', `there is no state ${name}`)
      states.push(state)
    }
    const found = yield* this.collected(test.object)
    const messages = new Set(found.messages)
    const { result, items } = yield* evaluateTest(test, states, found, {
      patterns: this.#patterns,
      variable: (variable) => this.variable(variable),
      report: (problem) => messages.add(problem),
    })
    const used = new Set(states.flatMap(({ entities }) => entities.flatMap(({ variable }) => variable ?? [])))
    const values = [...used].flatMap((variable) =>
      (this.#variables.get(variable)?.values ?? []).map(({ text }) => ({ id: variable, value: text })),
    )
    const ofObject = found.variables.filter((value) => !used.has(value.id))
    return { id, result, items, variables: [...values, ...ofObject], messages: [...messages].slice(0, maxMessages) }
  }

  *variable(id: string): Step<VariableResult> {
    const known = this.#variables.get(id)
    if (known !== undefined) return known
    const variable = this.#document.variables.get(id)
    const key = `variable ${id}`
    const failed = (message: string): VariableResult => ({ flag: 'error', values: [], message })
    if (variable === undefined) return failed(`there is no variable ${id}`)
    if (this.#open.has(key)) return failed(`the variable ${id} is made from itself`)
    this.#open.add(key)
    const result = yield* evaluateVariable(variable, {
      patterns: this.#patterns,
      now: this.#options.now,
      external: this.#options.external ?? new Map(),
      variable: (other) => this.variable(other),
      collected: (object) => this.collected(object),
    })
    this.#open.delete(key)
    this.#variables.set(id, result)
    return result
  }

  *collected(id: string): Step<Collected> {
    const known = this.objects.get(id)
    if (known !== undefined) return known
    const recorded = this.#options.recorded?.get(id)
    if (recorded !== undefined) {
      this.objects.set(id, recorded)
      return recorded
    }
    const object = this.#document.objects.get(id)
    const key = `object ${id}`
    if (object === undefined) return { ...nothing, flag: 'error', messages: [`there is no object ${id}`] }
    if (this.#open.has(key)) return { ...nothing, flag: 'error', messages: [`the object ${id} is made from itself`] }
    this.#open.add(key)
    const found = yield* this.#collect(object)
    this.#open.delete(key)
    this.objects.set(id, found)
    return found
  }

  *#collect(object: OvalObject): Step<Collected> {
    if (object.set !== undefined) {
      const messages: string[] = []
      const { flag, items } = yield* this.#set(object.set, messages)
      return {
        flag: flag === 'complete' && items.length === 0 ? 'does not exist' : flag,
        items,
        messages,
        variables: [],
      }
    }
    if (object.schema === 'independent' && object.type === 'variable') return yield* this.#variableObject(object)
    const entities: WantedEntity[] = []
    const variables: { id: string; value: string }[] = []
    for (const entity of object.entities) {
      if (entity.variable === undefined) {
        entities.push({ ...entity, values: [{ text: entity.value, datatype: entity.datatype }] })
        continue
      }
      const { flag, values, message } = yield* this.variable(entity.variable)
      if (flag !== 'complete' && flag !== 'incomplete')
        return { ...nothing, flag, messages: message === undefined ? [] : [message] }
      if (values.length === 0) return { ...nothing, flag: 'does not exist' }
      entities.push({ ...entity, values })
      for (const { text } of values) variables.push({ id: entity.variable, value: text })
    }
    const keeps = yield* this.#filterOf(object.filters)
    const found = yield { object, entities, keeps }
    return yield* this.#filtered({ ...found, variables: [...variables, ...found.variables] }, object.filters)
  }

  /** The values of a variable as one item: what a variable_object finds. */
  *#variableObject(object: OvalObject): Step<Collected> {
    const id = object.entities.find(({ name }) => name === 'var_ref')?.value.trim() ?? ''
    const { flag, values, message } = yield* this.variable(id)
    const messages = message === undefined ? [] : [message]
    if ((flag !== 'complete' && flag !== 'incomplete') || values.length === 0) return { ...nothing, flag, messages }
    const entity = (name: string, value: string) => ({ name, value, status: 'exists' as const, fields: [] })
    const item: Item = {
      id: `v${++this.#made}`,
      schema: 'independent',
      type: 'variable',
      status: 'exists',
      entities: [
        { ...entity('var_ref', id), datatype: 'string' },
        ...values.map(({ text, datatype }) => ({ ...entity('value', text), datatype })),
      ],
      messages: [],
    }
    const variables = values.map(({ text }) => ({ id, value: text }))
    return yield* this.#filtered({ flag, items: [item], messages, variables }, object.filters)
  }

  *#set(set: ObjectSet, messages: string[]): Step<ItemSet> {
    const sides: ItemSet[] = []
    for (const inner of set.sets) sides.push(yield* this.#set(inner, messages))
    for (const object of set.objects) {
      const found = yield* this.collected(object)
      messages.push(...found.messages)
      sides.push(yield* this.#filtered(found, set.filters))
    }
    const [first, second] = sides as [ItemSet, ItemSet | undefined]
    return second === undefined ? first : joinSets(set.operator, first, second)
  }

  /** The filters of an object as a function, with the variables of their states at hand. */
  *#filterOf(filters: readonly Filter[]): Step<(item: Item) => boolean> {
    const states: { readonly action: Filter['action']; readonly state: State }[] = []
    for (const { action, state: name } of filters) {
      const state = this.#document.states.get(name)
      // What refers to nothing lets all through, and is told of afterwards.
      if (state === undefined) return () => true
      for (const { variable } of state.entities) if (variable !== undefined) yield* this.variable(variable)
      states.push({ action, state })
    }
    return (item) =>
      states.every(({ action, state }) => {
        const run = evaluateState(item, state, {
          patterns: this.#patterns,
          variable: (variable) => this.variable(variable),
          report: () => {},
        })
        const { value, done } = run.next()
        return done !== true || (value === 'true') === (action === 'include')
      })
  }

  *#filtered(found: Collected, filters: readonly Filter[]): Step<Collected> {
    if (filters.length === 0) return found
    const messages = new Set(found.messages)
    const items: Item[] = []
    for (const item of found.items) {
      let kept = true
      for (const { action, state: name } of filters) {
        const state = this.#document.states.get(name)
        if (state === undefined) return { ...found, flag: 'error', items: [], messages: [`there is no state ${name}`] }
        const result = yield* evaluateState(item, state, {
          patterns: this.#patterns,
          variable: (variable) => this.variable(variable),
          report: (problem) => messages.add(problem),
        })
        kept &&= (result === 'true') === (action === 'include')
      }
      if (kept) items.push(item)
    }
    const emptied = items.length === 0 && found.items.length > 0 && found.flag === 'complete'
    return { ...found, flag: emptied ? 'does not exist' : found.flag, items, messages: [...messages] }
  }
}

/** A pattern that is wrong is wrong for every item. */
const maxMessages = 20
