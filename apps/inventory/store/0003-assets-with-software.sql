-- "Who has any of these?" for a handful or for a thousand identities. PostgreSQL compares two arrays element by element, which for long ones costs far more
-- than it looks; the counts that are kept of each identity tell which of three ways is the short one.
-- Only its owner may drop the one that it takes the place of.
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
begin
  if cardinality(ids) <= 4 then
    -- Planned with the ids at hand, so that the index is taken where few have them.
    return query execute 'select asset_id from inventory_asset_software where tenant_id = $1 and software && $2' using tenant, ids;
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
      select asset_id from inventory_asset_software where tenant_id = $1 and software @> array[i.software_id] offset 0) as a'
      using tenant, ids;
  else
    -- Nearly everybody has one of the frequent ones, and only the rest is looked at closely, against a hash of all ids.
    return query execute 'select asset_id from inventory_asset_software where tenant_id = $1
      and (software && $3 or exists (select from unnest(software) as s(id) where s.id = any ($2)))'
      using tenant, ids, frequent;
  end if;
end $$;
select holdfast_own('inventory_assets_with_software(int[])', 'holdfast_search');
