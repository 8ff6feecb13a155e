-- People who want no mail about tickets.
create table ticket_mute (
  tenant_id int not null references tenant,
  -- Public id of the person.
  person text not null,
  primary key (tenant_id, person)
);
select holdfast_protect('ticket_mute');

-- The date of which it was told that it is over: a ticket that gets another date is told of again.
alter table ticket add column told_due_at timestamptz(3);
create index ticket_overdue on ticket (due_at) where standing = 'open' and told_due_at is distinct from due_at;

-- Tenants in which somebody is to be told so. Tells the platform only.
create function ticket_overdue_tenants() returns table (tenant_id int)
  language sql security definer set search_path = holdfast, pg_temp as $$
  select distinct tenant_id from ticket
   where standing = 'open' and told_due_at is distinct from due_at and due_at < now() and holdfast_scope() = 'platform'
$$;
select holdfast_own('ticket_overdue_tenants()', 'holdfast_judge');
