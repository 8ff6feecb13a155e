import type { TenantTransaction } from '../contract/index.ts'
import { newPublicId } from '../store/index.ts'
import { readViews, readViewUnits } from './read-views.ts'
import { type View, type ViewContent, ViewError, type Visibility } from './view.ts'

/** Views of one person in one list. */
const mostOwn = 200

/** Who writes: a person's own views, and with `shares` also what others see. */
export interface ViewWriter {
  /** Public id. */
  readonly id: string
  readonly shares: boolean
}

/** Keeps a new view. Its query must have been checked. Throws ViewError. */
export async function createView(
  tx: TenantTransaction,
  list: string,
  content: ViewContent,
  by: ViewWriter,
): Promise<{ readonly id: string }> {
  refuseSharing(content, by)
  const { rows } = await tx.query<{ own: number }>(
    'select count(*)::int as own from saved_view where tenant_id = $1 and owner = $2 and list = $3',
    [tx.tenantId, by.id, list],
  )
  if (rows[0]!.own >= mostOwn)
    throw new ViewError('too-many', `You have ${mostOwn} views of this list already. Remove one first.`)
  const id = newPublicId('view')
  const unitId = await unitOf(tx, content, by)
  if (content.begins) await endOthers(tx, list, content.visibility, unitId)
  const made = await tx.query(
    `insert into saved_view (tenant_id, public_id, list, owner, name, visibility, unit_id, begins, query, sort, columns, facets, updated_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $4)
     on conflict (tenant_id, owner, list, name_folded) do nothing`,
    [tx.tenantId, id, list, by.id, ...values(content, unitId)],
  )
  if (made.rowCount === 0) throw taken(content.name)
  return { id }
}

/** Changes a view: one's own, or one that others see. Throws ViewError. */
export async function changeView(
  tx: TenantTransaction,
  id: string,
  content: ViewContent,
  by: ViewWriter,
): Promise<void> {
  const view = await ownView(tx, id, by)
  refuseSharing(content, by)
  const { rows } = await tx.query<{ taken: boolean }>(
    `select exists (select from saved_view where tenant_id = $1 and owner = $2 and list = $3 and name_folded = lower($4 collate "C")
                       and public_id <> $5) as taken`,
    [tx.tenantId, view.owner, view.list, content.name, id],
  )
  if (rows[0]!.taken) throw taken(content.name)
  const unitId = await unitOf(tx, content, by)
  if (content.begins) await endOthers(tx, view.list, content.visibility, unitId, id)
  const changed = await tx.query(
    `update saved_view set name = $3, visibility = $4, unit_id = $5, begins = $6, query = $7, sort = $8, columns = $9, facets = $10,
            updated_by = $11, updated_at = now(), version = version + 1
      where tenant_id = $1 and public_id = $2`,
    [tx.tenantId, id, ...values(content, unitId), by.id],
  )
  if (changed.rowCount === 0) throw notYours()
}

/** Removes a view for everybody who sees it. Throws ViewError. */
export async function removeView(tx: TenantTransaction, id: string, by: ViewWriter): Promise<void> {
  await ownView(tx, id, by)
  const { rowCount } = await tx.query('delete from saved_view where tenant_id = $1 and public_id = $2', [
    tx.tenantId,
    id,
  ])
  if (rowCount === 0) throw notYours()
}

/**
 * Says what a person makes of a view: liked or not, the one that the list begins with or not. Who does not want to begin with what all begin with declines it.
 * Throws ViewError.
 */
export async function chooseView(
  tx: TenantTransaction,
  id: string,
  { id: person, shares }: ViewWriter,
  choice: { readonly favourite?: boolean; readonly isDefault?: boolean },
): Promise<void> {
  const [view] = await readViews(tx, person, { id, shares })
  if (!view) throw new ViewError('not-found', 'There is no such view.')
  const { favourite = view.favourite, isDefault } = choice
  if (isDefault)
    await tx.query(
      'update saved_view_choice set is_default = false where tenant_id = $1 and person = $2 and list = $3 and is_default',
      [tx.tenantId, person, view.list],
    )
  await tx.query(
    `insert into saved_view_choice (tenant_id, person, view_id, list, favourite, is_default, declined)
     select tenant_id, $3, view_id, list, $4, coalesce($5, false), not coalesce($5, true) and begins
       from saved_view where tenant_id = $1 and public_id = $2
     on conflict (tenant_id, person, view_id) do update
        set favourite = excluded.favourite, is_default = coalesce($5, saved_view_choice.is_default),
            declined = case when $5::boolean is null then saved_view_choice.declined else excluded.declined end`,
    [tx.tenantId, id, person, favourite, isDefault ?? null],
  )
}

async function ownView(tx: TenantTransaction, id: string, by: ViewWriter): Promise<View> {
  const [view] = await readViews(tx, by.id, { id, shares: by.shares })
  if (!view) throw new ViewError('not-found', 'There is no such view.')
  if (view.mine || (view.visibility !== 'private' && by.shares)) return view
  throw notYours()
}

function refuseSharing({ visibility, begins }: ViewContent, { shares }: ViewWriter): void {
  if (visibility === 'private') {
    if (begins) throw new ViewError('not-shared', 'Only you see it: share it first, or choose it for yourself.')
  } else if (!shares)
    throw new ViewError('not-yours', 'What others see takes the permission views:share. Keep it private.')
}

/** Internal id of the unit that is to see it; null where none is. */
async function unitOf(
  tx: TenantTransaction,
  { visibility, unit }: ViewContent,
  by: ViewWriter,
): Promise<number | null> {
  if (visibility !== 'unit') return null
  const wanted = unit ?? (await readViewUnits(tx, by.id)).find(({ own }) => own)?.id
  if (wanted === undefined) throw new ViewError('no-unit', 'You are in no unit. Say which one is to see it.')
  const { rows } = await tx.query<{ id: number }>(
    'select unit_id as id from unit where tenant_id = $1 and public_id = $2',
    [tx.tenantId, wanted],
  )
  if (!rows[0]) throw new ViewError('no-unit', 'There is no such unit. Read the list of units.')
  return rows[0].id
}

/** A list begins with one view for each who it is for: the one before makes room. */
async function endOthers(
  tx: TenantTransaction,
  list: string,
  visibility: Visibility,
  unitId: number | null,
  but = '',
): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`views ${tx.tenantId} ${list}`])
  const same = `tenant_id = $1 and list = $2 and begins and visibility = $3 and unit_id is not distinct from $4 and public_id <> $5
        and (visibility = 'unit' or scope_id is not distinct from holdfast_scope_id())`
  const group = [tx.tenantId, list, visibility, unitId, but]
  await tx.query(`update saved_view set begins = false, version = version + 1 where ${same}`, group)
  const { rows } = await tx.query(`select from saved_view where ${same}`, group)
  if (rows.length > 0) throw new ViewError('not-yours', 'For them the list begins with somebody else’s view already.')
}

function notYours(): ViewError {
  return new ViewError('not-yours', 'It is somebody else’s view. Save it as one of your own.')
}

function taken(name: string): ViewError {
  return new ViewError(
    'name-taken',
    `There is a view named "${name}" of this list already. Take another name, or change that one.`,
  )
}

function values(content: ViewContent, unitId: number | null): unknown[] {
  const { name, visibility, begins, query, sort, columns, facets } = content
  return [name, visibility, unitId, begins, query, sort, columns, facets]
}
