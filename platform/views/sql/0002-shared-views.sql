-- A view can be shared with a unit, and a list can begin with it for all who see it.
alter table saved_view drop constraint saved_view_visibility_check,
  add constraint saved_view_visibility_check check (visibility in ('private', 'unit', 'tenant')),
  add column unit_id bigint,
  add column begins boolean not null default false,
  -- Where the unit is gone, the view is its owner's alone again.
  add foreign key (tenant_id, unit_id) references unit on delete set null (unit_id),
  add check (unit_id is null or visibility = 'unit'),
  add check (not begins or visibility <> 'private');
create index saved_view_unit on saved_view (tenant_id, unit_id) where unit_id is not null;
create unique index saved_view_unit_begins on saved_view (tenant_id, list, unit_id) where begins and visibility = 'unit';

-- Somebody does not want their list to begin with what it begins with for all.
alter table saved_view_choice add column declined boolean not null default false;
