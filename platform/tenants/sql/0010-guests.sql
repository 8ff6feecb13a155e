-- A tenant that anyone may open for one purpose and that ends by itself: marked for all its life, as a demo is.
alter table tenant drop constraint tenant_kind_check,
  add constraint tenant_kind_check check (kind in ('provider', 'customer', 'demo', 'guest'));
create index tenant_guests on tenant (id) where kind = 'guest';

-- A demo or a guest may also be owned by a tenant that is no provider, when nobody owns that one.
create or replace function tenant_check_parent() returns trigger
  language plpgsql set search_path = holdfast, pg_temp as $$
declare
  above int := new.parent_id;
  kind_above text;
  steps int := 0;
begin
  while above is not null loop
    steps := steps + 1;
    if above = new.id or steps > 16 then
      raise exception 'tenant % would be its own ancestor, or more than 16 levels deep', new.public_id
        using errcode = 'check_violation';
    end if;
    select parent_id, kind into above, kind_above from tenant where id = above;
    if kind_above is distinct from 'provider'
       and not (new.kind in ('demo', 'guest') and steps = 1 and above is null and kind_above = 'customer') then
      raise exception 'the parent of tenant % is no provider', new.public_id using errcode = 'check_violation';
    end if;
  end loop;
  return new;
end $$;

-- What anyone may open a tenant for, as long as the row is there, and how many may live at one time.
create table tenant_guest_offer (
  tenant_id int not null references tenant,
  offer text not null check (offer ~ '^[a-z][a-z0-9-]{0,79}$'),
  title text not null check (title <> '' and char_length(title) <= 200),
  most int not null check (most between 1 and 1000),
  days int not null check (days between 1 and 90),
  switched_by text not null,
  switched_at timestamptz(3) not null default now(),
  primary key (tenant_id, offer)
);
select holdfast_protect('tenant_guest_offer');
-- Asked and locked before there is a tenant.
select holdfast_let_platform('tenant_guest_offer', 'select, update');

-- Tenants that were opened so, and their end. The row goes when the tenant is closed; what stays is the tombstone of its erasure.
create table tenant_guest (
  tenant_id int not null references tenant,
  child_id int not null references tenant on delete cascade,
  child_public_id text not null,
  person_id int not null,
  offer text not null,
  title text not null,
  opened_at timestamptz(3) not null default now(),
  ends_at timestamptz(3) not null,
  -- How often the end was announced: once a week before, once more a day before.
  announced smallint not null default 0,
  -- An address that was given and is not confirmed yet, and what proves it.
  pending_address text check (char_length(pending_address) <= 320),
  code_digest bytea,
  code_sent_at timestamptz(3),
  codes_sent smallint not null default 0,
  code_tries smallint not null default 0,
  primary key (tenant_id, child_id)
);
create index tenant_guest_end on tenant_guest (ends_at);
create index tenant_guest_child on tenant_guest (child_id);
select holdfast_protect('tenant_guest');
select holdfast_let_platform('tenant_guest', 'select, insert, update');
