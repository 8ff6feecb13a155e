-- Says how much a tenant may have that the transaction's tenant owns: for sources and assets a soft bound, at which people are warned, and a hard one, at which
-- enrolling is refused. Its people see it in the settings of their tenant. Answers whether there is such a tenant.
create function tenant_quota_child(child_id text, quota jsonb, told jsonb) returns boolean
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  child int;
begin
  update tenant set settings = settings || jsonb_build_object('quota', quota), version = version + 1, changed_at = now()
   where public_id = child_id and parent_id = holdfast_tenant() and state <> 'leaving'
  returning id into child;
  if child is null then
    return false;
  end if;
  perform tenant_told(child, told);
  return true;
end $$;
select holdfast_own('tenant_quota_child(text, jsonb, jsonb)', 'holdfast_judge');
