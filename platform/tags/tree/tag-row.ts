import type { TenantTransaction } from '../../contract/index.ts'
import { TagError } from '../tag-error.ts'
import type { TagKind } from './read-tags.ts'

/** A tag as the part itself works with it. */
export interface TagRow {
  readonly tagId: number
  readonly id: string
  readonly parentId: number | null
  readonly name: string
  readonly path: string
  readonly kind: TagKind
  readonly query: string | null
  readonly criticality: number | null
}

const columns = `tag_id as "tagId", public_id as id, parent_id as "parentId", name, path, kind, query, criticality`

/** All tags of the tenant: there are two thousand at most. */
export async function allTagRows(tx: TenantTransaction): Promise<readonly TagRow[]> {
  const { rows } = await tx.query<TagRow>(`select ${columns} from tag where tenant_id = $1 order by tag_id`, [
    tx.tenantId,
  ])
  return rows
}

/** The tag with this public id. Throws TagError `not-found`. */
export async function tagRow(tx: TenantTransaction, id: string): Promise<TagRow> {
  const { rows } = await tx.query<TagRow>(`select ${columns} from tag where tenant_id = $1 and public_id = $2`, [
    tx.tenantId,
    id,
  ])
  if (!rows[0]) throw new TagError('not-found', 'There is no such tag.')
  return rows[0]
}
