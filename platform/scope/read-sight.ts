import type { TenantTransaction } from '../contract/index.ts'

/** A tag as it is named where people and tokens are limited. */
export interface NamedTag {
  readonly id: string
  readonly name: string
  readonly path: string
  readonly colour: string
}

/** What somebody sees. */
export interface Sight {
  readonly include: readonly NamedTag[]
  readonly exclude: readonly NamedTag[]
  /** How many assets that is now. */
  readonly assets: number
}

/** What some scopes show, by internal id. */
export async function readSights(
  tx: TenantTransaction,
  scopeIds: readonly (number | null)[],
): Promise<ReadonlyMap<number, Sight>> {
  const ids = [...new Set(scopeIds.filter((id) => id !== null))]
  if (ids.length === 0) return new Map()
  const { rows } = await tx.query<{ id: number; assets: number } & Pick<Sight, 'include' | 'exclude'>>(
    `select z.scope_id as id, z.assets,
            coalesce(jsonb_agg(n.tag order by n.path) filter (where not n.excludes), '[]') as include,
            coalesce(jsonb_agg(n.tag order by n.path) filter (where n.excludes), '[]') as exclude
       from scope_sizes($2::bigint[]) z
       left join lateral (
         select t.excludes, lower(g.path collate "C") as path,
                jsonb_build_object('id', g.public_id, 'name', g.name, 'path', g.path, 'colour', g.colour) as tag
           from scope_tag t join tag g on g.tenant_id = t.tenant_id and g.tag_id = t.tag_id
          where t.tenant_id = $1 and t.scope_id = z.scope_id) n on true
      group by z.scope_id, z.assets`,
    [tx.tenantId, ids],
  )
  return new Map(rows.map(({ id, ...sight }) => [id, sight]))
}
