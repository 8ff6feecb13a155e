-- A part of the organisation that people belong to: its tags are what they see.
create table unit (
  tenant_id int not null references tenant on delete cascade,
  unit_id bigint generated always as identity,
  public_id text not null unique check (public_id ~ '^unt_[0-9A-Za-z]{22}$'),
  name text not null check (name <> '' and char_length(name) <= 100),
  description text not null default '' check (char_length(description) <= 1000),
  scope_id bigint not null,
  version int not null default 1,
  created_at timestamptz(3) not null default now(),
  changed_at timestamptz(3) not null default now(),
  primary key (tenant_id, unit_id),
  foreign key (tenant_id, scope_id) references scope
);
create unique index unit_name on unit (tenant_id, lower(name));
create index unit_scope on unit (tenant_id, scope_id);
select holdfast_protect('unit');

-- What a member, somebody invited or a token sees; null for everything. Whoever is in a unit has the scope of the unit.
alter table membership drop column scope, add column scope_id bigint, add column unit_id bigint,
  add foreign key (tenant_id, scope_id) references scope, add foreign key (tenant_id, unit_id) references unit,
  add check (unit_id is null or scope_id is not null);
create index membership_scope on membership (tenant_id, scope_id) where scope_id is not null;
create index membership_unit on membership (tenant_id, unit_id) where unit_id is not null;
alter table invitation add column scope_id bigint, add column unit_id bigint,
  add foreign key (tenant_id, scope_id) references scope, add foreign key (tenant_id, unit_id) references unit,
  add check (unit_id is null or scope_id is not null);
create index invitation_scope on invitation (tenant_id, scope_id) where scope_id is not null;
create index invitation_unit on invitation (tenant_id, unit_id) where unit_id is not null;
alter table api_token add column scope_id bigint, add foreign key (tenant_id, scope_id) references scope;
create index api_token_scope on api_token (tenant_id, scope_id) where scope_id is not null;

-- Somebody limited sees and manages those who see no more than they do.
select holdfast_scoped('unit', 'scope_within(scope_id)');
select holdfast_scoped('membership', 'scope_within(scope_id)', 'select, update, delete');
select holdfast_scoped('invitation', 'scope_within(scope_id)', 'select, insert, update, delete');
select holdfast_scoped('api_token', 'case when scope_id is not null then scope_within(scope_id) else exists (select from membership m
  where m.tenant_id = api_token.tenant_id and m.person_id = api_token.person_id) end', 'select, insert, update');
-- Locked while somebody is given one, changed by nobody limited.
select holdfast_scoped('own_role', null, 'select, update', 'false');
select holdfast_scoped('person', null);
create policy member_scoped on person for select to holdfast_scoped
  using (exists (select from membership m where m.person_id = person.id and m.tenant_id = (select holdfast_tenant())));

-- Whether the scope that a token was given lies within that of its person now: of a transaction of no tenant, which asks before anybody is let in.
create function scope_lies_within(tenant int, inner_id bigint, outer_id bigint) returns boolean
  language plpgsql stable security definer set search_path = holdfast, pg_temp as $$
begin
  if holdfast_scope() is distinct from 'platform' then
    raise exception 'asked by the platform only' using errcode = 'insufficient_privilege';
  end if;
  if outer_id is null or inner_id = outer_id then
    return true;
  end if;
  return inner_id is not null
    and not exists (
      select from scope_reach i
       where i.tenant_id = tenant and i.scope_id = inner_id and not i.excludes
         and not exists (select from scope_reach o where o.tenant_id = tenant and o.scope_id = outer_id and o.tag_id = i.tag_id and not o.excludes))
    and not exists (
      select from scope_reach o
       where o.tenant_id = tenant and o.scope_id = outer_id and o.excludes
         and not exists (select from scope_reach i where i.tenant_id = tenant and i.scope_id = inner_id and i.tag_id = o.tag_id and i.excludes));
end $$;
select holdfast_let('scope_reach', 'holdfast_search');
select holdfast_own('scope_lies_within(int, bigint, bigint)', 'holdfast_search');
