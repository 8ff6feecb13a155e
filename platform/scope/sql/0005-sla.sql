-- Until when findings are to be fixed, of those that are seen; the rules are the tenant's.
select holdfast_scoped('finding_due', 'exists (select from finding f where f.tenant_id = finding_due.tenant_id and f.finding_id = finding_due.finding_id)');
select holdfast_scoped('sla_policy', null);
