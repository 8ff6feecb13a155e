-- One row per customer. A provider owns child tenants; a customer owns none.
create table tenant (
  id int generated always as identity primary key,
  public_id text not null unique check (public_id ~ '^ten_[0-9A-Za-z]{22}$'),
  name text not null check (name <> '' and char_length(name) <= 200),
  kind text not null default 'customer' check (kind in ('provider', 'customer', 'demo')),
  parent_id int references tenant,
  state text not null default 'active' check (state in ('active', 'suspended', 'leaving')),
  settings jsonb not null default '{}' check (jsonb_typeof(settings) = 'object'),
  -- Raised with every change, for ETag and If-Match.
  version int not null default 1,
  created_at timestamptz(3) not null default now(),
  changed_at timestamptz(3) not null default now(),
  check (parent_id <> id)
);
create index tenant_children on tenant (parent_id, id) where parent_id is not null;

-- A tenant sees itself; the list of all is for asPlatform. Both go through one policy each.
select holdfast_platform('tenant');
create policy tenant on tenant for select using (id = (select holdfast_tenant()));

-- The parent must be a provider, and the way up must end: sixteen steps are more than any reseller has.
create function tenant_check_parent() returns trigger
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
    if kind_above is distinct from 'provider' then
      raise exception 'the parent of tenant % is no provider', new.public_id using errcode = 'check_violation';
    end if;
  end loop;
  return new;
end $$;
create trigger tenant_check_parent before insert or update of parent_id on tenant
  for each row when (new.parent_id is not null) execute function tenant_check_parent();
