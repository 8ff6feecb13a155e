-- VEX documents whose word holds for what is found later, too.
create table vulnerabilities_vex (
  tenant_id int not null references tenant,
  vex_id bigint generated always as identity,
  public_id text not null unique check (public_id ~ '^vex_[0-9A-Za-z]{22}$'),
  author text not null,
  -- Its own id: a newer one of the same author and id takes its place.
  document text not null,
  form text not null,
  content jsonb not null,
  statements int not null,
  -- When the decisions end that are made by its word.
  ends_at timestamptz(3),
  applied_by text not null,
  applied_at timestamptz(3) not null default now(),
  version int not null default 1,
  primary key (tenant_id, vex_id),
  unique (tenant_id, author, document)
);
select holdfast_protect('vulnerabilities_vex');

-- Findings that came after a document. Only added to and taken away from: who marks never waits for who excepts.
create table vulnerabilities_vex_mark (
  tenant_id int not null,
  mark_id bigint generated always as identity,
  finding_id bigint not null,
  primary key (tenant_id, mark_id),
  foreign key (tenant_id, finding_id) references finding on delete cascade
);
create index vulnerabilities_vex_mark_finding on vulnerabilities_vex_mark (tenant_id, finding_id);
select holdfast_protect('vulnerabilities_vex_mark');
select holdfast_let('vulnerabilities_vex_mark', 'holdfast_judge');

create function vulnerabilities_vex_mark_new() returns trigger
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
begin
  insert into vulnerabilities_vex_mark (tenant_id, finding_id)
    select c.tenant_id, c.finding_id from came c
     where exists (select from vulnerabilities_vex d where d.tenant_id = c.tenant_id)
       and exists (select from vulnerabilities_cve v where v.check_no = c.check_no);
  return null;
end $$;
create trigger vulnerabilities_vex_mark_new after insert on finding referencing new table as came
  for each statement execute function vulnerabilities_vex_mark_new();
revoke execute on function vulnerabilities_vex_mark_new() from public;

-- Tenants in which documents are to be asked about new findings. Tells the platform only.
create function vulnerabilities_vex_tenants() returns table (tenant_id int)
  language sql security definer set search_path = holdfast, pg_temp as $$
  select distinct tenant_id from vulnerabilities_vex_mark where holdfast_scope() = 'platform'
$$;
select holdfast_own('vulnerabilities_vex_tenants()', 'holdfast_judge');
