-- Work that somebody started and that takes longer than a request. The queue of record: what runs it takes only so many of each tenant at a time.
create table job (
  tenant_id int not null references tenant,
  job_id bigint generated always as identity,
  public_id text not null unique check (public_id ~ '^job_[0-9A-Za-z]{22}$'),
  kind text not null,
  title text not null,
  -- Ids and small choices; what they stand for is read when the job runs.
  args jsonb not null,
  state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
  phase text not null default '',
  message text not null default '',
  done bigint not null default 0,
  total bigint,
  started_by text not null,
  created_at timestamptz(3) not null default now(),
  -- A retry does not come before this.
  not_before timestamptz(3) not null default date_trunc('milliseconds', now()),
  started_at timestamptz(3),
  heartbeat_at timestamptz(3),
  finished_at timestamptz(3),
  attempts smallint not null default 0,
  cancel_requested boolean not null default false,
  error text,
  version int not null default 1,
  primary key (tenant_id, job_id)
);
create index job_newest on job (tenant_id, job_id desc);
create index job_waiting on job (tenant_id, job_id) where state = 'queued';
create index job_running on job (heartbeat_at) where state = 'running';
create index job_finished on job (finished_at) where finished_at is not null;
select holdfast_protect('job', 'select, insert, update');
select holdfast_let('job', 'holdfast_jobs', 'select, update');
select holdfast_let('job', 'holdfast_maintenance', 'select, delete');

-- Takes waiting jobs for running, the longest waiting of each tenant first, so that no tenant has more than so many at once. Jobs whose worker died are
-- taken again.
create function job_dispatch(per_tenant int, most int, silence interval)
  returns table (tenant_id int, job_id bigint, kind text, attempts smallint)
  language sql set search_path = holdfast, pg_temp as $$
  with silent as (
    update job set state = 'queued', heartbeat_at = null, version = version + 1
     where (tenant_id, job_id) in (
       select tenant_id, job_id from job
        where state = 'running' and heartbeat_at < now() - silence for update skip locked)
    returning tenant_id, job_id),
  waiting as (
    select j.tenant_id, j.job_id, row_number() over (partition by j.tenant_id order by j.job_id) as place,
           (select count(*) from job r where r.tenant_id = j.tenant_id and r.state = 'running') as running
      from job j where j.state = 'queued' and j.not_before <= now()),
  turn as (
    select j.tenant_id, j.job_id from job j
      join waiting w using (tenant_id, job_id)
     where w.place + w.running <= per_tenant and (j.tenant_id, j.job_id) not in (select s.tenant_id, s.job_id from silent s)
     order by w.place, j.job_id limit most
     for update of j skip locked)
  update job j set state = 'running', attempts = j.attempts + 1, heartbeat_at = now(), started_at = coalesce(j.started_at, now()),
         version = j.version + 1
    from turn t where j.tenant_id = t.tenant_id and j.job_id = t.job_id and j.state = 'queued'
  returning j.tenant_id, j.job_id, j.kind, j.attempts
$$;
grant execute on function job_dispatch(int, int, interval) to holdfast_jobs;

-- Forgets what ended long ago, of all tenants.
create function job_forget(older_than timestamptz) returns bigint
  language sql set search_path = holdfast, pg_temp as $$
  with gone as (delete from job where finished_at < older_than returning 1) select count(*) from gone
$$;
grant execute on function job_forget(timestamptz) to holdfast_maintenance;

-- When a tenant's turn of a scheduled job is next.
create table schedule (
  tenant_id int not null references tenant,
  job text not null,
  -- Cut, not rounded, so that what is due now is not due a little later.
  due_at timestamptz(3) not null default date_trunc('milliseconds', now()),
  last_run_at timestamptz(3),
  last_error text,
  primary key (tenant_id, job)
);
create index schedule_due on schedule (due_at);
select holdfast_protect('schedule', 'select, update');
select holdfast_let('schedule', 'holdfast_jobs', 'select, insert, update, delete');
select holdfast_let('tenant', 'holdfast_jobs');

-- Gives each tenant its row per job, and answers with what is due. What is answered is put off for a while, so that nobody else takes it meanwhile.
create function schedule_take(jobs text[], most int, hold interval)
  returns table (tenant_id int, job text)
  language sql set search_path = holdfast, pg_temp as $$
  insert into schedule (tenant_id, job)
    select t.id, j from tenant t cross join unnest(jobs) j
     where t.state = 'active' and not exists (select from schedule s where s.tenant_id = t.id and s.job = j)
    on conflict do nothing;
  update schedule s set due_at = now() + hold
    from (select tenant_id, job from schedule where due_at <= now() and job = any (jobs)
           order by due_at limit most for update skip locked) d
   where s.tenant_id = d.tenant_id and s.job = d.job
  returning s.tenant_id, s.job
$$;
grant execute on function schedule_take(text[], int, interval) to holdfast_jobs;
