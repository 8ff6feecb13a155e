-- What lists of assets read, as it was, for lists as of a time.
select holdfast_remember('inventory_host', '{asset_id}',
  '{os_id,os_family,os_name,os_version,kernel,architecture,virtualization,cloud,cpu_count,memory_bytes,vendor,package_count,exposed_count,update_count}');
select holdfast_remember('inventory_asset_software', '{asset_id}', '{software}');
select holdfast_remember('inventory_listener', '{asset_id,transport,address,port}', '{all_interfaces,process,package}');
select holdfast_remember('inventory_account', '{asset_id,name}', '{uid,interactive,privileged,password}');
select holdfast_remember('inventory_address', '{asset_id,interface,address}', '{mac}');

-- The dictionary drops what nobody has any more; past software arrays still need its names.
create table inventory_tenant_software_past (
  tenant_id int not null references tenant,
  software_id int not null references inventory_software,
  ecosystem text not null,
  name text not null,
  name_folded text generated always as (lower(name collate "C")) stored,
  version text not null,
  version_key text not null,
  purl text not null,
  primary key (tenant_id, software_id)
);
select holdfast_protect('inventory_tenant_software_past', 'select, insert');
create function inventory_tenant_software_forgotten() returns trigger
  language plpgsql set search_path = holdfast, pg_temp as $$
begin
  insert into inventory_tenant_software_past (tenant_id, software_id, ecosystem, name, version, version_key, purl)
    select tenant_id, software_id, ecosystem, name, version, version_key, purl from gone
    on conflict do nothing;
  return null;
end $$;
grant execute on function inventory_tenant_software_forgotten() to holdfast_app;
create trigger past_forgotten after delete on inventory_tenant_software referencing old table as gone
  for each statement execute function inventory_tenant_software_forgotten();
