-- Says for how many days the transaction's tenant keeps what; less than the installation does. What its provider pushed is theirs to change. Answers whether it could.
create function tenant_retention_own(retention jsonb) returns boolean
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  provider text;
begin
  if coalesce(current_setting('holdfast.pushing', true), '') <> 'on' then
    select b.provider_name into provider from pushed_object o
      join pushed_blueprint b on b.tenant_id = o.tenant_id and b.blueprint = o.blueprint
     where o.tenant_id = holdfast_tenant() and o.kind = 'retention'
       and exists (select from tenant_grant g where g.tenant_id = o.tenant_id and g.provider_id = b.provider_id
                      and g.revoked_at is null and g.expires_at > now());
    if provider is not null then
      raise exception 'It is from %: they change it with their next push, or take it back.', provider using errcode = 'HFPSH';
    end if;
    delete from pushed_object where tenant_id = holdfast_tenant() and kind = 'retention';
  end if;
  update tenant set settings = case when retention = '{}' then settings - 'retention' else settings || jsonb_build_object('retention', retention) end,
         version = version + 1, changed_at = now()
   where id = holdfast_tenant();
  return found;
end $$;
select holdfast_let('pushed_object', 'holdfast_judge', 'select, delete');
select holdfast_let('pushed_blueprint', 'holdfast_judge');
select holdfast_own('tenant_retention_own(jsonb)', 'holdfast_judge');

-- What is older than a tenant wants to keep goes before the partition that it is in.
grant delete on event to holdfast_maintenance;
