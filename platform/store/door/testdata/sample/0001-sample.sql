-- Tables for tests of the door.
create table sample (
  tenant_id int not null references tenant,
  id int not null,
  name text not null,
  primary key (tenant_id, id)
);
select holdfast_protect('sample');
