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
select holdfast_let('asset', 'holdfast_judge');

-- Tenants for which something is due, so that each gets its turn.
create function judgement_tenants() returns table (tenant_id int)
  language sql security definer set search_path = holdfast, pg_temp as $$
  select distinct tenant_id from judgement_due where due_at <= now()
$$;
select holdfast_own('judgement_tenants()', 'holdfast_judge');

-- All assets of all tenants are due for a judge whose content changed, spread over a time so that nothing else waits. Answers with their number.
create function judgement_content_changed(judge_id text, kinds text[], over interval) returns bigint
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  touched bigint;
begin
  if holdfast_scope() is distinct from 'platform' then
    raise exception 'content changes for the platform as a whole' using errcode = 'insufficient_privilege';
  end if;
  insert into judgement_due as d (tenant_id, asset_id, judge, reason, priority, due_at)
    select a.tenant_id, a.asset_id, judge_id, 'content', 2,
           now() + over * ((row_number() over (partition by a.tenant_id order by a.asset_id) - 1)::float8
                           / greatest(1000, count(*) over (partition by a.tenant_id)))
      from asset a where a.kind = any (kinds)
     order by a.tenant_id, a.asset_id
    on conflict (tenant_id, asset_id, judge) do update
      set reason = case when d.due_at <= excluded.due_at and d.priority < 2 then d.reason else 'content' end,
          priority = least(d.priority, excluded.priority), due_at = least(d.due_at, excluded.due_at);
  get diagnostics touched = row_count;
  return touched;
end $$;
select holdfast_own('judgement_content_changed(text, text[], interval)', 'holdfast_judge');
