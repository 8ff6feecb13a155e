-- Things that happened, in the order in which they were received. Split by how long they are kept and by day, so that what is
-- old goes as a whole. A query names a time, and with it the days it must look at.
create sequence event_id_seq as bigint;
create table event (
  tenant_id int not null,
  kept_days smallint not null,
  received_on date not null,
  event_id bigint not null default nextval('event_id_seq'),
  -- What the source calls by one name: the asset follows from it, also after a merge or a split.
  asset_source_id bigint not null,
  source_id bigint not null,
  event text not null,
  event_version int not null,
  -- By the source's clock; received_at is by the server's.
  at timestamptz(3) not null,
  received_at timestamptz(3) not null,
  body jsonb not null,
  primary key (tenant_id, kept_days, received_on, event_id)
) partition by list (kept_days);
create index event_of on event (tenant_id, asset_source_id, received_at desc, event_id desc);
create index event_by_name on event (tenant_id, event, received_at desc, event_id desc);
select holdfast_protect('event', 'select, insert');
grant usage on sequence event_id_seq to holdfast_app;
select holdfast_let('event', 'holdfast_search');

create table event_kept_7 partition of event for values in (7) partition by range (received_on);
create table event_kept_30 partition of event for values in (30) partition by range (received_on);
create table event_kept_90 partition of event for values in (90) partition by range (received_on);
create table event_kept_400 partition of event for values in (400) partition by range (received_on);
create table event_kept_2600 partition of event for values in (2600) partition by range (received_on);

-- Makes the partitions of the days up to "until" that are missing, at most a month ahead. A table is made on its own and then
-- attached, which lets readers and writers of the others go on.
create function event_make_partitions(until date) returns int
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  kept int;
  day date;
  name text;
  made int := 0;
begin
  if until > current_date + 31 then
    raise exception 'partitions are made at most a month ahead' using errcode = 'check_violation';
  end if;
  perform pg_advisory_xact_lock(4705833120935);
  foreach kept in array array[7, 30, 90, 400, 2600] loop
    for day in select generate_series(current_date - 1, until, interval '1 day')::date loop
      name := format('event_kept_%s_%s', kept, to_char(day, 'YYYYMMDD'));
      if to_regclass(name) is null then
        execute format('create table %I (like event including defaults including storage)', name);
        execute format('alter table event_kept_%s attach partition %I for values from (%L) to (%L)', kept, name, day, day + 1);
        made := made + 1;
      end if;
    end loop;
  end loop;
  return made;
end $$;
grant execute on function event_make_partitions(date) to holdfast_app, holdfast_maintenance;

-- Drops the partitions of days that are older than they are kept.
create function event_drop_partitions(today date) returns int
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  old record;
  dropped int := 0;
begin
  if today > current_date + 1 then
    raise exception 'that day has not come' using errcode = 'check_violation';
  end if;
  for old in
    select c.oid::regclass as partition
      from pg_inherits i
      join pg_class parent on parent.oid = i.inhparent
      join pg_class c on c.oid = i.inhrelid
     where parent.relnamespace = 'holdfast'::regnamespace and parent.relname ~ '^event_kept_\d+$'
       and to_date(right(c.relname, 8), 'YYYYMMDD') < today - substring(parent.relname from '\d+$')::int
  loop
    execute format('drop table %s', old.partition);
    dropped := dropped + 1;
  end loop;
  return dropped;
end $$;
grant execute on function event_drop_partitions(date) to holdfast_maintenance;
