-- Within a network an address or a name means one thing. Address spaces of two networks may overlap.
create table network (
  tenant_id int not null references tenant,
  network_id bigint generated always as identity,
  public_id text not null unique check (public_id ~ '^net_[0-9A-Za-z]{22}$'),
  name text not null check (name <> '' and char_length(name) <= 200),
  is_default boolean not null default false,
  created_at timestamptz(3) not null default now(),
  primary key (tenant_id, network_id),
  unique (tenant_id, name)
);
create unique index network_default on network (tenant_id) where is_default;
select holdfast_protect('network');
select holdfast_let('network', 'holdfast_judge');
select holdfast_let('network', 'holdfast_search');

-- Anything we keep watch over. What is known of it hangs on what sources say; this row is what they agree to be one thing.
create table asset (
  tenant_id int not null references tenant,
  asset_id bigint generated always as identity,
  public_id text not null unique check (public_id ~ '^ast_[0-9A-Za-z]{22}$'),
  network_id bigint not null,
  kind text not null,
  name text not null,
  -- Set while this asset is taken for the same as another; the row stays, so that the merge can be undone.
  merged_into bigint,
  first_seen_at timestamptz(3) not null,
  last_seen_at timestamptz(3) not null,
  version int not null default 1,
  primary key (tenant_id, asset_id),
  foreign key (tenant_id, network_id) references network,
  foreign key (tenant_id, merged_into) references asset,
  check (merged_into <> asset_id)
);
create index asset_by_kind on asset (tenant_id, kind, asset_id) where merged_into is null;
create index asset_by_name on asset (tenant_id, lower(name), asset_id) where merged_into is null;
create index asset_merged on asset (tenant_id, merged_into) where merged_into is not null;
select holdfast_protect('asset');
select holdfast_let('asset', 'holdfast_judge');
select holdfast_let('asset', 'holdfast_search');

-- What one source calls by one name. An asset is a set of these; merging and splitting moves them, and never changes
-- what they say.
create table asset_source (
  tenant_id int not null references tenant,
  asset_source_id bigint generated always as identity,
  source_id bigint not null,
  ref text not null,
  asset_id bigint not null,
  network_id bigint not null,
  kind text not null,
  name text not null,
  -- agent, scanner, sensor, connector, import: an asset has at most one living agent.
  source_kind text not null,
  -- Of what the source said, to see at once that nothing changed.
  said text not null,
  first_seen_at timestamptz(3) not null,
  last_seen_at timestamptz(3) not null,
  joined_at timestamptz(3) not null,
  primary key (tenant_id, asset_source_id),
  unique (tenant_id, source_id, ref),
  -- A source that uses two names means two things.
  unique (tenant_id, asset_id, source_id),
  foreign key (tenant_id, asset_id) references asset,
  foreign key (tenant_id, network_id) references network
);
select holdfast_protect('asset_source');
select holdfast_let('asset_source', 'holdfast_judge');
select holdfast_let('asset_source', 'holdfast_search');

create table asset_identifier (
  tenant_id int not null references tenant,
  network_id bigint not null,
  kind text not null,
  value text not null,
  asset_source_id bigint not null,
  primary key (tenant_id, network_id, kind, value, asset_source_id),
  foreign key (tenant_id, asset_source_id) references asset_source
);
create index asset_identifier_of on asset_identifier (tenant_id, asset_source_id);
select holdfast_protect('asset_identifier');
select holdfast_let('asset_identifier', 'holdfast_search');

-- Why what a source calls by one name came to an asset, or left it. Never changed but by being undone.
create table asset_merge (
  tenant_id int not null references tenant,
  merge_id bigint generated always as identity,
  public_id text not null unique check (public_id ~ '^mrg_[0-9A-Za-z]{22}$'),
  kind text not null check (kind in ('merge', 'split')),
  -- Where the moved ones are after it, and where they were before.
  into_asset_id bigint not null,
  from_asset_id bigint not null,
  moved bigint[] not null,
  -- The rule that decided, or "by-hand"; and what decided, in words with values.
  rule text not null,
  because text not null,
  decided_by text,
  at timestamptz(3) not null,
  undone_at timestamptz(3),
  undone_by text,
  primary key (tenant_id, merge_id),
  foreign key (tenant_id, into_asset_id) references asset,
  foreign key (tenant_id, from_asset_id) references asset
);
create index asset_merge_into on asset_merge (tenant_id, into_asset_id, merge_id);
create index asset_merge_from on asset_merge (tenant_id, from_asset_id, merge_id);
select holdfast_protect('asset_merge');

-- Pairs that a person, or a contradiction that cannot be explained away, has told apart: no rule joins them again.
create table asset_apart (
  tenant_id int not null references tenant,
  low_id bigint not null,
  high_id bigint not null,
  because text not null,
  decided_by text,
  at timestamptz(3) not null,
  primary key (tenant_id, low_id, high_id),
  foreign key (tenant_id, low_id) references asset_source,
  foreign key (tenant_id, high_id) references asset_source,
  check (low_id < high_id)
);
create index asset_apart_high on asset_apart (tenant_id, high_id);
select holdfast_protect('asset_apart');
