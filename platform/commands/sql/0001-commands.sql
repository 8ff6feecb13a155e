-- What the server asks of a source: signed, for a time, done once however often it is delivered.
create table command (
  tenant_id int not null,
  command_id bigint generated always as identity,
  public_id text not null unique check (public_id ~ '^cmd_[0-9A-Za-z]{22}$'),
  source_id bigint not null,
  kind text not null,
  args jsonb not null,
  -- As it travels: canonical JSON and the signature of the installation key.
  text text not null,
  signature text not null,
  state text not null default 'issued' check (state in ('issued', 'delivered', 'accepted', 'done', 'failed', 'refused', 'expired')),
  idempotency_key text check (octet_length(idempotency_key) <= 200),
  issued_by text not null,
  issued_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  delivered_at timestamptz(3),
  deliveries int not null default 0,
  finished_at timestamptz(3),
  detail text,
  output jsonb,
  primary key (tenant_id, command_id),
  unique (tenant_id, idempotency_key),
  foreign key (tenant_id, source_id) references source on delete cascade,
  check (expires_at > issued_at)
);
select holdfast_protect('command', 'select, insert, update');
create index command_open on command (tenant_id, source_id, command_id) where state in ('issued', 'delivered', 'accepted');
create index command_newest on command (tenant_id, command_id desc);
create index command_expires on command (expires_at) where state in ('issued', 'delivered', 'accepted');
select holdfast_let('command', 'holdfast_judge');

-- Tenants with commands whose time is over. Tells the platform only.
create function command_overdue() returns table (tenant_id int)
  language sql security definer set search_path = holdfast, pg_temp as $$
  select distinct tenant_id from command
   where state in ('issued', 'delivered', 'accepted') and expires_at <= now() and holdfast_scope() = 'platform'
$$;
select holdfast_own('command_overdue()', 'holdfast_judge');
