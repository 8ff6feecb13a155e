-- A decision about findings: with reason, scope, approver and expiry, bound to the evidence it was taken on. It is never removed.
create table exception (
  tenant_id int not null references tenant,
  exception_id bigint generated always as identity,
  public_id text not null,
  -- The scope: what is null holds for all. A place needs a check.
  asset_id bigint,
  check_no int references check_definition,
  place text check (octet_length(place) <= 1024),
  narrowness smallint not null generated always as (
    case when asset_id is not null and place is not null then 3 when asset_id is not null and check_no is not null then 2
         when place is not null then 2 else 1 end) stored,
  reason text not null check (reason in ('risk-accepted', 'wont-fix', 'false-positive', 'not-applicable', 'compensating-control')),
  disposition text not null generated always as (
    case reason when 'risk-accepted' then 'accepted' when 'wont-fix' then 'accepted'
                when 'compensating-control' then 'mitigated' else 'false-positive' end) stored,
  justification text not null check (char_length(justification) between 3 and 4000),
  -- Holds on although the evidence changes.
  any_evidence boolean not null default false,
  -- Its time has come, and it was bound to the findings in its scope.
  started boolean not null default false,
  state text not null default 'requested' check (state in ('requested', 'approved', 'rejected', 'revoked', 'expired', 'returned')),
  starts_at timestamptz(3) not null,
  ends_at timestamptz(3),
  requested_by text not null,
  requested_at timestamptz(3) not null,
  decided_by text,
  decided_at timestamptz(3),
  note text,
  ended_by text,
  ended_at timestamptz(3),
  -- Raised with every change, for ETag and If-Match.
  version int not null default 1,
  primary key (tenant_id, exception_id),
  unique (public_id),
  foreign key (tenant_id, asset_id) references asset on delete cascade,
  check (asset_id is not null or check_no is not null),
  check (place is null or check_no is not null),
  check (ends_at > starts_at)
);
select holdfast_protect('exception', 'select, insert, update');
create index exception_scope on exception (tenant_id, check_no, asset_id) where state = 'approved';
create index exception_asset on exception (tenant_id, asset_id) where state = 'approved' and asset_id is not null;
create index exception_state on exception (tenant_id, state, exception_id);
create index exception_ends on exception (ends_at) where state = 'approved' and ends_at is not null;
create index exception_starts on exception (starts_at) where state = 'approved' and not started;

-- Which finding an exception holds for, since when, on which evidence, and why it does no more.
create table exception_finding (
  tenant_id int not null,
  exception_id bigint not null,
  finding_id bigint not null,
  -- Null where any evidence will do.
  evidence_digest text,
  bound_at timestamptz(3) not null,
  ended_at timestamptz(3),
  ended_because text check (ended_because in ('evidence-changed', 'expired', 'revoked')),
  primary key (tenant_id, exception_id, finding_id),
  foreign key (tenant_id, exception_id) references exception on delete cascade,
  foreign key (tenant_id, finding_id) references finding on delete cascade,
  check ((ended_at is null) = (ended_because is null))
);
select holdfast_protect('exception_finding');
create index exception_finding_finding on exception_finding (tenant_id, finding_id) where ended_at is null;

alter table finding add foreign key (tenant_id, exception_id) references exception (tenant_id, exception_id);

-- Decides anew which exception holds for each of the findings: of those bound and in their time the narrowest, then the one that started last,
-- then the newest. Answers with the findings whose disposition or deciding exception is another now.
create function finding_redecide(findings bigint[], now_at timestamptz)
  returns table (finding_id bigint, before text, after text, exception_id bigint)
  language sql set search_path = holdfast, pg_temp as $$
  with decided as (
    select distinct on (f.finding_id) f.finding_id, f.disposition as before, e.exception_id, coalesce(e.disposition, 'none') as after
      from finding f
      left join lateral (
        select x.exception_id, x.disposition, x.narrowness, x.starts_at
          from exception_finding b
          join exception x on x.tenant_id = b.tenant_id and x.exception_id = b.exception_id
         where b.tenant_id = f.tenant_id and b.finding_id = f.finding_id and b.ended_at is null
           and x.state = 'approved' and x.starts_at <= now_at and (x.ends_at is null or x.ends_at > now_at)
      ) e on true
     where f.tenant_id = (select holdfast_tenant()) and f.finding_id = any (findings)
     order by f.finding_id, e.narrowness desc nulls last, e.starts_at desc, e.exception_id desc)
  update finding f set disposition = d.after, exception_id = d.exception_id, changed_at = now_at
    from decided d
   where f.tenant_id = (select holdfast_tenant()) and f.finding_id = d.finding_id
     and (f.disposition <> d.after or f.exception_id is distinct from d.exception_id)
  returning f.finding_id, d.before, d.after, d.exception_id
$$;
grant execute on function finding_redecide(bigint[], timestamptz) to holdfast_app;

-- Tenants with exceptions that begin or end by this time, for the task that makes them do so. Tells the platform only.
create function exception_due(now_at timestamptz) returns table (tenant_id int)
  language sql security definer set search_path = holdfast, pg_temp as $$
  select tenant_id from exception
   where state = 'approved' and (ends_at <= now_at or not started and starts_at <= now_at) and holdfast_scope() = 'platform'
   group by tenant_id
$$;
select holdfast_let('exception', 'holdfast_judge');
select holdfast_own('exception_due(timestamptz)', 'holdfast_judge');
