import type { Instant, TenantTransaction } from '../../contract/index.ts'
import type { AgentSettings } from '../../trust/index.ts'

/** A profile as people see it. */
export interface Profile {
  readonly id: string
  readonly version: number
  readonly name: string
  readonly description: string
  readonly priority: number
  readonly isDefault: boolean
  readonly settings: AgentSettings
  readonly tags: readonly { readonly id: string; readonly name: string; readonly colour: string }[]
  readonly createdBy: string
  readonly createdAt: Instant
  readonly updatedAt: Instant
}

/** All profiles in the order in which they are asked, the default one last; or the one with this public id. */
export async function readProfiles(tx: TenantTransaction, id?: string): Promise<readonly Profile[]> {
  const { rows } = await tx.query<Profile>(
    `select p.public_id as id, p.version, p.name, p.description, p.priority, p.is_default as "isDefault", p.settings,
            coalesce((select jsonb_agg(jsonb_build_object('id', g.public_id, 'name', g.path, 'colour', g.colour) order by lower(g.path collate "C"))
                        from fleet_profile_tag t join tag g on g.tenant_id = t.tenant_id and g.tag_id = t.tag_id
                       where t.tenant_id = $1 and t.profile_id = p.profile_id), '[]') as tags,
            p.created_by as "createdBy", p.created_at as "createdAt", p.updated_at as "updatedAt"
       from fleet_profile p where p.tenant_id = $1 and ($2::text is null or p.public_id = $2)
      order by p.is_default, p.priority, p.profile_id`,
    [tx.tenantId, id ?? null],
  )
  return rows
}
