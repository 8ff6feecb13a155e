-- Packs that were imported, of publishers that the tenant trusts. The project's own are part of the program.
create table campaigns_pack (
  tenant_id int not null references tenant,
  pack text not null,
  revision int not null,
  body jsonb not null,
  -- Who signed it, as they were called then, and with which key.
  publisher text not null,
  publisher_key text not null,
  imported_by text not null,
  imported_at timestamptz(3) not null default now(),
  primary key (tenant_id, pack)
);
select holdfast_protect('campaigns_pack');
select holdfast_scoped('campaigns_pack', null);

-- Whose packs are taken.
create table campaigns_publisher (
  tenant_id int not null references tenant,
  -- First 16 hex digits of the SHA-256 of the public key.
  key_id text not null check (key_id ~ '^[0-9a-f]{16}$'),
  name text not null check (name <> '' and char_length(name) <= 200),
  public_key text not null,
  added_by text not null,
  added_at timestamptz(3) not null default now(),
  primary key (tenant_id, key_id)
);
select holdfast_protect('campaigns_publisher');
select holdfast_scoped('campaigns_publisher', null);

-- A pack that is followed to its end: one per pack and tenant, closed and opened again.
create table campaigns_campaign (
  tenant_id int not null references tenant,
  campaign_id bigint generated always as identity,
  public_id text not null unique check (public_id ~ '^cmp_[0-9A-Za-z]{22}$'),
  pack text not null,
  -- The revision that it works by, whole.
  revision int not null,
  body jsonb not null,
  -- Who signed it; null for the project itself.
  publisher text,
  -- Checks that its CVEs are.
  checks text[] not null,
  state text not null default 'open' check (state in ('open', 'closed')),
  deadline date not null,
  note text not null default '' check (char_length(note) <= 2000),
  opened_by text not null,
  opened_at timestamptz(3) not null default now(),
  closed_by text,
  closed_at timestamptz(3),
  -- When all assets are to be asked, not only those that changed; null for never.
  due_at timestamptz(3) default now(),
  -- When all assets were first asked, and when last.
  listed_at timestamptz(3),
  evaluated_at timestamptz(3),
  -- Why a query of it could not be asked.
  problem text,
  version int not null default 1,
  primary key (tenant_id, campaign_id),
  unique (tenant_id, pack),
  check ((state = 'closed') = (closed_at is not null))
);
create index campaigns_campaign_due on campaigns_campaign (due_at, tenant_id) where state = 'open' and due_at is not null;
select holdfast_protect('campaigns_campaign');
select holdfast_let('campaigns_campaign', 'holdfast_judge');
select holdfast_let('campaigns_campaign', 'holdfast_search');
select holdfast_scoped('campaigns_campaign', null);

-- How each asset in the scope of a campaign stands.
create table campaigns_asset (
  tenant_id int not null,
  campaign_id bigint not null,
  asset_id bigint not null,
  state text not null check (state in ('infected', 'exploitable', 'unknown', 'mitigated', 'patched')),
  -- The rule that decided, counted from 0.
  rule smallint not null,
  -- What the pack calls reachable.
  reachable boolean not null default false,
  since timestamptz(3) not null,
  -- When it was first found exploitable or infected, and when it was out of danger after that.
  exposed_at timestamptz(3),
  done_at timestamptz(3),
  primary key (tenant_id, campaign_id, asset_id),
  foreign key (tenant_id, campaign_id) references campaigns_campaign on delete cascade,
  foreign key (tenant_id, asset_id) references asset on delete cascade
);
create index campaigns_asset_of on campaigns_asset (tenant_id, asset_id);
create index campaigns_asset_state on campaigns_asset (tenant_id, campaign_id, state, asset_id);
select holdfast_protect('campaigns_asset');
select holdfast_let('campaigns_asset', 'holdfast_search');
select holdfast_scoped_asset('campaigns_asset');

-- How many assets stood how at the end of each day (UTC); of today, how they stand now.
create table campaigns_day (
  tenant_id int not null,
  campaign_id bigint not null,
  day date not null,
  infected int not null,
  exploitable int not null,
  unknown int not null,
  mitigated int not null,
  patched int not null,
  primary key (tenant_id, campaign_id, day),
  foreign key (tenant_id, campaign_id) references campaigns_campaign on delete cascade
);
select holdfast_protect('campaigns_day');

-- Assets of which something changed, so that open campaigns are to ask them again.
create table campaigns_due (
  tenant_id int not null,
  due_id bigint generated always as identity,
  asset_id bigint not null,
  primary key (tenant_id, due_id),
  foreign key (tenant_id, asset_id) references asset on delete cascade
);
create index campaigns_due_asset on campaigns_due (tenant_id, asset_id);
select holdfast_protect('campaigns_due');
select holdfast_let('campaigns_due', 'holdfast_judge');

-- Whatever marks an asset for tags marks it for campaigns: facts, what it is called, who tells of it. Where none is open, nothing is written.
create function campaigns_mark() returns trigger
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
begin
  insert into campaigns_due (tenant_id, asset_id)
    select distinct c.tenant_id, c.asset_id from came c
     where exists (select from campaigns_campaign o where o.tenant_id = c.tenant_id and o.state = 'open')
       -- An asset that is being deleted takes its rows along.
       and exists (select from asset a where a.tenant_id = c.tenant_id and a.asset_id = c.asset_id);
  return null;
end $$;
create trigger campaigns_mark after insert on tag_due referencing new table as came
  for each statement execute function campaigns_mark();
create trigger campaigns_mark_new after insert on not_assessed referencing new table as came
  for each statement execute function campaigns_mark();
create trigger campaigns_mark_gone after delete on not_assessed referencing old table as came
  for each statement execute function campaigns_mark();

-- Findings of its CVEs.
create function campaigns_mark_found() returns trigger
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
begin
  insert into campaigns_due (tenant_id, asset_id)
    select distinct c.tenant_id, c.asset_id
      from came c join check_definition d on d.check_no = c.check_no
     where exists (select from campaigns_campaign o where o.tenant_id = c.tenant_id and o.state = 'open' and d.id = any (o.checks));
  return null;
end $$;
create trigger campaigns_mark_found after insert on finding referencing new table as came
  for each statement execute function campaigns_mark_found();
create trigger campaigns_mark_changed after update on finding referencing new table as came
  for each statement execute function campaigns_mark_found();

-- An asset is judged for the first time; that it is judged again changes nothing by itself.
create function campaigns_mark_judged() returns trigger
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
begin
  insert into campaigns_due (tenant_id, asset_id)
    select new.tenant_id, new.asset_id
     where exists (select from campaigns_campaign o where o.tenant_id = new.tenant_id and o.state = 'open');
  return null;
end $$;
create trigger campaigns_mark_new after insert on assessment for each row when (new.tests > 0)
  execute function campaigns_mark_judged();
create trigger campaigns_mark_judged after update on assessment for each row when (old.tests = 0 and new.tests > 0)
  execute function campaigns_mark_judged();
revoke execute on function campaigns_mark(), campaigns_mark_found(), campaigns_mark_judged() from public;

-- A tag may ask how an asset stands: it is asked again when that changes.
create function campaigns_mark_tags() returns trigger
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
begin
  insert into tag_due (tenant_id, asset_id)
    select distinct c.tenant_id, c.asset_id from came c
     where exists (select from tag t where t.tenant_id = c.tenant_id and t.query ilike '%campaign%')
       and exists (select from asset a where a.tenant_id = c.tenant_id and a.asset_id = c.asset_id);
  return null;
end $$;
create trigger campaigns_mark_tags_new after insert on campaigns_asset referencing new table as came
  for each statement execute function campaigns_mark_tags();
create trigger campaigns_mark_tags_changed after update on campaigns_asset referencing new table as came
  for each statement execute function campaigns_mark_tags();
create trigger campaigns_mark_tags_gone after delete on campaigns_asset referencing old table as came
  for each statement execute function campaigns_mark_tags();
revoke execute on function campaigns_mark_tags() from public;

-- Tenants in which a campaign is to be asked. Tells the platform only.
create function campaigns_tenants() returns table (tenant_id int)
  language sql security definer set search_path = holdfast, pg_temp as $$
  select tenant_id from (
    select tenant_id from campaigns_due
    union
    select tenant_id from campaigns_campaign where state = 'open' and due_at <= now()
  ) found where holdfast_scope() = 'platform'
$$;
select holdfast_own('campaigns_tenants()', 'holdfast_judge');
