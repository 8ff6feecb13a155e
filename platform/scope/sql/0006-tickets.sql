-- Tickets that cover a finding that is seen, and of their findings these alone.
select holdfast_scoped('ticket_finding', 'exists (select from finding f where f.tenant_id = ticket_finding.tenant_id and f.finding_id = ticket_finding.finding_id)');
select holdfast_scoped('ticket', 'exists (select from ticket_finding m where m.tenant_id = ticket.tenant_id and m.number = ticket.number)');
select holdfast_scoped('ticket_entry', 'exists (select from ticket_finding m where m.tenant_id = ticket_entry.tenant_id and m.number = ticket_entry.number)');
