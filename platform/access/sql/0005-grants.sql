-- The tenant of a customer is closed to the provider that owns it but for a grant: with which role at most, and until when. The row is the customer's.
create table tenant_grant (
  tenant_id int not null references tenant,
  grant_id bigint generated always as identity,
  public_id text not null unique check (public_id ~ '^grt_[0-9A-Za-z]{22}$'),
  provider_id int not null references tenant,
  -- As they were when it was granted: the customer does not see the provider's tenant.
  provider_public_id text not null,
  provider_name text not null check (char_length(provider_name) <= 200),
  role text not null check (role ~ '^[a-z][a-z-]{0,39}$'),
  granted_by text not null check (char_length(granted_by) <= 300),
  granted_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  revoked_at timestamptz(3),
  revoked_by text check (char_length(revoked_by) <= 300),
  version int not null default 1,
  primary key (tenant_id, grant_id),
  check (provider_id <> tenant_id)
);
-- One at a time: whoever grants anew ends the one before.
create unique index tenant_grant_living on tenant_grant (tenant_id, provider_id) where revoked_at is null;
create index tenant_grant_provider on tenant_grant (provider_id, tenant_id) where revoked_at is null;
select holdfast_protect('tenant_grant', 'select, insert, update');
-- Read while it is found out who asks.
select holdfast_let_platform('tenant_grant');

-- Somebody of a provider who works in a customer's tenant is a guest there: the row counts only while the grant lives and while they may do so in the provider.
alter table membership
  add column kind text not null default 'own' check (kind in ('own', 'granted')),
  add column provider_id int references tenant,
  add constraint membership_granted check ((kind = 'granted') = (provider_id is not null));
create index membership_granted_by on membership (provider_id, person_id) where kind = 'granted';

-- A session that a tenant's own people could have opened in somebody's name (by a way back in that they made) stays in that tenant.
alter table session add column confined boolean not null default false;

-- What guests made ends with their grant, since otherwise it would be a way in that outlives it.
alter table api_token add column provider_id int references tenant;
alter table invitation add column provider_id int references tenant;

-- Tells servers at once whose rights may have ended, so that open streams end with them. Carries ids only.
create function access_changed() returns trigger
  language plpgsql set search_path = holdfast, pg_temp as $$
begin
  perform pg_notify('holdfast_access', tg_argv[0] || ' ' || (to_jsonb(old) ->> tg_argv[1]));
  return null;
end $$;
grant execute on function access_changed() to holdfast_app;
create trigger access_changed after update or delete on membership
  for each row execute function access_changed('person', 'person_id');
create trigger access_changed after update of state on person
  for each row execute function access_changed('person', 'id');
create trigger access_changed after update of state on tenant
  for each row execute function access_changed('tenant', 'id');
create trigger access_changed after update on tenant_grant
  for each row execute function access_changed('tenant', 'tenant_id');

-- So that a customer can tell its guests from its own people without seeing the provider's tenant: the name as it was when they came.
alter table membership add column guest_of text check (char_length(guest_of) <= 200);
