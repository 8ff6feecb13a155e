delete from tag_due;
drop table bench_asset, bench_tenant, bench_check;
