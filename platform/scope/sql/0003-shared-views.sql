-- What is shared with a unit is seen by limited people who see the unit: its members, and who manages a part that it lies in.
drop policy scoped on saved_view;
create policy scoped on saved_view as restrictive for select to holdfast_scoped
  using (owner = (select holdfast_caller())
    or visibility = 'tenant' and scope_id = (select holdfast_scope_id())
    or visibility = 'unit' and exists (select from unit u where u.tenant_id = saved_view.tenant_id and u.unit_id = saved_view.unit_id));
-- One view for all who see everything, and one for each who see the same part.
create unique index saved_view_tenant_begins on saved_view (tenant_id, list, coalesce(scope_id, 0)) where begins and visibility = 'tenant';
