-- Secrets are kept as SHA-256: they are 256 random bits, so a slow hash would add nothing.

-- A door is how the server was reached: a cookie of one door is worth nothing at the other.
create table session (
  id int generated always as identity primary key,
  public_id text not null unique check (public_id ~ '^ses_[0-9A-Za-z]{22}$'),
  digest bytea not null unique check (octet_length(digest) = 32),
  person_id int not null references person on delete cascade,
  -- Where the person is now; changed by the tenant switcher.
  tenant_id int not null,
  door text not null check (door in ('loopback', 'tls')),
  address text not null,
  agent text not null check (char_length(agent) <= 400),
  created_at timestamptz(3) not null default now(),
  used_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  foreign key (tenant_id, person_id) references membership (tenant_id, person_id) on delete cascade
);
create index session_person on session (person_id);
create index session_expiry on session (expires_at);
select holdfast_platform('session');

create table sign_in_link (
  digest bytea primary key check (octet_length(digest) = 32),
  person_id int not null references person on delete cascade,
  tenant_id int not null,
  door text not null check (door in ('loopback', 'tls')),
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  used_at timestamptz(3),
  foreign key (tenant_id, person_id) references membership (tenant_id, person_id) on delete cascade
);
create index sign_in_link_expiry on sign_in_link (expires_at);
select holdfast_platform('sign_in_link');
