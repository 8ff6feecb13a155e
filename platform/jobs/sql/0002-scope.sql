-- Whose job it is and what they saw when they started it, where that is limited: it works within that, and nobody else sees it who is limited.
alter table job add column scope_id bigint default holdfast_scope_id(), add column caller text default holdfast_caller();
select holdfast_scoped('job', 'scope_id = (select holdfast_scope_id()) and caller = (select holdfast_caller())', 'select, insert, update');
