-- A demo may also be owned by a tenant that is no provider, when nobody owns that one.
create or replace function tenant_check_parent() returns trigger
  language plpgsql set search_path = holdfast, pg_temp as $$
declare
  above int := new.parent_id;
  kind_above text;
  steps int := 0;
begin
  while above is not null loop
    steps := steps + 1;
    if above = new.id or steps > 16 then
      raise exception 'tenant % would be its own ancestor, or more than 16 levels deep', new.public_id
        using errcode = 'check_violation';
    end if;
    select parent_id, kind into above, kind_above from tenant where id = above;
    if kind_above is distinct from 'provider'
       and not (new.kind = 'demo' and steps = 1 and above is null and kind_above = 'customer') then
      raise exception 'the parent of tenant % is no provider', new.public_id using errcode = 'check_violation';
    end if;
  end loop;
  return new;
end $$;

-- Makes a tenant of simulated hosts that the transaction's tenant owns: a provider, or one that nobody owns, with at most five of them. It stays marked as demo for
-- all its life, so that nobody takes it for an organisation and nothing else can be removed as a demo. Answers with its internal id.
create function tenant_create_demo(new_id text, new_name text, grant_id text, by text, told jsonb) returns int
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  maker tenant;
  child int;
begin
  select * into maker from tenant where id = holdfast_tenant() and state = 'active' and (kind = 'provider' or kind = 'customer' and parent_id is null)
     for update;
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
select holdfast_own('tenant_create_demo(text, text, text, text, jsonb)', 'holdfast_judge');
