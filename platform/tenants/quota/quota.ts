import type { TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import { type TenantWriter, toldThere } from '../children/told.ts'
import { TenantError } from '../tenant-error.ts'

/** What a tenant may have of one thing: people are warned at `soft`, enrolling is refused at `hard`. */
export interface QuotaBounds {
  readonly soft?: number | null | undefined
  readonly hard?: number | null | undefined
}

export interface Quota {
  readonly sources?: QuotaBounds | undefined
  readonly assets?: QuotaBounds | undefined
}

/** How a tenant stands to one of its bounds. */
export interface QuotaUse {
  readonly what: 'sources' | 'assets'
  readonly used: number
  readonly soft: number | null
  readonly hard: number | null
  readonly state: 'within' | 'soft' | 'hard'
}

/** Says how much a tenant may have that this provider owns; what is absent has no bound. Throws TenantError. */
export async function limitChild(tx: TenantTransaction, id: string, quota: Quota, by: TenantWriter): Promise<void> {
  const told = toldThere(by, { action: 'tenant:quota', target: id, after: quota })
  const { rows } = await tx.query<{ done: boolean }>('select tenant_quota_child($1, $2, $3) as done', [
    id,
    JSON.stringify(quota),
    told,
  ])
  if (!rows[0]!.done) throw new TenantError('not-found', 'There is no such tenant.')
  await tell(tx, { topic: 'tenant.changed', body: { tenant: id } })
}

/** What the transaction's tenant has, where it has a bound. */
export async function readQuota(tx: TenantTransaction): Promise<QuotaUse[]> {
  const { rows } = await tx.query<Omit<QuotaUse, 'state'>>(
    `select q.what, (t.settings #>> array['quota', q.what, 'soft'])::int as soft, (t.settings #>> array['quota', q.what, 'hard'])::int as hard,
            case q.what when 'sources' then (select count(*)::int from source where tenant_id = $1 and status = 'active')
                        else (select count(*)::int from asset where tenant_id = $1 and merged_into is null) end as used
       from tenant t, (values ('sources'), ('assets')) q (what)
      where t.id = $1 and t.settings #> array['quota', q.what] is not null order by q.what desc`,
    [tx.tenantId],
  )
  return rows.map((row) => ({ ...row, state: stateOf(row) }))
}

function stateOf({ used, soft, hard }: Omit<QuotaUse, 'state'>): QuotaUse['state'] {
  if (hard !== null && used >= hard) return 'hard'
  return soft !== null && used >= soft ? 'soft' : 'within'
}
