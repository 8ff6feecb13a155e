import type { TenantTransaction } from '../contract/index.ts'
import type { FactsRecord, ProblemRecord, ScopesRecord } from '../envelope/index.ts'
import type { FactOperation } from './fact-operation.ts'

/** Items of a statement were put aside: only a whole statement that is right ends this problem. */
export const refused = 'items-refused'

/** What one source could not see, by asset, fact and scope: the last word on it among records that are applied together. */
export class ProblemLog {
  readonly #set = new Map<string, FactOperation<ProblemRecord>>()
  readonly #cleared = new Map<string, FactOperation<FactsRecord>>()

  note(operation: FactOperation<ProblemRecord>): void {
    const key = keyOf(operation.asset.assetId, operation.record.fact, operation.record.scope)
    this.#cleared.delete(key)
    this.#set.set(key, operation)
  }

  /** A statement ends a problem: a complete one in any case, another one when the problem did not come with it. */
  clear(operation: FactOperation<FactsRecord>): void {
    const { asset, record, entry } = operation
    const key = keyOf(asset.assetId, record.fact, record.scope)
    const own = this.#set.get(key)
    if (own && !record.complete && own.entry.epoch === entry.epoch && own.entry.seq === entry.seq) return
    this.#set.delete(key)
    this.#cleared.set(key, operation)
  }

  /** Writes the changes; answers with the assets and facts whose problems are others than before. */
  async write(tx: TenantTransaction, sourceId: number): Promise<{ readonly assetId: number; readonly fact: string }[]> {
    return [...(await this.#delete(tx, sourceId)), ...(await this.#upsert(tx, sourceId))]
  }

  async #delete(tx: TenantTransaction, sourceId: number) {
    const cleared = [...this.#cleared.values()]
    if (cleared.length === 0) return []
    const { rows } = await tx.query<{ assetId: number; fact: string }>(
      `delete from fact_problem p
        using unnest($3::bigint[], $4::text[], $5::text[], $6::bool[]) as c (asset_id, fact, scope, is_whole)
        where p.tenant_id = $1 and p.source_id = $2 and p.asset_id = c.asset_id and p.fact = c.fact and p.scope = c.scope
          and (c.is_whole or p.reason <> '${refused}')
       returning p.asset_id as "assetId", p.fact`,
      [
        tx.tenantId,
        sourceId,
        cleared.map(({ asset }) => asset.assetId),
        cleared.map(({ record }) => record.fact),
        cleared.map(({ record }) => record.scope),
        cleared.map(({ record }) => record.mode === 'full' && record.complete),
      ],
    )
    return rows
  }

  async #upsert(tx: TenantTransaction, sourceId: number) {
    const set = [...this.#set.values()]
    if (set.length === 0) return []
    const { rows } = await tx.query<{ assetId: number; fact: string; isNews: boolean }>(
      `with given as (
         select * from unnest($3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
           as g (asset_id, fact, scope, reason, detail, observed_at, received_at)
       ), before as (
         select p.asset_id, p.fact, p.scope, p.reason, p.detail from fact_problem p join given g using (asset_id, fact, scope)
          where p.tenant_id = $1 and p.source_id = $2
       )
       insert into fact_problem as p (tenant_id, source_id, asset_id, fact, scope, reason, detail, observed_at, received_at, since_at)
       select $1, $2, asset_id, fact, scope, reason, detail, observed_at::timestamptz, received_at::timestamptz, received_at::timestamptz
         from given
       on conflict (tenant_id, asset_id, fact, scope, source_id) do update
          set reason = excluded.reason, detail = excluded.detail, observed_at = excluded.observed_at, received_at = excluded.received_at
       returning p.asset_id as "assetId", p.fact, not exists (select from before b where b.asset_id = p.asset_id and b.fact = p.fact
                 and b.scope = p.scope and b.reason = p.reason and b.detail = p.detail) as "isNews"`,
      [
        tx.tenantId,
        sourceId,
        set.map(({ asset }) => asset.assetId),
        set.map(({ record }) => record.fact),
        set.map(({ record }) => record.scope),
        set.map(({ record }) => record.reason),
        set.map(({ record }) => record.detail),
        set.map(({ record }) => record.observedAt),
        set.map(({ entry }) => entry.receivedAt),
      ],
    )
    return rows.filter(({ isNews }) => isNews)
  }
}

/** Problems of scopes that a source no longer has. */
export async function forgetProblems(
  tx: TenantTransaction,
  sourceId: number,
  { asset, record }: FactOperation<ScopesRecord>,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `delete from fact_problem where tenant_id = $1 and source_id = $2 and asset_id = $3 and fact = $4 and not scope = any ($5::text[])`,
    [tx.tenantId, sourceId, asset.assetId, record.fact, record.scopes],
  )
  return rowCount > 0
}

function keyOf(assetId: number, fact: string, scope: string): string {
  return JSON.stringify([assetId, fact, scope])
}
