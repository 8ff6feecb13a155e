-- The default order of the list for assets as they were: a page as of a time takes its first rows from either side.
create index asset_past_by_name on asset_past (tenant_id, lower(name collate "C"), asset_id) where merged_into is null;
