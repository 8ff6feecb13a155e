-- Assets, their sources, and what lists show of them. Half are seen within the hour, the rest over a month.
insert into asset (tenant_id, public_id, network_id, kind, name, first_seen_at, last_seen_at)
select b.tenant_id, 'ast_' || lpad(b.n::text, 11, '0') || lpad(i::text, 11, '0'), b.network_id, 'host',
       (array['web', 'db', 'app', 'mail', 'build', 'edge'])[1 + i % 6] || '-' || substr(md5(b.n || '.' || i), 1, 8) || '.example',
       now() - random() * interval '700 days', now() - power(random(), 4) * interval '30 days'
  from bench_tenant b, generate_series(1, b.assets) i;

create temporary table bench_asset as
select a.tenant_id, a.asset_id, b.network_id, b.n = 0 as large, row_number() over (partition by a.tenant_id order by a.asset_id)::int as i,
       mod(hashtextextended(a.public_id, 7), 5)::int as distribution, a.first_seen_at, a.last_seen_at, a.name
  from asset a join bench_tenant b using (tenant_id);
update bench_asset set distribution = abs(distribution);
create index on bench_asset (tenant_id, asset_id);
analyze bench_asset;
update asset set known_at = first_seen_at;

insert into source (tenant_id, public_id, kind, name, public_key, network_id, enrolled_at)
select tenant_id, 'src_' || lpad(tenant_id::text, 11, '0') || lpad(i::text, 11, '0'), 'agent', name, md5(tenant_id || '.' || i), network_id, first_seen_at
  from bench_asset;
insert into source_state (tenant_id, source_id, last_seen_at, agent_version, platform)
select s.tenant_id, s.source_id, s.enrolled_at, '0.1.' || s.source_id % 4, 'linux-x64' from source s;
insert into asset_source (tenant_id, source_id, ref, asset_id, network_id, kind, name, source_kind, said, first_seen_at, last_seen_at, joined_at)
select a.tenant_id, s.source_id, 'self', a.asset_id, a.network_id, 'host', a.name, 'agent', '', a.first_seen_at, a.last_seen_at, a.first_seen_at
  from bench_asset a join source s on s.tenant_id = a.tenant_id and s.public_key = md5(a.tenant_id || '.' || a.i);

insert into inventory_host (tenant_id, asset_id, os_id, os_family, os_name, os_version, kernel, architecture, cpu_count, memory_bytes, vendor, product,
                            package_count, software_count, listener_count, exposed_count, account_count, process_count, known_at)
select tenant_id, asset_id, (array['debian', 'ubuntu', 'rocky', 'alpine', 'sles'])[1 + distribution], 'linux',
       (array['Debian GNU/Linux', 'Ubuntu', 'Rocky Linux', 'Alpine Linux', 'SLES'])[1 + distribution], (10 + i % 4)::text, '6.' || i % 18, 'x86_64',
       power(2, i % 7)::int, power(2, i % 8)::bigint * 1073741824, (array['Dell Inc.', 'HPE', 'QEMU', 'Lenovo'])[1 + i % 4], 'Model ' || i % 90,
       300, 300, 3, 2, 24, 90 + i % 60, now() - interval '1 day'
  from bench_asset;
insert into inventory_listener (tenant_id, asset_id, transport, address, port, all_interfaces, loopback, process, known_at)
select tenant_id, asset_id, 'tcp', '0.0.0.0', port, true, false, 'service-' || port, first_seen_at
  from bench_asset, unnest(array[22, (array[80, 443, 3306, 5432, 25])[1 + i % 5], 8000 + i % 900]) port;
insert into inventory_address (tenant_id, asset_id, interface, mac, address, known_at)
select tenant_id, asset_id, 'eth0', '02:00:00:00:00:01', inet '10.0.0.0' + i, first_seen_at from bench_asset;
insert into inventory_account (tenant_id, asset_id, name, uid, interactive, privileged, password, known_at)
select tenant_id, asset_id, u.name, ordinality, ordinality = 1, ordinality = 1, 'locked', first_seen_at
  from bench_asset, unnest(array['root', 'daemon', 'bin', 'team-' || i % 400]) with ordinality as u (name, ordinality);
insert into inventory_host_count (tenant_id, os_id, os_family, os_name, os_version, kernel, architecture, vendor, hosts)
select tenant_id, os_id, os_family, os_name, os_version, kernel, architecture, vendor, count(*) from inventory_host group by 1, 2, 3, 4, 5, 6, 7, 8;
