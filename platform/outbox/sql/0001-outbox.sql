-- One change to tell. The number is given at commit, so that numbers follow each other in the order in which changes
-- became visible: who has read up to one has missed none below it.
create table outbox (
  tenant_id int not null references tenant,
  id bigint generated always as identity,
  seq bigint,
  topic text not null check (topic ~ '^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)*$' and char_length(topic) <= 100),
  body jsonb not null,
  at timestamptz(3) not null default now(),
  primary key (tenant_id, id)
);
create unique index outbox_seq on outbox (tenant_id, seq);
create index outbox_unnumbered on outbox (tenant_id, id) where seq is null;
create index outbox_at on outbox (at);
select holdfast_protect('outbox', 'select, insert');
select holdfast_let('outbox', 'holdfast_maintenance', 'select, delete');

-- The last number of each tenant, and up to where messages were dropped.
create table outbox_head (
  tenant_id int primary key references tenant,
  seq bigint not null,
  dropped bigint not null default 0
);
select holdfast_protect('outbox_head', 'select');
select holdfast_let('outbox_head', 'holdfast_maintenance', 'select, update');

-- Runs at the very end of a transaction, thus the tenant's line is held for the commit only, and always as the last
-- lock. A row without number that is visible is of this transaction: others' are not visible, committed ones have theirs.
create function outbox_number() returns trigger
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  many bigint;
  last bigint;
begin
  select count(*) into many from outbox where tenant_id = new.tenant_id and seq is null;
  if many = 0 then
    return null;
  end if;
  insert into outbox_head as head (tenant_id, seq) values (new.tenant_id, many)
    on conflict (tenant_id) do update set seq = head.seq + many
    returning seq into last;
  update outbox set seq = numbered.seq
    from (select id, last - many + row_number() over (order by id) as seq
            from outbox where tenant_id = new.tenant_id and seq is null) numbered
   where outbox.tenant_id = new.tenant_id and outbox.id = numbered.id;
  perform pg_notify('holdfast_outbox', new.tenant_id::text);
  return null;
end $$;
create constraint trigger outbox_number after insert on outbox
  deferrable initially deferred for each row execute function outbox_number();
