import type { TenantTransaction } from '../../contract/index.ts'

/** A profile that is being written. */
export interface DraftProfile {
  /** Public ids. */
  readonly tags: readonly string[]
  readonly priority: number
  readonly isDefault: boolean
  /** Public id of the one that is being changed. */
  readonly profile?: string | undefined
}

export interface ProfilePreview {
  /** Living agents of the tenant. */
  readonly agents: number
  /** How many of them have an asset with one of the tags. */
  readonly tagged: number
  /** How many would work by it: the others go by one that is asked before. */
  readonly takes: number
}

/** How many agents would work by a profile if it were saved as it is. */
export async function previewProfile(tx: TenantTransaction, draft: DraftProfile): Promise<ProfilePreview> {
  const { rows } = await tx.query<ProfilePreview>(
    `with mine as (
       select distinct o.source_id
         from tag g
         join asset_tag t on t.tenant_id = g.tenant_id and t.tag_id = g.tag_id and not t.resting
         join asset_source o on o.tenant_id = t.tenant_id and o.asset_id = t.asset_id
        where g.tenant_id = $1 and g.public_id = any ($2::text[])),
     others as (
       select o.source_id, min(array[p.priority::bigint, p.profile_id]) as first
         from fleet_profile p
         join fleet_profile_tag w on w.tenant_id = p.tenant_id and w.profile_id = p.profile_id
         join asset_tag t on t.tenant_id = w.tenant_id and t.tag_id = w.tag_id and not t.resting
         join asset_source o on o.tenant_id = t.tenant_id and o.asset_id = t.asset_id
        where p.tenant_id = $1 and p.public_id is distinct from $3
        group by o.source_id),
     own as (
       select array[$4::bigint, coalesce((select profile_id from fleet_profile where tenant_id = $1 and public_id = $3), 9223372036854775807)] as place)
     select count(*)::int as agents, count(m.source_id)::int as tagged,
            count(*) filter (where case when m.source_id is null then $5 and o.first is null
                                        else o.first is null or own.place < o.first end)::int as takes
       from source s cross join own
       left join mine m on m.source_id = s.source_id
       left join others o on o.source_id = s.source_id
      where s.tenant_id = $1 and s.kind = 'agent' and s.status = 'active'`,
    [tx.tenantId, draft.tags, draft.profile ?? null, draft.priority, draft.isDefault],
  )
  return rows[0] ?? { agents: 0, tagged: 0, takes: 0 }
}
