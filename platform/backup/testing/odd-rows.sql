insert into odd_account select 1, 'account-' || i, 1000 from generate_series(1, 40) i;
insert into odd_value (tenant_id, odd_text, odd_bytes, odd_json, odd_list, odd_numbers, odd_number, odd_float, odd_time, odd_day, odd_span, odd_address, odd_key, odd_flag)
values
  (1, E'tab\there, line\nend, return\rhere, back\\slash, \\N, \\., ünïcode 🐘', '\x00ff5c0a0d09', '{"a": [1, 2.50, null, "\\u0001\\n"], "": {}}', array['', 'NULL', null, 'a,b', '{"x"}', E'\\'],
   array[-2147483648, null, 2147483647], 123456789012345678901234567890.000100, 0.1::float8 + 0.2, '0001-01-01 00:00:00.001+00', '5874897-12-31',
   '-1 years 2 mons -3 days 04:05:06.789', '2001:db8::/32', '00000000-0000-0000-0000-000000000001', true),
  (1, '', '', 'null', '{}', '{}', 'NaN', '-Infinity', '-infinity', 'infinity', '0', '10.0.0.1', null, false),
  (1, null, null, null, null, null, 'Infinity', 'NaN', 'infinity', null, null, null, null, null);
insert into odd_value (tenant_id, odd_text, odd_bytes, odd_json)
  select 1, 'row-' || i, decode(repeat(md5(i::text), 200), 'hex'), jsonb_build_object('i', i, 'text', repeat('x', i % 3000)) from generate_series(1, 3000) i;
insert into odd_peer (tenant_id, odd_id) select 1, odd_id from odd_value where odd_id <= 50;
update odd_value set peer_id = odd_id, first_id = 51 - odd_id where odd_id <= 50;
-- Numbers that were given and whose rows are gone are not given again.
delete from odd_value where odd_id > 2990;
create table odd_day_7_20200101 partition of odd_day_7 for values from ('2020-01-01') to ('2020-01-02');
create table odd_day_7_20200102 partition of odd_day_7 for values from ('2020-01-02') to ('2020-01-03');
insert into odd_day (tenant_id, kept, day) select 1, 7, date '2020-01-01' + i % 2 from generate_series(1, 100) i;
insert into odd_day (tenant_id, kept, day) values (1, 9, '2021-01-01');
