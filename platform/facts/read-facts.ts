import type { FactName, KnownFacts, KnownProblem, TenantTransaction } from '../contract/index.ts'
import type { Item } from '../envelope/index.ts'
import { bestSource, type Stater } from './best-source.ts'

/** Present facts of an asset, as a source stated them. */
export interface StatedFacts extends KnownFacts<Item>, Stater {
  readonly version: number
  readonly changedAt: string
}

/** A problem with who has it. */
export interface StatedProblem extends KnownProblem {
  readonly sourceId: number
  readonly observedAt: string
  readonly sinceAt: string
}

interface Row extends Stater {
  readonly fact: FactName
  readonly scope: string
  readonly version: number
  readonly changedAt: string
  readonly items: Record<string, Item>
}

/** The present facts of an asset: of each fact and scope what the best source states. Only those named; all when none are. */
export async function readFacts(
  tx: TenantTransaction,
  assetId: number,
  facts?: readonly string[],
): Promise<StatedFacts[]> {
  const { rows } = await tx.query<Row>(
    `select s.fact, s.scope, s.source_id as "sourceId", coalesce(x.source_kind, '') as "sourceKind", s.complete, s.fact_version as version,
            s.observed_at as "observedAt", s.received_at as "receivedAt", s.changed_at as "changedAt", s.items
       from fact_set s
       left join asset_source x on x.tenant_id = s.tenant_id and x.asset_id = s.asset_id and x.source_id = s.source_id
      where s.tenant_id = $1 and s.asset_id = $2 and ($3::text[] is null or s.fact = any ($3))
      order by s.fact, s.scope, s.source_id`,
    [tx.tenantId, assetId, facts ?? null],
  )
  return best(rows).map(({ items, ...row }) => ({ ...row, items: new Map(Object.entries(items)) }))
}

/** The one to believe of each fact and scope, in the order of the rows. */
export function best<R extends Stater & { readonly fact: string; readonly scope: string }>(rows: readonly R[]): R[] {
  const groups = Map.groupBy(rows, ({ fact, scope }) => `${fact} ${scope}`)
  return [...groups.values()].map((group) => bestSource(group)!)
}

/** What could not be seen of an asset. A problem of a source that is not believed for that scope does not count. */
export async function readProblems(
  tx: TenantTransaction,
  assetId: number,
  facts?: readonly string[],
): Promise<StatedProblem[]> {
  const { rows } = await tx.query<StatedProblem>(
    `select p.fact, p.scope, p.reason, p.detail, p.source_id as "sourceId", p.observed_at as "observedAt", p.since_at as "sinceAt"
       from fact_problem p
      where p.tenant_id = $1 and p.asset_id = $2 and ($3::text[] is null or p.fact = any ($3))
        and not exists (select from fact_set s where s.tenant_id = $1 and s.asset_id = $2 and s.fact = p.fact and s.scope = p.scope
                         and s.source_id <> p.source_id and s.complete and s.received_at >= p.received_at - interval '1 day')
      order by p.fact, p.scope, p.source_id`,
    [tx.tenantId, assetId, facts ?? null],
  )
  return rows
}

/** What judges read of an asset. */
export async function readKnowledge(
  tx: TenantTransaction,
  assetId: number,
  facts: readonly string[],
): Promise<{ readonly facts: readonly KnownFacts[]; readonly problems: readonly KnownProblem[] }> {
  return { facts: await readFacts(tx, assetId, facts), problems: await readProblems(tx, assetId, facts) }
}
