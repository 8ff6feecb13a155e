import type { FactName, TenantTransaction } from '../contract/index.ts'
import type { Item } from '../envelope/index.ts'
import type { FactState } from './fact-state.ts'

/** The sets of one source that records touch: of each asset and fact all scopes, items only when they are asked for. */
export class StateShelf {
  readonly #tx: TenantTransaction
  readonly #sourceId: number
  readonly #states = new Map<string, FactState>()

  constructor(tx: TenantTransaction, sourceId: number) {
    this.#tx = tx
    this.#sourceId = sourceId
  }

  get all(): readonly FactState[] {
    return [...this.#states.values()]
  }

  async load(wanted: readonly { readonly assetId: number; readonly fact: FactName }[]): Promise<void> {
    const pairs = [...new Map(wanted.map((pair) => [`${pair.assetId} ${pair.fact}`, pair])).values()]
    const { rows } = await this.#tx.query<Omit<FactState, 'items' | 'isStored' | 'write'>>(
      `select asset_id as "assetId", fact, scope, fact_version as version, epoch, seq, complete, observed_at as "observedAt",
              received_at as "receivedAt", changed_at as "changedAt", since_observed_at as "sinceObservedAt", since_at as "sinceAt",
              digest, whole_digest as "wholeDigest"
         from fact_set where tenant_id = $1 and source_id = $2
          and (asset_id, fact) in (select * from unnest($3::bigint[], $4::text[]))`,
      [this.#tx.tenantId, this.#sourceId, pairs.map(({ assetId }) => assetId), pairs.map(({ fact }) => fact)],
    )
    for (const row of rows) this.#states.set(keyOf(row), { ...row, items: undefined, isStored: true, write: 'nothing' })
  }

  find(assetId: number, fact: FactName, scope: string): FactState | undefined {
    const state = this.#states.get(keyOf({ assetId, fact, scope }))
    return state?.write === 'removed' ? undefined : state
  }

  /** All sets of an asset and fact that are not taken away. */
  scopes(assetId: number, fact: FactName): FactState[] {
    return this.all.filter((state) => state.assetId === assetId && state.fact === fact && state.write !== 'removed')
  }

  add(state: FactState): void {
    const old = this.#states.get(keyOf(state))
    // Taken away and stated anew within the same records: the row is written over.
    this.#states.set(keyOf(state), { ...state, isStored: old?.isStored ?? false })
  }

  /** Reads items of many sets at once. */
  async readItems(states: readonly FactState[]): Promise<void> {
    const missing = states.filter(({ items }) => items === undefined)
    if (missing.length === 0) return
    const { rows } = await this.#tx.query<{
      assetId: number
      fact: FactName
      scope: string
      items: Record<string, Item>
    }>(
      `select asset_id as "assetId", fact, scope, items from fact_set where tenant_id = $1 and source_id = $2
          and (asset_id, fact, scope) in (select * from unnest($3::bigint[], $4::text[], $5::text[]))`,
      [
        this.#tx.tenantId,
        this.#sourceId,
        missing.map(({ assetId }) => assetId),
        missing.map(({ fact }) => fact),
        missing.map(({ scope }) => scope),
      ],
    )
    const found = new Map(rows.map((row) => [keyOf(row), row.items]))
    for (const state of missing) state.items = new Map(Object.entries(found.get(keyOf(state)) ?? {}))
  }
}

function keyOf({ assetId, fact, scope }: { assetId: number; fact: string; scope: string }): string {
  return `${assetId} ${fact} ${scope}`
}
