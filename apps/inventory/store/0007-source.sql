-- What a package was built from, since distributions write their advisories about source packages. It stands with the tenant's own row: what one tenant's
-- agents say of a package must not decide for another. Null until it is told, which for rows of older versions is with the next change.
alter table inventory_tenant_software add source_name text, add source_version text;
create index inventory_tenant_software_by_source on inventory_tenant_software (tenant_id, source_name) where source_name is not null;

create or replace view holdfast_scoped.inventory_tenant_software as
  select t.tenant_id, t.software_id, t.ecosystem, t.name, t.name_folded, t.version, t.version_key, t.purl, c.asset_count,
         t.source_name, t.source_version
    from (select i.id as software_id, count(*)::int as asset_count
            from inventory_asset_software a cross join unnest(a.software) as i (id)
           where a.tenant_id = (select holdfast_tenant())
             and exists (select from scope_asset s where s.tenant_id = a.tenant_id and s.scope_id = (select holdfast_scope_id()) and s.asset_id = a.asset_id)
           group by 1) c
    join inventory_tenant_software t on t.tenant_id = (select holdfast_tenant()) and t.software_id = c.software_id;

-- The assets, over all tenants, that have software of one of these names (in small letters), or built from a source of such a name, and which of it. Where nobody told
-- what a system's packages were built from, every asset of the tenant is among them, with none. Tells the platform only.
create function inventory_holders(names text[]) returns table (tenant_id int, asset_id bigint, software int[])
  language sql stable security definer set search_path = holdfast, pg_temp as $$
  with wanted as (
    select t.id as tenant_id, array_agg(distinct s.software_id) as ids
      from tenant t
      cross join lateral (
        select software_id from inventory_tenant_software where tenant_id = t.id and name_folded = any (names)
        union all
        select software_id from inventory_tenant_software where tenant_id = t.id and source_name = any (names)) s
     where holdfast_scope() = 'platform'
     group by t.id),
  untold as (
    select t.id as tenant_id from tenant t
     where holdfast_scope() = 'platform'
       and exists (select from inventory_tenant_software u
                    where u.tenant_id = t.id and u.source_name is null and u.ecosystem in ('deb', 'rpm', 'apk')))
  select h.tenant_id, h.asset_id, array(select i from unnest(h.software) i where i = any (w.ids) order by i)
    from wanted w join inventory_asset_software h on h.tenant_id = w.tenant_id and h.software && w.ids
   where w.tenant_id not in (select u.tenant_id from untold u)
  union all
  select h.tenant_id, h.asset_id, '{}' from untold u join inventory_asset_software h on h.tenant_id = u.tenant_id
$$;
select holdfast_own('inventory_holders(text[])', 'holdfast_judge');
