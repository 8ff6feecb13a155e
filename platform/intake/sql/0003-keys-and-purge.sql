-- What an activation key allows beside enrolling, and whether it may be used for now.
alter table activation_key
  -- Apps whose collectors an agent of this key may run; all where null.
  add column modules text[] check (cardinality(modules) <= 100),
  add column disabled_at timestamptz(3),
  add column disabled_by text,
  add column disabled_because text check (char_length(disabled_because) <= 1000),
  add column version int not null default 1;

-- A source that was purged is not known any more to whoever speaks with its key: an agent that calls enrols again, as a new one.
alter table source drop constraint source_status_check;
alter table source add constraint source_status_check check (status in ('active', 'revoked', 'purged'));
create index source_by_key on source (tenant_id, activation_key_id);
