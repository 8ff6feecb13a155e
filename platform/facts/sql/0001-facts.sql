-- What one source last said of one fact and scope of an asset.
create table fact_set (
  tenant_id int not null,
  asset_id bigint not null,
  fact text not null,
  scope text not null,
  source_id bigint not null,
  fact_version int not null,
  epoch bigint not null,
  -- Everything in the scope was seen: what is absent is not there.
  complete boolean not null,
  item_count int not null,
  -- SHA-256 over the items without what moves by itself, and over all of them.
  digest bytea not null,
  whole_digest bytea not null,
  -- Key to item.
  items jsonb not null,
  observed_at timestamptz(3) not null,
  received_at timestamptz(3) not null,
  -- Of the last change that history knows, and of the first statement, from which history counts.
  changed_at timestamptz(3) not null,
  since_observed_at timestamptz(3) not null,
  since_at timestamptz(3) not null,
  primary key (tenant_id, asset_id, fact, scope, source_id),
  foreign key (tenant_id, asset_id) references asset on delete cascade,
  foreign key (tenant_id, source_id) references source
) with (fillfactor = 80);
create index fact_set_of_source on fact_set (tenant_id, source_id, fact);
create index fact_set_of_fact on fact_set (tenant_id, fact, asset_id);
select holdfast_protect('fact_set');
select holdfast_let('fact_set', 'holdfast_judge');
select holdfast_let('fact_set', 'holdfast_search');

-- History, written on change only: each row is one version of an item over a half-open time. What was there from the first
-- statement on and never changed has no row; its version began with the set ("baseline") and gets one when it ends.
create table fact_change (
  tenant_id int not null,
  fact_change_id bigint generated always as identity,
  asset_id bigint not null,
  fact text not null,
  scope text not null,
  source_id bigint not null,
  key text not null,
  item jsonb not null,
  began text not null check (began in ('baseline', 'came', 'changed')),
  ended text check (ended in ('changed', 'went')),
  observed_from timestamptz(3) not null,
  observed_until timestamptz(3),
  received_from timestamptz(3) not null,
  received_until timestamptz(3),
  primary key (tenant_id, fact_change_id),
  foreign key (tenant_id, asset_id) references asset on delete cascade,
  check ((ended is null) = (received_until is null))
);
-- The present version of an item that came or changed since the first statement.
create unique index fact_change_open on fact_change (tenant_id, asset_id, fact, scope, source_id, key) where received_until is null;
create index fact_change_began on fact_change (tenant_id, asset_id, received_from, fact_change_id);
create index fact_change_ended on fact_change (tenant_id, asset_id, received_until, fact_change_id) where received_until is not null;
create index fact_change_old on fact_change (fact, received_until) where received_until is not null;
select holdfast_protect('fact_change');
select holdfast_let('fact_change', 'holdfast_judge');
select holdfast_let('fact_change', 'holdfast_search');
select holdfast_let('fact_change', 'holdfast_maintenance', 'select, delete');

-- What should have been seen and was not: shown as not assessed, never as clean.
create table fact_problem (
  tenant_id int not null,
  asset_id bigint not null,
  fact text not null,
  scope text not null,
  source_id bigint not null,
  reason text not null,
  detail text not null,
  observed_at timestamptz(3) not null,
  received_at timestamptz(3) not null,
  since_at timestamptz(3) not null,
  primary key (tenant_id, asset_id, fact, scope, source_id),
  foreign key (tenant_id, asset_id) references asset on delete cascade,
  foreign key (tenant_id, source_id) references source
);
select holdfast_protect('fact_problem');
select holdfast_let('fact_problem', 'holdfast_judge');
select holdfast_let('fact_problem', 'holdfast_search');
