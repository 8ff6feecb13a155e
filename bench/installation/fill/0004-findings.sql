-- A hundred findings on each asset of the large customer and ten on the others', over two thousand checks with a strong skew: half active, an eighth fixed, some reopened.
insert into check_definition (id, app, judge, title, severity, category, lifecycle, definition, digest)
select 'bench-' || n, d.app, d.judge, 'Statement number ' || n || ' holds', 1 + n % 5, d.category, d.lifecycle, d.definition, md5(n::text)
  from generate_series(1, 2000) n, (select * from check_definition order by check_no limit 1) d;

create temporary table bench_check as
select check_no, severity, row_number() over (order by check_no)::int as n from check_definition where id like 'bench-%';
create unique index on bench_check (n);
analyze bench_check;

-- Two thousand checks fit into a hash; what the planner cannot guess is how many rows meet them.
set enable_nestloop = off;
set enable_mergejoin = off;
insert into finding (tenant_id, public_id, asset_id, check_no, place, severity, status, status_at, first_found_at, fixed_at, changed_at, known_at)
select f.tenant_id, 'fnd_' || lpad(f.asset_id::text, 11, '0') || lpad(f.k::text, 11, '0'), f.asset_id, c.check_no, 'p' || f.k, c.severity, f.status,
       f.since + interval '1 hour', f.since, case f.status when 'fixed' then f.since + interval '9 days' end, f.since + interval '1 hour',
       f.since + interval '1 hour'
  from (select a.tenant_id, a.asset_id, k, 1 + floor(2000 * power(random(), 2.5))::int as n, now() - power(random(), 2) * interval '600 days' as since,
               (array['new', 'active', 'active', 'active', 'active', 'fixed', 'reopened', 'active'])[1 + (k + a.i) % 8] as status
          from bench_asset a, generate_series(1, case when a.large then current_setting('bench.findings')::int else 10 end) k) f
  join bench_check c using (n);
reset enable_nestloop;
reset enable_mergejoin;

insert into finding_count (tenant_id, check_no, severity, status, disposition, findings)
select tenant_id, check_no, severity, status, disposition, count(*) from finding group by 1, 2, 3, 4, 5;
insert into asset_findings (tenant_id, asset_id, known_at, critical, high, medium, low, info, findings)
select tenant_id, asset_id, now() - interval '1 day', count(*) filter (where severity = 5), count(*) filter (where severity = 4), count(*) filter (where severity = 3),
       count(*) filter (where severity = 2), count(*) filter (where severity = 1), sum(findings)
  from (select tenant_id, asset_id, case when status <> 'fixed' then severity end as severity, 1 as findings from finding) f group by 1, 2;
insert into finding_detail (tenant_id, finding_id, evidence, evidence_digest, basis_no, reach)
select tenant_id, finding_id, jsonb_build_object('summary', 'It is so at ' || place), md5(place), (select min(basis_no) from judge_basis), 'privileged'
  from finding;
insert into assessment (tenant_id, asset_id, judge, basis_no, tests, tested_at, observed_at, verdicts_digest, settled)
select a.tenant_id, a.asset_id, b.judge, b.basis_no, 2000, a.last_seen_at, a.last_seen_at, '', true
  from bench_asset a, (select * from judge_basis order by basis_no limit 1) b;
