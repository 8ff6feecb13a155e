import {
  type Applicability,
  cpeMatches,
  evaluateApplicability,
  readCpeUri,
  readFormattedString,
} from '@holdfast/kit/cpe'
import type { Check, ComplexCheck } from './model.ts'
import type { Policy, PolicyRule } from './resolve-policy.ts'

/** Source: XCCDF 1.2, table 26. */
export type RuleResultWord =
  | 'pass'
  | 'fail'
  | 'error'
  | 'unknown'
  | 'notapplicable'
  | 'notchecked'
  | 'notselected'
  | 'informational'
  | 'fixed'

/** What a check said: one result, or one of every definition of its document. */
export interface CheckAnswer {
  readonly results: readonly { readonly name: string | undefined; readonly result: RuleResultWord }[]
  readonly messages: readonly string[]
}

/** What an evaluation asks for. */
export interface Inquiry {
  /** Whether a product of a name is there; undefined where nothing can tell. */
  product(name: string): Applicability | undefined
  /** What a check says; undefined where its system is not supported or its document is not to be had. */
  check(check: Check, values: Policy['values']): CheckAnswer | undefined
}

export interface RuleResult {
  readonly rule: PolicyRule
  readonly result: RuleResultWord
  /** Which of several results of the rule this is: the definition that gave it. */
  readonly instance: string | undefined
  readonly messages: readonly string[]
}

/** Whether the benchmark, and every group and rule, is for what is looked at. Source: XCCDF 1.2, section 7.2.3.2. */
export function isApplicable(policy: Policy, { rule, groups }: PolicyRule, inquiry: Inquiry): boolean {
  const all = [
    policy.benchmark.platforms,
    policy.platforms,
    ...groups.map(({ platforms }) => platforms),
    rule.platforms,
  ]
  return all.every((platforms) => platforms.length === 0 || platforms.some((name) => holds(policy, name, inquiry)))
}

function holds({ benchmark }: Policy, name: string, inquiry: Inquiry): boolean {
  if (!name.startsWith('#')) return inquiry.product(name) === 'true'
  const expression = benchmark.expressions.find(({ id }) => id === name.slice(1))
  if (expression === undefined) return false
  const told = evaluateApplicability(expression.test, (leaf) =>
    leaf.kind === 'fact' ? (inquiry.product(leaf.text) ?? 'false') : 'error',
  )
  return told === 'true'
}

/** Whether two names, in either form, are of one kind of product: the first covers the second. */
export function covers(wanted: string, offered: string): boolean {
  const [a, b] = [wanted, offered].map((text) => (/^cpe:\//i.test(text) ? readCpeUri(text) : readFormattedString(text)))
  return a?.ok === true && b?.ok === true && cpeMatches(a.name, b.name)
}

/** The results of all rules, in the order of the benchmark. Source: XCCDF 1.2, section 7.2.3. */
export function evaluatePolicy(policy: Policy, inquiry: Inquiry): readonly RuleResult[] {
  return policy.rules.flatMap((rule) => {
    const found = resultsOf(policy, rule, inquiry)
    // What does not count is told for information alone.
    return rule.role === 'unscored' && rule.selected
      ? found.map((one) => (one.result === 'notapplicable' ? one : { ...one, result: 'informational' as const }))
      : found
  })
}

function resultsOf(policy: Policy, rule: PolicyRule, inquiry: Inquiry): readonly RuleResult[] {
  const one = (result: RuleResultWord, messages: readonly string[] = []): readonly RuleResult[] => [
    { rule, result, instance: undefined, messages },
  ]
  if (!rule.selected) return one('notselected')
  if (rule.role === 'unchecked') return one('notchecked')
  if (!isApplicable(policy, rule, inquiry)) return one('notapplicable')
  if (rule.rule.complexCheck !== undefined) {
    const messages: string[] = []
    return one(evaluateComplex(rule.rule.complexCheck, policy, inquiry, messages), messages)
  }
  for (const check of chosenChecks(rule)) {
    const answer = inquiry.check(check, policy.values)
    if (answer === undefined) continue
    if (check.multiple && answer.results.length > 0)
      return answer.results.map(({ name, result }) => ({
        rule,
        result: negated(result, check.negate),
        instance: name,
        messages: answer.messages,
      }))
    const results = answer.results.map(({ result }) => result)
    return one(negated(combine('AND', results), check.negate), answer.messages)
  }
  return one('notchecked', ['no check of the rule can be made'])
}

/** The checks that a selector chooses; those without one where it chooses none. */
export function chosenChecks({ rule, selector }: PolicyRule): readonly Check[] {
  const chosen = rule.checks.filter((check) => check.selector === selector)
  return chosen.length > 0 ? chosen : rule.checks.filter((check) => check.selector === '')
}

function evaluateComplex(complex: ComplexCheck, policy: Policy, inquiry: Inquiry, messages: string[]): RuleResultWord {
  const results = complex.parts.map((part): RuleResultWord => {
    if (part.kind === 'complex') return evaluateComplex(part, policy, inquiry, messages)
    const answer = inquiry.check(part, policy.values)
    if (answer === undefined) return 'notchecked'
    messages.push(...answer.messages)
    return negated(
      combine(
        'AND',
        answer.results.map(({ result }) => result),
      ),
      part.negate,
    )
  })
  return negated(combine(complex.operator, results), complex.negate)
}

/** From what decides to what does not count. Source: XCCDF 1.2, tables 30 and 31. */
const orders: Readonly<Record<'AND' | 'OR', readonly RuleResultWord[]>> = {
  AND: ['fail', 'unknown', 'error', 'notchecked', 'notselected', 'informational', 'pass', 'fixed', 'notapplicable'],
  OR: ['pass', 'fixed', 'unknown', 'error', 'notchecked', 'notselected', 'informational', 'fail', 'notapplicable'],
}

export function combine(operator: 'AND' | 'OR', results: readonly RuleResultWord[]): RuleResultWord {
  return orders[operator].find((word) => results.includes(word)) ?? 'unknown'
}

function negated(result: RuleResultWord, negate: boolean): RuleResultWord {
  if (!negate) return result
  return result === 'pass' ? 'fail' : result === 'fail' ? 'pass' : result
}
