-- Until when findings are to be fixed, where the tenant said so itself; without a row the rules of the program hold.
create table sla_policy (
  tenant_id int primary key references tenant,
  -- In order: the first that takes a finding holds.
  rules jsonb not null,
  changed_by text not null,
  changed_at timestamptz(3) not null default now(),
  version int not null default 1
);
select holdfast_protect('sla_policy');

-- Until when one finding is to be fixed, and by which rule. What has no row has no time.
create table finding_due (
  tenant_id int not null,
  finding_id bigint not null,
  -- Id of the rule.
  rule text not null,
  started_at timestamptz(3) not null,
  -- Null while an exception without an end keeps it from coming.
  due_at timestamptz(3),
  primary key (tenant_id, finding_id),
  foreign key (tenant_id, finding_id) references finding on delete cascade
);
create index finding_due_at on finding_due (tenant_id, due_at);
select holdfast_protect('finding_due');
select holdfast_let('finding_due', 'holdfast_search');

-- Findings of which something changed. Only added to and taken away from: who marks never waits for who reckons.
create table sla_mark (
  tenant_id int not null,
  mark_id bigint generated always as identity,
  finding_id bigint not null,
  primary key (tenant_id, mark_id),
  foreign key (tenant_id, finding_id) references finding on delete cascade
);
create index sla_mark_finding on sla_mark (tenant_id, finding_id);
select holdfast_protect('sla_mark');
select holdfast_let('sla_mark', 'holdfast_judge');

-- All findings are looked at once a day and after the rules changed: tags, criticality and what feeds say move too.
create table sla_sweep (
  tenant_id int primary key references tenant,
  -- The finding up to which it is done; null where none is under way.
  after_finding bigint,
  ended_at timestamptz(3)
);
select holdfast_protect('sla_sweep');
select holdfast_let('sla_sweep', 'holdfast_judge');

create function sla_mark_new() returns trigger
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
begin
  insert into sla_mark (tenant_id, finding_id) select tenant_id, finding_id from came;
  return null;
end $$;
create trigger sla_mark_new after insert on finding referencing new table as came
  for each statement execute function sla_mark_new();

create function sla_mark_moved() returns trigger
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
begin
  insert into sla_mark (tenant_id, finding_id)
    select n.tenant_id, n.finding_id from came n join gone o on o.tenant_id = n.tenant_id and o.finding_id = n.finding_id
     where (o.status, o.disposition, o.severity) is distinct from (n.status, n.disposition, n.severity)
       -- That it was found again moves no date.
       and not (o.status = 'new' and n.status = 'active' and o.disposition = n.disposition and o.severity = n.severity);
  return null;
end $$;
create trigger sla_mark_moved after update on finding referencing old table as gone new table as came
  for each statement execute function sla_mark_moved();
revoke execute on function sla_mark_new(), sla_mark_moved() from public;

-- Tenants in which something is to be reckoned. Tells the platform only.
create function sla_tenants() returns table (tenant_id int)
  language sql security definer set search_path = holdfast, pg_temp as $$
  select tenant_id from (
    select tenant_id from sla_mark
    union
    select tenant_id from sla_sweep where after_finding is not null or ended_at is null or ended_at < now() - interval '1 day'
  ) found where holdfast_scope() = 'platform'
$$;
select holdfast_own('sla_tenants()', 'holdfast_judge');
