-- What a program got for the secret of its service account: good for minutes, and never for more than the token that it was got by.
create table access_token (
  digest bytea primary key check (octet_length(digest) = 32),
  tenant_id int not null,
  token_id int not null,
  scopes text[] not null check (cardinality(scopes) between 1 and 100),
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  foreign key (tenant_id, token_id) references api_token on delete cascade
);
create index access_token_expiry on access_token (expires_at);
create index access_token_of on access_token (tenant_id, token_id);
select holdfast_platform('access_token');
