-- A tag may ask for the name of a network: it is asked again where an asset comes into another one, and where a network gets another name.
create trigger tag_mark_network after update on asset for each row
  when (old.network_id is distinct from new.network_id)
  execute function tag_mark();

create function tag_mark_network() returns trigger
  language plpgsql set search_path = holdfast, pg_temp as $$
begin
  insert into tag_due (tenant_id, asset_id)
    select tenant_id, asset_id from asset
     where tenant_id = new.tenant_id and network_id = new.network_id and merged_into is null;
  return null;
end $$;
grant execute on function tag_mark_network() to holdfast_app;
create trigger tag_mark_named after update on network for each row
  when (old.name is distinct from new.name)
  execute function tag_mark_network();
