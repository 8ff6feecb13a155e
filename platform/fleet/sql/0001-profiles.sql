-- How agents are to work: the first profile, by its priority, of which the assets of an agent have a tag; otherwise the default one.
create table fleet_profile (
  tenant_id int not null references tenant,
  profile_id bigint generated always as identity,
  public_id text not null unique check (public_id ~ '^prf_[0-9A-Za-z]{22}$'),
  name text not null check (name <> '' and char_length(name) <= 256),
  name_folded text not null generated always as (lower(name collate "C")) stored,
  description text not null default '' check (char_length(description) <= 2000),
  -- 1 is asked first.
  priority int not null default 100 check (priority between 1 and 10000),
  is_default boolean not null default false,
  settings jsonb not null check (jsonb_typeof(settings) = 'object'),
  version int not null default 1,
  created_by text not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  primary key (tenant_id, profile_id)
);
create unique index fleet_profile_name on fleet_profile (tenant_id, name_folded);
create unique index fleet_profile_default on fleet_profile (tenant_id) where is_default;
select holdfast_protect('fleet_profile');

create table fleet_profile_tag (
  tenant_id int not null,
  profile_id bigint not null,
  tag_id bigint not null,
  primary key (tenant_id, profile_id, tag_id),
  foreign key (tenant_id, profile_id) references fleet_profile on delete cascade,
  foreign key (tenant_id, tag_id) references tag on delete cascade
);
create index fleet_profile_tag_of on fleet_profile_tag (tenant_id, tag_id);
select holdfast_protect('fleet_profile_tag');

-- What an agent said of how it works: by which configuration, what it went back from, and whether its own program is whole.
create table fleet_source (
  tenant_id int not null,
  source_id bigint not null,
  -- Empty: by none.
  running text not null default '' check (running ~ '^([0-9a-f]{32})?$'),
  running_since timestamptz(3),
  refused text check (refused ~ '^[0-9a-f]{32}$'),
  refused_because text,
  integrity text check (integrity in ('whole', 'changed', 'unsigned')),
  integrity_problems text[] not null default '{}',
  integrity_since timestamptz(3),
  primary key (tenant_id, source_id),
  foreign key (tenant_id, source_id) references source on delete cascade
);
select holdfast_protect('fleet_source');
