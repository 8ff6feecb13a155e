-- Which history this database tells. A restored one tells another from that point on: it gets a new row, and sources that
-- find an unknown timeline begin a new epoch.
create table timeline (
  timeline_id uuid primary key default gen_random_uuid(),
  ordinal bigint generated always as identity unique,
  because text not null,
  began_at timestamptz(3) not null default now()
);
select holdfast_share('timeline', 'select, insert');
insert into timeline (because) values ('installed');

-- One numbering of a source's envelopes. The row is the lock under which numbers are taken.
create table stream (
  tenant_id int not null,
  source_id bigint not null,
  epoch bigint not null check (epoch > 0),
  timeline_id uuid not null references timeline,
  opened_at timestamptz(3) not null,
  opened_because text not null,
  -- What the source had been told was stored in the epoch before; more than was found means that the server went back.
  claimed bigint,
  last_seq bigint not null default 0,
  last_digest bytea not null default decode(repeat('00', 32), 'hex'),
  primary key (tenant_id, source_id, epoch),
  foreign key (tenant_id, source_id) references source
) with (fillfactor = 70);
select holdfast_protect('stream');

-- The intake log: what was received, byte for byte.
create table envelope (
  tenant_id int not null,
  source_id bigint not null,
  epoch bigint not null,
  seq bigint not null check (seq > 0),
  -- SHA-256 of the header.
  digest bytea not null,
  sent_at timestamptz(3) not null,
  received_at timestamptz(3) not null,
  header bytea not null,
  signature bytea not null,
  body bytea not null,
  primary key (tenant_id, source_id, epoch, seq),
  foreign key (tenant_id, source_id, epoch) references stream
) with (toast_tuple_target = 8160);
-- Bodies are deflated by their source, and what was signed is kept as it is.
alter table envelope alter column body set storage external;
alter table envelope alter column header set storage external;
select holdfast_protect('envelope', 'select, insert');
select holdfast_let('envelope', 'holdfast_maintenance', 'select, delete');
create index envelope_received on envelope (received_at);

-- What came together and waits to be applied. Receiving adds rows, applying takes them away, and neither waits for the other.
create table envelope_batch (
  tenant_id int not null,
  envelope_batch_id bigint generated always as identity,
  source_id bigint not null,
  epoch bigint not null,
  first_seq bigint not null,
  last_seq bigint not null,
  received_at timestamptz(3) not null,
  primary key (tenant_id, envelope_batch_id),
  foreign key (tenant_id, source_id, epoch) references stream,
  check (first_seq <= last_seq)
);
create index envelope_batch_of on envelope_batch (tenant_id, source_id, envelope_batch_id);
select holdfast_protect('envelope_batch');
select holdfast_let_platform('envelope_batch');
select holdfast_let('envelope_batch', 'holdfast_maintenance');

-- Up to where a source's envelopes are applied. The row is the lock of whoever applies them.
create table source_progress (
  tenant_id int not null,
  source_id bigint not null,
  epoch bigint not null default 0,
  seq bigint not null default 0,
  applied_at timestamptz(3),
  primary key (tenant_id, source_id),
  foreign key (tenant_id, source_id) references source on delete cascade
) with (fillfactor = 70);
select holdfast_protect('source_progress');

-- Another envelope with a number that was taken, or one that does not follow what was stored: a clone, or a snapshot brought back.
create table envelope_conflict (
  tenant_id int not null,
  envelope_conflict_id bigint generated always as identity,
  source_id bigint not null,
  epoch bigint not null,
  seq bigint not null,
  digest bytea not null,
  header bytea not null,
  signature bytea not null,
  body bytea not null,
  received_at timestamptz(3) not null,
  primary key (tenant_id, envelope_conflict_id),
  unique (tenant_id, source_id, epoch, seq, digest),
  foreign key (tenant_id, source_id, epoch) references stream
);
select holdfast_protect('envelope_conflict', 'select, insert');

-- What was received and could not be applied: an unknown fact, a version from the future, a record that makes no sense.
create table set_aside (
  tenant_id int not null,
  set_aside_id bigint generated always as identity,
  public_id text not null unique check (public_id ~ '^sta_[0-9A-Za-z]{22}$'),
  source_id bigint not null,
  epoch bigint not null,
  seq bigint not null,
  -- Place of the record in its envelope; null where the body as a whole could not be read, and then the log keeps it.
  record_index int,
  record_type text not null,
  -- Of the fact or event.
  name text not null,
  version int,
  reason text not null,
  detail text not null,
  record jsonb,
  sent_at timestamptz(3) not null,
  received_at timestamptz(3) not null,
  outcome text not null default 'waiting' check (outcome in ('waiting', 'applied', 'superseded', 'dropped')),
  replayed_at timestamptz(3),
  primary key (tenant_id, set_aside_id),
  foreign key (tenant_id, source_id, epoch) references stream
);
create index set_aside_waiting on set_aside (tenant_id, source_id, set_aside_id) where outcome = 'waiting';
create index set_aside_why on set_aside (tenant_id, reason, name, set_aside_id);
create index set_aside_of on set_aside (tenant_id, source_id, epoch, seq);
select holdfast_protect('set_aside');
select holdfast_let('set_aside', 'holdfast_maintenance');

-- Times of which a source says that it lost what it saw.
create table source_gap (
  tenant_id int not null,
  source_gap_id bigint generated always as identity,
  source_id bigint not null,
  from_at timestamptz(3) not null,
  to_at timestamptz(3) not null,
  reason text not null,
  lost bigint,
  received_at timestamptz(3) not null,
  primary key (tenant_id, source_gap_id),
  foreign key (tenant_id, source_id) references source on delete cascade
);
create index source_gap_of on source_gap (tenant_id, source_id, source_gap_id);
select holdfast_protect('source_gap', 'select, insert');

-- What went into and came out of each stage, by the hour. Spread over slots, so that writers seldom wait for each other.
create table ledger (
  tenant_id int not null references tenant,
  stage text not null check (stage in ('receive', 'apply', 'record', 'replay')),
  hour timestamptz(0) not null,
  slot smallint not null,
  came bigint not null default 0,
  went bigint not null default 0,
  aside bigint not null default 0,
  -- Receiving only: sent before, sent too early.
  repeated bigint not null default 0,
  early bigint not null default 0,
  -- Not taken at all, and counted only: refused envelopes, records beyond what is kept aside of one source.
  refused bigint not null default 0,
  bytes bigint not null default 0,
  primary key (tenant_id, stage, hour, slot)
) with (fillfactor = 70);
select holdfast_protect('ledger');
