import type { TenantTransaction } from '../contract/index.ts'
import { ScopeError } from './scope-error.ts'

/** What somebody is to see: everything, what carries some tags and none of others, or what a unit is about. Ids are public. */
export type WantedSight =
  | null
  | { readonly include: readonly string[]; readonly exclude?: readonly string[] | undefined }
  | { readonly unit: string }

/** As it is kept: internal ids. */
export interface KeptSight {
  readonly scopeId: number | null
  readonly unitId: number | null
}

/** The internal ids of what somebody is to see; the scope is made where there is none of this definition. Throws ScopeError. */
export async function keepSight(tx: TenantTransaction, wanted: WantedSight): Promise<KeptSight> {
  if (wanted === null) return { scopeId: null, unitId: null }
  if ('unit' in wanted) {
    // Whoever changes the unit waits until its new member is there to be changed with it.
    const { rows } = await tx.query<{ unitId: number; scopeId: number }>(
      `select unit_id as "unitId", scope_id as "scopeId" from unit where tenant_id = $1 and public_id = $2 for share`,
      [tx.tenantId, wanted.unit],
    )
    if (!rows[0]) throw new ScopeError('not-found', 'There is no such unit. Read the list of units.', 'sees/unit')
    return rows[0]
  }
  return { scopeId: await scopeOfTags(tx, wanted, 'sees/'), unitId: null }
}

/** The scope of some tags and the tags below them, without what carries some others. `field` is where the lists stand. Throws ScopeError. */
export async function scopeOfTags(
  tx: TenantTransaction,
  tags: { readonly include: readonly string[]; readonly exclude?: readonly string[] | undefined },
  field: string,
): Promise<number> {
  const { include, exclude = [] } = tags
  const left = include.filter((id) => !exclude.includes(id))
  if (left.length === 0)
    throw new ScopeError('nothing-left', 'Name a tag that is not left out as well.', `${field}include`)
  const { rows } = await tx.query<{ id: number; publicId: string }>(
    'select tag_id as id, public_id as "publicId" from tag where tenant_id = $1 and public_id = any ($2)',
    [tx.tenantId, [...include, ...exclude]],
  )
  const ids = new Map(rows.map(({ id, publicId }) => [publicId, id]))
  for (const [name, list] of Object.entries({ include, exclude })) {
    const unknown = list.findIndex((id) => !ids.has(id))
    if (unknown >= 0) throw new ScopeError('tag-unknown', 'There is no such tag.', `${field}${name}/${unknown}`)
  }
  const internal = (list: readonly string[]) => [...new Set(list)].map((id) => ids.get(id)!)
  const made = await tx.query<{ id: number }>('select scope_for($1, $2) as id', [internal(left), internal(exclude)])
  return made.rows[0]!.id
}
