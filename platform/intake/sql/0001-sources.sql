-- What an installation command carries. Only its digest is kept.
create table activation_key (
  tenant_id int not null references tenant,
  activation_key_id bigint generated always as identity,
  public_id text not null unique check (public_id ~ '^key_[0-9A-Za-z]{22}$'),
  name text not null check (name <> '' and char_length(name) <= 200),
  digest bytea not null unique check (octet_length(digest) = 32),
  -- The first characters, by which people know it again.
  hint text not null,
  -- The network of the sources that enrol with it; the default one when null.
  network_id bigint,
  tags text[] not null default '{}',
  source_limit int check (source_limit > 0),
  uses int not null default 0,
  expires_at timestamptz(3),
  revoked_at timestamptz(3),
  created_by text,
  created_at timestamptz(3) not null default now(),
  last_used_at timestamptz(3),
  primary key (tenant_id, activation_key_id),
  foreign key (tenant_id, network_id) references network
);
select holdfast_protect('activation_key');
-- Whoever enrols names no tenant; the key does.
select holdfast_let_platform('activation_key');

-- Who observes. It signs what it sends with a key of its own.
create table source (
  tenant_id int not null references tenant,
  source_id bigint generated always as identity,
  public_id text not null unique check (public_id ~ '^src_[0-9A-Za-z]{22}$'),
  kind text not null check (kind in ('agent', 'scanner', 'sensor', 'connector', 'import')),
  name text not null,
  -- Ed25519, 32 bytes in base64url.
  public_key text not null,
  network_id bigint not null,
  activation_key_id bigint,
  tags text[] not null default '{}',
  status text not null default 'active' check (status in ('active', 'revoked')),
  enrolled_at timestamptz(3) not null,
  revoked_at timestamptz(3),
  revoked_by text,
  -- Another machine was heard with the same key; that one was told to enrol again.
  clone_seen_at timestamptz(3),
  version int not null default 1,
  primary key (tenant_id, source_id),
  unique (tenant_id, public_key),
  foreign key (tenant_id, network_id) references network,
  foreign key (tenant_id, activation_key_id) references activation_key
);
select holdfast_protect('source');
-- A request names its source; the tenant follows from that.
select holdfast_let_platform('source');
select holdfast_let('source', 'holdfast_judge');
select holdfast_let('source', 'holdfast_search');
alter table asset_source add foreign key (tenant_id, source_id) references source;

-- What changes with every sign of life, apart from what does not.
create table source_state (
  tenant_id int not null,
  source_id bigint not null,
  last_seen_at timestamptz(3) not null,
  agent_version text not null default '',
  platform text not null default '',
  capabilities text[] not null default '{}',
  -- By how much its clock is ahead, in milliseconds; and the last time it was set by hand or by the network.
  clock_offset_ms bigint,
  clock_set_at timestamptz(3),
  clock_jump_ms bigint,
  -- Envelopes that wait on its disk.
  waiting bigint not null default 0,
  -- The present start of its program.
  run text not null default '',
  -- It told a change of something that is not known here, and shall state everything anew.
  snapshot_wanted_at timestamptz(3),
  primary key (tenant_id, source_id),
  foreign key (tenant_id, source_id) references source on delete cascade
) with (fillfactor = 70);
select holdfast_protect('source_state');
select holdfast_let('source_state', 'holdfast_search');

-- Starts of a source's program, in the order in which they were first heard. One that was followed by another and comes
-- back is a second machine with the same key.
create table source_run (
  tenant_id int not null,
  source_id bigint not null,
  run text not null check (run ~ '^[0-9a-f]{32}$'),
  first_seen_at timestamptz(3) not null,
  followed_at timestamptz(3),
  primary key (tenant_id, source_id, run),
  foreign key (tenant_id, source_id) references source on delete cascade
);
select holdfast_protect('source_run');
