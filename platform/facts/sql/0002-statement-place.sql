-- Which envelope of its epoch made the last statement: what was set aside can tell whether it is newer.
alter table fact_set add column seq bigint not null default 0;
