-- What the installation judges with, and where it came from. Shared by all tenants; written at start only, through content_sync.
create table content_version (
  app text not null,
  -- Rises by one with every change, also when an older content comes back.
  version int not null,
  digest text not null,
  -- How far the origin is proven: "own" is trusted as the program is; "signature" of a publisher; "checksum" from elsewhere; "tls" says only
  -- from which server it came.
  provenance text not null check (provenance in ('own', 'signature', 'checksum', 'tls')),
  origin text not null,
  loaded_at timestamptz(3) not null default now(),
  primary key (app, version)
);
select holdfast_share('content_version');

-- The words of each check. The number stands in for the id where there are millions of rows.
create table check_definition (
  check_no int generated always as identity primary key,
  id text not null unique,
  app text not null,
  judge text not null,
  title text not null,
  severity smallint not null check (severity between 1 and 5),
  category text not null,
  lifecycle text not null,
  -- All of check.yaml.
  definition jsonb not null,
  digest text not null,
  changed_at timestamptz(3) not null default now(),
  -- Since when the content has it no more. Its id is never used again for something else.
  retired_at timestamptz(3)
);
create index check_definition_judge on check_definition (judge);
create index check_definition_app on check_definition (app);
select holdfast_share('check_definition');

-- Everything that can change a verdict of a judge, numbered: each assessment and each step of a finding names it.
create table judge_basis (
  basis_no int generated always as identity primary key,
  judge text not null,
  judge_version int not null,
  digest text not null,
  app text not null,
  content_version int not null,
  current boolean not null default true,
  since timestamptz(3) not null default now(),
  unique (judge, digest)
);
create unique index judge_basis_current on judge_basis (judge) where current;
select holdfast_share('judge_basis');

-- Makes the tables say what one app brought, and answers with the judges whose verdicts may be others now.
create function content_sync(app text, digest text, provenance text, origin text, checks jsonb, judges jsonb)
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
   where d.app = content_sync.app and d.retired_at is null
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
grant execute on function content_sync(text, text, text, text, jsonb, jsonb) to holdfast_app;
