import type { TenantTransaction } from '../../contract/index.ts'
import { holdTenant, newPublicId } from '../../store/index.ts'
import { evaluate } from '../keeping/evaluate.ts'
import type { ListLanguage } from '../language/list-language.ts'
import { ListError } from '../list-error.ts'
import limits from '../list-limits.json' with { type: 'json' }

/** What people say of a list. */
export interface ListContent {
  readonly name: string
  readonly description: string
  readonly ids: readonly string[] | null
  readonly query: string | null
}

export interface ListWriter {
  readonly language: ListLanguage
  readonly by: string
  readonly now: number
}

/** Makes a list and puts on it what belongs there now. Answers with its public id. Throws ListError. */
export async function createList(tx: TenantTransaction, content: ListContent, writer: ListWriter): Promise<string> {
  const { ids, query } = checked(content, writer)
  // One writer at a time: the limit holds, and what keeps lists does not write what was read before.
  await holdTenant(tx, 'search-lists')
  const { rows } = await tx.query<{ lists: number }>(
    'select count(*)::int as lists from search_list where tenant_id = $1',
    [tx.tenantId],
  )
  if (rows[0]!.lists >= limits.lists)
    throw new ListError('too-many-lists', `There are ${limits.lists} search lists already. Remove one first.`)
  await refuseTaken(tx, content.name)
  const { rows: made } = await tx.query<{ id: string; listId: number }>(
    `insert into search_list (tenant_id, public_id, name, description, ids, query, created_by) values ($1, $2, $3, $4, $5, $6, $7)
     returning public_id as id, list_id as "listId"`,
    [tx.tenantId, newPublicId('lst'), content.name, content.description, ids, query, writer.by],
  )
  await evaluate(tx, writer.language, { listId: made[0]!.listId, ids, query }, writer.now)
  return made[0]!.id
}

/** Changes a list, and what is on it. Throws ListError. */
export async function changeList(
  tx: TenantTransaction,
  id: string,
  change: Partial<ListContent>,
  writer: ListWriter,
): Promise<void> {
  await holdTenant(tx, 'search-lists')
  const { rows } = await tx.query<ListContent & { listId: number }>(
    'select list_id as "listId", name, description, ids, query from search_list where tenant_id = $1 and public_id = $2',
    [tx.tenantId, id],
  )
  const before = rows[0]
  if (!before) throw new ListError('not-found', 'There is no such search list.')
  // Whoever says the one takes the other back.
  const said = change.ids != null ? { query: null } : change.query != null ? { ids: null } : {}
  const content = { ...before, ...change, ...said }
  const { ids, query } = checked(content, writer)
  if (content.name !== before.name) await refuseTaken(tx, content.name, id)
  await tx.query(
    `update search_list set name = $3, description = $4, ids = $5, query = $6, updated_at = now(), version = version + 1
      where tenant_id = $1 and list_id = $2`,
    [tx.tenantId, before.listId, content.name, content.description, ids, query],
  )
  await evaluate(tx, writer.language, { listId: before.listId, ids, query }, writer.now)
}

/** Removes a list. Throws ListError. */
export async function removeList(tx: TenantTransaction, id: string): Promise<void> {
  const { rowCount } = await tx.query('delete from search_list where tenant_id = $1 and public_id = $2', [
    tx.tenantId,
    id,
  ])
  if (rowCount === 0) throw new ListError('not-found', 'There is no such search list.')
}

/** In its canonical form. */
function checked({ ids, query }: ListContent, { language, now }: ListWriter): Pick<ListContent, 'ids' | 'query'> {
  if ((ids === null) === (query === null))
    throw new ListError('ids-or-query', 'Say either ids or a query.', { field: ids === null ? 'query' : 'ids' })
  if (query !== null) return { ids: null, query: language.read({ query }, now).text }
  const once = [...new Set(ids)]
  if (once.length === 0 || once.length > limits.ids)
    throw new ListError('ids-or-query', `A list has 1 to ${limits.ids} ids.`, { field: 'ids' })
  language.read({ ids: once }, now)
  return { ids: once, query: null }
}

async function refuseTaken(tx: TenantTransaction, name: string, but = ''): Promise<void> {
  const { rows } = await tx.query(
    'select from search_list where tenant_id = $1 and name_folded = lower($2 collate "C") and public_id <> $3',
    [tx.tenantId, name, but],
  )
  if (rows.length > 0)
    throw new ListError('name-taken', `There is a search list with the name "${name}" already.`, { field: 'name' })
}
