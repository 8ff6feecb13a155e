import { createHash } from 'node:crypto'
import { canonicalJson } from '@holdfast/kit/canonical-json'
import { type FactType, itemKey, type ObservedFacts } from '@holdfast/platform/contract'

type Item = Readonly<Record<string, unknown>>

/** What one collection of one scope means for the server. */
export interface Difference {
  readonly mode: 'full' | 'delta'
  readonly set: Readonly<Record<string, Item>>
  readonly gone: readonly string[]
}

interface Scope {
  readonly collector: string
  complete: boolean
  readonly digests: Map<string, string>
  toldAt: number
}

/** What a restart needs to know of what was told. */
export interface SavedState {
  readonly scopes: readonly {
    readonly name: string
    readonly collector: string
    readonly complete: boolean
    readonly toldAt: number
    readonly digests: readonly (readonly [key: string, digest: string])[]
  }[]
  readonly problems: readonly (readonly [name: string, problem: string])[]
}

/** An unchanged scope is confirmed this often, so that the server knows that it was looked at. */
const confirmMs = 60 * 60 * 1000

/**
 * What the server knows from this source in this epoch: only digests, so that thousands of items cost little memory.
 * The first telling of a scope is full; later ones carry what came, changed and went.
 */
export class SentState {
  readonly #scopes = new Map<string, Scope>()
  readonly #problems = new Map<string, string>()

  /** All of it as plain data, to go on with after a restart. */
  save(): SavedState {
    return {
      scopes: [...this.#scopes].map(([name, { collector, complete, digests, toldAt }]) => ({
        name,
        collector,
        complete,
        toldAt,
        digests: [...digests],
      })),
      problems: [...this.#problems],
    }
  }

  /** Goes on where `save` was called. */
  restore(saved: SavedState): void {
    for (const { name, digests, ...scope } of saved.scopes)
      this.#scopes.set(name, { ...scope, digests: new Map(digests) })
    for (const [name, problem] of saved.problems) this.#problems.set(name, problem)
  }

  /** Forgets everything: a new epoch begins and the server must be told in full. */
  reset(): void {
    this.#scopes.clear()
    this.#problems.clear()
  }

  /** Forgets what was told of some facts: the next statements of them are full. */
  forget(facts: readonly string[]): void {
    const concerns = (name: string) => facts.includes(name.slice(0, name.indexOf('\0')))
    for (const name of [...this.#scopes.keys()]) if (concerns(name)) this.#scopes.delete(name)
    for (const name of [...this.#problems.keys()]) if (concerns(name)) this.#problems.delete(name)
  }

  /** The difference to what was told last, or undefined where there is nothing to tell. Counts as told. */
  differ(collector: string, fact: FactType, observed: ObservedFacts, now: number): Difference | undefined {
    const name = `${observed.fact}\0${observed.scope}`
    const wasTroubled = this.#problems.delete(name)
    const known = this.#scopes.get(name)
    const digests = new Map<string, string>()
    const set: Record<string, Item> = {}
    for (const item of observed.items) {
      const key = itemKey(fact, item)
      const digest = digestOf(fact, item)
      digests.set(key, digest)
      if (known?.digests.get(key) !== digest) set[key] = item
    }
    if (!known) {
      this.#scopes.set(name, { collector, complete: observed.complete, digests, toldAt: now })
      return { mode: 'full', set, gone: [] }
    }
    const gone: string[] = []
    for (const key of known.digests.keys()) {
      if (digests.has(key)) continue
      // A part that was not seen this time is not gone.
      if (observed.complete) gone.push(key)
    }
    for (const [key, digest] of digests) known.digests.set(key, digest)
    for (const key of gone) known.digests.delete(key)
    const same = gone.length === 0 && Object.keys(set).length === 0 && known.complete === observed.complete
    if (same && !wasTroubled && now - known.toldAt < confirmMs) return undefined
    known.complete = observed.complete
    known.toldAt = now
    return { mode: 'delta', set, gone }
  }

  /** True where this problem was not told yet. A statement of the same scope ends it. */
  newProblem(fact: string, scope: string, problem: string): boolean {
    const name = `${fact}\0${scope}`
    if (this.#problems.get(name) === problem) return false
    this.#problems.set(name, problem)
    return true
  }

  /** All scopes of a fact that were told, or undefined where something of it could not be seen: then there may be more. */
  scopesOf(fact: string): readonly string[] | undefined {
    for (const name of this.#problems.keys()) if (name.startsWith(`${fact}\0`)) return undefined
    return [...this.#scopes.keys()].flatMap((name) =>
      name.startsWith(`${fact}\0`) ? [name.slice(fact.length + 1)] : [],
    )
  }

  /** Scopes of a collector that it told before and did not mention in a run that saw everything: they are empty now. */
  vanished(
    collector: string,
    mentioned: ReadonlySet<string>,
  ): readonly { readonly fact: string; readonly scope: string }[] {
    const found: { fact: string; scope: string }[] = []
    for (const [name, scope] of this.#scopes) {
      if (scope.collector !== collector || mentioned.has(name) || scope.digests.size === 0) continue
      const [fact = '', where = ''] = name.split('\0')
      found.push({ fact, scope: where })
    }
    return found
  }
}

function digestOf(fact: FactType, item: Item): string {
  const volatile: readonly string[] = fact.volatile ?? []
  const steady =
    volatile.length === 0
      ? item
      : Object.fromEntries(Object.entries(item).filter(([field]) => !volatile.includes(field)))
  return createHash('sha256').update(canonicalJson(steady)).digest('base64').slice(0, 16)
}
