-- Weights and factors of the score, where a tenant set them otherwise than the published model.
create table vulnerabilities_tuning (
  tenant_id int primary key references tenant,
  tuning jsonb not null,
  changed_by text not null,
  changed_at timestamptz(3) not null default now(),
  version int not null default 1
);
select holdfast_protect('vulnerabilities_tuning');
select holdfast_scoped('vulnerabilities_tuning', null);
