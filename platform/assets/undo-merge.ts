import type { TenantTransaction } from '../contract/index.ts'
import { moveSightings, type OnMoved } from './move-sightings.ts'
import { sightingsOf } from './read-sightings.ts'
import { splitOff } from './split-off.ts'

export interface ByHand {
  /** Public id and name of who decided. */
  readonly decidedBy: string
  readonly at: string
  readonly onMoved: OnMoved
}

/** Why a merge or its undoing is not possible. */
export class IdentityError extends Error {
  override readonly name = 'IdentityError'
  readonly reason: 'unknown' | 'already-undone' | 'moved-on' | 'one-source-says-two' | 'same'

  constructor(reason: IdentityError['reason'], message: string) {
    super(message)
    this.reason = reason
  }
}

interface Merge {
  readonly merge_id: number
  readonly kind: 'merge' | 'split'
  readonly into_asset_id: number
  readonly from_asset_id: number
  readonly moved: readonly number[]
  readonly undone_at: string | null
}

/**
 * Undoes a merge or a split: what moved goes back, and what each source said is as it was. After the undoing of a merge no rule joins
 * the two again. Throws IdentityError: `unknown`, `already-undone`, `moved-on` when they are no longer where the merge put them.
 */
export async function undoMerge(tx: TenantTransaction, mergePublicId: string, by: ByHand): Promise<void> {
  const { rows } = await tx.query<Merge>(
    'select merge_id, kind, into_asset_id, from_asset_id, moved, undone_at from asset_merge where tenant_id = $1 and public_id = $2 for update',
    [tx.tenantId, mergePublicId],
  )
  const merge = rows[0]
  if (!merge) throw new IdentityError('unknown', `There is no merge ${mergePublicId}.`)
  if (merge.undone_at) throw new IdentityError('already-undone', 'This has been undone already.')
  const [asset] = await sightingsOf(tx, [merge.into_asset_id])
  const here = asset!.sightings.map(({ id }) => id).filter((id) => merge.moved.includes(id))
  if (here.length === 0) throw new IdentityError('moved-on', 'What was moved has moved on since.')
  const order = {
    sightingIds: here,
    from: merge.into_asset_id,
    to: merge.from_asset_id,
    rule: 'undone',
    because: `${by.decidedBy} undid it`,
    ...by,
  }
  if (merge.kind === 'merge') await splitOff(tx, order)
  else {
    await forgetApart(tx, here, merge.from_asset_id)
    await moveSightings(tx, { ...order, kind: 'merge', rule: 'by-hand' })
  }
  await tx.query('update asset_merge set undone_at = $3, undone_by = $4 where tenant_id = $1 and merge_id = $2', [
    tx.tenantId,
    merge.merge_id,
    by.at,
    by.decidedBy,
  ])
}

/**
 * Makes two assets one, by a person's word: the first keeps its id. Throws IdentityError `same`, `unknown`, and
 * `one-source-says-two` where a source has a name for each.
 */
export async function mergeByHand(
  tx: TenantTransaction,
  into: number,
  from: number,
  by: ByHand & { readonly because: string },
): Promise<{ readonly mergeId: string }> {
  if (into === from) throw new IdentityError('same', 'This is one asset already.')
  const [stays, goes] = await sightingsOf(tx, [into, from])
  if (stays!.sightings.length === 0 || goes!.sightings.length === 0)
    throw new IdentityError('unknown', 'One of the two is no asset of its own.')
  const sources = new Set(stays!.sightings.map(({ sourceId }) => sourceId))
  if (goes!.sightings.some(({ sourceId }) => sources.has(sourceId)))
    throw new IdentityError('one-source-says-two', 'One source reports both: to it they are two things.')
  const sightingIds = goes!.sightings.map(({ id }) => id)
  await forgetApart(tx, sightingIds, into)
  return moveSightings(tx, { ...by, kind: 'merge', rule: 'by-hand', sightingIds, from, to: into })
}

/** Takes what one source says out of an asset, by a person's word. */
export async function splitByHand(
  tx: TenantTransaction,
  assetId: number,
  sourceId: number,
  by: ByHand & { readonly because: string },
): Promise<{ readonly assetId: number; readonly mergeId: string }> {
  const [asset] = await sightingsOf(tx, [assetId])
  const leaving = asset!.sightings.filter((sighting) => sighting.sourceId === sourceId)
  if (leaving.length === 0) throw new IdentityError('unknown', 'This source says nothing of the asset.')
  if (leaving.length === asset!.sightings.length)
    throw new IdentityError('same', 'It is the only source of this asset.')
  return splitOff(tx, { ...by, rule: 'by-hand', from: assetId, sightingIds: leaving.map(({ id }) => id) })
}

async function forgetApart(tx: TenantTransaction, sightingIds: readonly number[], assetId: number): Promise<void> {
  await tx.query(
    `delete from asset_apart p using asset_source s
      where p.tenant_id = $1 and s.tenant_id = $1 and s.asset_id = $3
        and ((p.low_id = any ($2::bigint[]) and p.high_id = s.asset_source_id)
          or (p.high_id = any ($2::bigint[]) and p.low_id = s.asset_source_id))`,
    [tx.tenantId, sightingIds, assetId],
  )
}
