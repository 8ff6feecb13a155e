-- A way of looking at a list that somebody kept: query, order, columns, facets, under a name.
create table saved_view (
  tenant_id int not null references tenant,
  view_id bigint generated always as identity,
  public_id text not null unique check (public_id ~ '^view_[0-9A-Za-z]{22}$'),
  -- Name of the list: findings, assets.
  list text not null check (list ~ '^[a-z][a-z-]{0,40}$'),
  -- Public id of whose it is.
  owner text not null,
  name text not null check (char_length(name) between 1 and 100),
  name_folded text not null generated always as (lower(name collate "C")) stored,
  visibility text not null check (visibility in ('private', 'tenant')),
  -- Canonical when it was kept. Tokens may have gone since: then it is listed with what is wrong.
  query text not null check (octet_length(query) <= 100000),
  sort text check (char_length(sort) <= 200),
  columns text[] check (cardinality(columns) between 1 and 100),
  facets text[] check (cardinality(facets) <= 100),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  updated_by text not null,
  -- Raised with every change, for ETag and If-Match.
  version int not null default 1,
  primary key (tenant_id, view_id)
);
create unique index saved_view_name on saved_view (tenant_id, owner, list, name_folded);
create index saved_view_list on saved_view (tenant_id, list, name_folded);
select holdfast_protect('saved_view');

-- What one person made of a view for themselves.
create table saved_view_choice (
  tenant_id int not null,
  person text not null,
  view_id bigint not null,
  list text not null,
  favourite boolean not null default false,
  is_default boolean not null default false,
  primary key (tenant_id, person, view_id),
  foreign key (tenant_id, view_id) references saved_view on delete cascade
);
create unique index saved_view_default on saved_view_choice (tenant_id, person, list) where is_default;
create index saved_view_choice_view on saved_view_choice (tenant_id, view_id);
select holdfast_protect('saved_view_choice');
