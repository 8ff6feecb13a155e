import type { Severity, TenantTransaction } from '@holdfast/platform/contract'
import { newPublicId } from '@holdfast/platform/store'
import { lockMembers } from '@holdfast/platform/tags'

export interface OwnCheck {
  readonly id: string
  readonly name: string
  readonly title: string
  readonly severity: Severity
  readonly tag: { readonly id: string; readonly path: string; readonly query: string | null }
  readonly why: string
  readonly remedy: string
  readonly cves: readonly string[]
  /** Assets that have the weakness. */
  readonly assets: number
  readonly createdBy: string
  readonly createdAt: string
}

export interface OwnCheckWords {
  readonly title: string
  readonly severity: Severity
  readonly why: string
  readonly remedy: string
  readonly cves: readonly string[]
}

/** All of the tenant, or the one of this id. */
export async function readOwnChecks(tx: TenantTransaction, id?: string): Promise<readonly OwnCheck[]> {
  const { rows } = await tx.query<OwnCheck>(
    `select c.public_id as id, c.name, c.title, c.severity, jsonb_build_object('id', g.public_id, 'path', g.path, 'query', g.query) as tag,
            c.why, c.remedy, c.cves, c.created_by as "createdBy", c.created_at as "createdAt",
            (select count(*)::int from vulnerabilities_own_told o where o.tenant_id = $1 and o.own_check_id = c.own_check_id) as assets
       from vulnerabilities_own_check c join tag g on g.tenant_id = c.tenant_id and g.tag_id = c.tag_id
      where c.tenant_id = $1 and ($2::text is null or c.public_id = $2) order by c.name`,
    [tx.tenantId, id ?? null],
  )
  return rows
}

/** Makes a check of assets that carry a tag. Answers with its public id; `name-taken` and `no-tag` say why there is none. */
export async function createOwnCheck(
  tx: TenantTransaction,
  check: OwnCheckWords & { readonly name: string; readonly tag: string; readonly by: string },
): Promise<{ readonly id: string } | 'name-taken' | 'no-tag'> {
  // Otherwise an asset that comes to the tag right now would be seen neither here nor there.
  await lockMembers(tx)
  const { rows: tags } = await tx.query<{ id: number }>(
    'select tag_id as id from tag where tenant_id = $1 and public_id = $2 for key share',
    [tx.tenantId, check.tag],
  )
  if (!tags[0]) return 'no-tag'
  const { rows } = await tx.query<{ id: string }>(
    `insert into vulnerabilities_own_check (tenant_id, public_id, name, tag_id, title, severity, why, remedy, cves, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (tenant_id, name) do nothing returning public_id as id`,
    [
      ...[tx.tenantId, newPublicId('chk'), check.name, tags[0].id, check.title, check.severity],
      ...[check.why, check.remedy, check.cves, check.by],
    ],
  )
  return rows[0] ?? 'name-taken'
}

/** Changes what a check says; false where there is none. */
export async function changeOwnCheck(
  tx: TenantTransaction,
  id: string,
  { title, severity, why, remedy, cves }: Partial<OwnCheckWords>,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update vulnerabilities_own_check
        set title = coalesce($3, title), severity = coalesce($4, severity), why = coalesce($5, why), remedy = coalesce($6, remedy),
            cves = coalesce($7, cves), version = version + 1
      where tenant_id = $1 and public_id = $2`,
    [tx.tenantId, id, title ?? null, severity ?? null, why ?? null, remedy ?? null, cves ?? null],
  )
  return rowCount > 0
}

/** Takes a check away, and with it what it found; false where there is none. */
export async function removeOwnCheck(tx: TenantTransaction, id: string): Promise<boolean> {
  const { rowCount } = await tx.query('delete from vulnerabilities_own_check where tenant_id = $1 and public_id = $2', [
    tx.tenantId,
    id,
  ])
  return rowCount > 0
}
