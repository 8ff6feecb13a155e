-- How people prove who they are. All of it belongs to a person, not to a tenant, and is seen inside asPlatform only.

-- A sign-in name is chosen by the person. It is unique over the installation and tells of no tenant, which is why it is no
-- e-mail address. The password is kept as argon2id.
create table person_password (
  person_id int primary key references person on delete cascade,
  sign_in_name text not null unique check (sign_in_name ~ '^[a-z0-9][a-z0-9._-]{1,59}$'),
  hash text not null check (hash like '$argon2id$%'),
  changed_at timestamptz(3) not null default now()
);
select holdfast_platform('person_password');

-- The secret of an authenticator (RFC 6238), sealed. Until it is confirmed it opens nothing.
create table person_totp (
  person_id int primary key references person on delete cascade,
  sealed text not null,
  confirmed_at timestamptz(3),
  -- The step of the last code that was taken: no code is taken twice.
  last_step bigint not null default 0,
  created_at timestamptz(3) not null default now()
);
select holdfast_platform('person_totp');

-- 80 random bits each, kept as SHA-256 together with the person.
create table recovery_code (
  person_id int not null references person on delete cascade,
  digest bytea not null check (octet_length(digest) = 32),
  used_at timestamptz(3),
  primary key (person_id, digest)
);
select holdfast_platform('recovery_code');

create table passkey (
  credential_id text primary key check (char_length(credential_id) between 1 and 1400),
  public_id text not null unique check (public_id ~ '^pky_[0-9A-Za-z]{22}$'),
  person_id int not null references person on delete cascade,
  public_key bytea not null check (octet_length(public_key) <= 4096),
  counter bigint not null,
  -- The host that it is for: a passkey of one name is worth nothing under another.
  rp_id text not null check (char_length(rp_id) <= 255),
  transports text[] not null default '{}',
  name text not null check (name <> '' and char_length(name) <= 100),
  backed_up boolean not null,
  created_at timestamptz(3) not null default now(),
  used_at timestamptz(3)
);
create index passkey_person on passkey (person_id);
select holdfast_platform('passkey');

-- A sign-in on its way: what was proved so far, and what the other side must show. Once, for ten minutes, in one browser.
create table sign_in_attempt (
  digest bytea primary key check (octet_length(digest) = 32),
  kind text not null check (kind in ('second-factor', 'passkey', 'new-passkey', 'oidc')),
  door text not null check (door in ('loopback', 'tls')),
  person_id int references person on delete cascade,
  tenant_id int references tenant on delete cascade,
  factors text[] not null default '{}',
  challenge text,
  -- Of the session that a new passkey or identity is for.
  session_id text,
  sealed text,
  tries int not null default 0,
  expires_at timestamptz(3) not null
);
create index sign_in_attempt_expiry on sign_in_attempt (expires_at);
create index sign_in_attempt_person on sign_in_attempt (person_id);
select holdfast_platform('sign_in_attempt');

-- How often was tried, by the digest of a name or an address. The same for all server processes; worth nothing tomorrow.
create unlogged table sign_in_count (
  key bytea primary key check (octet_length(key) = 32),
  level double precision not null,
  allowed boolean not null,
  at timestamptz not null
);
create index sign_in_count_at on sign_in_count (at);
select holdfast_platform('sign_in_count');
