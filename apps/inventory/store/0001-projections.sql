-- What lists and queries about assets read: derived from facts, and remade from them at any time.

-- One row an asset: the single-valued facts and the counts that lists show.
create table inventory_host (
  tenant_id int not null references tenant,
  asset_id bigint not null,
  os_id text,
  os_family text,
  os_name text,
  os_version text,
  kernel text,
  architecture text,
  virtualization text,
  cloud text,
  cpu_count int,
  memory_bytes bigint,
  vendor text,
  product text,
  package_count int not null default 0,
  software_count int not null default 0,
  listener_count int not null default 0,
  exposed_count int not null default 0,
  account_count int not null default 0,
  process_count int not null default 0,
  service_count int not null default 0,
  update_count int not null default 0,
  primary key (tenant_id, asset_id),
  foreign key (tenant_id, asset_id) references asset
);
create index inventory_host_by_os on inventory_host (tenant_id, os_id, os_version);
select holdfast_protect('inventory_host');
select holdfast_let('inventory_host', 'holdfast_search');

-- The dictionary of software identities. owner_tenant is 0 for names of public ecosystems; anything else is seen by its own tenant only.
-- Ids never leave the API.
create table inventory_software (
  software_id int generated always as identity primary key,
  owner_tenant int not null default 0,
  ecosystem text not null,
  name text not null,
  version text not null default '',
  purl text not null,
  unique (owner_tenant, purl)
);
alter table inventory_software enable row level security;
alter table inventory_software force row level security;
create policy owner on inventory_software using (owner_tenant in (0, (select holdfast_tenant())));
grant select, insert on inventory_software to holdfast_app;
select holdfast_let('inventory_software', 'holdfast_search');
select holdfast_let('inventory_software', 'holdfast_judge');
select holdfast_let('inventory_software', 'holdfast_maintenance');

-- The part of the dictionary that a tenant has, with counts: what its lists, facets and autocompletion read.
create table inventory_tenant_software (
  tenant_id int not null references tenant,
  software_id int not null references inventory_software,
  ecosystem text not null,
  name text not null,
  name_folded text generated always as (lower(name collate "C")) stored,
  version text not null,
  version_key text not null,
  purl text not null,
  asset_count int not null check (asset_count >= 0),
  primary key (tenant_id, software_id)
);
create index inventory_tenant_software_by_name on inventory_tenant_software (tenant_id, name_folded, version_key, software_id);
create index inventory_tenant_software_by_count on inventory_tenant_software (tenant_id, asset_count desc, software_id);
select holdfast_protect('inventory_tenant_software');
select holdfast_let('inventory_tenant_software', 'holdfast_search');
select holdfast_let('inventory_tenant_software', 'holdfast_judge');

-- All software of an asset as one array: a pair table is ten times as large.
create table inventory_asset_software (
  tenant_id int not null references tenant,
  asset_id bigint not null,
  software int[] not null,
  primary key (tenant_id, asset_id),
  foreign key (tenant_id, asset_id) references asset
);
create index inventory_asset_software_gin on inventory_asset_software using gin (software);
select holdfast_protect('inventory_asset_software');
select holdfast_let('inventory_asset_software', 'holdfast_search');
select holdfast_let('inventory_asset_software', 'holdfast_judge');

create table inventory_listener (
  tenant_id int not null references tenant,
  asset_id bigint not null,
  transport text not null,
  address text not null,
  port int not null,
  all_interfaces boolean not null,
  loopback boolean not null,
  process text,
  executable text,
  package text,
  primary key (tenant_id, asset_id, transport, address, port),
  foreign key (tenant_id, asset_id) references asset
);
create index inventory_listener_by_port on inventory_listener (tenant_id, port, asset_id);
select holdfast_protect('inventory_listener');
select holdfast_let('inventory_listener', 'holdfast_search');

create table inventory_account (
  tenant_id int not null references tenant,
  asset_id bigint not null,
  name text not null,
  uid bigint not null,
  interactive boolean not null,
  privileged boolean not null,
  password text,
  primary key (tenant_id, asset_id, name),
  foreign key (tenant_id, asset_id) references asset
);
create index inventory_account_by_name on inventory_account (tenant_id, name, asset_id);
select holdfast_protect('inventory_account');
select holdfast_let('inventory_account', 'holdfast_search');

create table inventory_address (
  tenant_id int not null references tenant,
  asset_id bigint not null,
  interface text not null,
  mac text,
  address inet not null,
  primary key (tenant_id, asset_id, interface, address),
  foreign key (tenant_id, asset_id) references asset
);
create index inventory_address_by_address on inventory_address (tenant_id, address, asset_id);
select holdfast_protect('inventory_address');
select holdfast_let('inventory_address', 'holdfast_search');
