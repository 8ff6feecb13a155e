-- What was done in a tenant, as a chain: each entry's hash covers the one before it. The application can add through
-- audit_append and read; it can neither change nor remove.
create table audit_entry (
  tenant_id int not null references tenant,
  seq bigint not null,
  at timestamptz(3) not null,
  -- Canonical JSON, hashed as it stands: actor, action, target, before, after.
  entry text not null,
  hash bytea not null,
  -- For lists and search; what proves is the entry.
  actor text not null,
  action text not null,
  target text not null,
  primary key (tenant_id, seq)
);
create index audit_entry_at on audit_entry (tenant_id, at desc, seq desc);
create index audit_entry_target on audit_entry (tenant_id, target, seq desc);
create index audit_entry_actor on audit_entry (tenant_id, actor, seq desc);
select holdfast_protect('audit_entry', 'select');

-- The end of each chain; its row is the lock that lets one entry in after another.
create table audit_head (
  tenant_id int primary key references tenant,
  seq bigint not null,
  hash bytea not null
);
select holdfast_protect('audit_head', 'select');

-- Ends of the chain that the installation key signed: who holds one can tell whether the chain was cut or written anew.
create table audit_signed_head (
  tenant_id int not null references tenant,
  seq bigint not null,
  signed_at timestamptz(3) not null default now(),
  text text not null,
  signature text not null,
  primary key (tenant_id, seq)
);
select holdfast_protect('audit_signed_head', 'select, insert');

-- Adds one entry to the chain of the transaction's tenant. Others of the tenant wait until this transaction ends.
create function audit_append(entry text, actor text, action text, target text,
                             out seq bigint, out hash bytea, out at timestamptz)
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  tenant int := holdfast_tenant();
  previous bytea;
begin
  if tenant is null then
    raise exception 'an audit entry needs a tenant' using errcode = 'check_violation';
  end if;
  insert into audit_head (tenant_id, seq, hash) values (tenant, 0, decode(repeat('00', 32), 'hex'))
    on conflict (tenant_id) do nothing;
  select h.seq + 1, h.hash into audit_append.seq, previous from audit_head h where h.tenant_id = tenant for update;
  audit_append.at := date_trunc('milliseconds', clock_timestamp());
  audit_append.hash := sha256(convert_to(
    'holdfast-audit-1' || chr(10) || tenant || chr(10) || audit_append.seq || chr(10)
      || to_char(audit_append.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || chr(10)
      || encode(previous, 'hex') || chr(10) || entry, 'UTF8'));
  insert into audit_entry (tenant_id, seq, at, entry, hash, actor, action, target)
    values (tenant, audit_append.seq, audit_append.at, entry, audit_append.hash, actor, action, target);
  update audit_head h set seq = audit_append.seq, hash = audit_append.hash where h.tenant_id = tenant;
end $$;
grant execute on function audit_append(text, text, text, text) to holdfast_app;

-- Tenants whose chain has grown since its end was signed last. Tells the platform only.
select holdfast_let('audit_head', 'holdfast_judge');
select holdfast_let('audit_signed_head', 'holdfast_judge');
create function audit_unsigned() returns table (tenant_id int)
  language sql security definer set search_path = holdfast, pg_temp as $$
  select h.tenant_id from audit_head h
   where h.seq > 0 and holdfast_scope() = 'platform'
     and not exists (select from audit_signed_head s where s.tenant_id = h.tenant_id and s.seq = h.seq)
$$;
select holdfast_own('audit_unsigned()', 'holdfast_judge');
