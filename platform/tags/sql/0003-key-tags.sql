-- Tags that every asset has of which a source tells that enrolled with the key. Who gave them is the key's public id.
create table activation_key_tag (
  tenant_id int not null,
  activation_key_id bigint not null,
  tag_id bigint not null,
  primary key (tenant_id, activation_key_id, tag_id),
  foreign key (tenant_id, activation_key_id) references activation_key on delete cascade,
  foreign key (tenant_id, tag_id) references tag on delete cascade
);
create index activation_key_tag_of on activation_key_tag (tenant_id, tag_id);
select holdfast_protect('activation_key_tag');

-- A source that has another key gives other tags.
create function tag_mark_source() returns trigger
  language plpgsql set search_path = holdfast, pg_temp as $$
begin
  insert into tag_due (tenant_id, asset_id)
    select tenant_id, asset_id from asset_source where tenant_id = new.tenant_id and source_id = new.source_id;
  return null;
end $$;
grant execute on function tag_mark_source() to holdfast_app;
create trigger tag_mark_key after update on source for each row
  when (old.activation_key_id is distinct from new.activation_key_id)
  execute function tag_mark_source();
