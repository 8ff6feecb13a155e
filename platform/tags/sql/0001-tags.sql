-- A name that assets carry: given by hand (static), or to every asset that a query finds (dynamic, system).
create table tag (
  tenant_id int not null references tenant,
  tag_id bigint generated always as identity,
  public_id text not null unique check (public_id ~ '^tag_[0-9A-Za-z]{22}$'),
  parent_id bigint,
  name text not null check (name <> '' and char_length(name) <= 200),
  name_folded text not null generated always as (lower(name collate "C")) stored,
  -- Names from the root to here, joined by " / ".
  path text not null,
  kind text not null check (kind in ('static', 'dynamic', 'system')),
  -- Which of the program's own tags it is.
  system_key text,
  query text,
  -- The answer of the query also changes with the clock.
  timed boolean not null default false,
  colour text not null,
  -- 1 to 5; null says nothing about the assets.
  criticality smallint check (criticality between 1 and 5),
  description text not null default '',
  -- When all assets are to be asked, not only those that changed; null for never.
  due_at timestamptz(3),
  evaluated_at timestamptz(3),
  evaluated_ms int,
  -- Why the query could not be asked.
  problem text,
  created_by text not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  version int not null default 1,
  primary key (tenant_id, tag_id),
  foreign key (tenant_id, parent_id) references tag,
  check (parent_id <> tag_id),
  check ((kind = 'static') = (query is null)),
  check ((kind = 'system') = (system_key is not null))
);
create unique index tag_name on tag (tenant_id, coalesce(parent_id, 0), name_folded);
create unique index tag_system on tag (tenant_id, system_key) where system_key is not null;
create index tag_due_at on tag (due_at, tenant_id) where due_at is not null;
select holdfast_protect('tag');
select holdfast_let('tag', 'holdfast_judge');
select holdfast_let('tag', 'holdfast_search');

-- Which asset has which tag, since when, and by whom; nobody where the query of the tag gave it.
create table asset_tag (
  tenant_id int not null,
  asset_id bigint not null,
  tag_id bigint not null,
  since timestamptz(3) not null,
  given_by text,
  -- The asset is taken for another one at present; what it had comes back should they be told apart.
  resting boolean not null default false,
  primary key (tenant_id, asset_id, tag_id),
  foreign key (tenant_id, asset_id) references asset on delete cascade,
  foreign key (tenant_id, tag_id) references tag on delete cascade
);
create index asset_tag_of on asset_tag (tenant_id, tag_id, asset_id) where not resting;
create index asset_tag_every on asset_tag (tenant_id, tag_id);
select holdfast_protect('asset_tag');
select holdfast_let('asset_tag', 'holdfast_search');

-- The highest criticality over the tags of an asset; no row where none of them says anything.
create table asset_criticality (
  tenant_id int not null,
  asset_id bigint not null,
  criticality smallint not null,
  primary key (tenant_id, asset_id),
  foreign key (tenant_id, asset_id) references asset on delete cascade
);
select holdfast_protect('asset_criticality');

-- Assets of which something changed, so that dynamic tags are to be asked again. Only added to and taken away from:
-- who marks never waits for who evaluates.
create table tag_due (
  tenant_id int not null,
  due_id bigint generated always as identity,
  asset_id bigint not null,
  primary key (tenant_id, due_id),
  foreign key (tenant_id, asset_id) references asset on delete cascade
);
create index tag_due_asset on tag_due (tenant_id, asset_id);
select holdfast_protect('tag_due');
select holdfast_let('tag_due', 'holdfast_judge');

-- Which version of the program's own tags a tenant has.
create table tag_system_version (
  tenant_id int primary key references tenant,
  digest text not null
);
select holdfast_protect('tag_system_version');
select holdfast_let('tag_system_version', 'holdfast_judge');
select holdfast_let('tenant', 'holdfast_judge');

-- A tag given to or taken from many assets at once, so that it can be undone: exactly the assets that changed.
create table tag_change (
  tenant_id int not null,
  change_id bigint generated always as identity,
  public_id text not null unique check (public_id ~ '^tch_[0-9A-Za-z]{22}$'),
  tag_id bigint not null,
  kind text not null check (kind in ('assign', 'unassign')),
  asked text not null,
  assets bigint[] not null,
  made_by text not null,
  made_at timestamptz(3) not null default now(),
  undone_by text,
  undone_at timestamptz(3),
  primary key (tenant_id, change_id),
  foreign key (tenant_id, tag_id) references tag on delete cascade
);
create index tag_change_tag on tag_change (tenant_id, tag_id);
create index tag_change_at on tag_change (made_at);
select holdfast_protect('tag_change');
select holdfast_let('tag_change', 'holdfast_maintenance', 'select, delete');

-- Whatever the query language can ask of an asset and that is kept outside facts marks the asset by itself, whoever
-- changes it. Facts are marked by who stores them.
create function tag_mark() returns trigger
  language plpgsql set search_path = holdfast, pg_temp as $$
begin
  insert into tag_due (tenant_id, asset_id) values (new.tenant_id, new.asset_id);
  return null;
end $$;
grant execute on function tag_mark() to holdfast_app;
create trigger tag_mark_new after insert on asset for each row execute function tag_mark();
create trigger tag_mark_changed after update on asset for each row
  when ((old.name, old.kind, old.merged_into) is distinct from (new.name, new.kind, new.merged_into))
  execute function tag_mark();
create trigger tag_mark_new after insert on asset_source for each row execute function tag_mark();
create trigger tag_mark_changed after update on asset_source for each row
  when ((old.asset_id, old.source_kind) is distinct from (new.asset_id, new.source_kind))
  execute function tag_mark();
create trigger tag_mark_new after insert on asset_findings for each row execute function tag_mark();
create trigger tag_mark_changed after update on asset_findings for each row when (old.* is distinct from new.*)
  execute function tag_mark();

-- Tenants in which something is to be tagged, or which lack the program's own tags of this version. Tells the platform only.
create function tag_tenants(system_digest text) returns table (tenant_id int)
  language sql security definer set search_path = holdfast, pg_temp as $$
  select tenant_id from (
    select tenant_id from tag_due
    union
    select tenant_id from tag where due_at <= now()
    union
    select t.id from tenant t
     where not exists (select from tag_system_version v where v.tenant_id = t.id and v.digest = system_digest)
  ) found where holdfast_scope() = 'platform'
$$;
select holdfast_own('tag_tenants(text)', 'holdfast_judge');
