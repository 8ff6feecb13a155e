-- A tenant with assets, half of which are told how critical they are.
insert into network (tenant_id, public_id, name, is_default)
select current_setting('bench.tenant')::int, 'net_' || repeat('0', 22), 'Default', true
 where not exists (select from network where tenant_id = current_setting('bench.tenant')::int);
insert into asset (tenant_id, public_id, network_id, kind, name, first_seen_at, last_seen_at)
select current_setting('bench.tenant')::int, 'ast_' || lpad(n::text, 22, '0'), (select network_id from network where tenant_id = current_setting('bench.tenant')::int limit 1),
       'host', 'host-' || n, now() - interval '1 day', now()
  from generate_series(0, current_setting('bench.assets')::int - 1) n;
insert into asset_criticality (tenant_id, asset_id, criticality)
select tenant_id, asset_id, 1 + asset_id % 5 from asset where tenant_id = current_setting('bench.tenant')::int and asset_id % 2 = 0;

create temporary table bench_check as
select check_no, name, row_number() over (order by check_no)::int as n from vulnerabilities_cve where name like 'CVE-2026-%';
create unique index on bench_check (n);
analyze bench_check;

-- Fifty different checks on each asset, the first ones far more often than the last; eight CVEs are of one package, and nine in ten can be fixed.
insert into finding (tenant_id, public_id, asset_id, check_no, place, severity, status, status_at, first_found_at, changed_at, known_at)
select current_setting('bench.tenant')::int, 'fnd_' || lpad(k.asset_id::text, 11, '0') || lpad(k.n::text, 11, '0'), k.asset_id, c.check_no, 'deb/package-' || c.n / 8, 5,
       'active', now(), now(), now(), now()
  from (select asset_id, n, row_number() over (partition by asset_id order by min(k)) as nth
          from (select a.asset_id, k, 1 + floor(current_setting('bench.checks')::int * power((hashint8(a.asset_id * 1000 + k) & 65535) / 65536.0, 2.5))::int as n
                  from asset a, generate_series(1, 400) k where a.tenant_id = current_setting('bench.tenant')::int) drawn
         group by 1, 2) k
  join bench_check c using (n)
 where k.nth <= 50;
insert into finding_detail (tenant_id, finding_id, evidence, evidence_digest, fix, basis_no, reach)
select f.tenant_id, f.finding_id, '{}', '', case when f.check_no % 10 > 0 then 'upgrade ' || substring(f.place from 5) || ' to 2.0-1' end,
       (select min(basis_no) from judge_basis), 'privileged'
  from finding f where f.tenant_id = current_setting('bench.tenant')::int;
