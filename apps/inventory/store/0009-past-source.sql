-- What dropped software was built from: advisories are about source packages, also when one asks what was installed earlier. Null for what was dropped before.
alter table inventory_tenant_software_past add source_name text, add source_version text;
create or replace function inventory_tenant_software_forgotten() returns trigger
  language plpgsql set search_path = holdfast, pg_temp as $$
begin
  insert into inventory_tenant_software_past (tenant_id, software_id, ecosystem, name, version, version_key, purl, source_name, source_version)
    select tenant_id, software_id, ecosystem, name, version, version_key, purl, source_name, source_version from gone
    on conflict do nothing;
  return null;
end $$;
