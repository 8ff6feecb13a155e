-- People who may see a part of a tenant's assets only. Their transactions run as the role holdfast_scoped with two settings more: whose scope it is, and who
-- asks. That role has rights on nothing but what a migration opened to it, and policies of its own beside the tenant's: whoever sees everything runs as
-- holdfast_app as ever, to which none of this applies (docs/decisions/2026-11-22-scope-by-tag.md).

-- The scope that this transaction is limited to; null for everything.
create function holdfast_scope_id() returns bigint
  language sql stable parallel safe
  return nullif(current_setting('holdfast.scope_id', true), '')::bigint;

-- Public id of the limited person or token that asks.
create function holdfast_caller() returns text
  language sql stable parallel safe
  return nullif(current_setting('holdfast.caller', true), '');

grant execute on function holdfast_scope_id(), holdfast_caller() to public;

-- What somebody may see: every asset that carries one of some tags, or of those below them, and none of some others. Equal definitions are one row.
create table scope (
  tenant_id int not null references tenant,
  scope_id bigint generated always as identity,
  -- Internal ids of the tags in their order: `+3 +17 -20`.
  definition text not null check (definition ~ '^\+\d+( \+\d+)*( -\d+)*$'),
  created_at timestamptz(3) not null default now(),
  primary key (tenant_id, scope_id),
  unique (tenant_id, definition)
);
select holdfast_protect('scope', 'select');

-- The tags that a scope names …
create table scope_tag (
  tenant_id int not null,
  scope_id bigint not null,
  tag_id bigint not null,
  excludes boolean not null,
  primary key (tenant_id, scope_id, tag_id),
  foreign key (tenant_id, scope_id) references scope on delete cascade
);
create index scope_tag_of on scope_tag (tenant_id, tag_id);
select holdfast_protect('scope_tag', 'select');

-- … these and all that stand below them now …
create table scope_reach (
  tenant_id int not null,
  scope_id bigint not null,
  tag_id bigint not null,
  excludes boolean not null,
  primary key (tenant_id, scope_id, tag_id),
  foreign key (tenant_id, scope_id) references scope on delete cascade
);
create index scope_reach_of on scope_reach (tenant_id, tag_id);
select holdfast_protect('scope_reach', 'select');

-- … and the assets that it shows now. Kept true in the transaction that changes tags.
create table scope_asset (
  tenant_id int not null,
  scope_id bigint not null,
  asset_id bigint not null,
  primary key (tenant_id, scope_id, asset_id),
  foreign key (tenant_id, scope_id) references scope on delete cascade
);
create index scope_asset_of on scope_asset (tenant_id, asset_id);
select holdfast_protect('scope_asset', 'select');
select holdfast_let('scope_asset', 'holdfast_search');

-- True where everything that the scope shows is shown by the scope of this transaction as well, whatever assets come. Null, everything, lies within nothing.
create function scope_within(inner_id bigint) returns boolean
  language sql stable security definer set search_path = holdfast, pg_temp as $$
  select holdfast_scope_id() is null or inner_id is not distinct from holdfast_scope_id() or (inner_id is not null
    and not exists (
      select from scope_reach i
       where i.tenant_id = holdfast_tenant() and i.scope_id = inner_id and not i.excludes
         and not exists (select from scope_reach o where o.tenant_id = i.tenant_id and o.scope_id = holdfast_scope_id()
                            and o.tag_id = i.tag_id and not o.excludes))
    and not exists (
      select from scope_reach o
       where o.tenant_id = holdfast_tenant() and o.scope_id = holdfast_scope_id() and o.excludes
         and not exists (select from scope_reach i where i.tenant_id = o.tenant_id and i.scope_id = inner_id
                            and i.tag_id = o.tag_id and i.excludes)))
$$;
grant execute on function scope_within(bigint) to holdfast_app, holdfast_scoped;

-- Opens a table to limited people: "sees" is the condition under which a row is theirs to see, null for every row of the tenant; "rights" is what they may do
-- at all; "changes" is the condition for rows that they make, change and remove, where it is another one.
create function holdfast_scoped(target regclass, sees text, rights text default 'select', changes text default null) returns void
  language plpgsql as $$
begin
  execute format('grant %s on %s to holdfast_scoped', rights, target);
  if changes is not null then
    execute format('create policy scoped_insert on %s as restrictive for insert to holdfast_scoped with check (%s)', target, changes);
    execute format('create policy scoped_update on %s as restrictive for update to holdfast_scoped using (%s) with check (%2$s)', target, changes);
    execute format('create policy scoped_delete on %s as restrictive for delete to holdfast_scoped using (%s)', target, changes);
    if sees is not null then
      execute format('create policy scoped on %s as restrictive for select to holdfast_scoped using (%s)', target, sees);
    end if;
  elsif sees is not null then
    execute format('create policy scoped on %s as restrictive to holdfast_scoped using (%s)', target, sees);
  end if;
end $$;

-- The same for a table of which each row is about one asset.
create function holdfast_scoped_asset(target regclass, rights text default 'select') returns void
  language plpgsql as $$
begin
  perform holdfast_scoped(target, format('exists (select from scope_asset s where s.tenant_id = %1$s.tenant_id
    and s.scope_id = (select holdfast_scope_id()) and s.asset_id = %1$s.asset_id)', target), rights);
end $$;

select holdfast_scoped('tenant', null);
select holdfast_scoped('scope', 'scope_within(scope_id)');
select holdfast_scoped('scope_tag', 'scope_within(scope_id)');
select holdfast_scoped('scope_reach', 'scope_within(scope_id)');
select holdfast_scoped('scope_asset', 'scope_id = (select holdfast_scope_id())');
