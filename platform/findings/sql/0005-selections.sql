-- A decision about findings that somebody chose, by hand or by a query, instead of about a scope. What was chosen is kept as it was asked:
-- {q, zone, now, only, except, upTo}; exception_finding has the findings themselves. Nothing that is opened later falls under it.
alter table exception add column selection jsonb;
alter table exception drop constraint exception_check;
alter table exception add constraint exception_about check (
  case when selection is null then asset_id is not null or check_no is not null
       else asset_id is null and check_no is null and place is null end);
-- The findings that an exception still holds, for ending it in sets.
create index exception_finding_held on exception_finding (tenant_id, exception_id, finding_id) where ended_at is null;
