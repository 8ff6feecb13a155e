import type { TenantTransaction } from '../contract/index.ts'
import { newPublicId } from '../store/index.ts'
import { readViews } from './read-views.ts'
import { type View, type ViewContent, ViewError } from './view.ts'

/** Views of one person in one list. */
const mostOwn = 200

/** Who writes: a person's own views, and with `shares` also what everybody sees. */
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
  const made = await tx.query(
    `insert into saved_view (tenant_id, public_id, list, owner, name, visibility, query, sort, columns, facets, updated_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $4)
     on conflict (tenant_id, owner, list, name_folded) do nothing`,
    [tx.tenantId, id, list, by.id, ...values(content)],
  )
  if (made.rowCount === 0) throw taken(content.name)
  return { id }
}

/** Changes a view: one's own, or one that everybody sees. Throws ViewError. */
export async function changeView(
  tx: TenantTransaction,
  id: string,
  content: ViewContent,
  by: ViewWriter,
): Promise<void> {
  const view = await ownView(tx, id, by)
  if (content.visibility !== view.visibility || content.visibility === 'tenant') refuseSharing(content, by)
  const { rows } = await tx.query<{ taken: boolean }>(
    `select exists (select from saved_view where tenant_id = $1 and owner = $2 and list = $3 and name_folded = lower($4 collate "C")
                       and public_id <> $5) as taken`,
    [tx.tenantId, view.owner, view.list, content.name, id],
  )
  if (rows[0]!.taken) throw taken(content.name)
  await tx.query(
    `update saved_view set name = $3, visibility = $4, query = $5, sort = $6, columns = $7, facets = $8,
            updated_by = $9, updated_at = now(), version = version + 1
      where tenant_id = $1 and public_id = $2`,
    [tx.tenantId, id, ...values(content), by.id],
  )
}

/** Removes a view for everybody who sees it. Throws ViewError. */
export async function removeView(tx: TenantTransaction, id: string, by: ViewWriter): Promise<void> {
  await ownView(tx, id, by)
  await tx.query('delete from saved_view where tenant_id = $1 and public_id = $2', [tx.tenantId, id])
}

/** Says what a person makes of a view: liked or not, the one that the list begins with or not. Throws ViewError. */
export async function chooseView(
  tx: TenantTransaction,
  id: string,
  person: string,
  choice: { readonly favourite?: boolean; readonly isDefault?: boolean },
): Promise<void> {
  const [view] = await readViews(tx, person, { id })
  if (!view) throw new ViewError('not-found', 'There is no such view.')
  const { favourite = view.favourite, isDefault = view.isDefault } = choice
  if (isDefault)
    await tx.query(
      'update saved_view_choice set is_default = false where tenant_id = $1 and person = $2 and list = $3 and is_default',
      [tx.tenantId, person, view.list],
    )
  await tx.query(
    `insert into saved_view_choice (tenant_id, person, view_id, list, favourite, is_default)
     select tenant_id, $3, view_id, list, $4, $5 from saved_view where tenant_id = $1 and public_id = $2
     on conflict (tenant_id, person, view_id) do update set favourite = excluded.favourite, is_default = excluded.is_default`,
    [tx.tenantId, id, person, favourite, isDefault],
  )
}

async function ownView(tx: TenantTransaction, id: string, by: ViewWriter): Promise<View> {
  const [view] = await readViews(tx, by.id, { id })
  if (!view) throw new ViewError('not-found', 'There is no such view.')
  if (view.mine || (view.visibility === 'tenant' && by.shares)) return view
  throw new ViewError('not-yours', 'It is somebody else’s view. Save it as one of your own.')
}

function refuseSharing({ visibility }: ViewContent, { shares }: ViewWriter): void {
  if (visibility === 'tenant' && !shares)
    throw new ViewError('not-yours', 'What everybody sees takes the permission views:share. Keep it private.')
}

function taken(name: string): ViewError {
  return new ViewError(
    'name-taken',
    `There is a view named "${name}" of this list already. Take another name, or change that one.`,
  )
}

function values({ name, visibility, query, sort, columns, facets }: ViewContent): unknown[] {
  return [name, visibility, query, sort, columns, facets]
}
