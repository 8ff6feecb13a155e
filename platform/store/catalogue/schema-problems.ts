import type pg from 'pg'

/** A place where the schema would let data cross the border between tenants, or is likely to. */
export interface SchemaProblem {
  readonly kind:
    | 'unprotected-table'
    | 'open-partition'
    | 'open-policy'
    | 'key-without-tenant'
    | 'reference-without-tenant'
    | 'view-as-owner'
    | 'materialized-view'
    | 'function-path'
    | 'function-for-all'
    | 'foreign-owner'
  /** Table, constraint, index or function. */
  readonly place: string
  readonly message: string
}

/** Looks through the catalogue for what holdfast_protect and the house rules would not have left. Empty is good. */
export async function schemaProblems(client: pg.ClientBase): Promise<SchemaProblem[]> {
  const { rows } = await client.query<SchemaProblem>(query)
  return rows
}

const tenantPolicy = '(tenant_id = ( SELECT holdfast_tenant() AS holdfast_tenant))'

const query = `
with members as (select objid from pg_depend where deptype = 'e'),
tables as (
  select c.oid, c.relname::text as name, c.relispartition as partition, c.relrowsecurity and c.relforcerowsecurity as forced, c.relacl, c.relowner,
         (select attnum from pg_attribute where attrelid = c.oid and attname = 'tenant_id' and not attisdropped) as tenant,
         exists (select from pg_policy where polrelid = c.oid and polname = 'tenant') as owned
    from pg_class c
   where c.relnamespace = 'holdfast'::regnamespace and c.relkind in ('r', 'p') and c.oid not in (select objid from members)),
named_keys as (
  select i.indexrelid::regclass::text as name, t.name as "table", t.tenant, i.indisprimary as is_primary,
         i.indkey::int2[] as columns,
         (select array_agg(attname::text) from pg_attribute where attrelid = t.oid and attnum = any (i.indkey::int2[])) as names
    from tables t join pg_index i on i.indrelid = t.oid
   where i.indisunique and t.tenant is not null and t.owned and not t.partition)
select 'unprotected-table' as kind, name as place, 'has tenant_id; its migration does not call holdfast_protect' as message
  from tables t
 where tenant is not null and not partition
   and not (forced and owned and exists (select from pg_policy where polrelid = t.oid and polname = 'tenant' and polroles = '{0}'
                                            and polcmd = '*' and pg_get_expr(polqual, polrelid) = '${tenantPolicy}'))
   -- A table of the platform may say of a row which tenant it concerns: then no tenant sees it.
   and not (forced and not owned and exists (select from pg_policy where polrelid = t.oid and polname = 'platform'))
union all
select 'open-partition', name, 'somebody may reach this partition past the policies of its table'
  from tables t where partition and exists (select from aclexplode(relacl) where grantee <> relowner)
union all
select 'open-policy', t.name || ' ' || polname, 'lets everybody, or the application, see all rows'
  from tables t join pg_policy p on p.polrelid = t.oid
 where pg_get_expr(polqual, polrelid) = 'true' and (polroles = '{0}' or 'holdfast_app'::regrole = any (polroles))
union all
select 'key-without-tenant', name, 'the primary key of ' || "table" || ' does not begin with tenant_id'
  from named_keys where is_primary and columns[0] <> tenant
union all
select 'key-without-tenant', name, 'a unique key of ' || "table" || ' tells one tenant what another has: add tenant_id'
  from named_keys where not is_primary and not (tenant = any (columns))
   and exists (select from unnest(names) as column_name where column_name <> 'public_id' and column_name !~ '(^|_)digest$')
union all
select 'reference-without-tenant', t.name || ' ' || conname, 'refers to ' || r.name || ' without its tenant_id'
  from pg_constraint k join tables t on t.oid = k.conrelid join tables r on r.oid = k.confrelid
 where k.contype = 'f' and r.tenant is not null and not t.partition and k.conparentid = 0
   and (t.tenant is null
        or not exists (select from generate_subscripts(k.conkey, 1) as i where k.conkey[i] = t.tenant and k.confkey[i] = r.tenant))
union all
select 'view-as-owner', c.relname, 'runs with its owner''s policies: make it "with (security_invoker = true)"'
  from pg_class c
 where c.relnamespace = 'holdfast'::regnamespace and c.relkind = 'v' and c.oid not in (select objid from members)
   and not coalesce('security_invoker=true' = any (c.reloptions), false)
union all
select 'materialized-view', c.relname, 'cannot have policies: use a table'
  from pg_class c where c.relnamespace = 'holdfast'::regnamespace and c.relkind = 'm' and c.oid not in (select objid from members)
union all
select 'function-path', p.oid::regprocedure::text, 'is security definer without "set search_path = holdfast, pg_temp"'
  from pg_proc p
 where p.pronamespace = 'holdfast'::regnamespace and p.prosecdef and p.oid not in (select objid from members)
   and not coalesce('search_path=holdfast, pg_temp' = any (p.proconfig), false)
union all
select 'function-for-all', p.oid::regprocedure::text, 'may be called by everybody: grant it to the roles that need it'
  from pg_proc p
 where p.pronamespace = 'holdfast'::regnamespace and p.oid not in (select objid from members)
   and p.proname not in ('holdfast_tenant', 'holdfast_scope', 'holdfast_scope_id', 'holdfast_caller')
   and exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) where grantee = 0)
union all
select 'foreign-owner', c.relname, 'belongs to ' || c.relowner::regrole || ', not to holdfast_owner'
  from pg_class c
 where c.relnamespace = 'holdfast'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and c.oid not in (select objid from members)
   and c.relowner <> 'holdfast_owner'::regrole
order by 1, 2`
