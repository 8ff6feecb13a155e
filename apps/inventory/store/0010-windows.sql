-- What systems have that are mended by updates: for questions about updates and features.
create table inventory_update (
  tenant_id int not null references tenant,
  asset_id bigint not null,
  -- KB4012212
  id text not null,
  installed_at timestamptz(3),
  primary key (tenant_id, asset_id, id),
  foreign key (tenant_id, asset_id) references asset
);
create index inventory_update_by_id on inventory_update (tenant_id, id, asset_id);
select holdfast_protect('inventory_update');
select holdfast_let('inventory_update', 'holdfast_search');
select holdfast_scoped_asset('inventory_update');

create table inventory_feature (
  tenant_id int not null references tenant,
  asset_id bigint not null,
  -- smb1
  name text not null,
  enabled boolean not null,
  primary key (tenant_id, asset_id, name),
  foreign key (tenant_id, asset_id) references asset
);
create index inventory_feature_by_name on inventory_feature (tenant_id, name, enabled, asset_id);
select holdfast_protect('inventory_feature');
select holdfast_let('inventory_feature', 'holdfast_search');
select holdfast_scoped_asset('inventory_feature');
