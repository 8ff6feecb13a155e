-- A person exists once; what they may do is said per tenant by a membership; how they prove who they are is said by
-- external identities. Three things, so that one person can serve many customers and sign in through any of them.
create table person (
  id int generated always as identity primary key,
  public_id text not null unique check (public_id ~ '^per_[0-9A-Za-z]{22}$'),
  name text not null check (name <> '' and char_length(name) <= 200),
  email text check (char_length(email) <= 320),
  state text not null default 'active' check (state in ('active', 'suspended')),
  version int not null default 1,
  created_at timestamptz(3) not null default now(),
  changed_at timestamptz(3) not null default now()
);
create unique index person_email on person (lower(email));
select holdfast_platform('person');

create table external_identity (
  issuer text not null check (char_length(issuer) <= 500),
  subject text not null check (char_length(subject) <= 500),
  person_id int not null references person on delete cascade,
  created_at timestamptz(3) not null default now(),
  used_at timestamptz(3),
  primary key (issuer, subject)
);
create index external_identity_person on external_identity (person_id);
select holdfast_platform('external_identity');

-- The role names a row of roles.json. The scope limits a membership to what carries certain tags; null is everything.
create table membership (
  tenant_id int not null references tenant on delete cascade,
  person_id int not null references person on delete cascade,
  role text not null check (role ~ '^[a-z][a-z-]{0,39}$'),
  scope jsonb check (jsonb_typeof(scope) = 'object'),
  state text not null default 'active' check (state in ('active', 'suspended')),
  version int not null default 1,
  created_at timestamptz(3) not null default now(),
  changed_at timestamptz(3) not null default now(),
  expires_at timestamptz(3),
  primary key (tenant_id, person_id)
);
create index membership_person on membership (person_id, tenant_id);
select holdfast_protect('membership');
select holdfast_let_platform('membership', 'select, insert');

-- A tenant may know the people who are members of it, and nobody else.
create policy member on person for select to holdfast_app
  using (exists (select from membership m where m.person_id = person.id and m.tenant_id = (select holdfast_tenant())));
