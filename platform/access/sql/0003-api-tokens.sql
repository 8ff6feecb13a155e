-- A token acts for a person in one tenant, never with more than that person's permissions; without a person it is a
-- service account's, and its scopes are all it may.
create table api_token (
  tenant_id int not null references tenant on delete cascade,
  id int generated always as identity,
  public_id text not null unique check (public_id ~ '^tok_[0-9A-Za-z]{22}$'),
  digest bytea not null unique check (octet_length(digest) = 32),
  -- The last four characters, so that people can tell their tokens apart.
  hint text not null check (char_length(hint) = 4),
  name text not null check (name <> '' and char_length(name) <= 200),
  person_id int,
  scopes text[] not null check (cardinality(scopes) between 1 and 100),
  version int not null default 1,
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  used_at timestamptz(3),
  revoked_at timestamptz(3),
  primary key (tenant_id, id),
  foreign key (tenant_id, person_id) references membership (tenant_id, person_id) on delete cascade
);
create index api_token_person on api_token (tenant_id, person_id);
select holdfast_protect('api_token');
select holdfast_let_platform('api_token', 'select, update');
