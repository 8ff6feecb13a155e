-- Hosts with a column of every type that the query language knows, for the tests of its compiler.
create table sample_host (
  tenant_id int not null references tenant,
  id int not null,
  name text collate "C" not null,
  name_folded text collate "C" generated always as (lower(name collate "C")) stored,
  owner text,
  note text,
  severity smallint not null,
  status text not null,
  disposition text,
  risk int,
  epss double precision,
  cost numeric,
  memory bigint,
  first_seen timestamptz(3),
  last_seen timestamptz(3),
  address inet,
  online boolean,
  labels text[],
  agent text,
  agent_key text collate "C",
  software_ids int[] not null default '{}',
  primary key (tenant_id, id)
);
select holdfast_protect('sample_host');
select holdfast_let('sample_host', 'holdfast_search');
create index sample_host_name on sample_host using gin (tenant_id, name_folded gin_trgm_ops);
create index sample_host_start on sample_host (tenant_id, name_folded);
create index sample_host_status on sample_host (tenant_id, status, id);
create index sample_host_software on sample_host using gin (tenant_id, software_ids);

create table sample_port (
  tenant_id int not null,
  host_id int not null,
  number int not null,
  protocol text not null,
  service text,
  primary key (tenant_id, host_id, number, protocol),
  foreign key (tenant_id, host_id) references sample_host (tenant_id, id)
);
select holdfast_protect('sample_port');
create index sample_port_number on sample_port (tenant_id, number, host_id);

-- A dictionary: hosts hold the ids of what is installed on them.
create table sample_software (
  tenant_id int not null references tenant,
  id int not null,
  name text collate "C" not null,
  name_folded text collate "C" generated always as (lower(name collate "C")) stored,
  version text collate "C" not null,
  version_key text collate "C" not null,
  hosts int not null default 0,
  primary key (tenant_id, id)
);
select holdfast_protect('sample_software');
select holdfast_let('sample_software', 'holdfast_search');

create function sample_host_name_like(pattern text) returns setof int
  language sql stable security definer set search_path = holdfast, pg_temp as
  'select id from sample_host where tenant_id = holdfast_tenant() and name_folded like pattern';
create function sample_host_name_regex(pattern text) returns setof int
  language sql stable security definer set search_path = holdfast, pg_temp as
  'select id from sample_host where tenant_id = holdfast_tenant() and name ~ pattern';
-- As the inventory's own function does it: `hosts` says which way is the short one.
create function sample_host_with_software(ids int[]) returns setof int
  language plpgsql stable security definer set search_path = holdfast, pg_temp as $$
declare
  tenant int := holdfast_tenant();
  all_hosts float8;
  sightings float8;
  frequent int[];
  missed float8;
begin
  select max(hosts) into all_hosts from sample_software where tenant_id = tenant;
  if cardinality(ids) <= 4 or all_hosts is not distinct from 0 then
    return query execute 'select id from sample_host where tenant_id = $1 and software_ids && $2' using tenant, ids;
    return;
  end if;
  select sum(hosts), (array_agg(id order by hosts desc))[1:8] into sightings, frequent
    from sample_software where tenant_id = tenant and id = any (ids);
  select exp(sum(ln(greatest(1 - hosts / greatest(all_hosts, 1), 1e-9)))) into missed
    from sample_software where tenant_id = tenant and id = any (frequent);
  if sightings < all_hosts * (1 + 10 * missed) then
    return query execute 'select distinct h.id from unnest($2) as i(software_id), lateral (
      select id from sample_host where tenant_id = $1 and software_ids @> array[i.software_id] offset 0) as h'
      using tenant, ids;
  else
    return query execute 'select id from sample_host where tenant_id = $1
      and (software_ids && $3 or exists (select from unnest(software_ids) as s(id) where s.id = any ($2)))'
      using tenant, ids, frequent;
  end if;
end $$;
select holdfast_own('sample_host_name_like(text)', 'holdfast_search');
select holdfast_own('sample_host_name_regex(text)', 'holdfast_search');
select holdfast_own('sample_host_with_software(int[])', 'holdfast_search');

-- Hosts counted by what most filters ask for.
create table sample_host_count (
  tenant_id int not null references tenant,
  id bigint generated always as identity,
  severity smallint not null,
  status text not null,
  disposition text,
  hosts int not null,
  primary key (tenant_id, id)
);
select holdfast_protect('sample_host_count');

-- The same host as it was: half-open intervals.
create table sample_host_history (
  like sample_host including generated including defaults,
  valid_from timestamptz(3) not null,
  valid_until timestamptz(3),
  primary key (tenant_id, id, valid_from)
);
select holdfast_protect('sample_host_history');
