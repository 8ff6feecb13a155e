-- In which order agents are updated, ring by ring. The last one is for whoever is left.
create table fleet_ring (
  tenant_id int not null references tenant,
  ordinal int not null check (ordinal between 1 and 20),
  name text not null check (name <> '' and char_length(name) <= 100),
  -- Agents of which an asset has this tag; all where null.
  tag_id bigint,
  -- Of 100 of them.
  share int not null check (share between 1 and 100),
  wait_minutes int not null check (wait_minutes between 0 and 43200),
  healthy_percent int not null check (healthy_percent between 1 and 100),
  within_minutes int not null check (within_minutes between 1 and 43200),
  primary key (tenant_id, ordinal),
  foreign key (tenant_id, tag_id) references tag on delete set null (tag_id)
);
select holdfast_protect('fleet_ring');

-- One version on its way through the rings, as these were when it began.
create table fleet_rollout (
  tenant_id int not null references tenant,
  rollout_id bigint generated always as identity,
  public_id text not null unique check (public_id ~ '^rol_[0-9A-Za-z]{22}$'),
  version text not null,
  -- By platform: sha256 and size.
  archives jsonb not null,
  rings jsonb not null,
  state text not null default 'running' check (state in ('running', 'paused', 'stopped', 'done', 'rolling-back', 'rolled-back')),
  ring int not null default 0,
  ring_since timestamptz(3) not null,
  -- Failures of the present ring that somebody saw when they had it go on.
  forgiven int not null default 0,
  because text,
  started_by text not null,
  started_at timestamptz(3) not null,
  ended_at timestamptz(3),
  revision int not null default 1,
  primary key (tenant_id, rollout_id)
);
create unique index fleet_rollout_open on fleet_rollout (tenant_id) where state in ('running', 'paused', 'rolling-back');
select holdfast_protect('fleet_rollout');
select holdfast_let('fleet_rollout', 'holdfast_judge');

create table fleet_rollout_source (
  tenant_id int not null,
  rollout_id bigint not null,
  source_id bigint not null,
  ring int not null,
  state text not null default 'waiting' check (state in ('waiting', 'ordered', 'healthy', 'failed', 'away', 'back-ordered', 'back', 'back-failed')),
  command_id bigint,
  tries int not null default 0,
  changed_at timestamptz(3) not null,
  detail text,
  primary key (tenant_id, rollout_id, source_id),
  foreign key (tenant_id, rollout_id) references fleet_rollout on delete cascade,
  foreign key (tenant_id, source_id) references source on delete cascade,
  foreign key (tenant_id, command_id) references command on delete set null (command_id)
);
create index fleet_rollout_source_state on fleet_rollout_source (tenant_id, rollout_id, ring, state);
create index fleet_rollout_source_of on fleet_rollout_source (tenant_id, source_id);
select holdfast_protect('fleet_rollout_source');

-- Tenants in which a version is on its way. Tells the platform only.
create function fleet_rollout_tenants() returns table (tenant_id int)
  language sql security definer set search_path = holdfast, pg_temp as $$
  select distinct tenant_id from fleet_rollout where state in ('running', 'rolling-back') and holdfast_scope() = 'platform'
$$;
select holdfast_own('fleet_rollout_tenants()', 'holdfast_judge');
