-- A way to the outside: addresses of people, a webhook, a syslog receiver.
create table notify_channel (
  tenant_id int not null references tenant,
  channel_id bigint generated always as identity,
  public_id text not null unique check (public_id ~ '^chn_[0-9A-Za-z]{22}$'),
  name text not null check (name <> '' and char_length(name) <= 100),
  name_folded text not null generated always as (lower(name collate "C")) stored,
  kind text not null check (kind in ('mail', 'webhook', 'syslog')),
  -- What may be shown.
  settings jsonb not null check (jsonb_typeof(settings) = 'object'),
  -- What may not, sealed with a key that is not in the database: the address of a webhook and what it signs with.
  sealed text check (char_length(sealed) <= 20000),
  paused_at timestamptz(3),
  paused_why text,
  -- How often in a row, since when, and why nothing got through; nothing is tried before the moment.
  failures int not null default 0,
  failing_since timestamptz(3),
  last_error text,
  not_before timestamptz(3),
  delivered_at timestamptz(3),
  created_by text not null,
  created_at timestamptz(3) not null default now(),
  updated_by text not null,
  updated_at timestamptz(3) not null default now(),
  version int not null default 1,
  primary key (tenant_id, channel_id)
);
create unique index notify_channel_name on notify_channel (tenant_id, name_folded);
select holdfast_protect('notify_channel');
select holdfast_let('notify_channel', 'holdfast_jobs');

-- The mail server that a tenant uses instead of the installation's.
create table notify_mail_server (
  tenant_id int primary key references tenant,
  settings jsonb not null check (jsonb_typeof(settings) = 'object'),
  sealed text check (char_length(sealed) <= 20000),
  updated_by text not null,
  updated_at timestamptz(3) not null default now(),
  version int not null default 1
);
select holdfast_protect('notify_mail_server');

-- What is told, in no channel's form yet.
create table notify_message (
  tenant_id int not null references tenant,
  message_id bigint generated always as identity,
  public_id text not null unique check (public_id ~ '^msg_[0-9A-Za-z]{22}$'),
  -- Public id of what told it: a rule.
  origin text not null,
  body jsonb not null,
  created_at timestamptz(3) not null default now(),
  primary key (tenant_id, message_id)
);
create index notify_message_at on notify_message (created_at);
select holdfast_protect('notify_message', 'select, insert');
select holdfast_let('notify_message', 'holdfast_maintenance', 'select, delete');

-- A message on its way through one channel. Its public id goes along with every try, so that whoever gets it twice can tell.
create table notify_delivery (
  tenant_id int not null,
  delivery_id bigint generated always as identity,
  public_id text not null unique check (public_id ~ '^dlv_[0-9A-Za-z]{22}$'),
  message_id bigint not null,
  channel_id bigint not null,
  kind text not null default 'message' check (kind in ('message', 'test', 'digest')),
  state text not null default 'waiting' check (state in ('waiting', 'sending', 'delivered', 'failed', 'folded')),
  attempts int not null default 0,
  next_at timestamptz(3) not null default date_trunc('milliseconds', now()),
  -- Who took it and does not say how it went until then was killed: it is tried again.
  leased_until timestamptz(3),
  give_up_at timestamptz(3) not null,
  -- What was answered last, without secrets.
  answer text,
  -- The digest that took it along.
  folded_into bigint,
  created_at timestamptz(3) not null default now(),
  ended_at timestamptz(3),
  version int not null default 1,
  primary key (tenant_id, delivery_id),
  foreign key (tenant_id, message_id) references notify_message on delete cascade,
  foreign key (tenant_id, channel_id) references notify_channel on delete cascade,
  foreign key (tenant_id, folded_into) references notify_delivery on delete cascade
);
create index notify_delivery_newest on notify_delivery (tenant_id, delivery_id desc);
create index notify_delivery_open on notify_delivery (tenant_id, channel_id, delivery_id) where state in ('waiting', 'sending');
create index notify_delivery_channel on notify_delivery (tenant_id, channel_id, delivery_id desc);
create index notify_delivery_message on notify_delivery (tenant_id, message_id);
create index notify_delivery_folded on notify_delivery (tenant_id, folded_into) where folded_into is not null;
select holdfast_protect('notify_delivery', 'select, insert, update');
select holdfast_let('notify_delivery', 'holdfast_jobs', 'select, update');

-- Each try, and what was answered.
create table notify_attempt (
  tenant_id int not null,
  delivery_id bigint not null,
  attempt int not null,
  began_at timestamptz(3) not null,
  took_ms int not null,
  ok boolean not null,
  answer text not null,
  primary key (tenant_id, delivery_id, attempt),
  foreign key (tenant_id, delivery_id) references notify_delivery on delete cascade
);
select holdfast_protect('notify_attempt', 'select, insert');

-- Takes what is due, one per channel and so many per tenant: a channel that answers nobody holds up nobody else's.
create function notify_take(per_tenant int, most int, lease interval)
  returns table (tenant_id int, delivery_id bigint)
  language sql set search_path = holdfast, pg_temp as $$
  with open as (
    select d.tenant_id, d.channel_id, d.delivery_id, d.state = 'sending' and d.leased_until > now() as busy,
           (d.kind = 'test' or (c.paused_at is null and (c.not_before is null or c.not_before <= now())))
             and (d.state = 'sending' or d.next_at <= now()) as due
      from notify_delivery d
      join notify_channel c on c.tenant_id = d.tenant_id and c.channel_id = d.channel_id
     where d.state in ('waiting', 'sending')),
  first as (
    select tenant_id, channel_id, min(delivery_id) filter (where due) as delivery_id
      from open group by 1, 2 having not bool_or(busy)),
  turn as (
    select f.tenant_id, f.delivery_id, row_number() over (partition by f.tenant_id order by f.delivery_id)
             + (select count(*) from open o where o.tenant_id = f.tenant_id and o.busy) as place
      from first f where f.delivery_id is not null),
  mine as (
    select d.tenant_id, d.delivery_id from notify_delivery d
      join turn t on t.tenant_id = d.tenant_id and t.delivery_id = d.delivery_id
     where t.place <= per_tenant and (d.state = 'waiting' or d.leased_until <= now())
     order by t.place, d.delivery_id limit most for update of d skip locked)
  update notify_delivery d
     set state = 'sending', attempts = d.attempts + 1, leased_until = now() + lease, version = d.version + 1
    from mine m
   where d.tenant_id = m.tenant_id and d.delivery_id = m.delivery_id
     and (d.state = 'waiting' or (d.state = 'sending' and d.leased_until <= now()))
  returning d.tenant_id, d.delivery_id
$$;
grant execute on function notify_take(int, int, interval) to holdfast_jobs;
