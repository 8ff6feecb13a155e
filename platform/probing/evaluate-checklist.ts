import {
  definitionsOf,
  type OvalDefinitions,
  type OvalResult,
  type OvalResults,
  type OvalValue,
} from '@holdfast/kit/oval'
import type { Checklist, FindDocument, ScapContent } from '@holdfast/kit/scap'
import {
  type Check,
  type CheckAnswer,
  chosenChecks,
  covers,
  evaluatePolicy,
  type Inquiry,
  isApplicable,
  type Policy,
  type RuleResult,
  type RuleResultWord,
  type Score,
  scoresOf,
} from '@holdfast/kit/xccdf'
import { XmlContentError } from '@holdfast/kit/xml'
import type { Stop, World } from '@holdfast/platform/contract'
import { evaluateInWorld, Prober } from './evaluate-in-world.ts'

const oval = 'http://oval.mitre.org/XMLSchema/oval-definitions-5'
const questionnaires = /^http:\/\/scap\.nist\.gov\/schema\/ocil\/2/

export interface ChecklistResults {
  readonly results: readonly RuleResult[]
  readonly scores: readonly Score[]
}

/** Judges what a world shows by a checklist under a policy: platforms first, then the checks of the rules that are for it. */
export async function evaluateChecklist(
  content: ScapContent,
  checklist: Checklist,
  policy: Policy,
  world: World,
  stop?: Stop,
): Promise<ChecklistResults> {
  const run = new Run(world, stop)
  const products = await productsOf(content, policy, run)
  const inquiry: Inquiry = { product: (name) => products.get(name), check: () => undefined }
  const wanted = policy.rules.filter(
    (rule) => rule.selected && rule.role !== 'unchecked' && isApplicable(policy, rule, inquiry),
  )
  for (const rule of wanted) {
    const checks = rule.rule.complexCheck === undefined ? chosenChecks(rule) : checksIn(rule.rule.complexCheck)
    for (const check of checks) if (check.system === oval) run.want(check, policy.values, checklist.find)
  }
  await run.evaluate()
  const results = evaluatePolicy(policy, {
    product: inquiry.product,
    check: (check, values) => {
      if (check.system === oval) return run.answer(check, values, checklist.find)
      const manual = questionnaires.test(check.system)
      return manual
        ? { results: [{ name: undefined, result: 'notchecked' }], messages: ['a person must answer this by hand'] }
        : undefined
    },
  })
  return { results, scores: scoresOf(policy, results) }
}

function checksIn(complex: NonNullable<Policy['rules'][number]['rule']['complexCheck']>): readonly Check[] {
  return complex.parts.flatMap((part) => (part.kind === 'check' ? [part] : checksIn(part)))
}

/** Which of the products that platforms speak of are there, by the checks of the dictionaries. */
async function productsOf(
  content: ScapContent,
  policy: Policy,
  run: Run,
): Promise<ReadonlyMap<string, 'true' | 'false' | 'error'>> {
  const { benchmark } = policy
  const groups = policy.rules.flatMap(({ groups, rule }) => [
    ...groups.map(({ platforms }) => platforms),
    rule.platforms,
  ])
  const names = new Set(
    [...benchmark.platforms, ...policy.platforms, ...groups.flat()].filter((name) => !name.startsWith('#')),
  )
  const facts = (part: (typeof benchmark.expressions)[number]['test']): void => {
    for (const one of part.parts) {
      if (one.kind === 'test') facts(one)
      else if (one.kind === 'fact') names.add(one.text)
    }
  }
  for (const { test } of benchmark.expressions) facts(test)
  const asked = [...names].map((name) => ({
    name,
    checks: content.products
      .filter(({ item }) => covers(name, item.text))
      .flatMap(({ checks, find }) =>
        checks.filter(({ system }) => system === oval).map((check) => ({ check: checkOf(check), find })),
      ),
  }))
  for (const { checks } of asked) for (const { check, find } of checks) run.want(check, new Map(), find)
  await run.evaluate()
  return new Map(
    asked.map(({ name, checks }) => {
      const results = checks.flatMap(({ check, find }) => run.answer(check, new Map(), find)?.results ?? [])
      if (results.some(({ result }) => result === 'pass')) return [name, 'true']
      return [name, results.some(({ result }) => result !== 'fail') ? 'error' : 'false']
    }),
  )
}

function checkOf({ system, href, id }: { readonly system: string; readonly href: string; readonly id: string }): Check {
  const references = [{ href, name: id }]
  return { kind: 'check', system, selector: '', negate: false, multiple: false, references, exports: [], content: '' }
}

type Bindings = ReadonlyMap<string, readonly OvalValue[]>

/** Definitions of one document that are evaluated together: no two of them give a variable other values. */
interface Batch {
  readonly bindings: Map<string, readonly OvalValue[]>
  readonly ids: Set<string>
  results: OvalResults | undefined
}

/** Evaluates many checks of few documents, each document in as few goes as there are. */
class Run {
  readonly #world: World
  readonly #stop: Stop | undefined
  readonly #prober: Prober
  readonly #documents = new Map<unknown, OvalDefinitions | string>()
  readonly #batches = new Map<OvalDefinitions, Batch[]>()

  constructor(world: World, stop: Stop | undefined) {
    this.#world = world
    this.#stop = stop
    this.#prober = new Prober(world)
  }

  want(check: Check, values: Policy['values'], find: FindDocument): void {
    const target = this.#target(check, find)
    if (target === undefined || typeof target.document === 'string') return
    const bindings = bindingsOf(check, values)
    const batch = this.#batch(target.document, bindings)
    for (const [name, given] of bindings) batch.bindings.set(name, given)
    for (const id of target.ids(target.document)) batch.ids.add(id)
  }

  /** Evaluates what was wanted since. */
  async evaluate(): Promise<void> {
    for (const [document, batches] of this.#batches)
      for (const batch of batches) {
        if (batch.results !== undefined) continue
        batch.results = await evaluateInWorld(document, this.#world, {
          only: [...batch.ids].filter((id) => document.definitions.has(id)),
          external: batch.bindings,
          prober: this.#prober,
          ...(this.#stop === undefined ? {} : { stop: this.#stop }),
        })
      }
  }

  answer(check: Check, values: Policy['values'], find: FindDocument): CheckAnswer | undefined {
    const target = this.#target(check, find)
    if (target === undefined) return undefined
    const { document } = target
    if (typeof document === 'string') return { results: [{ name: undefined, result: 'error' }], messages: [document] }
    const bindings = bindingsOf(check, values)
    const batches = this.#batches.get(document) ?? []
    const messages: string[] = []
    const results = target.ids(document).map((id) => {
      const batch = batches.find((one) => one.ids.has(id) && agree(one.bindings, bindings))
      const definition = document.definitions.get(id)
      const found = batch?.results?.definitions.get(id)
      if (definition === undefined || found === undefined) {
        messages.push(`there is no definition ${id}`)
        return { name: id, result: 'unknown' as const }
      }
      if (found.result !== 'true' && found.result !== 'false')
        messages.push(...found.messages, ...this.#reasons(batch, id))
      return { name: id, result: resultOf(found.result, definition.class) }
    })
    return { results, messages: [...new Set(messages)].slice(0, 10) }
  }

  /** Why the tests of a definition could not be decided. */
  #reasons(batch: Batch | undefined, id: string): readonly string[] {
    const reasons: string[] = []
    const visit = (node: NonNullable<ReturnType<OvalResults['definitions']['get']>>['criteria']): void => {
      if (node === undefined) return
      if (node.kind === 'criteria') for (const child of node.children) visit(child)
      else if (node.kind === 'extend') visit(batch?.results?.definitions.get(node.definition)?.criteria)
      else if (node.result !== 'true' && node.result !== 'false')
        reasons.push(...(batch?.results?.tests.get(node.test)?.messages ?? []))
    }
    visit(batch?.results?.definitions.get(id)?.criteria)
    return reasons
  }

  #batch(document: OvalDefinitions, bindings: Bindings): Batch {
    const batches = this.#batches.get(document) ?? []
    this.#batches.set(document, batches)
    const found = batches.find((one) => one.results === undefined && agree(one.bindings, bindings))
    if (found !== undefined) return found
    const made: Batch = { bindings: new Map(), ids: new Set(), results: undefined }
    batches.push(made)
    return made
  }

  /** The first of the documents of a check that can be had. */
  #target(check: Check, find: FindDocument) {
    for (const { href, name } of check.references) {
      const found = find(href)
      if (found === undefined) continue
      let document = this.#documents.get(found.root)
      if (document === undefined) {
        try {
          document = definitionsOf(found.root, found.text)
        } catch (error) {
          if (!(error instanceof XmlContentError)) throw error
          document = `${href}: ${error.message}`
        }
        this.#documents.set(found.root, document)
      }
      const ids = (definitions: OvalDefinitions) => (name === undefined ? [...definitions.definitions.keys()] : [name])
      return { document, ids }
    }
    return undefined
  }
}

function bindingsOf(check: Check, values: Policy['values']): Bindings {
  return new Map(
    check.exports.map(({ value, name }) => [
      name,
      (values.get(value) ?? []).map((text) => ({ text, datatype: 'string' as const })),
    ]),
  )
}

function agree(a: Bindings, b: Bindings): boolean {
  for (const [name, values] of b) {
    const other = a.get(name)
    if (other !== undefined && JSON.stringify(other) !== JSON.stringify(values)) return false
  }
  return true
}

/** What a result of a definition means for a rule: that a flaw is there is bad, that a setting is there is good. Source: NIST SP 800-126, table 25. */
function resultOf(result: OvalResult, kind: string): RuleResultWord {
  const bad = kind === 'vulnerability' || kind === 'patch'
  switch (result) {
    case 'true':
      return bad ? 'fail' : 'pass'
    case 'false':
      return bad ? 'pass' : 'fail'
    case 'error':
      return 'error'
    case 'unknown':
      return 'unknown'
    case 'not evaluated':
      return 'notchecked'
    case 'not applicable':
      return 'notapplicable'
  }
}
