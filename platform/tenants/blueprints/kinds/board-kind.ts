import { type BoardContent, changeBoard, createBoard, readBoards, removeBoard } from '../../../boards/index.ts'
import type { ObjectKind, PlaceContext } from './object-kind.ts'

/** A board, for everybody in the tenant: its queries count the tenant's own rows. */
export const boardKind: ObjectKind<BoardContent> = {
  kind: 'board',
  reads: 'boards:read',
  writes: 'boards:share',
  async collect(tx, id, { person }) {
    const [board] = await readBoards(tx, person, { id })
    if (!board) return undefined
    const { name, description, widgets } = board
    return { name, content: { name, description, widgets, visibility: 'tenant' } }
  },
  async make(tx, content, context) {
    const { rowCount } = await tx.query(
      `select 1 from board where tenant_id = $1 and visibility = 'tenant' and name_folded = lower($2 collate "C") limit 1`,
      [tx.tenantId, content.name],
    )
    return rowCount > 0 ? undefined : (await createBoard(tx, content, writerOf(context))).id
  },
  change: (tx, id, content, context) => changeBoard(tx, id, content, writerOf(context)),
  remove: (tx, id, context) => removeBoard(tx, id, writerOf(context)),
}

function writerOf({ provider }: PlaceContext) {
  return { id: provider.publicId, shares: true }
}
