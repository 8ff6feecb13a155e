-- Numbers of tickets rise by one and are never used again.
create table ticket_head (
  tenant_id int primary key references tenant,
  last_number int not null default 0
);
select holdfast_protect('ticket_head');

-- Work on findings that somebody is to do.
create table ticket (
  tenant_id int not null references tenant,
  number int not null,
  -- What makes it the same ticket when it is asked for again: finding:…, asset:…, check:…, fix:…
  key text not null check (char_length(key) <= 2100),
  title text not null check (title <> '' and char_length(title) <= 1000),
  -- Of its worst open finding, 1 to 5.
  severity smallint not null check (severity between 1 and 5),
  standing text not null check (standing in ('open', 'resolved', 'fixed', 'ignored', 'invalid')),
  ignored_by text check (ignored_by in ('person', 'exceptions')),
  ignored_until timestamptz(3),
  standing_since timestamptz(3) not null,
  times_reopened int not null default 0,
  -- Who is to do it; null for nobody yet.
  assignee int references person,
  due_at timestamptz(3),
  -- Public id of a person, or the rule of the policy.
  opened_by text not null,
  opened_at timestamptz(3) not null,
  -- When evidence was last asked.
  looked_at timestamptz(3) not null,
  version int not null default 1,
  primary key (tenant_id, number),
  check ((standing = 'ignored') = (ignored_by is not null))
);
create unique index ticket_live on ticket (tenant_id, key) where standing not in ('fixed', 'invalid');
create index ticket_standing on ticket (tenant_id, standing, due_at);
create index ticket_assignee on ticket (tenant_id, assignee) where assignee is not null;
select holdfast_protect('ticket');
select holdfast_let('ticket', 'holdfast_judge');
select holdfast_let('ticket', 'holdfast_search');

create table ticket_finding (
  tenant_id int not null,
  number int not null,
  finding_id bigint not null,
  primary key (tenant_id, finding_id, number),
  foreign key (tenant_id, number) references ticket,
  foreign key (tenant_id, finding_id) references finding on delete cascade
);
create index ticket_finding_of on ticket_finding (tenant_id, number);
select holdfast_protect('ticket_finding');
select holdfast_let('ticket_finding', 'holdfast_search');

-- What happened to a ticket, and what was said of it.
create table ticket_entry (
  tenant_id int not null,
  number int not null,
  entry_id bigint generated always as identity,
  at timestamptz(3) not null,
  -- Public id of a person; null for what evidence did.
  by text,
  kind text not null check (kind in ('opened', 'added', 'standing', 'assigned', 'due', 'comment')),
  detail jsonb not null default '{}',
  primary key (tenant_id, number, entry_id),
  foreign key (tenant_id, number) references ticket
);
select holdfast_protect('ticket_entry', 'select, insert');

-- Tickets of whose findings something changed. Only added to and taken away from: who marks never waits for who follows.
create table ticket_mark (
  tenant_id int not null,
  mark_id bigint generated always as identity,
  number int not null,
  primary key (tenant_id, mark_id),
  foreign key (tenant_id, number) references ticket
);
select holdfast_protect('ticket_mark');
select holdfast_let('ticket_mark', 'holdfast_judge');

-- Which tickets are opened by themselves; without a row none are.
create table ticket_policy (
  tenant_id int primary key references tenant,
  -- In order: the first that takes a finding holds.
  rules jsonb not null,
  changed_by text not null,
  changed_at timestamptz(3) not null default now(),
  version int not null default 1
);
select holdfast_protect('ticket_policy');
select holdfast_let('ticket_policy', 'holdfast_judge');

-- Findings that the policy is to be asked of.
create table ticket_candidate (
  tenant_id int not null,
  candidate_id bigint generated always as identity,
  finding_id bigint not null,
  primary key (tenant_id, candidate_id),
  foreign key (tenant_id, finding_id) references finding on delete cascade
);
create index ticket_candidate_finding on ticket_candidate (tenant_id, finding_id);
select holdfast_protect('ticket_candidate');
select holdfast_let('ticket_candidate', 'holdfast_judge');

create function ticket_mark_new() returns trigger
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
begin
  insert into ticket_candidate (tenant_id, finding_id)
    select c.tenant_id, c.finding_id from came c join ticket_policy p on p.tenant_id = c.tenant_id;
  return null;
end $$;
create trigger ticket_mark_new after insert on finding referencing new table as came
  for each statement execute function ticket_mark_new();

create function ticket_mark_moved() returns trigger
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
begin
  insert into ticket_mark (tenant_id, number)
    select distinct t.tenant_id, t.number from came n
      join gone o on o.tenant_id = n.tenant_id and o.finding_id = n.finding_id
      join ticket_finding t on t.tenant_id = n.tenant_id and t.finding_id = n.finding_id
     where (o.status = 'fixed') <> (n.status = 'fixed') or o.disposition <> n.disposition or o.severity <> n.severity;
  insert into ticket_candidate (tenant_id, finding_id)
    select n.tenant_id, n.finding_id from came n
      join gone o on o.tenant_id = n.tenant_id and o.finding_id = n.finding_id
      join ticket_policy p on p.tenant_id = n.tenant_id
     where o.status = 'fixed' and n.status <> 'fixed';
  return null;
end $$;
create trigger ticket_mark_moved after update on finding referencing old table as gone new table as came
  for each statement execute function ticket_mark_moved();

create function ticket_mark_left() returns trigger
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
begin
  insert into ticket_mark (tenant_id, number)
    select distinct g.tenant_id, g.number from gone g
     where exists (select from ticket t where t.tenant_id = g.tenant_id and t.number = g.number);
  return null;
end $$;
create trigger ticket_mark_left after delete on ticket_finding referencing old table as gone
  for each statement execute function ticket_mark_left();
revoke execute on function ticket_mark_new(), ticket_mark_moved(), ticket_mark_left() from public;

-- Tenants in which tickets are to be looked at: something changed, a person's word is to be held against newer evidence, or a time is over. Tells the platform only.
create function ticket_tenants() returns table (tenant_id int)
  language sql security definer set search_path = holdfast, pg_temp as $$
  select tenant_id from (
    select tenant_id from ticket_mark
    union
    select tenant_id from ticket_candidate
    union
    select tenant_id from ticket
     where (standing = 'resolved' and looked_at < now() - interval '5 minutes') or (standing = 'ignored' and ignored_until < now())
  ) found where holdfast_scope() = 'platform'
$$;
select holdfast_own('ticket_tenants()', 'holdfast_judge');
