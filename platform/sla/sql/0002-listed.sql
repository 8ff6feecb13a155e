-- Rules can ask for search lists: the findings of a check that came to one or left it are reckoned anew.
create function sla_mark_listed() returns trigger
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
begin
  insert into sla_mark (tenant_id, finding_id)
    select f.tenant_id, f.finding_id from (select distinct tenant_id, check_no from moved) m
      join finding f on f.tenant_id = m.tenant_id and f.check_no = m.check_no and f.status <> 'fixed';
  return null;
end $$;
create trigger sla_mark_listed after insert on search_list_check referencing new table as moved
  for each statement execute function sla_mark_listed();
create trigger sla_mark_unlisted after delete on search_list_check referencing old table as moved
  for each statement execute function sla_mark_listed();
revoke execute on function sla_mark_listed() from public;
