-- A query that is watched, when it is to be told of, and through which channels.
create table alert_rule (
  tenant_id int not null references tenant,
  rule_id bigint generated always as identity,
  public_id text not null unique check (public_id ~ '^alr_[0-9A-Za-z]{22}$'),
  name text not null check (name <> '' and char_length(name) <= 100),
  name_folded text not null generated always as (lower(name collate "C")) stored,
  description text not null default '' check (char_length(description) <= 2000),
  -- Name of the list: findings, assets.
  list text not null check (list ~ '^[a-z][a-z-]{0,40}$'),
  query text not null check (octet_length(query) <= 100000),
  trigger jsonb not null check (jsonb_typeof(trigger) = 'object'),
  -- What begins to match within so many minutes is told at once; 0 for immediately.
  collect_minutes int not null default 0 check (collect_minutes between 0 and 10080),
  enabled boolean not null default true,
  muted_until timestamptz(3),
  -- Whose eyes it sees with: public id of the person or token that last changed it.
  owner text not null,
  -- Why it cannot be asked at present.
  problem text,
  problem_since timestamptz(3),
  -- False until it is known what matches already: that is not told.
  baselined boolean not null default false,
  timed boolean not null default false,
  -- When all objects are to be asked, not only those that changed.
  due_at timestamptz(3),
  -- When a scheduled one sends next.
  next_at timestamptz(3),
  -- When what was collected is told.
  collect_until timestamptz(3),
  matching int not null default 0,
  evaluated_at timestamptz(3),
  fired_at timestamptz(3),
  created_by text not null,
  created_at timestamptz(3) not null default now(),
  updated_by text not null,
  updated_at timestamptz(3) not null default now(),
  version int not null default 1,
  primary key (tenant_id, rule_id)
);
create unique index alert_rule_name on alert_rule (tenant_id, name_folded);
create index alert_rule_due on alert_rule (least(due_at, next_at, collect_until)) where enabled;
select holdfast_protect('alert_rule');
select holdfast_let('alert_rule', 'holdfast_judge');

-- The channels of a rule; one that is used cannot be removed.
create table alert_channel (
  tenant_id int not null,
  rule_id bigint not null,
  channel_id bigint not null,
  primary key (tenant_id, rule_id, channel_id),
  foreign key (tenant_id, rule_id) references alert_rule on delete cascade,
  foreign key (tenant_id, channel_id) references notify_channel on delete restrict
);
create index alert_channel_used on alert_channel (tenant_id, channel_id);
select holdfast_protect('alert_channel');

-- What matches a rule, as it was last asked: an object is told when it comes in here.
create table alert_match (
  tenant_id int not null,
  rule_id bigint not null,
  -- The internal id of the object, as text.
  object text not null,
  asset_id bigint,
  since timestamptz(3) not null default now(),
  -- When it was last told, for reminders.
  told_at timestamptz(3) not null default now(),
  primary key (tenant_id, rule_id, object),
  foreign key (tenant_id, rule_id) references alert_rule on delete cascade
);
create index alert_match_asset on alert_match (tenant_id, rule_id, asset_id);
select holdfast_protect('alert_match');

-- Each time an object began to match, or was reminded of: what a rule tells.
create table alert_item (
  tenant_id int not null,
  item_id bigint generated always as identity,
  rule_id bigint not null,
  object text not null,
  kind text not null check (kind in ('began', 'still')),
  at timestamptz(3) not null default now(),
  -- What it was at that moment; null where very many came at once.
  item jsonb,
  -- Waits to be told, was told, was muted, or was too few within the time.
  state text not null default 'waiting' check (state in ('waiting', 'told', 'muted', 'dropped')),
  primary key (tenant_id, item_id),
  foreign key (tenant_id, rule_id) references alert_rule on delete cascade
);
create index alert_item_waiting on alert_item (tenant_id, rule_id, item_id) where state = 'waiting';
create index alert_item_newest on alert_item (tenant_id, rule_id, item_id desc);
create index alert_item_at on alert_item (at);
select holdfast_protect('alert_item');
select holdfast_let('alert_item', 'holdfast_maintenance', 'select, delete');

-- Objects that nobody wants to hear of for a while.
create table alert_mute (
  tenant_id int not null,
  rule_id bigint not null,
  -- Public id, as messages name it.
  object text not null check (char_length(object) <= 300),
  until timestamptz(3),
  muted_by text not null,
  muted_at timestamptz(3) not null default now(),
  primary key (tenant_id, rule_id, object),
  foreign key (tenant_id, rule_id) references alert_rule on delete cascade
);
select holdfast_protect('alert_mute');

-- Up to which message of the outbox changes were looked at.
create table alert_head (
  tenant_id int primary key references tenant,
  seq bigint not null
);
select holdfast_protect('alert_head');
select holdfast_let('alert_head', 'holdfast_judge');
select holdfast_let('outbox_head', 'holdfast_judge');

-- Tenants in which a rule is to be asked or something is to be told. Tells the platform only.
create function alert_tenants() returns table (tenant_id int)
  language sql security definer set search_path = holdfast, pg_temp as $$
  select tenant_id from (
    select distinct r.tenant_id from alert_rule r where r.enabled and least(r.due_at, r.next_at, r.collect_until) <= now()
    union
    select h.tenant_id from alert_head h join outbox_head o on o.tenant_id = h.tenant_id and o.seq <> h.seq
     where exists (select from alert_rule r where r.tenant_id = h.tenant_id and r.enabled)
  ) found where holdfast_scope() = 'platform'
$$;
select holdfast_own('alert_tenants()', 'holdfast_judge');
