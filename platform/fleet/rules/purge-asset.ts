import { recordAudit } from '../../audit/index.ts'
import type { Instant, TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import { newPublicId } from '../../store/index.ts'
import { FleetError } from '../fleet-error.ts'
import { type AssetTable, assetTables } from './asset-rows.ts'

export interface PurgeOrder {
  readonly because: string
  readonly by: { readonly kind: 'person' | 'token' | 'system'; readonly id: string; readonly name?: string }
  /** How long it can be undone. */
  readonly undoDays: number
  /** Its rows stay to be taken out as an archive, after that time as well. */
  readonly keepArchive: boolean
  readonly now: Date
  /** Its agents stay known: they were ordered off their hosts, and are to hear of it. */
  readonly leaveSources?: boolean
}

/** The sources that tell of nothing but the asset: they go with it, and enrol as new ones when they call again. */
const ownSources = `
  select s.source_id from source s
   where s.tenant_id = $1 and s.kind = 'agent' and s.status = 'active'
     and exists (select from asset_source o where o.tenant_id = $1 and o.source_id = s.source_id and o.asset_id = any ($2::bigint[]))
     and not exists (select from asset_source o where o.tenant_id = $1 and o.source_id = s.source_id and o.asset_id <> all ($2::bigint[]))`

/**
 * Takes an asset out, with all that is kept of it and of what was taken for it. Until its time is over it comes back whole by `undoPurge`. Its agent stays installed, and becomes a new source with a
 * new asset when it calls again. Undefined where there is no such asset (any more).
 */
export async function purgeAsset(
  tx: TenantTransaction,
  assetId: number,
  { because, by, undoDays, keepArchive, now, leaveSources = false }: PurgeOrder,
): Promise<string | undefined> {
  const { rows } = await tx.query<{ id: number; asset: string; name: string; kind: string }>(
    `with recursive r as (
       select asset_id, 0 as depth from asset where tenant_id = $1 and asset_id = $2 and merged_into is null
       union select a.asset_id, r.depth + 1 from asset a join r on a.merged_into = r.asset_id where a.tenant_id = $1)
     select a.asset_id as id, a.public_id as asset, a.name, a.kind from r join asset a on a.tenant_id = $1 and a.asset_id = r.asset_id
      order by r.depth, a.asset_id for update of a`,
    [tx.tenantId, assetId],
  )
  const asset = rows[0]
  if (!asset) return undefined
  const ids = rows.map(({ id }) => id)
  const tables = await assetTables(tx)
  const id = newPublicId('pur')
  const made = await tx.query<{ purge: number }>(
    `insert into fleet_purge (tenant_id, public_id, asset, asset_name, asset_kind, because, purged_by, purged_at, final_at, keep_archive, sources)
     values ($1, $3, $4, $5, $6, $7, $8, $9, $9::timestamptz + $10 * interval '1 day', $11, case when $12 then '{}'::bigint[] else array(${ownSources}) end) returning purge_id as purge`,
    [
      tx.tenantId,
      ids,
      id,
      asset.asset,
      asset.name,
      asset.kind,
      because,
      by.name ?? by.id,
      now.toISOString(),
      undoDays,
      keepArchive,
      leaveSources,
    ],
  )
  const { purge } = made.rows[0]!
  for (const table of tables) await moveOut(tx, purge, table, ids)
  for (const { name, condition, goesAlong } of tables.toReversed())
    if (!goesAlong) await tx.query(`delete from ${name} where ${condition}`, [tx.tenantId, ids])
  await setSources(tx, purge, { from: 'active', to: 'purged' })
  await tell(tx, { topic: 'asset.purged', body: { asset: asset.asset, purge: id } })
  await recordAudit(tx, {
    actor: by,
    action: 'asset:purge',
    target: asset.asset,
    after: { purge: id, name: asset.name, because, undoDays },
  })
  return id
}

async function moveOut(tx: TenantTransaction, purge: number, { name, condition }: AssetTable, ids: readonly number[]) {
  // Assets before those that are taken for them.
  const order = name === 'asset' ? 'order by merged_into is not null, asset_id' : ''
  await tx.query(
    `insert into fleet_purge_row (tenant_id, purge_id, ordinal, tab, row)
     select $1, $3, (select coalesce(max(ordinal), 0) from fleet_purge_row where tenant_id = $1 and purge_id = $3) + row_number() over (${order}),
            $4, to_jsonb(t) from ${name} t where ${condition}`,
    [tx.tenantId, ids, purge, name],
  )
}

/** Brings a purged asset back, with all that was kept of it. Throws FleetError. */
export async function undoPurge(
  tx: TenantTransaction,
  id: string,
  by: PurgeOrder['by'],
  now: Date,
): Promise<{ readonly asset: string }> {
  const { rows } = await tx.query<{ purge: number; state: string; asset: string }>(
    'select purge_id as purge, state, asset from fleet_purge where tenant_id = $1 and public_id = $2 for update',
    [tx.tenantId, id],
  )
  const found = rows[0]
  if (!found) throw new FleetError('not-found', 'There is no such purge.')
  if (found.state !== 'undoable')
    throw new FleetError(
      'wrong-state',
      found.state === 'undone' ? 'It was undone already.' : 'Its time to be undone is over.',
    )
  for (const { name, columns } of await assetTables(tx)) {
    const list = columns.map((column) => `"${column}"`).join(', ')
    // What is known again is known from now on: between, it was not.
    const again = columns.includes('known_at') ? `|| '{"known_at": "${now.toISOString()}"}'` : ''
    await tx.query(
      `insert into ${name} (${list}) overriding system value
       select ${columns.map((column) => `v."${column}"`).join(', ')}
         from fleet_purge_row r, jsonb_populate_record(null::${name}, r.row ${again}) v
        where r.tenant_id = $1 and r.purge_id = $2 and r.tab = $3 order by r.ordinal`,
      [tx.tenantId, found.purge, name],
    )
  }
  await setSources(tx, found.purge, { from: 'purged', to: 'active' })
  await tx.query(`update fleet_purge set state = 'undone', ended_at = $3 where tenant_id = $1 and purge_id = $2`, [
    tx.tenantId,
    found.purge,
    now.toISOString(),
  ])
  await tx.query('delete from fleet_purge_row where tenant_id = $1 and purge_id = $2', [tx.tenantId, found.purge])
  await tell(tx, { topic: 'asset.new', body: { asset: found.asset } })
  await recordAudit(tx, { actor: by, action: 'asset:undo-purge', target: found.asset, after: { purge: id } })
  return { asset: found.asset }
}

/** Makes final what can be undone no more: without an archive nothing is left of it but that it was. Answers with how many. */
export async function endPurges(tx: TenantTransaction, now: Date): Promise<number> {
  const { rows } = await tx.query<{ purge: number; id: string; asset: string; keeps: boolean }>(
    `update fleet_purge set state = 'final', ended_at = $2
      where tenant_id = $1 and purge_id in (select purge_id from fleet_purge where tenant_id = $1 and state = 'undoable' and final_at <= $2 limit 500)
     returning purge_id as purge, public_id as id, asset, keep_archive as keeps`,
    [tx.tenantId, now.toISOString()],
  )
  const gone = rows.filter(({ keeps }) => !keeps).map(({ purge }) => purge)
  await tx.query('delete from fleet_purge_row where tenant_id = $1 and purge_id = any ($2::bigint[])', [
    tx.tenantId,
    gone,
  ])
  for (const { id, asset, keeps } of rows)
    await recordAudit(tx, {
      actor: { kind: 'system', id: 'fleet', name: 'purge rules' },
      action: 'asset:purge-final',
      target: asset,
      after: { purge: id, archive: keeps },
    })
  return rows.length
}

async function setSources(
  tx: TenantTransaction,
  purge: number,
  { from, to }: { from: string; to: string },
): Promise<void> {
  const { rows } = await tx.query<{ source: string; key: number | null }>(
    `update source s set status = $4, version = s.version + 1 from fleet_purge p
      where p.tenant_id = $1 and p.purge_id = $2 and s.tenant_id = $1 and s.source_id = any (p.sources) and s.status = $3
     returning s.public_id as source, s.activation_key_id as key`,
    [tx.tenantId, purge, from, to],
  )
  for (const { source, key } of rows) {
    // A purged agent leaves its place among those that the key allows.
    await tx.query(
      'update activation_key set uses = greatest(0, uses + $3) where tenant_id = $1 and activation_key_id = $2',
      [tx.tenantId, key, to === 'purged' ? -1 : 1],
    )
    await tx.query("select pg_notify('holdfast_source', $1)", [source])
  }
}

/** A purged asset as people see it. */
export interface Purge {
  readonly id: string
  readonly asset: string
  readonly name: string
  readonly kind: string
  readonly because: string
  readonly purgedBy: string
  readonly purgedAt: Instant
  readonly finalAt: Instant
  readonly state: 'undoable' | 'undone' | 'final'
  readonly hasArchive: boolean
}

/** Purged assets, newest first; a thousand at most. */
export async function readPurges(tx: TenantTransaction, id?: string): Promise<readonly Purge[]> {
  const { rows } = await tx.query<Purge>(
    `select public_id as id, asset, asset_name as name, asset_kind as kind, because, purged_by as "purgedBy", purged_at as "purgedAt",
            final_at as "finalAt", state, (state = 'undoable' or (state = 'final' and keep_archive)) as "hasArchive"
       from fleet_purge where tenant_id = $1 and ($2::text is null or public_id = $2) order by purge_id desc limit 1000`,
    [tx.tenantId, id ?? null],
  )
  return rows
}

/** What was kept of a purged asset, as lines of JSON: `{table, row}`. Undefined where nothing is left. */
export async function purgeArchive(tx: TenantTransaction, id: string): Promise<string | undefined> {
  const { rows } = await tx.query<{ line: string }>(
    `select jsonb_build_object('table', r.tab, 'row', r.row)::text as line
       from fleet_purge p join fleet_purge_row r on r.tenant_id = p.tenant_id and r.purge_id = p.purge_id
      where p.tenant_id = $1 and p.public_id = $2 order by r.ordinal`,
    [tx.tenantId, id],
  )
  return rows.length === 0 ? undefined : `${rows.map(({ line }) => line).join('\n')}\n`
}
