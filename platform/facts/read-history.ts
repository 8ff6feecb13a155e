import type { FactName, TenantTransaction } from '../contract/index.ts'
import type { Item } from '../envelope/index.ts'
import { best, type StatedFacts } from './read-facts.ts'

/** Facts as they were known at a moment: of each fact and scope what the best of the sources known then states. */
export async function readFactsAsOf(
  tx: TenantTransaction,
  assetId: number,
  at: string,
  facts?: readonly string[],
): Promise<StatedFacts[]> {
  // What is in a set now and has no open version is there since the first statement. What has ended, or began later, is a version.
  const { rows } = await tx.query<Omit<StatedFacts, 'items'> & { items: Record<string, Item> | null }>(
    `with present as (
       select s.fact, s.scope, s.source_id, i.key, i.value as item
         from fact_set s, jsonb_each(s.items) i
        where s.tenant_id = $1 and s.asset_id = $2 and s.since_at <= $3 and ($4::text[] is null or s.fact = any ($4))
          and not exists (select from fact_change c where c.tenant_id = $1 and c.asset_id = $2 and c.fact = s.fact and c.scope = s.scope
                           and c.source_id = s.source_id and c.key = i.key and c.received_until is null)
     ), past as (
       select c.fact, c.scope, c.source_id, c.key, c.item from fact_change c
        where c.tenant_id = $1 and c.asset_id = $2 and ($4::text[] is null or c.fact = any ($4))
          and c.received_from <= $3 and (c.received_until is null or c.received_until > $3)
     ), known as (
       select fact, scope, source_id, jsonb_object_agg(key, item) as items
         from (select * from present union all select * from past) both_parts group by fact, scope, source_id
     ), sets as (
       select fact, scope, source_id from known
       union
       select s.fact, s.scope, s.source_id from fact_set s
        where s.tenant_id = $1 and s.asset_id = $2 and s.since_at <= $3 and ($4::text[] is null or s.fact = any ($4))
     )
     select n.fact, n.scope, n.source_id as "sourceId", coalesce(x.source_kind, '') as "sourceKind", coalesce(s.complete, true) as complete,
            coalesce(s.fact_version, 0) as version, least(s.observed_at, $3) as "observedAt", least(s.received_at, $3) as "receivedAt",
            least(s.changed_at, $3) as "changedAt", k.items
       from sets n
       left join known k on k.fact = n.fact and k.scope = n.scope and k.source_id = n.source_id
       left join fact_set s on s.tenant_id = $1 and s.asset_id = $2 and s.fact = n.fact and s.scope = n.scope and s.source_id = n.source_id
       left join asset_source x on x.tenant_id = $1 and x.asset_id = $2 and x.source_id = n.source_id
      order by n.fact, n.scope, n.source_id`,
    [tx.tenantId, assetId, at, facts ?? null],
  )
  return best(rows).map(({ items, ...row }) => ({ ...row, items: new Map(Object.entries(items ?? {})) }))
}

/** One thing that changed on an asset. */
export interface FactChange {
  readonly kind: 'came' | 'changed' | 'went'
  readonly fact: FactName
  readonly scope: string
  readonly key: string
  readonly sourceId: number
  readonly before?: Item
  readonly after?: Item
  /** By the source's clock; `receivedAt` is by the server's, and what the order goes by. */
  readonly observedAt: string
  readonly receivedAt: string
}

export interface ChangesQuery {
  /** Later than this, and up to `until`. */
  readonly from: string
  readonly until: string
  readonly facts?: readonly string[]
  /** At most; the latest come first. 200 unless told. */
  readonly limit?: number
}

/** What changed on an asset in a time, latest first. What was there when a fact was first stated did not come, it was found. */
export async function readChanges(tx: TenantTransaction, assetId: number, query: ChangesQuery): Promise<FactChange[]> {
  const { rows } = await tx.query<{
    kind: FactChange['kind']
    fact: FactName
    scope: string
    key: string
    sourceId: number
    before: Item | null
    after: Item | null
    observedAt: string
    receivedAt: string
  }>(
    `select * from (
       select began as kind, fact, scope, key, source_id as "sourceId",
              case when began = 'changed' then (
                select b.item from fact_change b where b.tenant_id = $1 and b.asset_id = $2 and b.fact = c.fact and b.scope = c.scope
                   and b.source_id = c.source_id and b.key = c.key and b.received_until = c.received_from and b.ended = 'changed'
                   and b.fact_change_id <> c.fact_change_id order by b.fact_change_id desc limit 1) end as before,
              item as after, observed_from as "observedAt", received_from as "receivedAt", fact_change_id as id
         from fact_change c
        where tenant_id = $1 and asset_id = $2 and began <> 'baseline' and received_from > $3 and received_from <= $4
          and ($5::text[] is null or fact = any ($5))
       union all
       select 'went', fact, scope, key, source_id, item, null, observed_until, received_until, fact_change_id
         from fact_change
        where tenant_id = $1 and asset_id = $2 and ended = 'went' and received_until > $3 and received_until <= $4
          and ($5::text[] is null or fact = any ($5))) changes
     order by "receivedAt" desc, id desc limit $6`,
    [tx.tenantId, assetId, query.from, query.until, query.facts ?? null, query.limit ?? 200],
  )
  return rows.map(({ kind, fact, scope, key, sourceId, before, after, observedAt, receivedAt }) => ({
    ...{ kind, fact, scope, key, sourceId, observedAt, receivedAt },
    ...(before && { before }),
    ...(after && { after }),
  }))
}
