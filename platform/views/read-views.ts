import type { TenantTransaction } from '../contract/index.ts'
import type { View, ViewUnit } from './view.ts'

/** Internal id of the unit that a person, by public id `$2`, is in. */
const ownUnit = `(select m.unit_id from membership m join person p on p.id = m.person_id
                   where m.tenant_id = $1 and p.public_id = $2 and m.state = 'active')`

/**
 * The views that a person may see, those they like first, then by name: their own, those of their unit and of the tenant, and with `shares` those of every
 * unit that they see. `person` is a public id.
 */
export async function readViews(
  tx: TenantTransaction,
  person: string,
  wanted: { readonly list?: string; readonly id?: string; readonly shares?: boolean } = {},
): Promise<readonly View[]> {
  const { rows } = await tx.query<View>(
    `with own as (select ${ownUnit} as unit_id),
     seen as (
       select v.*, u.public_id as unit, u.name as unit_name, coalesce(c.favourite, false) as favourite,
              case when c.is_default then 1
                   when not v.begins or c.declined then null
                   when v.visibility = 'unit' and v.unit_id = own.unit_id then 2
                   when v.visibility = 'tenant' and v.scope_id is not distinct from holdfast_scope_id() then 3 end as nearness
         from saved_view v cross join own
         left join unit u on u.tenant_id = v.tenant_id and u.unit_id = v.unit_id
         left join saved_view_choice c on c.tenant_id = v.tenant_id and c.view_id = v.view_id and c.person = $2
        where v.tenant_id = $1 and ($3::text is null or v.list = $3)
          and (v.owner = $2 or v.visibility = 'tenant' or v.visibility = 'unit' and v.unit_id is not null and ($5 or v.unit_id = own.unit_id))),
     ranked as (select *, min(nearness) over (partition by list) as nearest from seen)
     select public_id as id, list, owner, owner = $2 as mine, name,
            case when visibility = 'unit' and unit_id is null then 'private' else visibility end as visibility,
            unit, unit_name as "unitName", begins and (visibility = 'tenant' or unit_id is not null) as begins,
            query, sort, columns, facets, favourite, coalesce(nearness = nearest, false) as "isDefault",
            updated_at as "updatedAt", updated_by as "updatedBy", version
       from ranked where $4::text is null or public_id = $4
      order by list, favourite desc, name_folded, view_id
      limit 1000`,
    [tx.tenantId, person, wanted.list ?? null, wanted.id ?? null, wanted.shares ?? false],
  )
  return rows
}

/** The units that somebody may share views with, their own first. `person` is a public id. */
export async function readViewUnits(tx: TenantTransaction, person: string): Promise<readonly ViewUnit[]> {
  const { rows } = await tx.query<ViewUnit>(
    `select u.public_id as id, u.name, coalesce(u.unit_id = own.unit_id, false) as own
       from unit u cross join (select ${ownUnit} as unit_id) own
      where u.tenant_id = $1 order by 3 desc, lower(u.name), u.unit_id limit 1000`,
    [tx.tenantId, person],
  )
  return rows
}
