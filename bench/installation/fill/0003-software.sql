-- About three hundred pieces of software on each asset: two hundred that all of a distribution share in one of a few versions, the rest drawn with a
-- strong skew from twenty thousand. Identity = distribution × 50,000 + name × 3 + version.
insert into inventory_software (software_id, owner_tenant, ecosystem, name, version, purl) overriding system value
select d * 50000 + p * 3 + v, 0, 'deb', 'package-' || p, '1.' || v, 'pkg:deb/' || d || '/package-' || p || '@1.' || v
  from generate_series(0, 4) d, generate_series(1, 16000) p, generate_series(0, 2) v;

insert into inventory_asset_software (tenant_id, asset_id, known_at, software)
select a.tenant_id, a.asset_id, a.first_seen_at, array(
         select a.distribution * 50000 + p * 3 + (a.i + p) % 3 from generate_series(1, 200) p
         union
         select a.distribution * 50000 + (200 + floor(15800 * power(random(), 3))::int) * 3 + a.i % 3 from generate_series(1, 102) g where g + a.i > 0
         order by 1)
  from bench_asset a;

insert into inventory_tenant_software (tenant_id, software_id, ecosystem, name, version, version_key, purl, asset_count)
select c.tenant_id, c.software_id, s.ecosystem, s.name, s.version, '11}1' || right(s.version, 1) || '#', s.purl, c.assets
  from (select tenant_id, unnest(software) as software_id, count(*) as assets from inventory_asset_software group by 1, 2) c
  join inventory_software s using (software_id);
