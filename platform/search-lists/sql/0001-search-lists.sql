-- Named sets of checks: by their ids, or by a query over what is known of them. Rules, policies, views and alerts ask for them by name.
create table search_list (
  tenant_id int not null references tenant,
  list_id bigint generated always as identity,
  public_id text not null unique check (public_id ~ '^lst_[0-9A-Za-z]{22}$'),
  name text not null check (name <> '' and char_length(name) <= 100),
  name_folded text not null generated always as (lower(name collate "C")) stored,
  description text not null default '' check (char_length(description) <= 2000),
  -- One of both: ids of checks and CVEs, or a query over checks.
  ids text[],
  query text,
  created_by text not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  -- When all checks were asked; null where they are to be.
  evaluated_at timestamptz(3),
  version int not null default 1,
  primary key (tenant_id, list_id),
  check ((ids is null) <> (query is null))
);
create unique index search_list_name on search_list (tenant_id, name_folded);
select holdfast_protect('search_list');
select holdfast_let('search_list', 'holdfast_judge', 'select');
select holdfast_let('search_list', 'holdfast_search', 'select');

-- What is on a list now, of the checks that found something in this tenant.
create table search_list_check (
  tenant_id int not null,
  list_id bigint not null,
  check_no int not null references check_definition on delete cascade,
  primary key (tenant_id, check_no, list_id),
  foreign key (tenant_id, list_id) references search_list on delete cascade
);
create index search_list_check_of on search_list_check (tenant_id, list_id, check_no);
select holdfast_protect('search_list_check');
select holdfast_let('search_list_check', 'holdfast_search', 'select');

-- Checks that the lists of a tenant were asked about, so that only what is new here is marked.
create table search_list_known (
  tenant_id int not null references tenant,
  check_no int not null references check_definition on delete cascade,
  primary key (tenant_id, check_no)
);
select holdfast_protect('search_list_known');
select holdfast_let('search_list_known', 'holdfast_judge', 'select');

-- Checks that found something here for the first time. Only added to and taken away from: who marks never waits for who asks.
create table search_list_mark (
  tenant_id int not null references tenant,
  mark_id bigint generated always as identity,
  check_no int not null references check_definition on delete cascade,
  primary key (tenant_id, mark_id)
);
select holdfast_protect('search_list_mark');
select holdfast_let('search_list_mark', 'holdfast_judge');

create function search_list_mark_new() returns trigger
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
begin
  insert into search_list_mark (tenant_id, check_no)
    select distinct c.tenant_id, c.check_no from came c
     where exists (select from search_list l where l.tenant_id = c.tenant_id)
       and not exists (select from search_list_known k where k.tenant_id = c.tenant_id and k.check_no = c.check_no);
  return null;
end $$;
create trigger search_list_mark_new after insert on finding referencing new table as came
  for each statement execute function search_list_mark_new();
revoke execute on function search_list_mark_new() from public;

create index check_definition_changed on check_definition (changed_at);

-- Lists whose answer may be another one: what is said of checks changed since, or a day went by. A change becomes visible after the
-- time that it carries, thus what was asked within ten minutes of one is asked again.
create function search_list_is_due(evaluated_at timestamptz, updated_at timestamptz) returns boolean
  language sql stable set search_path = holdfast, pg_temp as $$
  select evaluated_at is null or evaluated_at < now() - interval '1 day'
      or (select evaluated_at < changed
              or (evaluated_at < changed + interval '10 minutes' and now() > changed + interval '10 minutes')
            from (select greatest(max(c.changed_at), search_list_is_due.updated_at) as changed from check_definition c) l)
$$;
revoke execute on function search_list_is_due(timestamptz, timestamptz) from public;
grant execute on function search_list_is_due(timestamptz, timestamptz) to holdfast_app, holdfast_judge;

-- Tenants in which lists are to be asked. Tells the platform only.
create function search_list_tenants() returns table (tenant_id int)
  language sql security definer set search_path = holdfast, pg_temp as $$
  select tenant_id from (
    select tenant_id from search_list_mark
    union
    select tenant_id from search_list where search_list_is_due(evaluated_at, updated_at)
  ) found where holdfast_scope() = 'platform'
$$;
select holdfast_own('search_list_tenants()', 'holdfast_judge');
