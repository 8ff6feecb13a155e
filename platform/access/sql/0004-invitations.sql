-- Nobody has proved the address that an administrator wrote down, so it identifies nobody; and were it unique over all
-- tenants, one tenant could learn from a refusal who is a member of another.
drop index person_email;
create index person_email on person (lower(email));

-- Roles that a tenant made for itself. Their names carry a prefix, so that no role of the product ever meets one.
create table own_role (
  tenant_id int not null references tenant on delete cascade,
  name text not null check (name ~ '^own-[a-z][a-z-]{0,35}$'),
  title text not null check (title <> '' and char_length(title) <= 100),
  summary text not null default '' check (char_length(summary) <= 500),
  -- Patterns, as in roles.json.
  permissions text[] not null check (cardinality(permissions) between 1 and 200),
  cloned_from text not null,
  version int not null default 1,
  created_at timestamptz(3) not null default now(),
  changed_at timestamptz(3) not null default now(),
  primary key (tenant_id, name)
);
create unique index own_role_title on own_role (tenant_id, lower(title));
select holdfast_protect('own_role');
-- Read while it is found out who asks, before their tenant is entered.
select holdfast_let_platform('own_role', 'select');

-- A way in for somebody who is not here yet: once, for a time, revocable. Kept as SHA-256 of 256 random bits.
-- With a person it is a way back in for somebody who is a member already.
create table invitation (
  tenant_id int not null references tenant on delete cascade,
  invitation_id int generated always as identity,
  public_id text not null unique check (public_id ~ '^inv_[0-9A-Za-z]{22}$'),
  digest bytea not null unique check (octet_length(digest) = 32),
  kind text not null check (kind in ('join', 'sign-in')),
  person_id int,
  name text not null check (name <> '' and char_length(name) <= 200),
  email text check (char_length(email) <= 320),
  role text not null check (role ~ '^[a-z][a-z-]{0,39}$'),
  -- In words, for the list; and the person whose removal ends what they offered.
  invited_by text not null check (char_length(invited_by) <= 300),
  inviter_id int,
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  accepted_at timestamptz(3),
  revoked_at timestamptz(3),
  version int not null default 1,
  primary key (tenant_id, invitation_id),
  check ((kind = 'sign-in') = (person_id is not null)),
  foreign key (tenant_id, person_id) references membership (tenant_id, person_id) on delete cascade
);
create index invitation_person on invitation (tenant_id, person_id);
create index invitation_inviter on invitation (tenant_id, inviter_id);
select holdfast_protect('invitation');
select holdfast_let_platform('invitation', 'select');
