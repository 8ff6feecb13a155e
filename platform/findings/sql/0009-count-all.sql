-- All findings of an asset, fixed ones too: what lists of findings count by name, kind and criticality of their assets.
alter table asset_findings add column findings int not null default 0;

create or replace function finding_inserted() returns trigger
  language plpgsql set search_path = holdfast, pg_temp as $$
begin
  insert into finding_count (tenant_id, check_no, severity, status, disposition, findings)
    select tenant_id, check_no, severity, status, disposition, count(*) from came group by 1, 2, 3, 4, 5;
  insert into asset_findings as a (tenant_id, asset_id, critical, high, medium, low, info, excepted, findings)
    select tenant_id, asset_id,
           count(*) filter (where open and severity = 5), count(*) filter (where open and severity = 4),
           count(*) filter (where open and severity = 3), count(*) filter (where open and severity = 2),
           count(*) filter (where open and severity = 1), count(*) filter (where excepted), count(*)
      from (select *, status <> 'fixed' and disposition = 'none' as open, status <> 'fixed' and disposition <> 'none' as excepted from came) f
     group by 1, 2 order by 1, 2
    on conflict (tenant_id, asset_id) do update
      set critical = a.critical + excluded.critical, high = a.high + excluded.high, medium = a.medium + excluded.medium,
          low = a.low + excluded.low, info = a.info + excluded.info, excepted = a.excepted + excluded.excepted,
          findings = a.findings + excluded.findings;
  return null;
end $$;

create or replace function finding_deleted() returns trigger
  language plpgsql set search_path = holdfast, pg_temp as $$
begin
  insert into finding_count (tenant_id, check_no, severity, status, disposition, findings)
    select tenant_id, check_no, severity, status, disposition, -count(*) from gone group by 1, 2, 3, 4, 5;
  update asset_findings a
     set critical = a.critical - g.critical, high = a.high - g.high, medium = a.medium - g.medium, low = a.low - g.low,
         info = a.info - g.info, excepted = a.excepted - g.excepted, findings = a.findings - g.findings
    from (select tenant_id, asset_id,
                 count(*) filter (where open and severity = 5) as critical, count(*) filter (where open and severity = 4) as high,
                 count(*) filter (where open and severity = 3) as medium, count(*) filter (where open and severity = 2) as low,
                 count(*) filter (where open and severity = 1) as info, count(*) filter (where excepted) as excepted, count(*) as findings
            from (select *, status <> 'fixed' and disposition = 'none' as open, status <> 'fixed' and disposition <> 'none' as excepted from gone) f
           group by 1, 2) g
   where a.tenant_id = g.tenant_id and a.asset_id = g.asset_id;
  return null;
end $$;

-- Findings stay with their asset unless it is merged, when they move to another one.
create or replace function finding_updated() returns trigger
  language plpgsql set search_path = holdfast, pg_temp as $$
begin
  insert into finding_count (tenant_id, check_no, severity, status, disposition, findings)
    select tenant_id, check_no, severity, status, disposition, sum(n)
      from (select tenant_id, check_no, severity, status, disposition, 1 as n from came
            union all
            select tenant_id, check_no, severity, status, disposition, -1 from gone) f
     group by 1, 2, 3, 4, 5 having sum(n) <> 0;
  insert into asset_findings as a (tenant_id, asset_id, critical, high, medium, low, info, excepted, findings)
    select tenant_id, asset_id,
           coalesce(sum(n) filter (where open and severity = 5), 0), coalesce(sum(n) filter (where open and severity = 4), 0),
           coalesce(sum(n) filter (where open and severity = 3), 0), coalesce(sum(n) filter (where open and severity = 2), 0),
           coalesce(sum(n) filter (where open and severity = 1), 0), coalesce(sum(n) filter (where excepted), 0), sum(n)
      from (select tenant_id, asset_id, severity, status <> 'fixed' and disposition = 'none' as open, status <> 'fixed' and disposition <> 'none' as excepted, 1 as n from came
            union all
            select tenant_id, asset_id, severity, status <> 'fixed' and disposition = 'none', status <> 'fixed' and disposition <> 'none', -1 from gone) f
     group by 1, 2 order by 1, 2
    on conflict (tenant_id, asset_id) do update
      set critical = a.critical + excluded.critical, high = a.high + excluded.high, medium = a.medium + excluded.medium,
          low = a.low + excluded.low, info = a.info + excluded.info, excepted = a.excepted + excluded.excepted,
          findings = a.findings + excluded.findings;
  return null;
end $$;

-- What is there already.
alter table finding no force row level security;
alter table asset_findings no force row level security;
alter table asset_findings disable trigger user;
insert into asset_findings (tenant_id, asset_id, findings)
  select tenant_id, asset_id, count(*) from finding group by 1, 2
  on conflict (tenant_id, asset_id) do update set findings = excluded.findings;
alter table asset_findings enable trigger user;
alter table asset_findings force row level security;
alter table finding force row level security;
