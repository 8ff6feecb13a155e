-- A request to erase a tenant, as its provider sees it: two people agree, or a time goes by. What is left in the end is the tombstone.
create table tenant_erasure (
  tenant_id int not null references tenant,
  erasure_id bigint generated always as identity,
  public_id text not null unique check (public_id ~ '^ers_[0-9A-Za-z]{22}$'),
  -- Internal id; of nobody any more once it is done.
  child_id int not null,
  child_public_id text not null,
  name text not null,
  state text not null default 'requested' check (state in ('requested', 'approved', 'done', 'cancelled')),
  requested_by text not null,
  requested_at timestamptz(3) not null default now(),
  -- From then on one person is enough.
  waits_until timestamptz(3) not null,
  approved_by text,
  approved_at timestamptz(3),
  finished_at timestamptz(3),
  rows_erased bigint not null default 0,
  -- The end of the erased tenant's audit log, as the installation signed it.
  statement text,
  signature text,
  version int not null default 1,
  primary key (tenant_id, erasure_id)
);
create unique index tenant_erasure_open on tenant_erasure (tenant_id, child_public_id) where state in ('requested', 'approved');
select holdfast_protect('tenant_erasure', 'select, insert, update');

-- Holds a tenant that the transaction's tenant owns, or lets it go (null): while it is held, nothing of it is deleted, neither by age nor by hand. Its people
-- see the hold in the settings of their tenant. Answers whether there is such a tenant.
create function tenant_hold_child(child_id text, hold jsonb, told jsonb) returns boolean
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  child int;
begin
  update tenant set settings = case when hold is null then settings - 'legalHold' else settings || jsonb_build_object('legalHold', hold) end,
         version = version + 1, changed_at = now()
   where public_id = child_id and parent_id = holdfast_tenant() and state <> 'leaving'
  returning id into child;
  if child is null then
    return false;
  end if;
  perform tenant_told(child, told);
  return true;
end $$;
select holdfast_own('tenant_hold_child(text, jsonb, jsonb)', 'holdfast_judge');

-- How it is with a tenant that the transaction's tenant owns, before it is erased.
create function tenant_child_state(child_id text, out child int, out held jsonb, out owns int)
  language sql stable security definer set search_path = holdfast, pg_temp as $$
  select t.id, t.settings -> 'legalHold', (select count(*)::int from tenant c where c.parent_id = t.id)
    from tenant t where t.public_id = child_id and t.parent_id = holdfast_tenant()
$$;
select holdfast_own('tenant_child_state(text)', 'holdfast_judge');

-- Closes a tenant for good, before it is erased: everybody is out. Answers whether it is closed; not while it is held or owns others.
create function tenant_leave(child_id text, told jsonb) returns boolean
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  child int;
begin
  update tenant t set state = 'leaving', version = version + 1, changed_at = now()
   where public_id = child_id and parent_id = holdfast_tenant() and not settings ? 'legalHold'
     and not exists (select from tenant c where c.parent_id = t.id)
  returning id into child;
  if child is null then
    return false;
  end if;
  perform tenant_told(child, told);
  return true;
end $$;
select holdfast_own('tenant_leave(text, jsonb)', 'holdfast_judge');

-- Every table that holds rows of tenants and the column that says whose they are, those that refer to others first: what is erased in this order meets no
-- reference. Found in the catalogue, so that a new table is never forgotten.
create function tenant_tables() returns table (name text, owner_column text, step int, refers_to_itself boolean)
  language sql stable set search_path = holdfast, pg_temp as $$
  with recursive owned as (
    select c.oid, c.relname::text as name, a.attname::text as owner_column from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attname in ('tenant_id', 'owner_tenant') and not a.attisdropped
     where c.relnamespace = 'holdfast'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       -- What the platform alone sees goes with what it refers to.
       and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'platform'
                         and not exists (select from pg_policy q where q.polrelid = c.oid and q.polname = 'tenant'))),
  refers as (
    select distinct k.conrelid as child, k.confrelid as parent from pg_constraint k
     where k.contype = 'f' and k.conrelid <> k.confrelid and k.conparentid = 0
       and k.conrelid in (select oid from owned) and k.confrelid in (select oid from owned)),
  depth as (
    select oid, 0 as step from owned
    union
    select r.parent, d.step + 1 from depth d join refers r on r.child = d.oid where d.step < 50)
  select o.name, o.owner_column, max(d.step)::int,
         exists (select from pg_constraint k where k.contype = 'f' and k.conrelid = o.oid and k.confrelid = o.oid)
    from owned o join depth d using (oid) group by o.oid, o.name, o.owner_column order by 3, 1
$$;
grant execute on function tenant_tables() to holdfast_app;

-- Erases some rows of one table of the transaction's tenant, which is leaving and not held. Answers how many.
create function tenant_erase_rows(target text, most int) returns bigint
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  erased bigint;
  found_table record;
begin
  select * into found_table from tenant_tables() t where t.name = target;
  if found_table.name is null or not exists (
       select from tenant where id = holdfast_tenant() and state = 'leaving' and not settings ? 'legalHold') then
    raise exception 'the tenant is not leaving, or it is held' using errcode = 'insufficient_privilege';
  end if;
  if found_table.refers_to_itself then
    -- Rows of one table that refer to each other go together.
    execute format('delete from %I where %I = $1', target, found_table.owner_column) using holdfast_tenant();
  else
    execute format('delete from %1$I where %2$I = $1 and (tableoid, ctid) in (select tableoid, ctid from %1$I where %2$I = $1 limit $2)',
                   target, found_table.owner_column) using holdfast_tenant(), most;
  end if;
  get diagnostics erased = row_count;
  return erased;
end $$;
grant execute on function tenant_erase_rows(text, int) to holdfast_app;

-- Removes the emptied tenant itself, which the transaction's tenant owns. Answers whether it is gone.
select holdfast_let('tenant', 'holdfast_judge', 'select, insert, update, delete');
create function tenant_forget(child int) returns boolean
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
begin
  delete from tenant where id = child and parent_id = holdfast_tenant() and state = 'leaving';
  return not exists (select from tenant where id = child);
end $$;
select holdfast_own('tenant_forget(int)', 'holdfast_judge');
