-- What becomes of assets that nobody hears of any more. Asked once a day.
create table fleet_rule (
  tenant_id int not null references tenant,
  rule_id bigint generated always as identity,
  public_id text not null unique check (public_id ~ '^rul_[0-9A-Za-z]{22}$'),
  name text not null check (name <> '' and char_length(name) <= 200),
  query text not null check (char_length(query) <= 10000),
  action text not null check (action in ('mark-stale', 'purge')),
  -- For purge: how long it can be undone.
  undo_days int not null default 14 check (undo_days between 1 and 90),
  keep_archive boolean not null default false,
  uninstall boolean not null default false,
  enabled boolean not null default true,
  ran_at timestamptz(3),
  found int,
  problem text,
  created_by text not null,
  created_at timestamptz(3) not null default now(),
  version int not null default 1,
  primary key (tenant_id, rule_id)
);
select holdfast_protect('fleet_rule');
select holdfast_let('fleet_rule', 'holdfast_judge');

-- Assets that a rule calls stale.
create table fleet_stale (
  tenant_id int not null,
  asset_id bigint not null,
  rule_id bigint not null,
  since timestamptz(3) not null,
  primary key (tenant_id, asset_id, rule_id),
  foreign key (tenant_id, asset_id) references asset on delete cascade,
  foreign key (tenant_id, rule_id) references fleet_rule on delete cascade
);
create index fleet_stale_of on fleet_stale (tenant_id, rule_id);
select holdfast_protect('fleet_stale');
select holdfast_let('fleet_stale', 'holdfast_search');

-- An asset that was purged: all of its rows were moved out, and come back for as long as that can be undone.
create table fleet_purge (
  tenant_id int not null references tenant,
  purge_id bigint generated always as identity,
  public_id text not null unique check (public_id ~ '^pur_[0-9A-Za-z]{22}$'),
  asset text not null,
  asset_name text not null,
  asset_kind text not null,
  because text not null,
  purged_by text not null,
  purged_at timestamptz(3) not null,
  final_at timestamptz(3) not null,
  state text not null default 'undoable' check (state in ('undoable', 'undone', 'final')),
  keep_archive boolean not null,
  -- Agents that told of nothing else.
  sources bigint[] not null,
  ended_at timestamptz(3),
  primary key (tenant_id, purge_id)
);
create index fleet_purge_final on fleet_purge (final_at) where state = 'undoable';
create index fleet_purge_asset on fleet_purge (tenant_id, asset);
select holdfast_protect('fleet_purge');
select holdfast_let('fleet_purge', 'holdfast_judge');

create table fleet_purge_row (
  tenant_id int not null,
  purge_id bigint not null,
  ordinal int not null,
  tab text not null,
  row jsonb not null,
  primary key (tenant_id, purge_id, ordinal),
  foreign key (tenant_id, purge_id) references fleet_purge on delete cascade
);
select holdfast_protect('fleet_purge_row');

-- Tenants that have rules to be asked, or purges whose time to be undone is over. Tells the platform only.
create function fleet_rule_tenants() returns table (tenant_id int)
  language sql security definer set search_path = holdfast, pg_temp as $$
  select tenant_id from (
    select tenant_id from fleet_rule where enabled
    union select tenant_id from fleet_purge where state = 'undoable' and final_at <= now()
  ) found where holdfast_scope() = 'platform'
$$;
select holdfast_own('fleet_rule_tenants()', 'holdfast_judge');
