-- The same as inventory_holders, in groups: assets of one tenant that have the very same of the wanted software. Each identity is looked up once for all
-- tenants. Without software where it is not known, or where so much is wanted that grouping takes longer than it saves. Tells the platform only.
create function inventory_holders_alike(names text[]) returns table (tenant_id int, software int[], assets bigint[])
  language plpgsql stable security definer set search_path = holdfast, pg_temp set work_mem = '64MB' as $$
declare
  sightings float8;
begin
  if holdfast_scope() is distinct from 'platform' then
    return;
  end if;
  select sum(asset_count) into sightings from inventory_tenant_software s where s.name_folded = any (names) or s.source_name = any (names);
  if sightings > 3000000 then
    return query select h.tenant_id, '{}'::int[], array_agg(h.asset_id) from inventory_holders(names) h group by h.tenant_id;
    return;
  end if;
  return query
  with wanted as materialized (
    select s.tenant_id, s.software_id from inventory_tenant_software s where s.name_folded = any (names) or s.source_name = any (names)),
  untold as materialized (
    select t.id as tenant_id from tenant t
     where exists (select from inventory_tenant_software u
                    where u.tenant_id = t.id and u.source_name is null and u.ecosystem in ('deb', 'rpm', 'apk'))),
  held as (
    select h.tenant_id, h.asset_id, array_agg(w.software_id order by w.software_id) as ids
      from (select distinct w.software_id from wanted w) each_one
     cross join lateral (
       select a.tenant_id, a.asset_id from inventory_asset_software a where a.software @> array[each_one.software_id] offset 0) h
      join wanted w on w.tenant_id = h.tenant_id and w.software_id = each_one.software_id
     where h.tenant_id not in (select u.tenant_id from untold u)
     group by h.tenant_id, h.asset_id)
  select h.tenant_id, h.ids, array_agg(h.asset_id order by h.asset_id) from held h group by h.tenant_id, h.ids
  union all
  select u.tenant_id, '{}'::int[], array_agg(a.asset_id) from untold u join inventory_asset_software a on a.tenant_id = u.tenant_id group by u.tenant_id;
end $$;
select holdfast_own('inventory_holders_alike(text[])', 'holdfast_judge');

-- What tenants know of identities. Tells the platform only.
create function inventory_software_told(ids int[]) returns table (tenant_id int, software_id int, ecosystem text, purl text, source_name text)
  language sql stable security definer set search_path = holdfast, pg_temp as $$
  select tenant_id, software_id, ecosystem, purl, source_name from inventory_tenant_software
   where holdfast_scope() = 'platform' and software_id = any (ids)
$$;
select holdfast_own('inventory_software_told(int[])', 'holdfast_judge');
