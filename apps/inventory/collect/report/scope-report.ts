import type { Problem } from '@holdfast/kit/reading'
import { type FactType, type ItemOf, itemKey, type Observed, type ObservedProblem } from '@holdfast/platform/contract'
import { tidyItem } from './tidy-item.ts'

type Reason = ObservedProblem['reason']

/** Items of one fact and scope at most; a scope with more is hostile or broken, and is reported as cut off. */
const maxItems = 200_000

/**
 * Gathers what is seen of one fact and scope. Items with the same key are one (the first wins). Whatever could not be seen makes the
 * scope incomplete, and all of it becomes one problem, so that the same trouble always reads the same.
 */
export class ScopeReport<F extends FactType> {
  readonly #fact: F
  readonly #scope: string
  readonly #items = new Map<string, Readonly<Record<string, unknown>>>()
  readonly #problems: { readonly reason: Reason; readonly detail: string; readonly ofFields?: true }[] = []

  constructor(fact: F, scope: string) {
    this.#fact = fact
    this.#scope = scope
  }

  /** Number of items so far. */
  get size(): number {
    return this.#items.size
  }

  /** Takes an item; fields that are undefined are left out, texts are cut to what the schema allows. */
  add(item: { readonly [Field in keyof ItemOf<F>]: ItemOf<F>[Field] | undefined } | ItemOf<F>): void {
    if (this.#items.size >= maxItems) {
      if (this.#problems.at(-1)?.reason !== 'too-large') this.problem('too-large', `more than ${maxItems} items`)
      return
    }
    const tidy = tidyItem(item as Readonly<Record<string, unknown>>)
    const key = itemKey(this.#fact, tidy)
    if (!this.#items.has(key)) this.#items.set(key, tidy)
  }

  /** Notes what could not be seen: one sentence with the place. */
  problem(reason: Reason, detail: string): void {
    this.#problems.push({ reason, detail })
  }

  /** Notes what could not be seen of items that are all there: the scope stays complete. */
  fieldProblem(reason: Reason, detail: string): void {
    this.#problems.push({ reason, detail, ofFields: true })
  }

  /** Notes what a reader of the kit could not understand in a file. */
  malformed(path: string, problems: readonly Problem[], what: 'items' | 'fields' = 'items'): void {
    for (const { message, line, offset, part } of problems) {
      const place = [path, part].filter(Boolean).join('!') + (line === undefined ? '' : `:${line}`)
      const detail = `${place}: ${message}${offset === undefined ? '' : ` (at byte ${offset})`}`
      if (what === 'fields') this.fieldProblem('malformed', detail)
      else this.problem('malformed', detail)
    }
  }

  /** The observations: the items, and where something was not seen, the one problem that says so. */
  *observed(): Generator<Observed> {
    const fact = this.#fact.name
    const scope = this.#scope
    const [first, ...more] = this.#problems
    const complete = this.#problems.every(({ ofFields }) => ofFields)
    yield { type: 'facts', fact, scope, complete, items: [...this.#items.values()] }
    if (first === undefined) return
    const others = more.length === 0 ? '' : ` (and ${more.length} more)`
    yield { type: 'problem', fact, scope, reason: first.reason, detail: `${first.detail.slice(0, 1000)}${others}` }
  }
}
