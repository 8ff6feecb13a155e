-- Everybody says for themselves whether they want mail about tickets.
select holdfast_scoped('ticket_mute', 'person = (select holdfast_caller())', 'select, insert, update, delete');
