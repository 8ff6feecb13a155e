import { createHash } from 'node:crypto'
import type { AssetKind, TenantTransaction } from '../contract/index.ts'
import type { AssetRecord, SourceKind } from '../envelope/index.ts'
import { tell } from '../outbox/index.ts'
import { newPublicId } from '../store/index.ts'
import { findMisfit } from './decide-identity.ts'
import { tidyIdentifiers } from './identifier.ts'
import { join } from './join.ts'
import type { OnMoved } from './move-sightings.ts'
import { networkNamed } from './network.ts'
import { sightingsOf } from './read-sightings.ts'
import { splitOff } from './split-off.ts'

/** Who states what an asset is. */
export interface StatingSource {
  readonly sourceId: number
  readonly kind: SourceKind
  readonly networkId: number
}

/** An asset as a source's records refer to it. */
export interface KnownAsset {
  readonly assetId: number
  readonly publicId: string
  readonly kind: AssetKind
  readonly name: string
  readonly sightingId: number
}

export interface ResolveOptions {
  /** When the statement was received. */
  readonly at: string
  /** Told of everything that changes its asset. */
  readonly onMoved: OnMoved
}

/** The asset that a source calls by a name; undefined when it never said what that is. It stays so until the transaction ends. */
export async function knownAsset(
  tx: TenantTransaction,
  sourceId: number,
  ref: string,
): Promise<KnownAsset | undefined> {
  const { rows } = await tx.query<KnownAsset>(
    `select a.asset_id as "assetId", a.public_id as "publicId", a.kind, a.name, s.asset_source_id as "sightingId"
       from asset_source s join asset a on a.tenant_id = s.tenant_id and a.asset_id = s.asset_id
      where s.tenant_id = $1 and a.tenant_id = $1 and s.source_id = $2 and s.ref = $3 for share of s`,
    [tx.tenantId, sourceId, ref],
  )
  return rows[0]
}

/**
 * Takes in what a source says an asset is, and finds or makes the asset. `changed` is true where the statement was new, and
 * with it perhaps the asset that the name stands for. Statements of one network wait for each other while they change something.
 */
export async function resolveAsset(
  tx: TenantTransaction,
  source: StatingSource,
  record: AssetRecord,
  options: ResolveOptions,
): Promise<KnownAsset & { readonly changed: boolean }> {
  const identifiers = tidyIdentifiers(record.identifiers)
  // Only who looks at other things than itself can tell of several networks.
  const named = source.kind === 'agent' ? undefined : record.network
  const networkId = named === undefined ? source.networkId : await networkNamed(tx, named)
  const said = createHash('sha256')
    .update(JSON.stringify([networkId, record.kind, record.name, identifiers]))
    .digest('hex')
  const before = await readSaid(tx, source.sourceId, record.ref)
  if (before?.said !== said) {
    // The network's row is the lock: two sources that see one new machine at once must not make it twice.
    await tx.query('select from network where tenant_id = $1 and network_id = $2 for no key update', [
      tx.tenantId,
      networkId,
    ])
    const sightingId = await keepSaid(tx, source, { ...record, identifiers }, { networkId, said, at: options.at })
    await join(tx, sightingId, networkId, options)
  }
  const known = (await knownAsset(tx, source.sourceId, record.ref))!
  const parted = await part(tx, known, options)
  if (!parted) return { ...known, changed: before?.said !== said }
  return { ...(await knownAsset(tx, source.sourceId, record.ref))!, changed: true }
}

interface Said {
  readonly id: number
  readonly asset_id: number
  readonly said: string
}

async function readSaid(tx: TenantTransaction, sourceId: number, ref: string): Promise<Said | undefined> {
  const { rows } = await tx.query<Said>(
    'select asset_source_id as id, asset_id, said from asset_source where tenant_id = $1 and source_id = $2 and ref = $3',
    [tx.tenantId, sourceId, ref],
  )
  return rows[0]
}

/** Writes down the statement; the first of its kind gets an asset of its own. Answers with the sighting. */
async function keepSaid(
  tx: TenantTransaction,
  source: StatingSource,
  record: AssetRecord,
  { networkId, said, at }: { networkId: number; said: string; at: string },
): Promise<number> {
  const known = await readSaid(tx, source.sourceId, record.ref)
  const id = known?.id ?? (await newSighting(tx, source, record, { networkId, said, at }))
  if (known) {
    await tx.query(
      `update asset_source set kind = $3, name = $4, network_id = $5, said = $6, last_seen_at = greatest(last_seen_at, $7)
        where tenant_id = $1 and asset_source_id = $2`,
      [tx.tenantId, id, record.kind, record.name, networkId, said, at],
    )
    await tx.query(
      `update asset set name = $3, kind = $4, network_id = $5, last_seen_at = greatest(last_seen_at, $6), version = version + 1
        where tenant_id = $1 and asset_id = $2 and ($7 or not exists (select from asset_source s where s.tenant_id = $1
              and s.asset_id = $2 and s.source_kind = 'agent'))`,
      [tx.tenantId, known.asset_id, record.name, record.kind, networkId, at, source.kind === 'agent'],
    )
    await tx.query('delete from asset_identifier where tenant_id = $1 and asset_source_id = $2', [tx.tenantId, id])
  }
  await tx.query(
    `insert into asset_identifier (tenant_id, network_id, kind, value, asset_source_id)
     select $1, $2, kind, value, $3 from unnest($4::text[], $5::text[]) as said (kind, value)`,
    [
      tx.tenantId,
      networkId,
      id,
      record.identifiers.map(({ kind }) => kind),
      record.identifiers.map(({ value }) => value),
    ],
  )
  return id
}

async function newSighting(
  tx: TenantTransaction,
  source: StatingSource,
  record: AssetRecord,
  { networkId, said, at }: { networkId: number; said: string; at: string },
): Promise<number> {
  const publicId = newPublicId('ast')
  const { rows } = await tx.query<{ id: number }>(
    `with made as (
       insert into asset (tenant_id, public_id, network_id, kind, name, first_seen_at, last_seen_at)
       values ($1, $2, $3, $4, $5, $6, $6) returning asset_id
     )
     insert into asset_source (tenant_id, source_id, ref, asset_id, network_id, kind, name, source_kind, said, first_seen_at, last_seen_at, joined_at)
     select $1, $7, $8, asset_id, $3, $4, $5, $9, $10, $6, $6, $6 from made returning asset_source_id as id`,
    [tx.tenantId, publicId, networkId, record.kind, record.name, at, source.sourceId, record.ref, source.kind, said],
  )
  await tell(tx, { topic: 'asset.new', body: { asset: publicId, kind: record.kind, name: record.name } })
  return rows[0]!.id
}

/** Splits an asset whose sightings have come to contradict each other; true where it did. What a person put together stays. */
async function part(tx: TenantTransaction, known: KnownAsset, options: ResolveOptions): Promise<boolean> {
  const [asset] = await sightingsOf(tx, [known.assetId])
  if (asset!.sightings.length < 2) return false
  const self = asset!.sightings.find(({ id }) => id === known.sightingId)!
  const byHand = await tx.query<{ id: number }>(
    `select unnest(moved) as id from asset_merge
      where tenant_id = $1 and into_asset_id = $2 and kind = 'merge' and rule = 'by-hand' and undone_at is null`,
    [tx.tenantId, known.assetId],
  )
  const pinned = new Set(byHand.rows.map(({ id }) => id))
  const companions = asset!.sightings.filter(({ id }) => id !== self.id && !pinned.has(id))
  if (pinned.has(self.id)) return false
  const misfit = findMisfit({ ...self, lastSeenAt: options.at }, companions, Date.parse(options.at))
  if (!misfit) return false
  await splitOff(tx, {
    sightingIds: [misfit.leaver.id],
    from: known.assetId,
    rule: misfit.rule,
    because: misfit.because,
    at: options.at,
    onMoved: options.onMoved,
  })
  return true
}
