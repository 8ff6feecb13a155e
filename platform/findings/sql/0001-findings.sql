-- One test of an asset by a judge after another: what does not change writes this row and nothing else.
create table assessment (
  tenant_id int not null,
  asset_id bigint not null,
  judge text not null,
  basis_no int not null references judge_basis,
  -- Tests are numbered from 1; "times found" and "last found" of findings follow from the number and time of the latest.
  tests int not null default 0,
  tested_at timestamptz(3) not null default '-infinity',
  previous_at timestamptz(3),
  -- When what was judged had been observed.
  observed_at timestamptz(3) not null default '-infinity',
  -- The test looked at a newer observation than the one before.
  fresh boolean not null default true,
  reach text not null default 'privileged' check (reach in ('outside', 'signed-in', 'privileged')),
  verdicts_digest text not null default '',
  -- The same verdicts once more would move nothing but this row.
  settled boolean not null default false,
  -- Numbers of checks that hold everywhere on the asset, and that do not apply to it.
  passed int[] not null default '{}',
  not_applicable int[] not null default '{}',
  primary key (tenant_id, asset_id, judge),
  foreign key (tenant_id, asset_id) references asset on delete cascade
);
select holdfast_protect('assessment');
create index assessment_judge on assessment (tenant_id, judge, basis_no);

-- What could not be assessed, with the reason: never counted as clean.
create table not_assessed (
  tenant_id int not null,
  asset_id bigint not null,
  check_no int not null references check_definition,
  place text not null check (octet_length(place) <= 1024),
  outcome text not null check (outcome in ('unknown', 'error')),
  reason text not null,
  since timestamptz(3) not null,
  primary key (tenant_id, asset_id, check_no, place),
  foreign key (tenant_id, asset_id) references asset on delete cascade
);
select holdfast_protect('not_assessed');
create index not_assessed_check on not_assessed (tenant_id, check_no);

-- The durable life of a failing verdict. Narrow, since lists and facets read millions of them; the rest is in finding_detail.
create table finding (
  tenant_id int not null,
  finding_id bigint generated always as identity,
  public_id text not null,
  asset_id bigint not null,
  check_no int not null references check_definition,
  place text not null check (octet_length(place) <= 1024),
  severity smallint not null check (severity between 1 and 5),
  status text not null check (status in ('new', 'active', 'fixed', 'reopened')),
  status_at timestamptz(3) not null,
  disposition text not null default 'none' check (disposition in ('none', 'accepted', 'false-positive', 'mitigated')),
  -- The exception that decides the disposition.
  exception_id bigint,
  first_found_at timestamptz(3) not null,
  fixed_at timestamptz(3),
  -- Quick reopenings in a row.
  flaps smallint not null default 0,
  -- Of the last change that people see, for ETag and for "changed since".
  changed_at timestamptz(3) not null,
  primary key (tenant_id, finding_id),
  -- The same report twice finds the same finding.
  unique (tenant_id, asset_id, check_no, place),
  unique (public_id),
  foreign key (tenant_id, asset_id) references asset on delete cascade,
  check ((disposition = 'none') = (exception_id is null))
);
select holdfast_protect('finding');
-- One per sort that lists offer, each with all that filters of unjoined lists and facets ask for.
create index finding_severity on finding (tenant_id, severity, finding_id) include (status, disposition, check_no, asset_id);
create index finding_first_found on finding (tenant_id, first_found_at, finding_id) include (status, disposition, severity, check_no, asset_id);
create index finding_status_at on finding (tenant_id, status_at, finding_id) include (status, disposition, severity, check_no, asset_id);
create index finding_check on finding (tenant_id, check_no, finding_id) include (status, disposition, severity, asset_id);
create index finding_open on finding (tenant_id, severity, first_found_at, finding_id) include (check_no, asset_id)
  where status <> 'fixed' and disposition = 'none';
create index finding_exception on finding (tenant_id, exception_id) where exception_id is not null;

-- Proof, and what the life-cycle counts. One row per finding.
create table finding_detail (
  tenant_id int not null,
  finding_id bigint not null,
  evidence jsonb not null,
  evidence_digest text not null,
  fix text,
  basis_no int not null references judge_basis,
  reach text not null check (reach in ('outside', 'signed-in', 'privileged')),
  reopened_at timestamptz(3),
  times_fixed int not null default 0,
  times_reopened int not null default 0,
  counting_from int,
  found_before int not null default 0,
  found_until timestamptz(3),
  untested_since timestamptz(3),
  primary key (tenant_id, finding_id),
  foreign key (tenant_id, finding_id) references finding on delete cascade
);
select holdfast_protect('finding_detail');

-- What happened to a finding, on change only. Nothing is ever removed from it but with its asset.
create table finding_transition (
  tenant_id int not null,
  finding_id bigint not null,
  transition_id bigint generated always as identity,
  at timestamptz(3) not null,
  kind text not null check (kind in ('opened', 'confirmed', 'reopened', 'fixed', 'corrected', 'severity', 'evidence',
                                     'untested', 'tested', 'disposition', 'moved')),
  status text not null,
  disposition text not null,
  basis_no int references judge_basis,
  exception_id bigint,
  -- By kind: why it is fixed, the severity before, the evidence then, why an exception no longer holds.
  detail jsonb not null default '{}',
  primary key (tenant_id, finding_id, transition_id),
  foreign key (tenant_id, finding_id) references finding on delete cascade
);
select holdfast_protect('finding_transition', 'select, insert');
create index finding_transition_at on finding_transition (tenant_id, at, transition_id);
