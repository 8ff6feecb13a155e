-- Tags, and which asset had which, as they were, for lists as of a time. A name stays readable after its tag is gone.
select holdfast_remember('tag', '{tag_id}', '{public_id,name,name_folded,path,kind,colour}');
select holdfast_remember('asset_tag', '{asset_id,tag_id}', '{since,resting}');
select holdfast_remember('asset_criticality', '{asset_id}', '{criticality}');

alter table tag no force row level security;
alter table tag disable trigger user;
update tag set known_at = created_at;
alter table tag enable trigger user;
alter table tag force row level security;
alter table asset_tag no force row level security;
alter table asset_tag disable trigger user;
update asset_tag set known_at = since;
alter table asset_tag enable trigger user;
alter table asset_tag force row level security;
