-- How many assets have each tag: kept, not computed, for the tree, for facets without a filter and for completion. Who
-- changes which assets have which tags holds the tenant's lock, thus two never meet here.
create table tag_count (
  tenant_id int not null,
  tag_id bigint not null,
  assets int not null,
  primary key (tenant_id, tag_id)
);
select holdfast_protect('tag_count');

-- Three functions, since a trigger's transition tables have the names of what it is for.
create function asset_tag_inserted() returns trigger
  language plpgsql set search_path = holdfast, pg_temp as $$
begin
  insert into tag_count as c (tenant_id, tag_id, assets)
    select tenant_id, tag_id, count(*) from came where not resting group by 1, 2 order by 1, 2
    on conflict (tenant_id, tag_id) do update set assets = c.assets + excluded.assets;
  return null;
end $$;

create function asset_tag_deleted() returns trigger
  language plpgsql set search_path = holdfast, pg_temp as $$
begin
  update tag_count c set assets = c.assets - g.assets
    from (select tenant_id, tag_id, count(*) as assets from gone where not resting group by 1, 2) g
   where c.tenant_id = g.tenant_id and c.tag_id = g.tag_id;
  return null;
end $$;

create function asset_tag_updated() returns trigger
  language plpgsql set search_path = holdfast, pg_temp as $$
begin
  insert into tag_count as c (tenant_id, tag_id, assets)
    select tenant_id, tag_id, sum(n)
      from (select tenant_id, tag_id, 1 as n from came where not resting
            union all
            select tenant_id, tag_id, -1 from gone where not resting) f
     group by 1, 2 having sum(n) <> 0 order by 1, 2
    on conflict (tenant_id, tag_id) do update set assets = c.assets + excluded.assets;
  return null;
end $$;

create trigger asset_tag_inserted after insert on asset_tag referencing new table as came
  for each statement execute function asset_tag_inserted();
create trigger asset_tag_updated after update on asset_tag referencing old table as gone new table as came
  for each statement execute function asset_tag_updated();
create trigger asset_tag_deleted after delete on asset_tag referencing old table as gone
  for each statement execute function asset_tag_deleted();
grant execute on function asset_tag_inserted(), asset_tag_updated(), asset_tag_deleted() to holdfast_app;

-- What is there already. The owner sees no row of a table with forced row-level security, thus it is lifted for this statement.
alter table asset_tag no force row level security;
alter table tag_count no force row level security;
insert into tag_count (tenant_id, tag_id, assets)
  select tenant_id, tag_id, count(*) from asset_tag where not resting group by 1, 2;
alter table tag_count force row level security;
alter table asset_tag force row level security;
