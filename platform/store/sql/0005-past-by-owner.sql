-- What was is kept with the rights of the owner, since it is everybody's, whoever changes what is: also those who may not write there themselves.
create or replace function holdfast_remember(target regclass, key text[], columns text[]) returns void
  language plpgsql as $$
declare
  name text := target::text;
  past text := target::text || '_past';
  kept text := array_to_string(key || columns, ', ');
  differs text := (select string_agg(format('o.%1$s is distinct from n.%1$s', c), ' or ') from unnest(columns) c);
  -- A generated column follows others, and a trigger "before" cannot look at it.
  changed text := (select string_agg(format('old.%1$s is distinct from new.%1$s', c), ' or ') from unnest(columns) c
                    where not exists (select from pg_attribute where attrelid = target and attname = c and attgenerated <> ''));
  same text := (select string_agg(format('n.%1$s = o.%1$s', c), ' and ') from unnest('{tenant_id}' || key) c);
begin
  execute format('alter table %s add column known_at timestamptz(3) not null default date_trunc(''milliseconds'', now())', name);
  execute format('create table %s (tenant_id int not null references tenant, past_id bigint generated always as identity, %s,
      known_at timestamptz(3) not null, known_until timestamptz(3) not null, primary key (tenant_id, past_id), check (known_until > known_at))',
    past, (select string_agg(format('%I %s%s', a.attname, format_type(a.atttypid, a.atttypmod),
                                    case when l.collname is null or l.collname = 'default' then '' else format(' collate %I', l.collname) end), ', ' order by a.attnum)
             from pg_attribute a left join pg_collation l on l.oid = a.attcollation
            where a.attrelid = target and a.attname = any (key || columns)));
  perform holdfast_protect(past::regclass, 'select, insert');
  perform holdfast_let(past::regclass, 'holdfast_maintenance', 'select, delete');
  execute format('create index %s_until on %s (tenant_id, known_until, known_at)', past, past);
  execute format('create index %s_of on %s (tenant_id, %s, known_until)', past, past, array_to_string(key, ', '));
  execute format('create function %1$s_known() returns trigger language plpgsql security definer set search_path = holdfast, pg_temp as $f$
      begin new.known_at := greatest(date_trunc(''milliseconds'', now()), old.known_at); return new; end $f$', name);
  execute format('create function %1$s_changed() returns trigger language plpgsql security definer set search_path = holdfast, pg_temp as $f$
      begin
        insert into %2$s (tenant_id, %3$s, known_at, known_until)
          select o.tenant_id, %4$s, o.known_at, n.known_at from gone o join came n on %5$s
           where n.known_at > o.known_at and (%6$s);
        return null;
      end $f$', name, past, kept, (select string_agg('o.' || c, ', ') from unnest(key || columns) c), same, differs);
  execute format('create function %1$s_forgotten() returns trigger language plpgsql security definer set search_path = holdfast, pg_temp as $f$
      begin
        insert into %2$s (tenant_id, %3$s, known_at, known_until)
          select tenant_id, %3$s, known_at, date_trunc(''milliseconds'', now()) from gone
           where known_at < date_trunc(''milliseconds'', now());
        return null;
      end $f$', name, past, kept);
  execute format('create trigger past_known before update on %s for each row when (%s) execute function %1$s_known()', name, changed);
  execute format('create trigger past_changed after update on %s referencing old table as gone new table as came
      for each statement execute function %1$s_changed()', name);
  execute format('create trigger past_forgotten after delete on %s referencing old table as gone
      for each statement execute function %1$s_forgotten()', name);
end $$;

do $$
declare
  kept text;
begin
  for kept in
    select p.oid::regprocedure::text from pg_trigger t join pg_proc p on p.oid = t.tgfoid
     where t.tgname in ('past_known', 'past_changed', 'past_forgotten') and p.pronamespace = 'holdfast'::regnamespace
  loop
    execute format('alter function %s security definer', kept);
    execute format('revoke execute on function %s from holdfast_app', kept);
  end loop;
end $$;
