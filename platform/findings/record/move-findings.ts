import type { Judge, TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import { markDue } from '../judging/mark-due.ts'

/** What a source said moved from one asset to another: two were taken for one, or that was undone. */
export interface Moved {
  readonly from: number
  readonly to: number
}

/**
 * Lets findings follow what was said of their asset. Where nothing is left of an asset its findings become those of the other, with their history; one that the other
 * has too ends as merged, and the other takes over the earlier date. Where a merge is undone they go back. Both assets are judged anew. Fits the hook of the
 * assets part. Called for each source; only the last of an asset's moves findings.
 */
export function moveFindingsAlong(judges: readonly Judge[]): (tx: TenantTransaction, move: Moved) => Promise<void> {
  const ids = judges.map(({ id }) => id)
  return async (tx, { from, to }) => {
    const moved = (await isEmpty(tx, from)) ? await moveAll(tx, from, to) : await moveBack(tx, from, to)
    await markDue(tx, { assetIds: [from, to].sort((a, b) => a - b), judges: ids, reason: 'facts' })
    if (moved > 0) await tell(tx, { topic: 'finding.many', body: { findings: moved } })
  }
}

async function isEmpty(tx: TenantTransaction, assetId: number): Promise<boolean> {
  const { rows } = await tx.query('select from asset_source where tenant_id = $1 and asset_id = $2 limit 1', [
    tx.tenantId,
    assetId,
  ])
  return rows.length === 0
}

async function moveAll(tx: TenantTransaction, from: number, to: number): Promise<number> {
  await tx.query(
    `update finding f set first_found_at = least(f.first_found_at, o.first_found_at), changed_at = now()
       from finding o
      where f.tenant_id = $1 and f.asset_id = $3 and o.tenant_id = $1 and o.asset_id = $2
        and o.check_no = f.check_no and o.place = f.place and o.first_found_at < f.first_found_at`,
    [tx.tenantId, from, to],
  )
  const { rows: twice } = await tx.query<{ id: number }>(
    `select o.finding_id as id from finding o
       join finding f on f.tenant_id = o.tenant_id and f.asset_id = $3 and f.check_no = o.check_no and f.place = o.place
      where o.tenant_id = $1 and o.asset_id = $2 and o.status <> 'fixed'`,
    [tx.tenantId, from, to],
  )
  const ended = twice.map(({ id }) => id)
  await stopCounting(tx, ended)
  await tx.query(
    `with ended as (
       update finding f set status = 'fixed', status_at = now(), fixed_at = now(), changed_at = now()
        where f.tenant_id = $1 and f.finding_id = any ($2) returning f.finding_id, f.disposition)
     insert into finding_transition (tenant_id, finding_id, at, kind, status, disposition, detail)
     select $1, finding_id, now(), 'fixed', 'fixed', disposition, '{"because":"merged"}' from ended`,
    [tx.tenantId, ended],
  )
  await tx.query('update finding_detail set untested_since = null where tenant_id = $1 and finding_id = any ($2)', [
    tx.tenantId,
    ended,
  ])
  await tx.query('delete from not_assessed where tenant_id = $1 and asset_id = $2', [tx.tenantId, from])
  const { rows } = await tx.query<{ id: number }>(
    `select o.finding_id as id from finding o
      where o.tenant_id = $1 and o.asset_id = $2
        and not exists (select from finding f where f.tenant_id = $1 and f.asset_id = $3 and f.check_no = o.check_no and f.place = o.place)`,
    [tx.tenantId, from, to],
  )
  const moved = rows.map(({ id }) => id)
  await relocate(tx, moved, from, to)
  return ended.length + moved.length
}

/** What came from that asset by its last move, and has not lived on there meanwhile. */
async function moveBack(tx: TenantTransaction, from: number, to: number): Promise<number> {
  const { rows } = await tx.query<{ id: number }>(
    `select f.finding_id as id from finding f
       join lateral (select t.detail ->> 'from' as origin from finding_transition t
                      where t.tenant_id = f.tenant_id and t.finding_id = f.finding_id and t.kind = 'moved'
                      order by t.transition_id desc limit 1) m on true
       join asset a on a.tenant_id = f.tenant_id and a.asset_id = $3 and a.public_id = m.origin
      where f.tenant_id = $1 and f.asset_id = $2
        and not exists (select from finding o where o.tenant_id = $1 and o.asset_id = $3 and o.check_no = f.check_no and o.place = f.place)`,
    [tx.tenantId, from, to],
  )
  const moved = rows.map(({ id }) => id)
  await relocate(tx, moved, from, to)
  return moved.length
}

async function relocate(tx: TenantTransaction, ids: readonly number[], from: number, to: number): Promise<void> {
  if (ids.length === 0) return
  await stopCounting(tx, ids)
  await tx.query(
    `with moved as (
       update finding set asset_id = $4, changed_at = now() where tenant_id = $1 and finding_id = any ($2)
       returning finding_id, status, disposition)
     insert into finding_transition (tenant_id, finding_id, at, kind, status, disposition, detail)
     select $1, m.finding_id, now(), 'moved', m.status, m.disposition, jsonb_build_object('from', o.public_id, 'to', n.public_id)
       from moved m
       join asset o on o.tenant_id = $1 and o.asset_id = $3
       join asset n on n.tenant_id = $1 and n.asset_id = $4`,
    [tx.tenantId, ids, from, to],
  )
}

/** Tests are numbered by asset, thus the count so far is put down before a finding leaves; the next test counts on. */
async function stopCounting(tx: TenantTransaction, ids: readonly number[]): Promise<void> {
  await tx.query(
    `update finding_detail d
        set found_before = d.found_before + s.tests - d.counting_from + 1, counting_from = null, found_until = s.tested_at,
            untested_since = now()
       from finding f
       join check_definition c on c.check_no = f.check_no
       join assessment s on s.tenant_id = f.tenant_id and s.asset_id = f.asset_id and s.judge = c.judge
      where d.tenant_id = $1 and d.finding_id = any ($2) and f.tenant_id = $1 and f.finding_id = d.finding_id
        and d.counting_from is not null`,
    [tx.tenantId, ids],
  )
}
