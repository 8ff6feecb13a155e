-- What a write with an Idempotency-Key answered, for 24 hours, so that the same request again does nothing and gets the
-- same answer. Written in the transaction of the write itself.
create table idempotency_key (
  tenant_id int not null references tenant on delete cascade,
  -- Public id of the person or token, so that keys of two callers never meet.
  caller text not null,
  key text not null check (char_length(key) between 1 and 255),
  fingerprint bytea not null check (octet_length(fingerprint) = 32),
  status int not null,
  body text not null,
  created_at timestamptz(3) not null default now(),
  primary key (tenant_id, caller, key)
);
create index idempotency_key_age on idempotency_key (tenant_id, created_at);
select holdfast_protect('idempotency_key');
