import type { TenantTransaction } from '../contract/index.ts'
import { FleetError } from './fleet-error.ts'

/** The internal ids of tags by their public ones, in the same order. Throws FleetError `not-found`. */
export async function tagIds(tx: TenantTransaction, tags: readonly string[], field: string): Promise<number[]> {
  const { rows } = await tx.query<{ id: number; public: string }>(
    'select tag_id as id, public_id as public from tag where tenant_id = $1 and public_id = any ($2::text[])',
    [tx.tenantId, tags],
  )
  const known = new Map(rows.map((row) => [row.public, row.id]))
  return tags.map((tag) => {
    const id = known.get(tag)
    if (id === undefined) throw new FleetError('not-found', 'There is no such tag.', field)
    return id
  })
}
