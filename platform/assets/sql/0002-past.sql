-- Assets and their sources as they were, for lists as of a time.
select holdfast_remember('asset', '{asset_id}', '{public_id,kind,name,merged_into,first_seen_at}');
select holdfast_remember('asset_source', '{asset_source_id}', '{asset_id,source_kind}');

-- What is there already is known since it was first seen; what it was before nobody wrote down. The owner sees no row of a table with forced row-level security,
-- thus it is lifted for these statements.
alter table asset no force row level security;
alter table asset disable trigger user;
update asset set known_at = first_seen_at;
alter table asset enable trigger user;
alter table asset force row level security;
alter table asset_source no force row level security;
alter table asset_source disable trigger user;
update asset_source set known_at = joined_at;
alter table asset_source enable trigger user;
alter table asset_source force row level security;
