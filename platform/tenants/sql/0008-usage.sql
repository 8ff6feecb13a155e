-- How much of the database is a tenant's, as it was estimated last.
create table tenant_usage (
  tenant_id int primary key references tenant,
  bytes bigint not null,
  estimated_at timestamptz(3) not null
);
select holdfast_protect('tenant_usage', 'select');
select holdfast_let('tenant_usage', 'holdfast_maintenance', 'select, insert, update, delete');
select holdfast_let('tenant_usage', 'holdfast_judge');

-- What a tenant may have that the transaction's tenant owns, and what it has as long as the grant lives.
create function tenant_child_quota(child_id text, out quota jsonb, out bytes bigint, out estimated_at timestamptz)
  language sql stable security definer set search_path = holdfast, pg_temp as $$
  select coalesce(t.settings -> 'quota', '{}'), u.bytes, u.estimated_at from tenant t
    join tenant_child c on c.tenant_id = t.parent_id and c.child_id = t.id
    left join tenant_usage u on u.tenant_id = t.id and c.granted_until > now()
   where t.public_id = tenant_child_quota.child_id and t.parent_id = holdfast_tenant()
$$;
select holdfast_own('tenant_child_quota(text)', 'holdfast_judge');

grant execute on function tenant_tables() to holdfast_maintenance;
