-- The same as judgement_some_due, after a time of one's own: what was found on many assets at once need not be looked at again at once.
create function judgement_some_due_in(judge_id text, tenants int[], assets bigint[], pause interval) returns bigint
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  touched bigint;
begin
  if holdfast_scope() is distinct from 'platform' then
    raise exception 'content changes for the platform as a whole' using errcode = 'insufficient_privilege';
  end if;
  insert into judgement_due as d (tenant_id, asset_id, judge, reason, priority, due_at)
    select a.tenant_id, a.asset_id, judge_id, 'content', 2, date_trunc('milliseconds', now()) + pause
      from unnest(tenants, assets) as g (tenant_id, asset_id)
      join asset a on a.tenant_id = g.tenant_id and a.asset_id = g.asset_id and a.merged_into is null
     order by a.tenant_id, a.asset_id
    on conflict (tenant_id, asset_id, judge) do update
      -- What was due earlier, and more urgently, stays so.
      set reason = 'content', priority = 2, due_at = excluded.due_at where d.due_at > excluded.due_at;
  get diagnostics touched = row_count;
  return touched;
end $$;
select holdfast_own('judgement_some_due_in(text, int[], bigint[], interval)', 'holdfast_judge');
