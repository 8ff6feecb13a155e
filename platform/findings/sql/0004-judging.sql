-- Which asset is to be judged by whom, from when on. A judge whose answer depends on the date keeps its row here.
create table judgement_due (
  tenant_id int not null,
  asset_id bigint not null,
  judge text not null,
  reason text not null check (reason in ('facts', 'content', 'date', 'asked', 'retry')),
  -- Lower goes first within a tenant: what changed before what is only looked at anew.
  priority smallint not null,
  due_at timestamptz(3) not null,
  attempts smallint not null default 0,
  primary key (tenant_id, asset_id, judge),
  foreign key (tenant_id, asset_id) references asset on delete cascade
);
select holdfast_protect('judgement_due');
create index judgement_due_turn on judgement_due (tenant_id, priority, due_at);
create index judgement_due_when on judgement_due (due_at, tenant_id);
select holdfast_let('judgement_due', 'holdfast_judge', 'select, insert, update');

-- Tenants for which something is due, so that each gets its turn. Tells the platform only.
create function judgement_tenants() returns table (tenant_id int)
  language sql security definer set search_path = holdfast, pg_temp as $$
  select distinct tenant_id from judgement_due where due_at <= now() and holdfast_scope() = 'platform'
$$;
select holdfast_own('judgement_tenants()', 'holdfast_judge');

-- How far judging is behind, over all tenants. Tells the platform only.
create function judgement_backlog(out due bigint, out tenants bigint, out oldest_at timestamptz)
  language sql security definer set search_path = holdfast, pg_temp as $$
  select count(*), count(distinct tenant_id), min(due_at) from judgement_due where due_at <= now() and holdfast_scope() = 'platform'
$$;
select holdfast_own('judgement_backlog()', 'holdfast_judge');

-- Takes what is due for one asset of the tenant, what is most urgent first, and holds it until the transaction ends. Others take other assets.
create function judgement_take() returns table (asset_id bigint, judge text, reason text, attempts smallint)
  language plpgsql set search_path = holdfast, pg_temp as $$
declare
  tenant int := holdfast_tenant();
  asset bigint;
begin
  for urgency in 0 .. 2 loop
    select d.asset_id into asset from judgement_due d
     where d.tenant_id = tenant and d.priority = urgency and d.due_at <= now()
     order by d.due_at limit 1 for update skip locked;
    if found then
      return query select d.asset_id, d.judge, d.reason, d.attempts from judgement_due d
        where d.tenant_id = tenant and d.asset_id = asset and d.due_at <= now() for update skip locked;
      return;
    end if;
  end loop;
end $$;
grant execute on function judgement_take() to holdfast_app;

-- All assets of all tenants are due for a judge whose content changed, after everything else that is due. Answers with their number.
create function judgement_content_changed(judge_id text, kinds text[]) returns bigint
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  touched bigint;
begin
  if holdfast_scope() is distinct from 'platform' then
    raise exception 'content changes for the platform as a whole' using errcode = 'insufficient_privilege';
  end if;
  insert into judgement_due as d (tenant_id, asset_id, judge, reason, priority, due_at)
    select a.tenant_id, a.asset_id, judge_id, 'content', 2, date_trunc('milliseconds', now())
      from asset a where a.kind = any (kinds) and a.merged_into is null
     order by a.tenant_id, a.asset_id
    on conflict (tenant_id, asset_id, judge) do update
      -- What was due earlier, and more urgently, stays so.
      set reason = 'content', priority = 2, due_at = excluded.due_at where d.due_at > excluded.due_at;
  get diagnostics touched = row_count;
  return touched;
end $$;
select holdfast_own('judgement_content_changed(text, text[])', 'holdfast_judge');
