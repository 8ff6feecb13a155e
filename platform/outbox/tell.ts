import type { TenantTransaction } from '../contract/index.ts'

/** One change to tell. */
export interface Telling {
  /** `<part>.<what>`: `finding.changed`. */
  readonly topic: string
  /** Public ids and small values: what a screen or a webhook needs to know that it must look again. */
  readonly body: unknown
}

/** Tells changes of this transaction to whoever follows the tenant; they get their numbers when it commits. */
export async function tell(tx: TenantTransaction, ...tellings: readonly Telling[]): Promise<void> {
  if (tellings.length === 0) return
  await tx.query(
    `insert into outbox (tenant_id, topic, body)
     select $1, topic, body::jsonb from unnest($2::text[], $3::text[]) with ordinality as told (topic, body, place) order by place`,
    [tx.tenantId, tellings.map(({ topic }) => topic), tellings.map(({ body }) => JSON.stringify(body ?? null))],
  )
}
