-- What a later version of a part may bring, in the shapes that are hardest to copy: types of every kind, references in a
-- circle and to itself, a generated column, triggers that count, an own sequence, partitions of partitions.
create table odd_value (
  tenant_id int not null references tenant,
  odd_id bigint generated always as identity,
  odd_text text,
  odd_bytes bytea,
  odd_json jsonb,
  odd_list text[],
  odd_numbers int[],
  odd_number numeric,
  odd_float double precision,
  odd_time timestamptz(3),
  odd_day date,
  odd_span interval,
  odd_address inet,
  odd_key uuid,
  odd_flag boolean,
  odd_length int generated always as (char_length(odd_text)) stored,
  first_id bigint,
  peer_id bigint,
  primary key (tenant_id, odd_id),
  foreign key (tenant_id, first_id) references odd_value (tenant_id, odd_id)
);
create unique index odd_value_text on odd_value (tenant_id, odd_text) where odd_text is not null;
create index odd_value_json on odd_value using gin (odd_json);
select holdfast_protect('odd_value');

create table odd_peer (
  tenant_id int not null references tenant,
  peer_id bigint generated always as identity,
  odd_id bigint,
  primary key (tenant_id, peer_id),
  foreign key (tenant_id, odd_id) references odd_value (tenant_id, odd_id)
);
select holdfast_protect('odd_peer');
alter table odd_value add foreign key (tenant_id, peer_id) references odd_peer (tenant_id, peer_id);

create table odd_count (tenant_id int primary key references tenant, many int not null);
select holdfast_protect('odd_count');
create function odd_counted() returns trigger
  language plpgsql set search_path = holdfast, pg_temp as $$
begin
  insert into odd_count select tenant_id, count(*) from came group by 1
    on conflict (tenant_id) do update set many = odd_count.many + excluded.many;
  return null;
end $$;
revoke execute on function odd_counted() from public;
create trigger odd_counted after insert on odd_value referencing new table as came for each statement execute function odd_counted();

create sequence odd_ticket_seq as bigint;
create table odd_day (
  tenant_id int not null,
  kept smallint not null,
  day date not null,
  ticket bigint not null default nextval('odd_ticket_seq'),
  primary key (tenant_id, kept, day, ticket)
) partition by list (kept);
select holdfast_protect('odd_day');
create table odd_day_7 partition of odd_day for values in (7) partition by range (day);
create table odd_day_rest partition of odd_day default;

-- Money that moves between accounts and never comes or goes.
create table odd_account (
  tenant_id int not null references tenant,
  name text not null,
  amount bigint not null,
  primary key (tenant_id, name)
);
select holdfast_protect('odd_account');
