-- A lock that forbids other demos at the same time, and not rows that refer to the tenant: with those it met in deadlocks.
-- Only its owner may replace the function, and may make one at this moment only.
grant create on schema holdfast to holdfast_judge;
set local role holdfast_judge;
create or replace function tenant_create_demo(new_id text, new_name text, grant_id text, by text, told jsonb) returns int
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  maker tenant;
  child int;
begin
  select * into maker from tenant where id = holdfast_tenant() and state = 'active' and (kind = 'provider' or kind = 'customer' and parent_id is null)
     for no key update;
  if maker.id is null then
    raise exception 'only a provider, or a tenant that nobody owns, makes a demo' using errcode = 'insufficient_privilege';
  end if;
  if (select count(*) from tenant where parent_id = maker.id and kind = 'demo') >= 5 then
    raise exception 'there are five demos already' using errcode = 'program_limit_exceeded';
  end if;
  insert into tenant (public_id, name, kind, parent_id) values (new_id, new_name, 'demo', maker.id) returning id into child;
  insert into tenant_grant (tenant_id, public_id, provider_id, provider_public_id, provider_name, role, granted_by, expires_at)
    values (child, grant_id, maker.id, maker.public_id, maker.name, 'owner', by, now() + interval '1 year');
  perform tenant_told(child, told);
  return child;
end $$;
set local role holdfast_owner;
revoke create on schema holdfast from holdfast_judge;
