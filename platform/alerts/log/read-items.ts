import type { TenantTransaction } from '../../contract/index.ts'
import type { MessageItem } from '../../notify/index.ts'

/** One time that an object began to match a rule, or was reminded of. */
export interface ToldItem {
  readonly kind: 'began' | 'still'
  readonly at: string
  /** waiting, told, muted, or dropped: too few within the time. */
  readonly state: string
  /** What it was at that moment; null where very many came at once. */
  readonly item: MessageItem | null
}

/** The newest of what a rule had to tell, and the objects that it is silent about. */
export async function readItems(
  tx: TenantTransaction,
  id: string,
): Promise<{
  readonly items: readonly ToldItem[]
  readonly mutes: readonly { object: string; until: string | null; by: string }[]
}> {
  const { rows: items } = await tx.query<ToldItem>(
    `select i.kind, i.at, i.state, i.item from alert_item i join alert_rule r on r.tenant_id = i.tenant_id and r.rule_id = i.rule_id
      where i.tenant_id = $1 and r.public_id = $2 order by i.item_id desc limit 100`,
    [tx.tenantId, id],
  )
  const { rows: mutes } = await tx.query<{ object: string; until: string | null; by: string }>(
    `select m.object, m.until, m.muted_by as by from alert_mute m join alert_rule r on r.tenant_id = m.tenant_id and r.rule_id = m.rule_id
      where m.tenant_id = $1 and r.public_id = $2 and (m.until is null or m.until > now()) order by m.muted_at desc limit 1000`,
    [tx.tenantId, id],
  )
  return { items, mutes }
}
