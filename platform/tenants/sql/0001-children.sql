-- What a provider knows of each tenant that it owns, without looking into it: the name, and how far the grant goes. Kept by triggers, thus always true.
create table tenant_child (
  tenant_id int not null references tenant,
  child_id int not null references tenant on delete cascade,
  public_id text not null,
  name text not null,
  kind text not null,
  state text not null,
  created_at timestamptz(3) not null,
  -- Of the grant that was not revoked; null without one.
  grant_role text,
  granted_until timestamptz(3),
  version int not null default 1,
  primary key (tenant_id, child_id),
  unique (tenant_id, public_id)
);
create index tenant_child_of on tenant_child (child_id);
create index tenant_child_name on tenant_child (tenant_id, lower(name), child_id);
-- Tenants that were owned before this was kept.
alter table tenant no force row level security;
insert into tenant_child (tenant_id, child_id, public_id, name, kind, state, created_at)
  select parent_id, id, public_id, name, kind, state, created_at from tenant where parent_id is not null;
alter table tenant force row level security;

select holdfast_protect('tenant_child', 'select');
select holdfast_let('tenant_child', 'holdfast_judge', 'select, insert, update');

-- The numbers of a tenant as its provider sees them, while the grant lives: a policy of its own hides the row from the moment on in which it ends.
create table tenant_rollup (
  tenant_id int not null,
  child_id int not null,
  until timestamptz(3) not null,
  assets int not null,
  critical int not null,
  high int not null,
  medium int not null,
  low int not null,
  info int not null,
  not_assessed int not null,
  sources int not null,
  silent int not null,
  last_seen_at timestamptz(3),
  -- Up to which change of the tenant was counted, and when.
  changes bigint not null,
  counted_at timestamptz(3) not null,
  primary key (tenant_id, child_id),
  foreign key (tenant_id, child_id) references tenant_child on delete cascade
);
select holdfast_protect('tenant_rollup', 'select');
create policy living on tenant_rollup as restrictive for select to holdfast_app using (until > now());
select holdfast_let('tenant_rollup', 'holdfast_judge', 'select, insert, update, delete');

select holdfast_let('tenant', 'holdfast_judge', 'select, insert, update');
select holdfast_let('tenant_grant', 'holdfast_judge', 'select, insert, update');
select holdfast_let('membership', 'holdfast_judge');
select holdfast_let('outbox_head', 'holdfast_judge');
select holdfast_let('not_assessed', 'holdfast_judge');
select holdfast_let('source_state', 'holdfast_judge');

create function tenant_child_kept() returns trigger
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
begin
  insert into tenant_child as c (tenant_id, child_id, public_id, name, kind, state, created_at)
    values (new.parent_id, new.id, new.public_id, new.name, new.kind, new.state, new.created_at)
    on conflict (tenant_id, child_id) do update
      set name = excluded.name, kind = excluded.kind, state = excluded.state, version = c.version + 1;
  return null;
end $$;
create trigger tenant_child_kept after insert or update of name, kind, state on tenant
  for each row when (new.parent_id is not null) execute function tenant_child_kept();
select holdfast_own('tenant_child_kept()', 'holdfast_judge');

create function tenant_grant_kept() returns trigger
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
begin
  if new.revoked_at is null then
    update tenant_child set grant_role = new.role, granted_until = new.expires_at, version = version + 1
     where tenant_id = new.provider_id and child_id = new.tenant_id;
    update tenant_rollup set until = new.expires_at where tenant_id = new.provider_id and child_id = new.tenant_id;
  elsif tg_op = 'UPDATE' and old.revoked_at is null then
    update tenant_child set grant_role = null, granted_until = null, version = version + 1
     where tenant_id = new.provider_id and child_id = new.tenant_id;
    delete from tenant_rollup where tenant_id = new.provider_id and child_id = new.tenant_id;
  end if;
  return null;
end $$;
create trigger tenant_grant_kept after insert or update on tenant_grant
  for each row execute function tenant_grant_kept();
select holdfast_own('tenant_grant_kept()', 'holdfast_judge');

-- Puts an entry into the chain of another tenant: for the functions below, which have made sure that this one owns it.
create function tenant_told(child int, told jsonb) returns void
  language plpgsql set search_path = holdfast, pg_temp as $$
declare
  here text := current_setting('holdfast.tenant', true);
begin
  perform set_config('holdfast.tenant', child::text, true);
  perform audit_append(told ->> 'entry', told ->> 'actor', told ->> 'action', told ->> 'target');
  perform set_config('holdfast.tenant', here, true);
end $$;
grant execute on function tenant_told(int, jsonb) to holdfast_judge;
grant execute on function audit_append(text, text, text, text) to holdfast_judge;

-- Makes a tenant that the transaction's tenant owns, with the first grant. Answers with its internal id.
create function tenant_create_child(new_id text, new_name text, new_kind text, grant_id text, grant_role text, days int, by text, told jsonb)
  returns int
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  provider tenant;
  child int;
begin
  select * into provider from tenant where id = holdfast_tenant() and kind = 'provider' and state = 'active';
  if provider.id is null then
    raise exception 'only a provider owns tenants' using errcode = 'insufficient_privilege';
  end if;
  insert into tenant (public_id, name, kind, parent_id) values (new_id, new_name, new_kind, provider.id) returning id into child;
  insert into tenant_grant (tenant_id, public_id, provider_id, provider_public_id, provider_name, role, granted_by, expires_at)
    values (child, tenant_create_child.grant_id, provider.id, provider.public_id, provider.name, tenant_create_child.grant_role, by,
            now() + make_interval(days => days));
  perform tenant_told(child, told);
  return child;
end $$;
select holdfast_own('tenant_create_child(text, text, text, text, text, int, text, jsonb)', 'holdfast_judge');

-- Renames, suspends or wakes a tenant that the transaction's tenant owns. Answers whether there is such a one.
create function tenant_change_child(child_id text, new_name text, new_state text, told jsonb) returns boolean
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  child int;
begin
  update tenant set name = coalesce(new_name, name), state = coalesce(new_state, state), version = version + 1, changed_at = now()
   where public_id = child_id and parent_id = holdfast_tenant() and state in ('active', 'suspended')
     and coalesce(new_state, 'active') in ('active', 'suspended')
  returning id into child;
  if child is null then
    return false;
  end if;
  perform tenant_told(child, told);
  return true;
end $$;
select holdfast_own('tenant_change_child(text, text, text, jsonb)', 'holdfast_judge');

-- Grants the provider a way in again where nobody of the tenant's own is left to be asked. Answers whether there is such a tenant.
create function tenant_regrant_child(child_id text, grant_id text, grant_role text, days int, by text, told jsonb) returns boolean
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  provider tenant;
  child int;
begin
  select * into provider from tenant where id = holdfast_tenant() and kind = 'provider' and state = 'active';
  select id into child from tenant t
   where t.public_id = child_id and t.parent_id = provider.id and t.state in ('active', 'suspended')
     and not exists (select from membership m where m.tenant_id = t.id and m.kind = 'own' and m.state = 'active');
  if child is null then
    return false;
  end if;
  update tenant_grant set revoked_at = now(), revoked_by = by, version = version + 1 where tenant_id = child and revoked_at is null;
  insert into tenant_grant (tenant_id, public_id, provider_id, provider_public_id, provider_name, role, granted_by, expires_at)
    values (child, tenant_regrant_child.grant_id, provider.id, provider.public_id, provider.name, tenant_regrant_child.grant_role, by,
            now() + make_interval(days => days));
  perform tenant_told(child, told);
  return true;
end $$;
select holdfast_own('tenant_regrant_child(text, text, text, int, text, jsonb)', 'holdfast_judge');

-- Renames the transaction's own tenant, or makes it a provider, which only a tenant that nobody owns may; back only while it owns none. Answers whether it could.
create function tenant_change_own(new_name text, new_kind text) returns boolean
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
begin
  update tenant t set name = coalesce(new_name, name), kind = coalesce(new_kind, kind), version = version + 1, changed_at = now()
   where id = holdfast_tenant()
     and (new_kind is null or new_kind = kind
          or parent_id is null and (new_kind = 'provider' and kind = 'customer'
               or new_kind = 'customer' and kind = 'provider' and not exists (select from tenant c where c.parent_id = t.id)));
  return found;
end $$;
select holdfast_own('tenant_change_own(text, text)', 'holdfast_judge');
