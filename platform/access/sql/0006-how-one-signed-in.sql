-- What was proved when the session was opened, and when something was proved last. Sessions from before came by links.
alter table session add column factors text[] not null default '{link}'
  check (cardinality(factors) between 1 and 8
     and factors <@ array['machine', 'link', 'password', 'totp', 'recovery', 'passkey', 'oidc', 'oidc-strong']);
alter table session add column proved_at timestamptz(3) not null default now();

-- What a tenant demands of whoever is to act in it. Without a row: the defaults.
create table access_policy (
  tenant_id int primary key references tenant on delete cascade,
  second_factor boolean not null default false,
  idle_minutes int not null default 720 check (idle_minutes between 5 and 43200),
  absolute_hours int not null default 168 check (absolute_hours between 1 and 2160),
  -- Addresses that sessions and tokens may be used from; none listed is all.
  addresses cidr[] not null default '{}' check (cardinality(addresses) <= 200),
  version int not null default 1,
  changed_at timestamptz(3) not null default now()
);
select holdfast_protect('access_policy');
-- Read while it is found out who asks, before their tenant is entered.
select holdfast_let_platform('access_policy', 'select');
