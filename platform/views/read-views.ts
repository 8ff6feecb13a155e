import type { TenantTransaction } from '../contract/index.ts'
import type { View } from './view.ts'

/** The views that a person may see, those they like first, then by name. `person` is a public id. */
export async function readViews(
  tx: TenantTransaction,
  person: string,
  wanted: { readonly list?: string; readonly id?: string } = {},
): Promise<readonly View[]> {
  const { rows } = await tx.query<View>(
    `select v.public_id as id, v.list, v.owner, v.owner = $2 as mine, v.name, v.visibility, v.query, v.sort, v.columns, v.facets,
            coalesce(c.favourite, false) as favourite, coalesce(c.is_default, false) as "isDefault",
            v.updated_at as "updatedAt", v.updated_by as "updatedBy", v.version
       from saved_view v
       left join saved_view_choice c on c.tenant_id = v.tenant_id and c.view_id = v.view_id and c.person = $2
      where v.tenant_id = $1 and (v.owner = $2 or v.visibility = 'tenant')
        and ($3::text is null or v.list = $3) and ($4::text is null or v.public_id = $4)
      order by v.list, coalesce(c.favourite, false) desc, v.name_folded, v.view_id
      limit 1000`,
    [tx.tenantId, person, wanted.list ?? null, wanted.id ?? null],
  )
  return rows
}
