-- What was found in one package, on however many assets.
create index finding_place on finding (tenant_id, place);
