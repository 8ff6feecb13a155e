-- What a provider calls its tenants by, to say whom something is for.
create table tenant_label (
  tenant_id int not null,
  child_id int not null,
  label text not null check (label ~ '^\S(.*\S)?$' and char_length(label) <= 60),
  label_folded text not null generated always as (lower(label collate "C")) stored,
  primary key (tenant_id, child_id, label_folded),
  foreign key (tenant_id, child_id) references tenant_child on delete cascade
);
create index tenant_label_of on tenant_label (tenant_id, label_folded, child_id);
select holdfast_protect('tenant_label');

-- Objects of a provider's own tenant that it gives to tenants that it owns, and to whom.
create table blueprint (
  tenant_id int not null references tenant,
  blueprint_id bigint generated always as identity,
  public_id text not null unique check (public_id ~ '^blp_[0-9A-Za-z]{22}$'),
  name text not null check (name <> '' and char_length(name) <= 100),
  name_folded text not null generated always as (lower(name collate "C")) stored,
  description text not null default '' check (char_length(description) <= 1000),
  -- In the query language, about the tenants; empty for all, also for those to come.
  targets text not null default '' check (char_length(targets) <= 10000),
  -- draft: pushed to nobody yet. placed: in the tenants, new ones too. removed, left: taken back, its objects with it or left to the tenants.
  wanted text not null default 'draft' check (wanted in ('draft', 'placed', 'removed', 'left')),
  -- Raised with every push and every withdrawal.
  revision int not null default 0,
  -- With whose rights it is pushed: public id and name of who did so last.
  pushed_by text,
  pushed_name text,
  pushed_at timestamptz(3),
  created_by text not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  version int not null default 1,
  primary key (tenant_id, blueprint_id)
);
create unique index blueprint_name on blueprint (tenant_id, name_folded);
select holdfast_protect('blueprint');
select holdfast_let('blueprint', 'holdfast_judge');

create table blueprint_object (
  tenant_id int not null,
  blueprint_id bigint not null,
  kind text not null check (kind in ('role', 'tag', 'view', 'alert', 'board', 'policy', 'retention')),
  -- Public id or name in the provider's tenant; empty for what a tenant has once.
  source text not null,
  -- False for what others need and nobody chose: the tags above a tag.
  chosen boolean not null default true,
  place int not null default 0,
  name text not null default '',
  -- As it was when it was last pushed; null until then.
  content jsonb,
  -- Raised whenever a push finds another content.
  version int not null default 0,
  primary key (tenant_id, blueprint_id, kind, source),
  foreign key (tenant_id, blueprint_id) references blueprint on delete cascade
);
select holdfast_protect('blueprint_object');

-- What came of it in each tenant.
create table blueprint_child (
  tenant_id int not null,
  blueprint_id bigint not null,
  child_id int not null,
  -- False for one that it is not for any more.
  targeted boolean not null default true,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'partly', 'no-grant', 'failed', 'withdrawn')),
  message text not null default '' check (char_length(message) <= 1000),
  -- [{key, kind, name, outcome, why}]
  objects jsonb not null default '[]',
  revision int not null default 0,
  at timestamptz(3),
  primary key (tenant_id, blueprint_id, child_id),
  foreign key (tenant_id, blueprint_id) references blueprint on delete cascade,
  foreign key (tenant_id, child_id) references tenant_child on delete cascade
);
create index blueprint_child_of on blueprint_child (tenant_id, child_id);
create index blueprint_child_waiting on blueprint_child (tenant_id, blueprint_id, child_id) where state = 'waiting';
select holdfast_protect('blueprint_child');

-- In the tenant: which blueprint came here, and what it brought.
create table pushed_blueprint (
  tenant_id int not null references tenant,
  blueprint text not null check (blueprint ~ '^blp_[0-9A-Za-z]{22}$'),
  name text not null,
  provider_id int not null,
  provider_public_id text not null,
  provider_name text not null,
  -- Of the last push that was carried out here: an older one that is still on its way changes nothing any more.
  revision int not null,
  pushed_at timestamptz(3) not null default now(),
  primary key (tenant_id, blueprint)
);
select holdfast_protect('pushed_blueprint');

create table pushed_object (
  tenant_id int not null,
  kind text not null,
  -- Public id or name in this tenant; empty for what a tenant has once.
  object text not null,
  blueprint text not null,
  -- What the blueprint calls it.
  key text not null,
  name text not null,
  place int not null default 0,
  version int not null,
  pushed_at timestamptz(3) not null default now(),
  primary key (tenant_id, kind, object),
  unique (tenant_id, blueprint, key),
  foreign key (tenant_id, blueprint) references pushed_blueprint on delete cascade
);
select holdfast_protect('pushed_object');

-- What a provider pushed is changed by its next push alone, as long as it has a grant. After that it is the tenant's: with the first change it is marked as such.
create function pushed_guard() returns trigger
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  changed text := coalesce(to_jsonb(old) ->> tg_argv[1], '');
  provider text;
begin
  if coalesce(current_setting('holdfast.pushing', true), '') <> 'on' then
    select b.provider_name into provider from pushed_object o
      join pushed_blueprint b on b.tenant_id = o.tenant_id and b.blueprint = o.blueprint
     where o.tenant_id = old.tenant_id and o.kind = tg_argv[0] and o.object = changed
       and exists (select from tenant_grant g where g.tenant_id = o.tenant_id and g.provider_id = b.provider_id
                      and g.revoked_at is null and g.expires_at > now())
       and exists (select from tenant t where t.id = o.tenant_id and t.state <> 'leaving');
    if provider is not null then
      raise exception 'It is from %: they change it with their next push, or take it back.', provider using errcode = 'HFPSH';
    end if;
    delete from pushed_object o where o.tenant_id = old.tenant_id and o.kind = tg_argv[0] and o.object = changed;
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;

create trigger pushed_changed before update on own_role for each row
  when ((old.title, old.summary, old.permissions) is distinct from (new.title, new.summary, new.permissions))
  execute function pushed_guard('role', 'name');
create trigger pushed_removed before delete on own_role for each row execute function pushed_guard('role', 'name');
create trigger pushed_changed before update on tag for each row
  when ((old.name, old.parent_id, old.query, old.colour, old.criticality, old.description)
        is distinct from (new.name, new.parent_id, new.query, new.colour, new.criticality, new.description))
  execute function pushed_guard('tag', 'public_id');
create trigger pushed_removed before delete on tag for each row execute function pushed_guard('tag', 'public_id');
create trigger pushed_changed before update on saved_view for each row
  when ((old.name, old.visibility, old.query, old.sort, old.columns, old.facets)
        is distinct from (new.name, new.visibility, new.query, new.sort, new.columns, new.facets))
  execute function pushed_guard('view', 'public_id');
create trigger pushed_removed before delete on saved_view for each row execute function pushed_guard('view', 'public_id');
create trigger pushed_changed before update on board for each row
  when ((old.name, old.description, old.visibility, old.widgets) is distinct from (new.name, new.description, new.visibility, new.widgets))
  execute function pushed_guard('board', 'public_id');
create trigger pushed_removed before delete on board for each row execute function pushed_guard('board', 'public_id');
-- Whether it is on, whom it tells and what it is silent about is the tenant's.
create trigger pushed_changed before update on alert_rule for each row
  when ((old.name, old.description, old.list, old.query, old.trigger, old.collect_minutes)
        is distinct from (new.name, new.description, new.list, new.query, new.trigger, new.collect_minutes))
  execute function pushed_guard('alert', 'public_id');
create trigger pushed_removed before delete on alert_rule for each row execute function pushed_guard('alert', 'public_id');
create trigger pushed_changed before update on access_policy for each row
  when ((old.second_factor, old.idle_minutes, old.absolute_hours, old.addresses)
        is distinct from (new.second_factor, new.idle_minutes, new.absolute_hours, new.addresses))
  execute function pushed_guard('policy', 'none');
create trigger pushed_removed before delete on access_policy for each row execute function pushed_guard('policy', 'none');

-- Providers with blueprints that are in their tenants. Tells the platform only.
create function blueprint_providers() returns table (tenant_id int)
  language sql security definer set search_path = holdfast, pg_temp as $$
  select distinct b.tenant_id from blueprint b where b.wanted = 'placed' and holdfast_scope() = 'platform'
$$;
select holdfast_own('blueprint_providers()', 'holdfast_judge');
