-- What limited people see of hosts and software.
select holdfast_scoped_asset('inventory_host');
select holdfast_scoped_asset('inventory_account');
select holdfast_scoped_asset('inventory_address');
select holdfast_scoped_asset('inventory_listener');
select holdfast_scoped_asset('inventory_asset_software');
select holdfast_scoped_asset('inventory_host_past');
select holdfast_scoped_asset('inventory_account_past');
select holdfast_scoped_asset('inventory_address_past');
select holdfast_scoped_asset('inventory_listener_past');
select holdfast_scoped_asset('inventory_asset_software_past');
select holdfast_scoped('inventory_tenant_software_past', 'exists (select from inventory_asset_software_past a
  where a.tenant_id = inventory_tenant_software_past.tenant_id and a.software @> array[inventory_tenant_software_past.software_id])');
-- Names of public ecosystems are everybody's; others are of who has something with them.
select holdfast_scoped('inventory_software', 'owner_tenant = 0 or exists (select from inventory_asset_software a
  where a.tenant_id = inventory_software.owner_tenant and a.software @> array[inventory_software.software_id])');

-- The software of the assets that are seen, counted over these.
create view holdfast_scoped.inventory_tenant_software as
  select t.tenant_id, t.software_id, t.ecosystem, t.name, t.name_folded, t.version, t.version_key, t.purl, c.asset_count
    from (select i.id as software_id, count(*)::int as asset_count
            from inventory_asset_software a cross join unnest(a.software) as i (id)
           where a.tenant_id = (select holdfast_tenant())
             and exists (select from scope_asset s where s.tenant_id = a.tenant_id and s.scope_id = (select holdfast_scope_id()) and s.asset_id = a.asset_id)
           group by 1) c
    join inventory_tenant_software t on t.tenant_id = (select holdfast_tenant()) and t.software_id = c.software_id;
grant select on holdfast_scoped.inventory_tenant_software to holdfast_scoped;

-- Runs as a role that sees past policies, thus it looks at the scope itself.
set local role holdfast_search;
drop function inventory_assets_with_software(int[]);
set local role holdfast_owner;
create function inventory_assets_with_software(ids int[]) returns setof bigint
  language plpgsql stable security definer set search_path = holdfast, pg_temp as $$
declare
  tenant int := holdfast_tenant();
  assets float8;
  sightings float8;
  frequent int[];
  missed float8;
  seen text := case when holdfast_scope_id() is null then '' else ' and exists (select from scope_asset s
    where s.tenant_id = $1 and s.scope_id = holdfast_scope_id() and s.asset_id = inventory_asset_software.asset_id)' end;
begin
  if cardinality(ids) <= 4 then
    -- Planned with the ids at hand, so that the index is taken where few have them.
    return query execute 'select asset_id from inventory_asset_software where tenant_id = $1 and software && $2' || seen using tenant, ids;
    return;
  end if;
  select max(asset_count) into assets from inventory_tenant_software where tenant_id = tenant;
  select sum(asset_count), (array_agg(software_id order by asset_count desc))[1:8] into sightings, frequent
    from inventory_tenant_software where tenant_id = tenant and software_id = any (ids);
  if frequent is null then
    return;
  end if;
  -- The share of assets with none of the most frequent ones, as if these were spread independently.
  select exp(sum(ln(greatest(1 - asset_count / greatest(assets, 1), 1e-9)))) into missed
    from inventory_tenant_software where tenant_id = tenant and software_id = any (frequent);
  if sightings < assets * (1 + 10 * missed) then
    -- All together are seen seldom: each is looked up by itself.
    return query execute 'select distinct a.asset_id from unnest($2) as i(software_id), lateral (
      select asset_id from inventory_asset_software where tenant_id = $1 and software @> array[i.software_id]' || seen || ' offset 0) as a'
      using tenant, ids;
  else
    -- Nearly everybody has one of the frequent ones, and only the rest is looked at closely, against a hash of all ids.
    return query execute 'select asset_id from inventory_asset_software where tenant_id = $1
      and (software && $3 or exists (select from unnest(software) as s(id) where s.id = any ($2)))' || seen
      using tenant, ids, frequent;
  end if;
end $$;
select holdfast_own('inventory_assets_with_software(int[])', 'holdfast_search');
set local role holdfast_search;
grant execute on function inventory_assets_with_software(int[]) to holdfast_scoped;
set local role holdfast_owner;
