import type { TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import { newPublicId } from '../../store/index.ts'
import type { TagLanguage } from '../language/tag-language.ts'
import { afterChange } from '../members/after-change.ts'
import { lockMembers } from '../members/lock-members.ts'
import { TagError } from '../tag-error.ts'
import limits from '../tag-limits.json' with { type: 'json' }
import { placeInTree } from './place-in-tree.ts'
import { allTagRows, type TagRow, tagRow } from './tag-row.ts'

/** What people decide about a tag. */
export interface TagDefinition {
  readonly name: string
  /** Public id of the tag above; null for the root. */
  readonly parent: string | null
  /** Absent for a static tag. */
  readonly query: string | null
  readonly colour: string
  readonly criticality: number | null
  readonly description: string
}

export interface TagWriter {
  readonly language: TagLanguage
  /** Public id and name of who does it. */
  readonly by: string
  readonly now: number
}

/** Makes a tag. One with a query is asked of all assets soon. Answers with its public id. Throws TagError. */
export async function createTag(tx: TenantTransaction, definition: TagDefinition, writer: TagWriter): Promise<string> {
  await lockMembers(tx)
  const all = await allTagRows(tx)
  if (all.length >= limits.tags)
    throw new TagError('too-many-tags', `A tenant has ${limits.tags} tags at most. Remove one that nobody needs.`)
  const name = nameOf(definition.name)
  const { parentId, path } = placeInTree(all, { tagId: null, name, parent: definition.parent })
  const query = definition.query === null ? undefined : writer.language.read(definition.query, writer.now)
  const id = newPublicId('tag')
  await tx.query(
    `insert into tag (tenant_id, public_id, parent_id, name, path, kind, query, timed, colour, criticality, description, due_at, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, case when $7::text is not null then now() end, $12)`,
    [
      ...[
        tx.tenantId,
        id,
        parentId,
        name,
        path,
        query ? 'dynamic' : 'static',
        query?.text ?? null,
        query?.timed ?? false,
      ],
      ...[definition.colour, definition.criticality, definition.description, writer.by],
    ],
  )
  await tell(tx, { topic: 'tag.changed', body: { tag: id } })
  return id
}

/** Changes a tag. Another query is asked of all assets soon; a static tag keeps its kind, and so does a dynamic one. Throws TagError. */
export async function changeTag(
  tx: TenantTransaction,
  id: string,
  change: Partial<TagDefinition>,
  writer: TagWriter,
): Promise<void> {
  await lockMembers(tx)
  const all = await allTagRows(tx)
  const tag = await tagRow(tx, id)
  refuseSystem(tag, 'changed')
  const name = change.name === undefined ? tag.name : nameOf(change.name)
  const parent = change.parent === undefined ? parentOf(all, tag) : change.parent
  const placed = placeInTree(all, { tagId: tag.tagId, name, parent })
  const query = queryOf(tag, change.query, writer)
  const { rowCount } = await tx.query(
    `update tag set name = $3, parent_id = $4, path = $5, colour = coalesce($6, colour), description = coalesce($7, description),
            criticality = case when $8 then $9 else criticality end, query = coalesce($10, query), timed = coalesce($11, timed),
            due_at = case when $10::text is not null then now() else due_at end, problem = case when $10::text is not null then null else problem end,
            updated_at = now(), version = version + 1
      where tenant_id = $1 and tag_id = $2`,
    [
      ...[
        tx.tenantId,
        tag.tagId,
        name,
        placed.parentId,
        placed.path,
        change.colour ?? null,
        change.description ?? null,
      ],
      ...[change.criticality !== undefined, change.criticality ?? null, query?.text ?? null, query?.timed ?? null],
    ],
  )
  refuseBeyond(tag, rowCount)
  if (placed.below.length > 0)
    await tx.query(
      `update tag set path = b.path, version = version + 1 from unnest($2::bigint[], $3::text[]) as b (tag_id, path)
        where tag.tenant_id = $1 and tag.tag_id = b.tag_id and tag.path <> b.path`,
      [tx.tenantId, placed.below.map(({ tagId }) => tagId), placed.below.map(({ path }) => path)],
    )
  const worth = change.criticality !== undefined && change.criticality !== tag.criticality
  await afterChange(tx, { assetIds: worth ? await membersOf(tx, tag) : [], tagIds: [tag.tagId] })
}

/** Removes a tag and takes it from all assets. Throws TagError for one that others stand under, and for a system tag. */
export async function removeTag(tx: TenantTransaction, id: string): Promise<void> {
  await lockMembers(tx)
  const tag = await tagRow(tx, id)
  refuseSystem(tag, 'removed')
  const { rows } = await tx.query<{ name: string }>(
    'select name from tag where tenant_id = $1 and parent_id = $2 limit 1',
    [tx.tenantId, tag.tagId],
  )
  if (rows[0])
    throw new TagError('has-children', `“${rows[0].name}” stands under it. Move or remove what stands under it first.`)
  await refuseLimiting(tx, tag)
  const assetIds = await membersOf(tx, tag)
  await tx.query('delete from asset_tag where tenant_id = $1 and tag_id = $2', [tx.tenantId, tag.tagId])
  const gone = await tx.query('delete from tag where tenant_id = $1 and tag_id = $2', [tx.tenantId, tag.tagId])
  refuseBeyond(tag, gone.rowCount)
  await tx.query('delete from tag_count where tenant_id = $1 and tag_id = $2', [tx.tenantId, tag.tagId])
  await afterChange(tx, { assetIds, tagIds: [] })
  await tell(tx, { topic: 'tag.removed', body: { tag: id } })
}

/** The policies of somebody limited let them see more tags than they may change. */
function refuseBeyond(tag: TagRow, changed: number): void {
  if (changed === 0)
    throw new TagError('beyond-scope', `“${tag.name}” is not yours to change: it does not stand below what you see.`)
}

/** Without a tag that a scope leaves out, it would show more. */
async function refuseLimiting(tx: TenantTransaction, tag: TagRow): Promise<void> {
  const limits = async () =>
    (await tx.query('select 1 from scope_tag where tenant_id = $1 and tag_id = $2 limit 1', [tx.tenantId, tag.tagId]))
      .rowCount > 0
  if (!(await limits())) return
  await tx.query('select scope_forget()')
  if (await limits())
    throw new TagError('limits-people', `“${tag.name}” says what people, units or tokens see: change these first.`)
}

async function membersOf(tx: TenantTransaction, { tagId }: TagRow): Promise<number[]> {
  const { rows } = await tx.query<{ id: number }>(
    'select asset_id as id from asset_tag where tenant_id = $1 and tag_id = $2',
    [tx.tenantId, tagId],
  )
  return rows.map(({ id }) => id)
}

function queryOf(tag: TagRow, asked: string | null | undefined, { language, now }: TagWriter) {
  if (asked === undefined || (asked === null && tag.kind === 'static')) return undefined
  if (tag.kind === 'static')
    throw new TagError('not-static', 'This tag is given by hand. Make another one for a query.', { field: 'query' })
  if (asked === null)
    throw new TagError('query-missing', 'This tag is given by a query. Make another one to give by hand.', {
      field: 'query',
    })
  const query = language.read(asked, now)
  return query.text === tag.query ? undefined : query
}

function refuseSystem(tag: TagRow, what: string): void {
  if (tag.kind === 'system')
    throw new TagError('system-tag', `“${tag.name}” is a system tag: Holdfast keeps it, and it cannot be ${what}.`)
}

function parentOf(all: readonly TagRow[], { parentId }: TagRow): string | null {
  return all.find(({ tagId }) => tagId === parentId)?.id ?? null
}

/** Without space around it, and on one line. */
function nameOf(text: string): string {
  const name = text.replace(/\s+/gu, ' ').trim()
  if (name === '') throw new TagError('invalid', 'A tag needs a name.', { field: 'name' })
  return name
}
