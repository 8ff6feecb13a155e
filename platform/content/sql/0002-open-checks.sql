-- Checks that feeds bring, one for each CVE: made when the first verdict names one, since feeds know far more than is ever found.
alter table check_definition add from_feed boolean not null default false;

-- Gives the checks of a judge their numbers, and makes the words of those that are known say what is told now.
create function content_name_checks(app text, judge text, checks jsonb) returns table (id text, no int)
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
#variable_conflict use_column
begin
  if exists (select from jsonb_array_elements(checks) c where c ->> 'id' not like content_name_checks.app || '.%') then
    raise exception 'a check carries the name of its app' using errcode = 'invalid_parameter_value';
  end if;
  -- In one order, so that two that name the same wait for each other and never in a circle.
  insert into check_definition as d (id, app, judge, title, severity, category, lifecycle, definition, digest, from_feed)
    select c.id, content_name_checks.app, content_name_checks.judge, c.title, c.severity, c.category, c.lifecycle, c.definition, c.digest, true
      from jsonb_to_recordset(checks) as c (id text, title text, severity smallint, category text, lifecycle text, definition jsonb, digest text)
     where not exists (select from check_definition k where k.id = c.id and k.digest = c.digest and k.retired_at is null)
     order by c.id
    on conflict (id) do update
      set title = excluded.title, severity = excluded.severity, category = excluded.category, lifecycle = excluded.lifecycle,
          definition = excluded.definition, digest = excluded.digest, changed_at = now(), retired_at = null
      where d.from_feed and d.app = excluded.app and d.judge = excluded.judge and d.digest <> excluded.digest;
  return query
    select d.id, d.check_no from check_definition d
     where d.from_feed and d.app = content_name_checks.app and d.judge = content_name_checks.judge
       and d.id in (select c ->> 'id' from jsonb_array_elements(checks) c);
end $$;
grant execute on function content_name_checks(text, text, jsonb) to holdfast_app;

-- Makes the tables say what one app brought, and answers with the judges whose verdicts may be others now.
create or replace function content_sync(app text, digest text, provenance text, origin text, checks jsonb, judges jsonb)
  returns table (judge text)
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
#variable_conflict use_column
declare
  latest content_version;
  number int;
begin
  if holdfast_scope() is distinct from 'platform' then
    raise exception 'content is written by the platform only' using errcode = 'insufficient_privilege';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('content ' || content_sync.app, 0));
  select * into latest from content_version v where v.app = content_sync.app order by v.version desc limit 1;
  number := coalesce(latest.version, 0);
  if latest.digest is distinct from content_sync.digest then
    number := number + 1;
    insert into content_version (app, version, digest, provenance, origin)
      values (content_sync.app, number, content_sync.digest, content_sync.provenance, content_sync.origin);
  end if;

  insert into check_definition as d (id, app, judge, title, severity, category, lifecycle, definition, digest)
    select id, content_sync.app, judge, title, severity, category, lifecycle, definition, digest
      from jsonb_to_recordset(checks) as c (id text, judge text, title text, severity smallint, category text,
                                            lifecycle text, definition jsonb, digest text)
     order by id
    on conflict (id) do update
      set judge = excluded.judge, title = excluded.title, severity = excluded.severity, category = excluded.category,
          lifecycle = excluded.lifecycle, definition = excluded.definition, digest = excluded.digest,
          changed_at = now(), retired_at = null
      where d.app = excluded.app and (d.digest <> excluded.digest or d.judge <> excluded.judge or d.retired_at is not null);
  update check_definition d set retired_at = now()
   where d.app = content_sync.app and d.retired_at is null and not d.from_feed
     and not exists (select from jsonb_array_elements(checks) c where c ->> 'id' = d.id);

  return query
    with given as (
      select * from jsonb_to_recordset(judges) as j (judge text, version int, digest text)),
    put_back as (
      update judge_basis b set current = false from given g
       where b.judge = g.judge and b.current and b.digest <> g.digest
      returning b.judge)
    select g.judge from given g
     where not exists (select from judge_basis b where b.judge = g.judge and b.digest = g.digest and b.current)
       and (select count(*) from put_back) >= 0;
  update judge_basis b set current = false
   where b.app = content_sync.app and b.current
     and not exists (select from jsonb_array_elements(judges) j where j ->> 'judge' = b.judge);
  insert into judge_basis (judge, judge_version, digest, app, content_version)
    select j.judge, j.version, j.digest, content_sync.app, number
      from jsonb_to_recordset(judges) as j (judge text, version int, digest text)
     order by j.judge
    on conflict (judge, digest) do update set current = true;
end $$;
