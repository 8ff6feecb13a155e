-- Guest tenants in which no campaign was opened yet: it is known which, before any of them is entered.
select holdfast_let_platform('campaigns_campaign', 'select');
