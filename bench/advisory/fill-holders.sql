-- 12,500 source packages in four versions each; number 0 is what the new advisory is about.
insert into inventory_software (ecosystem, name, version, purl)
select 'deb', 'package-' || n / 4, 1 + n % 4 || '.0-1', 'pkg:deb/debian/package-' || n / 4 || '@' || 1 + n % 4 || '.0-1?arch=amd64&distro=debian-12'
  from generate_series(0, 49999) n;

create temporary table bench_software as
select software_id, substring(name from 9)::int as package, row_number() over (partition by name order by version) - 1 as version from inventory_software;
create unique index on bench_software (package, version) include (software_id);
analyze bench_software;

insert into network (tenant_id, public_id, name, is_default)
select current_setting('bench.tenant')::int, 'net_' || repeat('0', 22), 'Default', true
 where not exists (select from network where tenant_id = current_setting('bench.tenant')::int);
insert into asset (tenant_id, public_id, network_id, kind, name, first_seen_at, last_seen_at)
select current_setting('bench.tenant')::int, 'ast_' || lpad(n::text, 22, '0'), (select network_id from network where tenant_id = current_setting('bench.tenant')::int limit 1),
       'host', 'host-' || n, now() - interval '1 day', now()
  from generate_series(0, current_setting('bench.assets')::int - 1) n;
create temporary table bench_asset as
select asset_id, substring(name from 6)::int as n from asset where tenant_id = current_setting('bench.tenant')::int;
create index on bench_asset (n);
analyze bench_asset;

-- 59 of the other packages each, the version by the asset; and number 0 on as many as are wanted, spread evenly.
insert into inventory_asset_software (tenant_id, asset_id, software)
select current_setting('bench.tenant')::int, a.asset_id,
       array(select s.software_id from generate_series(1, 59) k join bench_software s on s.package = 1 + (a.n::bigint * 7919 + k * 211) % 12499 and s.version = (a.n + k) % 4
             union
             select s.software_id from bench_software s
              where s.package = 0 and s.version = a.n % 4
                and a.n::bigint * current_setting('bench.fresh')::int / current_setting('bench.assets')::int
                 <> (a.n::bigint + 1) * current_setting('bench.fresh')::int / current_setting('bench.assets')::int
             order by 1)
  from bench_asset a;

insert into inventory_tenant_software (tenant_id, software_id, ecosystem, name, version, version_key, purl, source_name, source_version, asset_count)
select current_setting('bench.tenant')::int, s.software_id, s.ecosystem, s.name, s.version, s.version, s.purl, 'source-' || substring(s.name from 9), s.version, c.n
  from (select i as software_id, count(*)::int as n from inventory_asset_software, unnest(software) i group by 1) c join inventory_software s using (software_id);

insert into assessment (tenant_id, asset_id, judge, basis_no, tests, tested_at, observed_at)
select current_setting('bench.tenant')::int, asset_id, 'vulnerabilities.software',
       (select max(basis_no) from judge_basis where judge = 'vulnerabilities.software'), 1, now() - interval '1 hour', now() - interval '1 hour'
  from bench_asset;

-- What sources said is read of one asset out of each group: the first has it all.
insert into source (tenant_id, public_id, kind, name, public_key, network_id, enrolled_at)
select current_setting('bench.tenant')::int, 'src_' || repeat('0', 22), 'agent', 'bench', 'bench', (select network_id from network where tenant_id = current_setting('bench.tenant')::int limit 1), now();
insert into asset_source (tenant_id, source_id, ref, asset_id, network_id, kind, name, source_kind, said, first_seen_at, last_seen_at, joined_at)
select current_setting('bench.tenant')::int, s.source_id, 'host-' || a.n, a.asset_id, s.network_id, 'host', 'host-' || a.n, 'agent', '', now(), now(), now()
  from bench_asset a join source s on s.tenant_id = current_setting('bench.tenant')::int where a.n < 200;
insert into fact_set (tenant_id, asset_id, fact, scope, source_id, fact_version, epoch, complete, item_count, digest, whole_digest, items,
                      observed_at, received_at, changed_at, since_observed_at, since_at)
select current_setting('bench.tenant')::int, a.asset_id, 'inventory.package', 'dpkg', s.source_id, 1, 1, true, cardinality(h.software), '', '',
       (select jsonb_object_agg(i.name || ' amd64', jsonb_build_object('ecosystem', 'deb', 'name', i.name, 'version', i.version, 'architecture', 'amd64',
          'sourceName', 'source-' || substring(i.name from 9), 'sourceVersion', i.version, 'purl', i.purl))
          from inventory_software i where i.software_id = any (h.software)),
       now(), now(), now(), now(), now()
  from bench_asset a
  join inventory_asset_software h on h.tenant_id = current_setting('bench.tenant')::int and h.asset_id = a.asset_id
  join source s on s.tenant_id = current_setting('bench.tenant')::int
 where a.n < 200;
