/** Where a guest comes from, and what they may do there: they may no more as a guest. */
export interface GuestOf {
  readonly tenantName: string
  readonly tenantPublicId: string
  readonly role: string
  readonly ownPermissions: string[] | null
}

/**
 * What a membership `m` in a tenant `t` is worth at this moment. A guest's rests on three things, looked at with each request: the grant lives, they are
 * a member of the provider still, and the provider itself may act.
 */
export const guestJoins = `
  left join tenant_grant g on m.kind = 'granted' and g.tenant_id = m.tenant_id and g.provider_id = m.provider_id
    and g.revoked_at is null and g.expires_at > now()
  left join membership pm on g.grant_id is not null and pm.tenant_id = m.provider_id and pm.person_id = m.person_id and pm.kind = 'own'
    and pm.state = 'active' and pm.scope_id is null and (pm.expires_at is null or pm.expires_at > now())
  left join tenant pt on pt.id = pm.tenant_id and pt.state = 'active'
  left join own_role po on po.tenant_id = pm.tenant_id and po.name = pm.role
  left join own_role o on o.tenant_id = m.tenant_id and o.name = coalesce(g.role, m.role)`

/** The role, and for a guest where they come from. */
export const roleColumns = `coalesce(g.role, m.role) as role, o.permissions as "ownPermissions",
  case when m.kind = 'granted' then jsonb_build_object('tenantName', pt.name, 'tenantPublicId', pt.public_id, 'role', pm.role,
    'ownPermissions', po.permissions) end as "guestOf"`

/** A suspended tenant is closed to its own people; those of its provider may still look after it. */
export const mayAct = `(m.state = 'active' and (m.expires_at is null or m.expires_at > now())
  and case m.kind when 'own' then t.state = 'active' else t.state in ('active', 'suspended') and pt.id is not null end)`
