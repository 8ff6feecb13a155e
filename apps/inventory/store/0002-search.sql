-- The array operators are not leakproof, so that row-level security keeps their index from being used: this listed function searches for the tenant of
-- the transaction, and its caller joins the ids again under row-level security.
create function inventory_assets_with_software(ids int[]) returns setof bigint
  language sql stable security definer set search_path = holdfast, pg_temp as
  'select asset_id from inventory_asset_software where tenant_id = holdfast_tenant() and software && ids';
select holdfast_own('inventory_assets_with_software(int[])', 'holdfast_search');
