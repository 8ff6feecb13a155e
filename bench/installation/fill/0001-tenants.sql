-- One provider, one large customer and a long tail; the first of the tail has exactly ten assets.
create temporary table bench_tenant as
with tail as (
  select n, power(n + 20, -1.2) as share from generate_series(1, current_setting('bench.tenants')::int - 1) n
), sized as (
  select n, greatest(1, round(share / (sum(share) over ()) * (current_setting('bench.assets')::int / 2)))::int as assets from tail
)
select 0 as n, current_setting('bench.assets')::int / 2 as assets, 0 as tenant_id, 0::bigint as network_id
union all
select n, case n when 1 then 10 else assets end, 0, 0 from sized;

-- What a provider knows of its tenants is kept by triggers.
set session_replication_role = origin;
insert into tenant (public_id, name, kind, parent_id)
select 'ten_' || lpad(n::text, 22, '0'), case n when 0 then 'The large one' when 1 then 'The one of ten' else 'Customer ' || n end, 'customer',
       current_setting('bench.provider')::int
  from bench_tenant;
insert into network (tenant_id, public_id, name, is_default)
select id, 'net_' || right(public_id, 22), 'Default', true from tenant where parent_id is not null;
update bench_tenant b set tenant_id = t.id, network_id = k.network_id
  from tenant t join network k on k.tenant_id = t.id where t.public_id = 'ten_' || lpad(b.n::text, 22, '0');
insert into tenant_grant (tenant_id, public_id, provider_id, provider_public_id, provider_name, role, granted_by, expires_at)
select b.tenant_id, 'grt_' || lpad(b.n::text, 22, '0'), p.id, p.public_id, p.name, 'owner', 'the bench', now() + interval '90 days'
  from bench_tenant b, tenant p where p.id = current_setting('bench.provider')::int;
set session_replication_role = replica;
create unique index on bench_tenant (tenant_id);
analyze bench_tenant;
