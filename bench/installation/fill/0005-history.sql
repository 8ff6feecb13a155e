-- What was known before: packages that came, changed and went over two years.
insert into fact_change (tenant_id, asset_id, fact, scope, source_id, key, item, began, ended, observed_from, observed_until, received_from, received_until)
select h.tenant_id, h.asset_id, 'package', '', h.asset_id, 'package-' || h.p || '/amd64',
       jsonb_build_object('name', 'package-' || h.p, 'version', '1.' || h.v, 'architecture', 'amd64', 'manager', 'dpkg'),
       case h.v when 0 then 'baseline' else 'changed' end, case when h.v < 3 then 'changed' end,
       h.since, case when h.v < 3 then h.since + interval '180 days' end, h.since, case when h.v < 3 then h.since + interval '180 days' end
  from (select a.tenant_id, a.asset_id, p, v, now() - interval '720 days' + v * interval '180 days' + (a.i % 1000) * interval '1 minute' as since
          from bench_asset a, generate_series(1, current_setting('bench.history')::int / 4) p, generate_series(0, 3) v) h;
