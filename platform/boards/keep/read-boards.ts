import type { TenantTransaction } from '../../contract/index.ts'
import type { Board } from '../model/board.ts'

/** The boards that a person may see, by name. `person` is a public id. */
export async function readBoards(
  tx: TenantTransaction,
  person: string,
  wanted: { readonly id?: string } = {},
): Promise<readonly Board[]> {
  const { rows } = await tx.query<Board>(
    `select b.public_id as id, b.owner, b.owner = $2 as mine, b.name, b.description, b.visibility, b.widgets,
            exists (select from board_home h where h.tenant_id = b.tenant_id and h.person = $2 and h.board_id = b.board_id) as "isHome",
            exists (select from board_home h where h.tenant_id = b.tenant_id and h.person = '' and h.board_id = b.board_id) as "isTenantHome",
            b.updated_at as "updatedAt", b.updated_by as "updatedBy", b.version
       from board b
      where b.tenant_id = $1 and (b.owner = $2 or b.visibility = 'tenant') and ($3::text is null or b.public_id = $3)
      order by b.name_folded, b.board_id limit 1000`,
    [tx.tenantId, person, wanted.id ?? null],
  )
  return rows
}

/** The board that a person begins with: their own choice, or the tenant's; undefined where it is the usual start page. */
export async function readHomeBoard(tx: TenantTransaction, person: string): Promise<Board | undefined> {
  const boards = await readBoards(tx, person)
  return boards.find(({ isHome }) => isHome) ?? boards.find(({ isTenantHome }) => isTenantHome)
}
