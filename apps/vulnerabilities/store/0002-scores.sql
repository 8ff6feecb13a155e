-- What checks of vulnerabilities score. By what is known of the vulnerability alone and the criticality of the asset, so that a score is
-- worked out once for all findings of a check that are alike, and lists join it.
create table vulnerabilities_score (
  tenant_id int not null references tenant,
  check_no int not null references check_definition on delete cascade,
  criticality smallint not null check (criticality between 1 and 5),
  -- Of the vulnerability by itself, 0–1000.
  own smallint not null check (own between 0 and 1000),
  -- On an asset of that criticality, 0–1000.
  score smallint not null check (score between 0 and own),
  -- Decisions of the CISA tree that what is known leaves possible, from the least urgent to the most.
  ssvc text[] not null,
  primary key (tenant_id, check_no, criticality)
);
select holdfast_protect('vulnerabilities_score');
select holdfast_let('vulnerabilities_score', 'holdfast_search');
select holdfast_scoped('vulnerabilities_score', null);

-- What open findings of vulnerabilities make of an asset. No row where it has none.
create table vulnerabilities_asset_score (
  tenant_id int not null,
  asset_id bigint not null,
  -- 0–1000, with two decimals.
  score numeric(6, 2) not null check (score between 0 and 1000),
  primary key (tenant_id, asset_id),
  foreign key (tenant_id, asset_id) references asset on delete cascade
);
select holdfast_protect('vulnerabilities_asset_score');
select holdfast_let('vulnerabilities_asset_score', 'holdfast_search');
select holdfast_scoped_asset('vulnerabilities_asset_score');

-- Assets of which findings or criticality changed. Only added to and taken away from: who marks never waits for who scores.
create table vulnerabilities_score_due (
  tenant_id int not null,
  due_id bigint generated always as identity,
  asset_id bigint not null,
  primary key (tenant_id, due_id),
  foreign key (tenant_id, asset_id) references asset on delete cascade
);
create index vulnerabilities_score_due_asset on vulnerabilities_score_due (tenant_id, asset_id);
select holdfast_protect('vulnerabilities_score_due');
select holdfast_let('vulnerabilities_score_due', 'holdfast_judge');

-- When the scores of a tenant were last compared with what feeds say, and with the day: terms for fixing pass.
create table vulnerabilities_scored (
  tenant_id int primary key references tenant,
  at timestamptz(3) not null
);
select holdfast_protect('vulnerabilities_scored');
select holdfast_let('vulnerabilities_scored', 'holdfast_judge');

-- When feeds last said something else.
alter table vulnerabilities_cve add column changed_at timestamptz(3) not null default now();
create index vulnerabilities_cve_changed on vulnerabilities_cve (changed_at);
create function vulnerabilities_cve_changed() returns trigger
  language plpgsql set search_path = holdfast, pg_temp as $$
begin
  new.changed_at := clock_timestamp();
  return new;
end $$;
create trigger vulnerabilities_cve_changed before insert or update on vulnerabilities_cve
  for each row execute function vulnerabilities_cve_changed();

create function vulnerabilities_score_mark() returns trigger
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
begin
  insert into vulnerabilities_score_due (tenant_id, asset_id)
    select distinct c.tenant_id, c.asset_id from came c
      -- An asset that is being deleted takes its rows along.
     where exists (select from asset a where a.tenant_id = c.tenant_id and a.asset_id = c.asset_id);
  return null;
end $$;
create trigger vulnerabilities_score_mark_new after insert on asset_criticality referencing new table as came
  for each statement execute function vulnerabilities_score_mark();
create trigger vulnerabilities_score_mark_changed after update on asset_criticality referencing new table as came
  for each statement execute function vulnerabilities_score_mark();
create trigger vulnerabilities_score_mark_gone after delete on asset_criticality referencing old table as came
  for each statement execute function vulnerabilities_score_mark();

create function vulnerabilities_score_mark_found() returns trigger
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
begin
  insert into vulnerabilities_score_due (tenant_id, asset_id)
    select distinct c.tenant_id, c.asset_id from came c join vulnerabilities_cve v on v.check_no = c.check_no
     where exists (select from asset a where a.tenant_id = c.tenant_id and a.asset_id = c.asset_id);
  return null;
end $$;
create trigger vulnerabilities_score_mark_new after insert on finding referencing new table as came
  for each statement execute function vulnerabilities_score_mark_found();
create trigger vulnerabilities_score_mark_gone after delete on finding referencing old table as came
  for each statement execute function vulnerabilities_score_mark_found();

-- Of those that changed only what was opened, ended, excepted or moved.
create function vulnerabilities_score_mark_moved() returns trigger
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
begin
  insert into vulnerabilities_score_due (tenant_id, asset_id)
    select distinct m.tenant_id, each.asset_id
      from (select n.tenant_id, n.asset_id as is_of, o.asset_id as was_of
              from came n join gone o on o.tenant_id = n.tenant_id and o.finding_id = n.finding_id
              join vulnerabilities_cve v on v.check_no = n.check_no
             where o.asset_id <> n.asset_id
                or (o.status <> 'fixed' and o.disposition = 'none') <> (n.status <> 'fixed' and n.disposition = 'none')) m
      cross join lateral (values (m.is_of), (m.was_of)) each (asset_id)
     where exists (select from asset a where a.tenant_id = m.tenant_id and a.asset_id = each.asset_id);
  return null;
end $$;
create trigger vulnerabilities_score_mark_moved after update on finding referencing old table as gone new table as came
  for each statement execute function vulnerabilities_score_mark_moved();
revoke execute on function vulnerabilities_score_mark(), vulnerabilities_score_mark_found(), vulnerabilities_score_mark_moved() from public;

-- Tenants in which something is to be scored. Tells the platform only. Feeds are looked at a minute after another at most, and for ten minutes after what
-- they last said, since a transaction that began earlier may end later.
create function vulnerabilities_score_tenants() returns table (tenant_id int)
  language sql security definer set search_path = holdfast, pg_temp as $$
  select tenant_id from (
    select tenant_id from vulnerabilities_score_due
    union
    select t.id from tenant t left join vulnerabilities_scored s on s.tenant_id = t.id
     where s.at is null
        or (s.at < now() - interval '1 minute'
            and ((s.at at time zone 'UTC')::date < (now() at time zone 'UTC')::date
                 or s.at < (select max(changed_at) from vulnerabilities_cve) + interval '10 minutes'))
  ) found where holdfast_scope() = 'platform'
$$;
select holdfast_own('vulnerabilities_score_tenants()', 'holdfast_judge');
