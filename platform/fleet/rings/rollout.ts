import { compareVersions } from '@holdfast/kit/versions'
import type { TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import { newPublicId } from '../../store/index.ts'
import { FleetError } from '../fleet-error.ts'
import { configurationsOf } from '../profiles/configuration-of.ts'
import { readRings } from './rings.ts'
import { type RolloutRow, rolloutRow } from './rollout-row.ts'

export interface OfferedVersion {
  readonly version: string
  /** By platform: `linux-x64`. */
  readonly archives: Readonly<Record<string, { readonly sha256: string; readonly size: number }>>
}

/** Sends a version on its way through the rings, to agents that run an older one. Throws FleetError. Answers with its public id. */
export async function startRollout(
  tx: TenantTransaction,
  offered: OfferedVersion,
  by: string,
  now: Date,
): Promise<string> {
  const rings = await readRings(tx)
  const { rowCount } = await tx.query(
    `select from fleet_rollout where tenant_id = $1 and state in ('running', 'paused', 'rolling-back')`,
    [tx.tenantId],
  )
  if (rowCount > 0) throw new FleetError('wrong-state', 'A version is on its way already: let it end, or stop it.')
  const members = await dealRings(tx, offered, rings)
  if (members.length === 0)
    throw new FleetError(
      'wrong-state',
      `No agent runs a version before ${offered.version} and may be updated by rings.`,
    )
  const id = newPublicId('rol')
  await tx.query(
    `with made as (
       insert into fleet_rollout (tenant_id, public_id, version, archives, rings, ring_since, started_by, started_at)
       values ($1, $2, $3, $4, $5, $6, $7, $6) returning rollout_id)
     insert into fleet_rollout_source (tenant_id, rollout_id, source_id, ring, changed_at)
     select $1, rollout_id, m.source, m.ring, $6 from made, unnest($8::bigint[], $9::int[]) as m (source, ring)`,
    [
      tx.tenantId,
      id,
      offered.version,
      JSON.stringify(offered.archives),
      JSON.stringify(rings.map(({ tagName: _, ...ring }) => ring)),
      now.toISOString(),
      by,
      members.map(({ source }) => source),
      members.map(({ ring }) => ring),
    ],
  )
  await tell(tx, { topic: 'rollout.changed', body: { rollout: id, state: 'running' } })
  return id
}

/** Into which ring each agent comes that runs an older version. Chance decides about shares, anew for each rollout. */
async function dealRings(
  tx: TenantTransaction,
  { version, archives }: OfferedVersion,
  rings: Awaited<ReturnType<typeof readRings>>,
): Promise<readonly { readonly source: number; readonly ring: number }[]> {
  const { rows } = await tx.query<{ source: number; version: string; tags: readonly string[] }>(
    `select s.source_id as source, t.agent_version as version,
            array(select distinct g.public_id from asset_source o
                    join asset_tag a on a.tenant_id = o.tenant_id and a.asset_id = o.asset_id and not a.resting
                    join tag g on g.tenant_id = a.tenant_id and g.tag_id = a.tag_id
                   where o.tenant_id = $1 and o.source_id = s.source_id) as tags
       from source s join source_state t on t.tenant_id = s.tenant_id and t.source_id = s.source_id
      where s.tenant_id = $1 and s.status = 'active' and s.kind = 'agent' and t.platform = any ($2::text[])`,
    [tx.tenantId, Object.keys(archives)],
  )
  const behind = rows.filter((row) => (compareVersions('semver', row.version, version) ?? -1) < 0)
  const profiles = await configurationsOf(
    tx,
    behind.map(({ source }) => source),
  )
  return behind.flatMap(({ source, tags }) => {
    if (profiles.get(source)?.settings.updates === 'off') return []
    const ring = rings.findIndex(
      ({ tag, share }) => (tag === null || tags.includes(tag)) && (share === 100 || Math.random() * 100 < share),
    )
    return [{ source, ring }]
  })
}

/** Holds a rollout: nobody more is told to update. Throws FleetError. */
export async function pauseRollout(tx: TenantTransaction, id: string, because: string): Promise<void> {
  const row = await inState(tx, id, ['running'])
  await setState(tx, row, 'paused', because)
}

/** Lets it go on; what failed in the present ring is seen and forgiven, and the ring has its time anew. Throws FleetError. */
export async function resumeRollout(tx: TenantTransaction, id: string, now: Date): Promise<void> {
  const row = await inState(tx, id, ['paused'])
  await tx.query(
    `update fleet_rollout r set ring_since = $3,
            forgiven = (select count(*) from fleet_rollout_source m where m.tenant_id = $1 and m.rollout_id = $2 and m.ring = r.ring and m.state = 'failed')
      where r.tenant_id = $1 and r.rollout_id = $2`,
    [tx.tenantId, row.rolloutId, now.toISOString()],
  )
  await setState(tx, row, 'running', null)
}

/** Ends it where it is: who has the new version keeps it. Throws FleetError. */
export async function stopRollout(tx: TenantTransaction, id: string): Promise<void> {
  const row = await inState(tx, id, ['running', 'paused', 'rolling-back'])
  await setState(tx, row, 'stopped', null)
}

/** Has everybody who took the new version go back to the one before. Throws FleetError. */
export async function rollBack(tx: TenantTransaction, id: string, because: string): Promise<void> {
  const row = await inState(tx, id, ['running', 'paused', 'stopped', 'done'])
  const open = await tx.query(`select from fleet_rollout where tenant_id = $1 and rollout_id > $2`, [
    tx.tenantId,
    row.rolloutId,
  ])
  if (open.rowCount > 0) throw new FleetError('wrong-state', 'Another version was sent on its way since.')
  await setState(tx, row, 'rolling-back', because)
}

async function inState(tx: TenantTransaction, id: string, states: readonly RolloutRow['state'][]): Promise<RolloutRow> {
  const row = await rolloutRow(tx, id)
  if (!states.includes(row.state)) throw new FleetError('wrong-state', `This rollout is ${row.state}.`)
  return row
}

export async function setState(
  tx: TenantTransaction,
  { rolloutId, id }: Pick<RolloutRow, 'rolloutId' | 'id'>,
  state: RolloutRow['state'],
  because: string | null,
): Promise<void> {
  await tx.query(
    `update fleet_rollout set state = $3, because = $4, revision = revision + 1,
            ended_at = case when $3 in ('stopped', 'done', 'rolled-back') then now() end
      where tenant_id = $1 and rollout_id = $2`,
    [tx.tenantId, rolloutId, state, because],
  )
  await tell(tx, { topic: 'rollout.changed', body: { rollout: id, state } })
}
