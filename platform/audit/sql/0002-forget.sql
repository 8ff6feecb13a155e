-- A tenant may keep its log for some years only. What is let go is the beginning of the chain; where it begins now is kept, and told by an entry of the chain.
alter table audit_head add column base_seq bigint not null default 0, add column base_hash bytea;
select holdfast_let('audit_head', 'holdfast_maintenance', 'select, update');
select holdfast_let('audit_entry', 'holdfast_maintenance', 'select, delete');

-- Lets entries up to one go, which must be older than a year. Answers how many went.
create function audit_forget(for_tenant int, up_to bigint, up_to_hash bytea) returns bigint
  language plpgsql set search_path = holdfast, pg_temp as $$
declare
  gone bigint;
begin
  perform from tenant where id = for_tenant and settings ? 'legalHold';
  if found then
    return 0;
  end if;
  perform from audit_entry where tenant_id = for_tenant and seq <= up_to and at > now() - interval '365 days';
  if found then
    raise exception 'the audit log is kept for a year at least' using errcode = 'check_violation';
  end if;
  update audit_head h set base_seq = up_to, base_hash = up_to_hash
   where h.tenant_id = for_tenant and h.seq > up_to and h.base_seq < up_to
     and exists (select from audit_entry e where e.tenant_id = for_tenant and e.seq = up_to and e.hash = up_to_hash);
  if not found then
    return 0;
  end if;
  delete from audit_entry where tenant_id = for_tenant and seq <= up_to;
  get diagnostics gone = row_count;
  return gone;
end $$;
grant execute on function audit_forget(int, bigint, bytea) to holdfast_maintenance;
