-- Search lists are the tenant's; what is on them, of checks that found something on what is seen.
select holdfast_scoped('search_list', null);
select holdfast_scoped('search_list_check', 'exists (select from finding f where f.tenant_id = search_list_check.tenant_id and f.check_no = search_list_check.check_no)');
