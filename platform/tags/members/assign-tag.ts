import type { TenantTransaction } from '../../contract/index.ts'
import { compileWhere, type Plan, render } from '../../search/index.ts'
import { newPublicId } from '../../store/index.ts'
import { TagError } from '../tag-error.ts'
import { type TagRow, tagRow } from '../tree/tag-row.ts'
import { afterChange } from './after-change.ts'
import { lockMembers } from './lock-members.ts'

/** A tag given or taken by hand. */
export interface HandChange {
  /** Public id. */
  readonly tag: string
  readonly kind: 'assign' | 'unassign'
  /** Public id and name of who does it. */
  readonly by: string
}

/** Gives a static tag to one asset, or takes it. Answers whether that changed anything. Throws TagError. */
export async function changeOne(tx: TenantTransaction, assetId: number, change: HandChange): Promise<boolean> {
  await lockMembers(tx)
  const tag = await staticTag(tx, change.tag)
  const { rows } =
    change.kind === 'assign'
      ? await tx.query<{ id: number }>(
          `insert into asset_tag (tenant_id, asset_id, tag_id, since, given_by, resting)
           select $1, asset_id, $3, now(), $4, merged_into is not null from asset where tenant_id = $1 and asset_id = $2
           on conflict (tenant_id, asset_id, tag_id) do nothing returning asset_id as id`,
          [tx.tenantId, assetId, tag.tagId, change.by],
        )
      : await tx.query<{ id: number }>(
          'delete from asset_tag where tenant_id = $1 and asset_id = $2 and tag_id = $3 returning asset_id as id',
          [tx.tenantId, assetId, tag.tagId],
        )
  if (rows.length > 0) await afterChange(tx, { assetIds: [assetId], tagIds: [tag.tagId] })
  return rows.length > 0
}

export interface ManyChanged {
  /** Public id of the change, for undoing it. */
  readonly change: string
  /** Assets that the query found. */
  readonly matched: number
  /** Assets of which it was not so before. */
  readonly changed: number
}

/** Gives a static tag to every asset that a query finds, or takes it. `expected` is how many the caller was shown. Throws TagError. */
export async function changeMany(
  tx: TenantTransaction,
  given: HandChange & { readonly plan: Plan; readonly asked: string; readonly expected?: number | undefined },
): Promise<ManyChanged> {
  await lockMembers(tx)
  const { plan, kind, by } = given
  const tag = await staticTag(tx, given.tag)
  const { from, id } = plan.entity.spec.sql!
  const where = render(compileWhere(plan, tx.tenantId))
  const found = await tx.query<{ id: number }>(`select ${id} as id from ${from} where ${where.text}`, where.values)
  const matched = found.rows.length
  if (given.expected !== undefined && given.expected !== matched)
    throw new TagError(
      'count-changed',
      `The query finds ${matched} assets now, not ${given.expected}: look at them again.`,
    )
  const ids = found.rows.map((row) => row.id)
  const changed = kind === 'assign' ? await giveTo(tx, tag, ids, by) : await takeFrom(tx, tag, ids)
  const change = newPublicId('tch')
  await tx.query(
    `insert into tag_change (tenant_id, public_id, tag_id, kind, asked, assets, made_by) values ($1, $2, $3, $4, $5, $6, $7)`,
    [tx.tenantId, change, tag.tagId, kind, given.asked, changed, by],
  )
  await afterChange(tx, { assetIds: changed, tagIds: [tag.tagId] })
  return { change, matched, changed: changed.length }
}

/** Takes back a change of many assets: of exactly those that it changed. Answers with the number of assets that are as before. Throws TagError. */
export async function undoChange(tx: TenantTransaction, change: string, by: string): Promise<number> {
  await lockMembers(tx)
  const { rows } = await tx.query<{ tag: string; kind: HandChange['kind']; assets: number[]; undone: boolean }>(
    `select g.public_id as tag, c.kind, c.assets, c.undone_at is not null as undone
       from tag_change c join tag g on g.tenant_id = c.tenant_id and g.tag_id = c.tag_id
      where c.tenant_id = $1 and c.public_id = $2`,
    [tx.tenantId, change],
  )
  const [made] = rows
  if (!made) throw new TagError('not-found', 'There is no such change of tags, or it is too long ago.')
  if (made.undone) throw new TagError('already-undone', 'This was undone already.')
  const tag = await staticTag(tx, made.tag)
  const assetIds = made.assets.map(Number)
  const changed = made.kind === 'assign' ? await takeFrom(tx, tag, assetIds) : await giveTo(tx, tag, assetIds, by)
  await tx.query('update tag_change set undone_at = now(), undone_by = $3 where tenant_id = $1 and public_id = $2', [
    tx.tenantId,
    change,
    by,
  ])
  await afterChange(tx, { assetIds: changed, tagIds: [tag.tagId] })
  return changed.length
}

async function giveTo(tx: TenantTransaction, { tagId }: TagRow, ids: readonly number[], by: string): Promise<number[]> {
  const { rows } = await tx.query<{ id: number }>(
    `insert into asset_tag (tenant_id, asset_id, tag_id, since, given_by, resting)
     select $1, asset_id, $2, now(), $4, merged_into is not null from asset where tenant_id = $1 and asset_id = any ($3::bigint[])
     on conflict (tenant_id, asset_id, tag_id) do nothing returning asset_id as id`,
    [tx.tenantId, tagId, ids, by],
  )
  return rows.map(({ id }) => id)
}

async function takeFrom(tx: TenantTransaction, { tagId }: TagRow, ids: readonly number[]): Promise<number[]> {
  const { rows } = await tx.query<{ id: number }>(
    'delete from asset_tag where tenant_id = $1 and tag_id = $2 and asset_id = any ($3::bigint[]) returning asset_id as id',
    [tx.tenantId, tagId, ids],
  )
  return rows.map(({ id }) => id)
}

async function staticTag(tx: TenantTransaction, id: string): Promise<TagRow> {
  const tag = await tagRow(tx, id)
  if (tag.kind === 'static') return tag
  throw new TagError(
    'not-static',
    `“${tag.name}” is given to whatever its query finds, thus it cannot be given or taken by hand.`,
    { field: 'tag' },
  )
}
