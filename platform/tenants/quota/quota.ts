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
  /** Of the database, as they are estimated. */
  readonly bytes?: QuotaBounds | undefined
  /** A minute, on each server: what is above is refused. */
  readonly requests?: { readonly hard?: number | null | undefined } | undefined
}

/** What a tenant may have that this provider owns, and what it keeps as long as the grant lives. */
export interface ChildQuota {
  readonly quota: Quota
  readonly bytes: number | null
  readonly estimatedAt: string | null
}

/** How a tenant stands to one of its bounds. */
export interface QuotaUse {
  /** Bytes are an estimate, made anew every hour. */
  readonly what: 'sources' | 'assets' | 'bytes' | 'requests'
  /** Null where it is not known: requests are counted by each server for itself, and bytes not before the first estimate. */
  readonly used: number | null
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
    `select q.what, (t.settings #>> array['quota', q.what, 'soft'])::bigint as soft, (t.settings #>> array['quota', q.what, 'hard'])::bigint as hard,
            case q.what when 'sources' then (select count(*) from source where tenant_id = $1 and status = 'active')
                        when 'assets' then (select count(*) from asset where tenant_id = $1 and merged_into is null)
                        when 'bytes' then (select bytes from tenant_usage where tenant_id = $1) end as used
       from tenant t, (values ('sources'), ('assets'), ('bytes'), ('requests')) q (what)
      where t.id = $1 and t.settings #> array['quota', q.what] is not null order by q.what desc`,
    [tx.tenantId],
  )
  return rows.map((row) => ({ ...row, state: stateOf(row) }))
}

/** The same of a tenant that the transaction's tenant owns. Throws TenantError. */
export async function readChildQuota(tx: TenantTransaction, id: string): Promise<ChildQuota> {
  const { rows } = await tx.query<ChildQuota & { quota: Quota | null }>(
    'select quota, bytes, estimated_at as "estimatedAt" from tenant_child_quota($1)',
    [id],
  )
  if (!rows[0]?.quota) throw new TenantError('not-found', 'There is no such tenant.')
  return rows[0]
}

/** People are warned of bytes at four fifths where nobody said when. */
function stateOf({ what, used, soft: said, hard }: Omit<QuotaUse, 'state'>): QuotaUse['state'] {
  if (used === null) return 'within'
  const soft = said ?? (what === 'bytes' && hard !== null ? hard * 0.8 : null)
  if (hard !== null && used >= hard) return 'hard'
  return soft !== null && used >= soft ? 'soft' : 'within'
}
