-- A screen of figures that somebody composed of queries: its widgets in their order, as one document.
create table board (
  tenant_id int not null references tenant,
  board_id bigint generated always as identity,
  public_id text not null unique check (public_id ~ '^brd_[0-9A-Za-z]{22}$'),
  -- Public id of whose it is.
  owner text not null,
  name text not null check (char_length(name) between 1 and 100),
  name_folded text not null generated always as (lower(name collate "C")) stored,
  description text not null default '' check (char_length(description) <= 1000),
  visibility text not null check (visibility in ('private', 'tenant')),
  widgets jsonb not null check (jsonb_typeof(widgets) = 'array'),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  updated_by text not null,
  -- Raised with every change, for ETag and If-Match.
  version int not null default 1,
  -- What its owner saw, where that was limited: it is shared with those of the same scope.
  scope_id bigint default holdfast_scope_id(),
  primary key (tenant_id, board_id)
);
create unique index board_name on board (tenant_id, owner, name_folded);
select holdfast_protect('board');
select holdfast_let('board', 'holdfast_judge');
select holdfast_scoped('board', 'owner = (select holdfast_caller()) or visibility = ''tenant'' and scope_id = (select holdfast_scope_id())',
  'select, insert, update, delete', 'owner = (select holdfast_caller())');

-- The board that somebody begins with; of nobody (''), the one that the tenant begins with.
create table board_home (
  tenant_id int not null,
  person text not null,
  board_id bigint not null,
  primary key (tenant_id, person),
  foreign key (tenant_id, board_id) references board on delete cascade
);
create index board_home_board on board_home (tenant_id, board_id);
select holdfast_protect('board_home');
select holdfast_scoped('board_home', 'person = (select holdfast_caller())', 'select, insert, update, delete');

-- What a query counted of the whole tenant as of a time, so that a line need not be counted point by point while one waits. It can be dropped and is counted anew.
create table board_sample (
  tenant_id int not null references tenant,
  -- SHA-256 over the list and the canonical query.
  series bytea not null check (octet_length(series) = 32),
  at timestamptz(3) not null,
  value bigint not null,
  primary key (tenant_id, series, at)
);
select holdfast_protect('board_sample');
select holdfast_let('board_sample', 'holdfast_maintenance', 'select, delete');

-- Tenants with boards, for the task that counts ahead. Tells the platform only.
create function board_tenants() returns table (tenant_id int)
  language sql security definer set search_path = holdfast, pg_temp as $$
  select distinct tenant_id from board where holdfast_scope() = 'platform'
$$;
select holdfast_own('board_tenants()', 'holdfast_judge');
