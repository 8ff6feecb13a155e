-- A principal without a person: a program, with a role or with what its tokens say alone, and somebody who answers for it.
create table service_account (
  tenant_id int not null references tenant on delete cascade,
  service_id int generated always as identity,
  public_id text not null unique check (public_id ~ '^svc_[0-9A-Za-z]{22}$'),
  name text not null check (name <> '' and char_length(name) <= 200),
  description text not null default '' check (char_length(description) <= 1000),
  -- The most that its tokens may; null: their scopes are all that limits them.
  role text check (role ~ '^[a-z][a-z-]{0,39}$'),
  owner_id int,
  state text not null default 'active' check (state in ('active', 'disabled')),
  version int not null default 1,
  created_at timestamptz(3) not null default now(),
  changed_at timestamptz(3) not null default now(),
  primary key (tenant_id, service_id),
  foreign key (tenant_id, owner_id) references membership (tenant_id, person_id) on delete set null (owner_id)
);
create index service_account_owner on service_account (tenant_id, owner_id);
select holdfast_protect('service_account');
-- Read while it is found out who asks, before their tenant is entered.
select holdfast_let_platform('service_account', 'select');

alter table api_token add column service_id int;
alter table api_token add foreign key (tenant_id, service_id) references service_account (tenant_id, service_id) on delete cascade;
alter table api_token add check (service_id is null or person_id is null);
create index api_token_service on api_token (tenant_id, service_id);
-- The token that came in its place; it goes on for the overlap, so that programs can be told one after the other.
alter table api_token add column replaced_by text check (char_length(replaced_by) <= 40);
