-- Counts tenants anew for their providers, each by its own rows alone, where a grant lives. Answers how many.
create function tenant_rollup_count(children int[]) returns int
  language sql set search_path = holdfast, pg_temp as $$
  with due as (
    select c.tenant_id, c.child_id, c.granted_until from tenant_child c
     where c.child_id = any (children) and c.granted_until > now()),
  f as (
    select tenant_id,
           coalesce(sum(findings) filter (where severity = 5), 0) as critical, coalesce(sum(findings) filter (where severity = 4), 0) as high,
           coalesce(sum(findings) filter (where severity = 3), 0) as medium, coalesce(sum(findings) filter (where severity = 2), 0) as low,
           coalesce(sum(findings) filter (where severity = 1), 0) as info
      from finding_count where tenant_id = any (children) and status <> 'fixed' and disposition = 'none' group by 1),
  a as (select tenant_id, count(*) as assets, max(last_seen_at) as last_seen_at
          from asset where tenant_id = any (children) and merged_into is null group by 1),
  n as (select tenant_id, count(*) as not_assessed from not_assessed where tenant_id = any (children) group by 1),
  s as (select s.tenant_id, count(*) as sources, count(*) filter (where t.last_seen_at < now() - interval '10 minutes') as silent
          from source s left join source_state t on t.tenant_id = s.tenant_id and t.source_id = s.source_id
         where s.tenant_id = any (children) and s.status = 'active' group by 1),
  written as (
    insert into tenant_rollup (tenant_id, child_id, until, assets, critical, high, medium, low, info, not_assessed, sources, silent,
                               last_seen_at, changes, counted_at)
      select d.tenant_id, d.child_id, d.granted_until, coalesce(a.assets, 0), coalesce(f.critical, 0), coalesce(f.high, 0),
             coalesce(f.medium, 0), coalesce(f.low, 0), coalesce(f.info, 0), coalesce(n.not_assessed, 0), coalesce(s.sources, 0),
             coalesce(s.silent, 0), a.last_seen_at, coalesce(h.seq, 0), now()
        from due d
        left join f on f.tenant_id = d.child_id
        left join a on a.tenant_id = d.child_id
        left join n on n.tenant_id = d.child_id
        left join s on s.tenant_id = d.child_id
        left join outbox_head h on h.tenant_id = d.child_id
       order by d.tenant_id, d.child_id
      on conflict (tenant_id, child_id) do update
        set until = excluded.until, assets = excluded.assets, critical = excluded.critical, high = excluded.high,
            medium = excluded.medium, low = excluded.low, info = excluded.info, not_assessed = excluded.not_assessed,
            sources = excluded.sources, silent = excluded.silent, last_seen_at = excluded.last_seen_at,
            changes = excluded.changes, counted_at = excluded.counted_at
      returning 1)
  select count(*)::int from written
$$;
grant execute on function tenant_rollup_count(int[]) to holdfast_judge;

-- Counts tenants that told of a change since they were counted last, the longest waiting first, and all of them now and then, since a source falls silent
-- without telling. Inside asPlatform only; answers how many were counted.
create function tenant_rollup_refresh(most int, at_least interval) returns int
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  due int[];
begin
  if holdfast_scope() is distinct from 'platform' then
    raise exception 'roll-ups are kept by the platform' using errcode = 'insufficient_privilege';
  end if;
  select array_agg(child_id) into due from (
    select c.child_id from tenant_child c
      left join tenant_rollup r on r.tenant_id = c.tenant_id and r.child_id = c.child_id
      left join outbox_head h on h.tenant_id = c.child_id
     where c.granted_until > now()
       and (r.child_id is null or r.changes <> coalesce(h.seq, 0) or r.counted_at < now() - at_least)
     order by r.counted_at nulls first, c.child_id limit most for update of c skip locked) d;
  if due is null then
    return 0;
  end if;
  return tenant_rollup_count(due);
end $$;
select holdfast_own('tenant_rollup_refresh(int, interval)', 'holdfast_judge');

-- The transaction's tenant counts itself for its provider, at once.
create function tenant_rollup_now() returns void
  language sql security definer set search_path = holdfast, pg_temp as $$
  select tenant_rollup_count(array[holdfast_tenant()])
$$;
select holdfast_own('tenant_rollup_now()', 'holdfast_judge');
