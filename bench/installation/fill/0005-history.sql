-- What was known before, two hundred rows an asset of the large customer: twenty versions of each host over two years, eighty of the numbers of its
-- findings, and two of each finding there.
insert into inventory_host_past (tenant_id, asset_id, os_id, os_family, os_name, os_version, kernel, architecture, cpu_count, memory_bytes, vendor,
                                 package_count, exposed_count, update_count, known_at, known_until)
select h.tenant_id, h.asset_id, h.os_id, h.os_family, h.os_name, h.os_version, '5.' || v, h.architecture, h.cpu_count, h.memory_bytes, h.vendor,
       h.package_count - v, h.exposed_count, v, h.known_at - v * interval '35 days', h.known_at - (v - 1) * interval '35 days'
  from inventory_host h, generate_series(1, 20) v;
insert into asset_findings_past (tenant_id, asset_id, critical, high, medium, low, info, excepted, known_at, known_until)
select n.tenant_id, n.asset_id, n.critical + v, n.high, n.medium, n.low, n.info, 0, n.known_at - v * interval '9 days', n.known_at - (v - 1) * interval '9 days'
  from asset_findings n, generate_series(1, 80) v;
insert into finding_past (tenant_id, finding_id, public_id, asset_id, check_no, place, severity, status, status_at, disposition, first_found_at,
                          known_at, known_until)
select f.tenant_id, f.finding_id, f.public_id, f.asset_id, f.check_no, f.place, f.severity, case v when 1 then 'new' else 'fixed' end,
       f.first_found_at, 'none', f.first_found_at, f.known_at - v * interval '1 hour', f.known_at - (v - 1) * interval '1 hour'
  from finding f join bench_asset a using (tenant_id, asset_id), generate_series(1, 2) v
 where a.large;
