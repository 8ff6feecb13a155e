-- Unfiltered counts are kept, not computed. Each statement that changes findings adds what it changed, so that writers never wait for each other;
-- the sum over the rows of a group is its count, exact at any moment. Compaction adds rows up now and then.
create table finding_count (
  tenant_id int not null,
  count_id bigint generated always as identity,
  check_no int not null,
  severity smallint not null,
  status text not null,
  disposition text not null,
  findings int not null,
  primary key (tenant_id, count_id)
);
select holdfast_protect('finding_count');
select holdfast_let('finding_count', 'holdfast_judge');

-- Open findings of an asset by severity, for lists of assets. Tests of one asset come one after another, thus no two writers meet here.
create table asset_findings (
  tenant_id int not null,
  asset_id bigint not null,
  critical int not null default 0,
  high int not null default 0,
  medium int not null default 0,
  low int not null default 0,
  info int not null default 0,
  -- Not fixed, and excepted.
  excepted int not null default 0,
  primary key (tenant_id, asset_id),
  foreign key (tenant_id, asset_id) references asset on delete cascade
);
select holdfast_protect('asset_findings');
create index asset_findings_worst on asset_findings
  (tenant_id, critical desc, high desc, medium desc, low desc, info desc, asset_id);

-- Three functions, since a trigger's transition tables have the names of what it is for.
create function finding_inserted() returns trigger
  language plpgsql set search_path = holdfast, pg_temp as $$
begin
  insert into finding_count (tenant_id, check_no, severity, status, disposition, findings)
    select tenant_id, check_no, severity, status, disposition, count(*) from came group by 1, 2, 3, 4, 5;
  insert into asset_findings as a (tenant_id, asset_id, critical, high, medium, low, info, excepted)
    select tenant_id, asset_id,
           count(*) filter (where open and severity = 5), count(*) filter (where open and severity = 4),
           count(*) filter (where open and severity = 3), count(*) filter (where open and severity = 2),
           count(*) filter (where open and severity = 1), count(*) filter (where not open)
      from (select *, disposition = 'none' as open from came where status <> 'fixed') f
     group by 1, 2 order by 1, 2
    on conflict (tenant_id, asset_id) do update
      set critical = a.critical + excluded.critical, high = a.high + excluded.high, medium = a.medium + excluded.medium,
          low = a.low + excluded.low, info = a.info + excluded.info, excepted = a.excepted + excluded.excepted;
  return null;
end $$;

create function finding_deleted() returns trigger
  language plpgsql set search_path = holdfast, pg_temp as $$
begin
  insert into finding_count (tenant_id, check_no, severity, status, disposition, findings)
    select tenant_id, check_no, severity, status, disposition, -count(*) from gone group by 1, 2, 3, 4, 5;
  update asset_findings a
     set critical = a.critical - g.critical, high = a.high - g.high, medium = a.medium - g.medium, low = a.low - g.low,
         info = a.info - g.info, excepted = a.excepted - g.excepted
    from (select tenant_id, asset_id,
                 count(*) filter (where open and severity = 5) as critical, count(*) filter (where open and severity = 4) as high,
                 count(*) filter (where open and severity = 3) as medium, count(*) filter (where open and severity = 2) as low,
                 count(*) filter (where open and severity = 1) as info, count(*) filter (where not open) as excepted
            from (select *, disposition = 'none' as open from gone where status <> 'fixed') f
           group by 1, 2) g
   where a.tenant_id = g.tenant_id and a.asset_id = g.asset_id;
  return null;
end $$;

create function finding_updated() returns trigger
  language plpgsql set search_path = holdfast, pg_temp as $$
begin
  insert into finding_count (tenant_id, check_no, severity, status, disposition, findings)
    select tenant_id, check_no, severity, status, disposition, sum(n)
      from (select tenant_id, check_no, severity, status, disposition, 1 as n from came
            union all
            select tenant_id, check_no, severity, status, disposition, -1 from gone) f
     group by 1, 2, 3, 4, 5 having sum(n) <> 0;
  insert into asset_findings as a (tenant_id, asset_id, critical, high, medium, low, info, excepted)
    select tenant_id, asset_id,
           coalesce(sum(n) filter (where open and severity = 5), 0), coalesce(sum(n) filter (where open and severity = 4), 0),
           coalesce(sum(n) filter (where open and severity = 3), 0), coalesce(sum(n) filter (where open and severity = 2), 0),
           coalesce(sum(n) filter (where open and severity = 1), 0), coalesce(sum(n) filter (where not open), 0)
      from (select tenant_id, asset_id, severity, disposition = 'none' as open, 1 as n from came where status <> 'fixed'
            union all
            select tenant_id, asset_id, severity, disposition = 'none', -1 from gone where status <> 'fixed') f
     group by 1, 2 order by 1, 2
    on conflict (tenant_id, asset_id) do update
      set critical = a.critical + excluded.critical, high = a.high + excluded.high, medium = a.medium + excluded.medium,
          low = a.low + excluded.low, info = a.info + excluded.info, excepted = a.excepted + excluded.excepted;
  return null;
end $$;

create trigger finding_inserted after insert on finding referencing new table as came
  for each statement execute function finding_inserted();
create trigger finding_updated after update on finding referencing old table as gone new table as came
  for each statement execute function finding_updated();
create trigger finding_deleted after delete on finding referencing old table as gone
  for each statement execute function finding_deleted();
grant execute on function finding_inserted(), finding_updated(), finding_deleted() to holdfast_app;

-- Tenants whose counts have gathered many rows, for compaction. Tells the platform only.
create function finding_count_crowded(at_least int) returns table (tenant_id int)
  language sql security definer set search_path = holdfast, pg_temp as $$
  select tenant_id from finding_count where holdfast_scope() = 'platform' group by tenant_id having count(*) >= at_least
$$;
select holdfast_own('finding_count_crowded(int)', 'holdfast_judge');
