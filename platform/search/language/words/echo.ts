import { allOf } from '../meaning/combine-predicates.ts'
import type { Equal, Plan, Predicate, SortBy } from '../meaning/plan.ts'
import type { Token } from '../schema/entity.ts'
import { conditionWords } from './condition-words.ts'
import { equalValues, listWords, momentWords, plainValue } from './value-words.ts'

/** Where the parts of a noun phrase go. */
interface Phrase {
  readonly before: string[]
  readonly behind: string[]
  readonly conditions: Predicate[]
}

/**
 * Says a query back in plain words, so that a person sees what was understood: "open findings of medium or worse on
 * internet-facing assets, one row per fix".
 */
export function echo(plan: Plan): string {
  const { entity, where, time } = plan
  if (where.kind === 'constant' && !where.value) return `no ${entity.spec.many}: the conditions exclude each other`
  const phrase: Phrase = { before: [], behind: [], conditions: [] }
  for (const term of where.kind === 'all' ? where.of : [where]) place(term, phrase)
  const everything = phrase.before.length + phrase.behind.length + phrase.conditions.length === 0
  const parts = [
    plan.count && plan.groupBy.length === 0 ? 'the number of' : '',
    everything ? 'all' : '',
    ...phrase.before,
    entity.spec.many,
    ...phrase.behind,
    phrase.conditions.length === 0 ? '' : `where ${conditionWords(allOf(phrase.conditions), time)}`,
  ]
  return [parts.filter((part) => part !== '').join(' '), ...endings(plan)].join(', ')
}

/** An adjective, a phrase behind the noun, or a condition. */
function place(term: Predicate, { before, behind, conditions }: Phrase): void {
  if (term.kind === 'constant') return
  const bare = term.kind === 'within' && term.where.kind === 'equal' ? term.where : term
  const words = bare.kind === 'equal' || bare.kind === 'meaning' ? bare.token.words : undefined
  if (words && bare.kind === 'meaning') {
    const target = words.adjective ? before : words.equal ? behind : undefined
    if (target) return void target.push(fill(words.adjective ?? words.equal!, bare.value))
  }
  if (words && bare.kind === 'equal' && bare.fold === (bare.token.type === 'keyword' || bare.token.type === 'text')) {
    const said = orderWords(bare, bare.token)
    if (said) return void behind.push(said)
    const values = listWords(bare.token.type === 'enum' ? equalValues(bare) : bare.values.map(String), 'or')
    if (words.adjective) return void before.push(fill(words.adjective, values))
    if (words.equal) return void behind.push(fill(words.equal, values))
  }
  conditions.push(term)
}

function fill(template: string, value: string): string {
  return template.replaceAll('{value}', () => value)
}

/** "of medium or worse" where the values are all from one on. */
function orderWords({ values }: Equal, { type, ordered, values: all, words }: Token): string | undefined {
  if (type !== 'enum' || !ordered || values.length < 2) return undefined
  const real = all.filter(({ means }) => means === undefined)
  const inside = real.map(({ stored }) => values.includes(stored))
  const token = { type, values: all } as Token
  const first = inside.indexOf(true)
  if (words?.atLeast && inside.slice(first).every(Boolean))
    return fill(words.atLeast, plainValue(token, real[first]!.stored))
  const last = inside.lastIndexOf(true)
  if (words?.atMost && inside.slice(0, last + 1).every(Boolean))
    return fill(words.atMost, plainValue(token, real[last]!.stored))
  return undefined
}

function endings({ groupBy, sort, limit, asOf, time }: Plan): string[] {
  const parts: string[] = []
  if (groupBy.length > 0) {
    const keys = groupBy.map(({ token, unit }) => (unit ? `${unitWords[unit]} of ${token.label}` : token.label))
    parts.push(`one row per ${listWords(keys, 'and')}`)
  }
  if (sort.length > 0) parts.push(`sorted by ${listWords(sort.map(sortWords), 'and')}`)
  if (limit !== null) parts.push(`at most ${limit}`)
  if (asOf !== null) parts.push(`as of ${asOfWords(asOf, time.zone)}`)
  return parts
}

/** As of a whole day is as of its end, which a clock already counts to the next one. */
function asOfWords(asOf: number, zone: string): string {
  const words = momentWords(asOf, zone)
  return words.length > 10 ? words : `the end of ${momentWords(asOf - 1, zone).slice(0, 10)}`
}

const unitWords = { s: 'second', m: 'minute', h: 'hour', d: 'day', w: 'week', M: 'month', y: 'year' } as const

function sortWords({ token, descending }: SortBy): string {
  const name = token?.label ?? 'count'
  if (!descending) return name
  return token?.type === 'date' ? `${name}, latest first` : `${name}, highest first`
}
