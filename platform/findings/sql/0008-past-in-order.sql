-- The default order of the list, worst first and oldest first within, for the present and for what was: a page as of a time takes its first rows from either side
-- by these. What begins or ends near a time is found by the other two.
create index finding_worst on finding (tenant_id, severity desc, first_found_at, finding_id)
  include (known_at, status, disposition, check_no, asset_id);
create index finding_past_worst on finding_past (tenant_id, severity desc, first_found_at, finding_id)
  include (known_at, known_until, status, disposition, check_no, asset_id);
create index finding_since on finding (tenant_id, known_at);
create index finding_past_since on finding_past (tenant_id, known_at, known_until);
drop index finding_past_severity;
