-- How many hosts have the same values in all columns that lists offer to choose from: each statement that changes hosts adds what it changed, so that writers
-- never wait for each other, and the sum over the rows with a value is its count, exact at any moment. Assets that were merged into others do not count.
create table inventory_host_count (
  tenant_id int not null,
  count_id bigint generated always as identity,
  os_id text,
  os_family text,
  os_name text,
  os_version text,
  kernel text,
  architecture text,
  virtualization text,
  cloud text,
  vendor text,
  hosts int not null,
  primary key (tenant_id, count_id)
);
select holdfast_protect('inventory_host_count');

-- Adds up the rows of the tenant now and then: each 256th row that is added does it, passing over what another one adds up.
create function inventory_host_counted() returns trigger
  language plpgsql set search_path = holdfast, pg_temp as $$
begin
  if new.count_id % 256 > 0 then
    return null;
  end if;
  with gone as (
    delete from inventory_host_count where tenant_id = new.tenant_id and count_id in (
      select count_id from inventory_host_count where tenant_id = new.tenant_id and count_id < new.count_id
       order by count_id limit 20000 for update skip locked)
    returning *)
  insert into inventory_host_count (tenant_id, os_id, os_family, os_name, os_version, kernel, architecture, virtualization, cloud, vendor, hosts)
    select tenant_id, os_id, os_family, os_name, os_version, kernel, architecture, virtualization, cloud, vendor, sum(hosts)
      from gone group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 having sum(hosts) <> 0;
  return null;
end $$;
create trigger counted after insert on inventory_host_count
  for each row when (pg_trigger_depth() < 2) execute function inventory_host_counted();

-- One function for each kind of change, since a trigger's transition tables have the names of what it is for.
create function inventory_host_inserted() returns trigger
  language plpgsql set search_path = holdfast, pg_temp as $$
begin
  insert into inventory_host_count (tenant_id, os_id, os_family, os_name, os_version, kernel, architecture, virtualization, cloud, vendor, hosts)
    select tenant_id, os_id, os_family, os_name, os_version, kernel, architecture, virtualization, cloud, vendor, count(*)
      from came join asset a using (tenant_id, asset_id) where a.merged_into is null group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10;
  return null;
end $$;
create function inventory_host_deleted() returns trigger
  language plpgsql set search_path = holdfast, pg_temp as $$
begin
  insert into inventory_host_count (tenant_id, os_id, os_family, os_name, os_version, kernel, architecture, virtualization, cloud, vendor, hosts)
    select tenant_id, os_id, os_family, os_name, os_version, kernel, architecture, virtualization, cloud, vendor, -count(*)
      from gone join asset a using (tenant_id, asset_id) where a.merged_into is null group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10;
  return null;
end $$;
create function inventory_host_updated() returns trigger
  language plpgsql set search_path = holdfast, pg_temp as $$
begin
  insert into inventory_host_count (tenant_id, os_id, os_family, os_name, os_version, kernel, architecture, virtualization, cloud, vendor, hosts)
    select tenant_id, os_id, os_family, os_name, os_version, kernel, architecture, virtualization, cloud, vendor, sum(n)
      from (select *, 1 as n from came union all select *, -1 from gone) h join asset a using (tenant_id, asset_id)
     where a.merged_into is null group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 having sum(n) <> 0;
  return null;
end $$;
create function inventory_host_merged() returns trigger
  language plpgsql set search_path = holdfast, pg_temp as $$
begin
  insert into inventory_host_count (tenant_id, os_id, os_family, os_name, os_version, kernel, architecture, virtualization, cloud, vendor, hosts)
    select tenant_id, os_id, os_family, os_name, os_version, kernel, architecture, virtualization, cloud, vendor, case when new.merged_into is null then 1 else -1 end
      from inventory_host where tenant_id = new.tenant_id and asset_id = new.asset_id;
  return null;
end $$;
create trigger counted_insert after insert on inventory_host referencing new table as came
  for each statement execute function inventory_host_inserted();
create trigger counted_delete after delete on inventory_host referencing old table as gone
  for each statement execute function inventory_host_deleted();
create trigger counted_update after update on inventory_host referencing old table as gone new table as came
  for each statement execute function inventory_host_updated();
create trigger inventory_host_merged after update of merged_into on asset
  for each row when ((old.merged_into is null) <> (new.merged_into is null)) execute function inventory_host_merged();
grant execute on function inventory_host_counted(), inventory_host_inserted(), inventory_host_deleted(), inventory_host_updated(), inventory_host_merged()
  to holdfast_app;

-- Who sees a part counts that part.
create view holdfast_scoped.inventory_host_count as
  select h.tenant_id, h.os_id, h.os_family, h.os_name, h.os_version, h.kernel, h.architecture, h.virtualization, h.cloud, h.vendor, count(*)::int as hosts
    from inventory_host h join asset a on a.tenant_id = h.tenant_id and a.asset_id = h.asset_id
   where h.tenant_id = (select holdfast_tenant()) and a.merged_into is null
     and exists (select from scope_asset s where s.tenant_id = h.tenant_id and s.scope_id = (select holdfast_scope_id()) and s.asset_id = h.asset_id)
   group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10;
grant select on holdfast_scoped.inventory_host_count to holdfast_scoped;

-- What is there already.
alter table inventory_host no force row level security;
alter table asset no force row level security;
alter table inventory_host_count no force row level security;
insert into inventory_host_count (tenant_id, os_id, os_family, os_name, os_version, kernel, architecture, virtualization, cloud, vendor, hosts)
  select tenant_id, os_id, os_family, os_name, os_version, kernel, architecture, virtualization, cloud, vendor, count(*)
    from inventory_host join asset a using (tenant_id, asset_id) where a.merged_into is null group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10;
alter table inventory_host_count force row level security;
alter table asset force row level security;
alter table inventory_host force row level security;

-- Completion reads the names that begin with what was typed, and how many have them, from this alone.
create index inventory_tenant_software_names on inventory_tenant_software (tenant_id, name_folded collate "C") include (name, asset_count);
