import type { TenantTransaction, Upkeep } from '@holdfast/platform/contract'
import { tryHoldTenant } from '@holdfast/platform/store'
import { scoreAssets } from './score-assets.ts'
import { scoreChecks } from './score-checks.ts'

const marksAtOnce = 5000
const assetsAtOnce = 500

const open = `f.status <> 'fixed' and f.disposition = 'none'`

/** Keeps scores true to what feeds say, to findings that are open, and to how critical assets are. */
export const keepScores: Upkeep = {
  id: 'vulnerabilities.scores',
  async due(tx) {
    const { rows } = await tx.query<{ tenant_id: number }>('select tenant_id from vulnerabilities_score_tenants()')
    return rows.map(({ tenant_id }) => tenant_id)
  },
  async next(tx, now) {
    // One at a time in a tenant, so that what was read earlier is not written later.
    if (!(await tryHoldTenant(tx, 'vulnerabilities scores'))) return false
    const day = new Date(now).toISOString().slice(0, 10)
    const marked = await takeMarked(tx)
    if (marked.length === 0) return compareAll(tx, day, now)
    await scoreChecks(tx, await newChecks(tx, marked), day)
    await scoreAssets(tx, marked)
    return true
  },
}

/** Assets that were marked. Only the marks that were seen are taken away: a later one may be of what this transaction does not see. */
async function takeMarked(tx: TenantTransaction): Promise<readonly number[]> {
  const { rows } = await tx.query<{ id: number; asset: number }>(
    `select due_id as id, asset_id as asset from vulnerabilities_score_due where tenant_id = $1 order by due_id limit ${marksAtOnce}`,
    [tx.tenantId],
  )
  const assets = [...new Set(rows.map(({ asset }) => asset))].slice(0, assetsAtOnce)
  if (assets.length === 0) return []
  const taken = new Set(assets)
  const marks = rows.filter(({ asset }) => taken.has(asset)).map(({ id }) => id)
  await tx.query('delete from vulnerabilities_score_due where tenant_id = $1 and due_id = any ($2::bigint[])', [
    tx.tenantId,
    marks,
  ])
  return assets
}

/** Checks of findings on these assets that were not scored yet. Findings that are not open are scored too: lists show them. */
async function newChecks(tx: TenantTransaction, assetIds: readonly number[]): Promise<readonly number[]> {
  const { rows } = await tx.query<{ check_no: number }>(
    `select distinct f.check_no from finding f join vulnerabilities_cve v on v.check_no = f.check_no
      where f.tenant_id = $1 and f.asset_id = any ($2::bigint[])
        and not exists (select from vulnerabilities_score s where s.tenant_id = $1 and s.check_no = f.check_no)`,
    [tx.tenantId, assetIds],
  )
  return rows.map(({ check_no }) => check_no)
}

/** All checks once more, by what feeds say now and by today; the first time all assets. False: it was done within the last minute. */
async function compareAll(tx: TenantTransaction, day: string, now: number): Promise<boolean> {
  const { rows } = await tx.query<{ at: string }>('select at from vulnerabilities_scored where tenant_id = $1', [
    tx.tenantId,
  ])
  const last = rows[0]
  if (last && Math.abs(now - Date.parse(last.at)) < 60_000) return false
  await tx.query(
    `insert into vulnerabilities_scored (tenant_id, at) values ($1, $2) on conflict (tenant_id) do update set at = excluded.at`,
    [tx.tenantId, new Date(now).toISOString()],
  )
  const known = await tx.query<{ check_no: number }>(
    'select check_no from vulnerabilities_score where tenant_id = $1 and criticality = 1',
    [tx.tenantId],
  )
  const changed = await scoreChecks(
    tx,
    known.rows.map(({ check_no }) => check_no),
    day,
  )
  await tx.query(
    `insert into vulnerabilities_score_due (tenant_id, asset_id)
     select distinct f.tenant_id, f.asset_id from finding f join vulnerabilities_cve v on v.check_no = f.check_no
      where f.tenant_id = $1 and (${last ? `${open} and f.check_no = any ($2::int[])` : '$2::int[] is not null'})`,
    [tx.tenantId, changed],
  )
  return true
}
