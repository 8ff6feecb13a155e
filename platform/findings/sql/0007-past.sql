-- Findings as they were, for lists as of a time: narrow, since tens of millions of them gather over the years.
select holdfast_remember('finding', '{finding_id}',
  '{public_id,asset_id,check_no,place,severity,status,status_at,disposition,exception_id,first_found_at,fixed_at}');
select holdfast_remember('asset_findings', '{asset_id}', '{critical,high,medium,low,info,excepted}');
-- Lists show the worst first: this gives them in that order, whatever the time.
create index finding_past_severity on finding_past (tenant_id, severity, known_until)
  include (known_at, status, disposition, first_found_at, check_no, asset_id, finding_id);

-- What is there already is known since its last transition, and what it was between two of them follows from these.
alter table finding no force row level security;
alter table finding_past no force row level security;
alter table finding_transition no force row level security;
alter table finding disable trigger user;
with steps as (
  select tenant_id, finding_id, date_trunc('milliseconds', min(at)) as at,
         (array_agg(status order by transition_id desc))[1] as status,
         (array_agg(disposition order by transition_id desc))[1] as disposition,
         (array_agg((detail ->> 'from')::smallint order by transition_id) filter (where kind = 'severity'))[1] as severity_before
    from finding_transition group by tenant_id, finding_id, date_trunc('milliseconds', at)),
known as (
  select s.*, lead(at) over each_one as until,
         (array_agg(severity_before) filter (where severity_before is not null) over (each_one rows between 1 following and unbounded following))[1] as severity
    from steps s window each_one as (partition by tenant_id, finding_id order by at))
insert into finding_past (tenant_id, finding_id, public_id, asset_id, check_no, place, severity, status, status_at, disposition, exception_id,
                          first_found_at, fixed_at, known_at, known_until)
select k.tenant_id, k.finding_id, f.public_id, f.asset_id, f.check_no, f.place,
       coalesce(k.severity, f.severity),
       k.status, k.at, k.disposition, null, f.first_found_at, case when k.status = 'fixed' then k.at end, k.at, k.until
  from known k join finding f using (tenant_id, finding_id) where k.until > k.at;
update finding f set known_at = t.at
  from (select tenant_id, finding_id, date_trunc('milliseconds', max(at)) as at from finding_transition group by 1, 2) t
 where t.tenant_id = f.tenant_id and t.finding_id = f.finding_id;
alter table finding enable trigger user;
alter table finding_transition force row level security;
alter table finding_past force row level security;
alter table finding force row level security;
