import type { TenantTransaction } from '../../contract/index.ts'
import { newPublicId } from '../../store/index.ts'
import { type Board, type BoardContent, BoardError } from '../model/board.ts'
import { readBoards } from './read-boards.ts'

/** Boards of one person. */
const mostOwn = 100

/** Who writes: a person's own boards, and with `shares` also what everybody sees. */
export interface BoardWriter {
  /** Public id. */
  readonly id: string
  readonly shares: boolean
}

/** Keeps a new board. Its widgets must have been checked. Throws BoardError. */
export async function createBoard(
  tx: TenantTransaction,
  content: BoardContent,
  by: BoardWriter,
): Promise<{ readonly id: string }> {
  refuseSharing(content, by)
  const { rows } = await tx.query<{ own: number }>(
    'select count(*)::int as own from board where tenant_id = $1 and owner = $2',
    [tx.tenantId, by.id],
  )
  if (rows[0]!.own >= mostOwn) throw new BoardError('too-many', `You have ${mostOwn} boards already. Remove one first.`)
  const id = newPublicId('brd')
  const made = await tx.query(
    `insert into board (tenant_id, public_id, owner, name, description, visibility, widgets, updated_by)
     values ($1, $2, $3, $4, $5, $6, $7::jsonb, $3) on conflict (tenant_id, owner, name_folded) do nothing`,
    [tx.tenantId, id, by.id, ...values(content)],
  )
  if (made.rowCount === 0) throw taken(content.name)
  return { id }
}

/** Changes a board: one's own, or one that everybody sees. Throws BoardError. */
export async function changeBoard(
  tx: TenantTransaction,
  id: string,
  content: BoardContent,
  by: BoardWriter,
): Promise<void> {
  const board = await ownBoard(tx, id, by)
  if (content.visibility !== board.visibility || content.visibility === 'tenant') refuseSharing(content, by)
  const { rows } = await tx.query<{ taken: boolean }>(
    `select exists (select from board where tenant_id = $1 and owner = $2 and name_folded = lower($3 collate "C")
                       and public_id <> $4) as taken`,
    [tx.tenantId, board.owner, content.name, id],
  )
  if (rows[0]!.taken) throw taken(content.name)
  await tx.query(
    `update board set name = $3, description = $4, visibility = $5, widgets = $6::jsonb, updated_by = $7,
            updated_at = now(), version = version + 1 where tenant_id = $1 and public_id = $2`,
    [tx.tenantId, id, ...values(content), by.id],
  )
  // Nobody begins with what they cannot see any more.
  if (content.visibility === 'private')
    await tx.query(
      `delete from board_home h using board b where h.tenant_id = $1 and b.tenant_id = $1 and b.public_id = $2
          and h.board_id = b.board_id and h.person <> b.owner`,
      [tx.tenantId, id],
    )
}

/** Removes a board for everybody who sees it. Throws BoardError. */
export async function removeBoard(tx: TenantTransaction, id: string, by: BoardWriter): Promise<void> {
  await ownBoard(tx, id, by)
  await tx.query('delete from board where tenant_id = $1 and public_id = $2', [tx.tenantId, id])
}

/** Lets a person, or with `forAll` everybody who chose nothing else, begin with a board; or no more. Throws BoardError. */
export async function chooseHome(
  tx: TenantTransaction,
  id: string,
  by: BoardWriter,
  choice: { readonly begin: boolean; readonly forAll: boolean },
): Promise<void> {
  const [board] = await readBoards(tx, by.id, { id })
  if (!board) throw new BoardError('not-found', 'There is no such board.')
  if (choice.forAll && !by.shares)
    throw new BoardError('not-yours', 'What everybody begins with takes the permission boards:share.')
  if (choice.forAll && choice.begin && board.visibility !== 'tenant')
    throw new BoardError('not-shared', 'Only you see this board. Share it with everybody first.')
  const person = choice.forAll ? '' : by.id
  if (!choice.begin) {
    await tx.query(
      `delete from board_home h using board b where h.tenant_id = $1 and h.person = $2 and b.tenant_id = $1
          and b.public_id = $3 and h.board_id = b.board_id`,
      [tx.tenantId, person, id],
    )
    return
  }
  await tx.query(
    `insert into board_home (tenant_id, person, board_id) select tenant_id, $2, board_id from board where tenant_id = $1 and public_id = $3
     on conflict (tenant_id, person) do update set board_id = excluded.board_id`,
    [tx.tenantId, person, id],
  )
}

async function ownBoard(tx: TenantTransaction, id: string, by: BoardWriter): Promise<Board> {
  const [board] = await readBoards(tx, by.id, { id })
  if (!board) throw new BoardError('not-found', 'There is no such board.')
  if (board.mine || (board.visibility === 'tenant' && by.shares)) return board
  throw new BoardError('not-yours', 'It is somebody else’s board. Copy it as one of your own.')
}

function refuseSharing({ visibility }: BoardContent, { shares }: BoardWriter): void {
  if (visibility === 'tenant' && !shares)
    throw new BoardError('not-yours', 'What everybody sees takes the permission boards:share. Keep it private.')
}

function taken(name: string): BoardError {
  return new BoardError(
    'name-taken',
    `You have a board named "${name}" already. Take another name, or change that one.`,
  )
}

function values({ name, description, visibility, widgets }: BoardContent): unknown[] {
  return [name, description, visibility, JSON.stringify(widgets)]
}
