-- Checks of a tenant's own: whatever carries a tag has a weakness. The tag's query says which assets those are, and is kept by who keeps tags.
create table vulnerabilities_own_check (
  tenant_id int not null,
  own_check_id bigint generated always as identity,
  public_id text not null unique check (public_id ~ '^chk_[0-9A-Za-z]{22}$'),
  -- Names it for good: findings are known again by it.
  name text not null check (name ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and char_length(name) <= 60),
  tag_id bigint not null,
  title text not null check (char_length(title) between 3 and 120),
  severity text not null check (severity in ('critical', 'high', 'medium', 'low', 'info')),
  -- Why it matters, and what ends it.
  why text not null default '' check (char_length(why) <= 2000),
  remedy text not null default '' check (char_length(remedy) <= 2000),
  -- CVEs that it stands for.
  cves text[] not null default '{}',
  created_by text not null,
  created_at timestamptz(3) not null default now(),
  version int not null default 1,
  primary key (tenant_id, own_check_id),
  unique (tenant_id, name),
  foreign key (tenant_id, tag_id) references tag on delete cascade
);
create index vulnerabilities_own_check_tag on vulnerabilities_own_check (tenant_id, tag_id);
select holdfast_protect('vulnerabilities_own_check');

-- Assets that came to such a tag or left it, and all of a check that changed. Only added to and taken away from: who marks never waits for who states.
create table vulnerabilities_own_due (
  tenant_id int not null,
  due_id bigint generated always as identity,
  asset_id bigint not null,
  primary key (tenant_id, due_id),
  foreign key (tenant_id, asset_id) references asset on delete cascade
);
create index vulnerabilities_own_due_asset on vulnerabilities_own_due (tenant_id, asset_id);
select holdfast_protect('vulnerabilities_own_due');
select holdfast_let('vulnerabilities_own_due', 'holdfast_judge');

-- What was said of which asset, so that it can be taken back.
create table vulnerabilities_own_told (
  tenant_id int not null,
  asset_id bigint not null,
  own_check_id bigint not null,
  primary key (tenant_id, own_check_id, asset_id),
  foreign key (tenant_id, asset_id) references asset on delete cascade
);
create index vulnerabilities_own_told_asset on vulnerabilities_own_told (tenant_id, asset_id);
select holdfast_protect('vulnerabilities_own_told');

create function vulnerabilities_own_mark() returns trigger
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
begin
  insert into vulnerabilities_own_due (tenant_id, asset_id)
    select distinct m.tenant_id, m.asset_id from moved m
      join vulnerabilities_own_check c on c.tenant_id = m.tenant_id and c.tag_id = m.tag_id
      -- An asset that is being deleted takes its rows along.
     where exists (select from asset a where a.tenant_id = m.tenant_id and a.asset_id = m.asset_id);
  return null;
end $$;
create trigger vulnerabilities_own_mark_new after insert on asset_tag referencing new table as moved
  for each statement execute function vulnerabilities_own_mark();
create trigger vulnerabilities_own_mark_changed after update on asset_tag referencing new table as moved
  for each statement execute function vulnerabilities_own_mark();
create trigger vulnerabilities_own_mark_gone after delete on asset_tag referencing old table as moved
  for each statement execute function vulnerabilities_own_mark();

create function vulnerabilities_own_mark_check() returns trigger
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
begin
  insert into vulnerabilities_own_due (tenant_id, asset_id)
    select t.tenant_id, t.asset_id from moved m
      join asset_tag t on t.tenant_id = m.tenant_id and t.tag_id = m.tag_id and not t.resting
    union
    select o.tenant_id, o.asset_id from moved m
      join vulnerabilities_own_told o on o.tenant_id = m.tenant_id and o.own_check_id = m.own_check_id;
  return null;
end $$;
create trigger vulnerabilities_own_mark_new after insert on vulnerabilities_own_check referencing new table as moved
  for each statement execute function vulnerabilities_own_mark_check();
create trigger vulnerabilities_own_mark_changed after update on vulnerabilities_own_check referencing new table as moved
  for each statement execute function vulnerabilities_own_mark_check();
create trigger vulnerabilities_own_mark_gone after delete on vulnerabilities_own_check referencing old table as moved
  for each statement execute function vulnerabilities_own_mark_check();
revoke execute on function vulnerabilities_own_mark(), vulnerabilities_own_mark_check() from public;

-- Tenants in which something is to be said. Tells the platform only.
create function vulnerabilities_own_tenants() returns table (tenant_id int)
  language sql security definer set search_path = holdfast, pg_temp as $$
  select distinct tenant_id from vulnerabilities_own_due where holdfast_scope() = 'platform'
$$;
select holdfast_own('vulnerabilities_own_tenants()', 'holdfast_judge');
