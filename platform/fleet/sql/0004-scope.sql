-- What people see who are limited to assets by tag: which of these a rule calls stale.
select holdfast_scoped('fleet_stale', 'exists (select from asset a where a.tenant_id = fleet_stale.tenant_id and a.asset_id = fleet_stale.asset_id)');
