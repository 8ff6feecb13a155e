-- The schema that all migrations make together. Written by tools/dump-schema.ts; a test compares it.

create table api_token (
  tenant_id integer not null,
  id integer not null generated always as identity,
  public_id text not null,
  digest bytea not null,
  hint text not null,
  name text not null,
  person_id integer,
  scopes text[] not null,
  version integer not null default 1,
  created_at timestamp(3) with time zone not null default now(),
  expires_at timestamp(3) with time zone not null,
  used_at timestamp(3) with time zone,
  revoked_at timestamp(3) with time zone,
  constraint api_token_pkey PRIMARY KEY (tenant_id, id),
  constraint api_token_digest_key UNIQUE (digest),
  constraint api_token_public_id_key UNIQUE (public_id),
  constraint api_token_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id) ON DELETE CASCADE,
  constraint api_token_tenant_id_person_id_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES membership(tenant_id, person_id) ON DELETE CASCADE,
  constraint api_token_digest_check CHECK (octet_length(digest) = 32),
  constraint api_token_hint_check CHECK (char_length(hint) = 4),
  constraint api_token_name_check CHECK (name <> ''::text AND char_length(name) <= 200),
  constraint api_token_public_id_check CHECK (public_id ~ '^tok_[0-9A-Za-z]{22}$'::text),
  constraint api_token_scopes_check CHECK (cardinality(scopes) >= 1 AND cardinality(scopes) <= 100)
);
CREATE INDEX api_token_person ON api_token USING btree (tenant_id, person_id);
alter table api_token enable row level security;
alter table api_token force row level security;
create policy maintenance on api_token for all to holdfast_maintenance using (true);
create policy platform on api_token for all to holdfast_app using ((( SELECT holdfast_scope() AS holdfast_scope)) = 'platform'::text);
create policy tenant on api_token for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on api_token to holdfast_app;
grant select on api_token to holdfast_maintenance;

create table external_identity (
  issuer text not null,
  subject text not null,
  person_id integer not null,
  created_at timestamp(3) with time zone not null default now(),
  used_at timestamp(3) with time zone,
  constraint external_identity_pkey PRIMARY KEY (issuer, subject),
  constraint external_identity_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON DELETE CASCADE,
  constraint external_identity_issuer_check CHECK (char_length(issuer) <= 500),
  constraint external_identity_subject_check CHECK (char_length(subject) <= 500)
);
CREATE INDEX external_identity_person ON external_identity USING btree (person_id);
alter table external_identity enable row level security;
alter table external_identity force row level security;
create policy maintenance on external_identity for all to holdfast_maintenance using (true);
create policy platform on external_identity for all to holdfast_app using ((( SELECT holdfast_scope() AS holdfast_scope)) = 'platform'::text);
grant delete, insert, select, update on external_identity to holdfast_app;
grant select on external_identity to holdfast_maintenance;

create table membership (
  tenant_id integer not null,
  person_id integer not null,
  role text not null,
  scope jsonb,
  state text not null default 'active'::text,
  version integer not null default 1,
  created_at timestamp(3) with time zone not null default now(),
  changed_at timestamp(3) with time zone not null default now(),
  expires_at timestamp(3) with time zone,
  constraint membership_pkey PRIMARY KEY (tenant_id, person_id),
  constraint membership_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON DELETE CASCADE,
  constraint membership_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id) ON DELETE CASCADE,
  constraint membership_role_check CHECK (role ~ '^[a-z][a-z-]{0,39}$'::text),
  constraint membership_scope_check CHECK (jsonb_typeof(scope) = 'object'::text),
  constraint membership_state_check CHECK (state = ANY (ARRAY['active'::text, 'suspended'::text]))
);
CREATE INDEX membership_person ON membership USING btree (person_id, tenant_id);
alter table membership enable row level security;
alter table membership force row level security;
create policy maintenance on membership for all to holdfast_maintenance using (true);
create policy platform on membership for all to holdfast_app using ((( SELECT holdfast_scope() AS holdfast_scope)) = 'platform'::text);
create policy tenant on membership for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on membership to holdfast_app;
grant select on membership to holdfast_maintenance;

create table migration (
  part text not null,
  number integer not null,
  name text not null,
  digest text not null,
  applied_at timestamp(3) with time zone not null default now(),
  constraint migration_pkey PRIMARY KEY (part, number)
);
grant select on migration to holdfast_app;
grant select on migration to holdfast_jobs;
grant select on migration to holdfast_maintenance;

create table person (
  id integer not null generated always as identity,
  public_id text not null,
  name text not null,
  email text,
  state text not null default 'active'::text,
  version integer not null default 1,
  created_at timestamp(3) with time zone not null default now(),
  changed_at timestamp(3) with time zone not null default now(),
  constraint person_pkey PRIMARY KEY (id),
  constraint person_public_id_key UNIQUE (public_id),
  constraint person_email_check CHECK (char_length(email) <= 320),
  constraint person_name_check CHECK (name <> ''::text AND char_length(name) <= 200),
  constraint person_public_id_check CHECK (public_id ~ '^per_[0-9A-Za-z]{22}$'::text),
  constraint person_state_check CHECK (state = ANY (ARRAY['active'::text, 'suspended'::text]))
);
CREATE UNIQUE INDEX person_email ON person USING btree (lower(email));
alter table person enable row level security;
alter table person force row level security;
create policy maintenance on person for all to holdfast_maintenance using (true);
create policy member on person for select to holdfast_app using ((EXISTS ( SELECT
   FROM membership m
  WHERE m.person_id = person.id AND m.tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)))));
create policy platform on person for all to holdfast_app using ((( SELECT holdfast_scope() AS holdfast_scope)) = 'platform'::text);
grant delete, insert, select, update on person to holdfast_app;
grant select on person to holdfast_maintenance;

create table session (
  id integer not null generated always as identity,
  public_id text not null,
  digest bytea not null,
  person_id integer not null,
  tenant_id integer not null,
  door text not null,
  address text not null,
  agent text not null,
  created_at timestamp(3) with time zone not null default now(),
  used_at timestamp(3) with time zone not null default now(),
  expires_at timestamp(3) with time zone not null,
  constraint session_pkey PRIMARY KEY (id),
  constraint session_digest_key UNIQUE (digest),
  constraint session_public_id_key UNIQUE (public_id),
  constraint session_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON DELETE CASCADE,
  constraint session_tenant_id_person_id_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES membership(tenant_id, person_id) ON DELETE CASCADE,
  constraint session_agent_check CHECK (char_length(agent) <= 400),
  constraint session_digest_check CHECK (octet_length(digest) = 32),
  constraint session_door_check CHECK (door = ANY (ARRAY['loopback'::text, 'tls'::text])),
  constraint session_public_id_check CHECK (public_id ~ '^ses_[0-9A-Za-z]{22}$'::text)
);
CREATE INDEX session_expiry ON session USING btree (expires_at);
CREATE INDEX session_person ON session USING btree (person_id);
alter table session enable row level security;
alter table session force row level security;
create policy maintenance on session for all to holdfast_maintenance using (true);
create policy platform on session for all to holdfast_app using ((( SELECT holdfast_scope() AS holdfast_scope)) = 'platform'::text);
grant delete, insert, select, update on session to holdfast_app;
grant select on session to holdfast_maintenance;

create table sign_in_link (
  digest bytea not null,
  person_id integer not null,
  tenant_id integer not null,
  door text not null,
  created_at timestamp(3) with time zone not null default now(),
  expires_at timestamp(3) with time zone not null,
  used_at timestamp(3) with time zone,
  constraint sign_in_link_pkey PRIMARY KEY (digest),
  constraint sign_in_link_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON DELETE CASCADE,
  constraint sign_in_link_tenant_id_person_id_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES membership(tenant_id, person_id) ON DELETE CASCADE,
  constraint sign_in_link_digest_check CHECK (octet_length(digest) = 32),
  constraint sign_in_link_door_check CHECK (door = ANY (ARRAY['loopback'::text, 'tls'::text]))
);
CREATE INDEX sign_in_link_expiry ON sign_in_link USING btree (expires_at);
alter table sign_in_link enable row level security;
alter table sign_in_link force row level security;
create policy maintenance on sign_in_link for all to holdfast_maintenance using (true);
create policy platform on sign_in_link for all to holdfast_app using ((( SELECT holdfast_scope() AS holdfast_scope)) = 'platform'::text);
grant delete, insert, select, update on sign_in_link to holdfast_app;
grant select on sign_in_link to holdfast_maintenance;

create table tenant (
  id integer not null generated always as identity,
  public_id text not null,
  name text not null,
  kind text not null default 'customer'::text,
  parent_id integer,
  state text not null default 'active'::text,
  settings jsonb not null default '{}'::jsonb,
  version integer not null default 1,
  created_at timestamp(3) with time zone not null default now(),
  changed_at timestamp(3) with time zone not null default now(),
  constraint tenant_pkey PRIMARY KEY (id),
  constraint tenant_public_id_key UNIQUE (public_id),
  constraint tenant_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES tenant(id),
  constraint tenant_check CHECK (parent_id <> id),
  constraint tenant_kind_check CHECK (kind = ANY (ARRAY['provider'::text, 'customer'::text, 'demo'::text])),
  constraint tenant_name_check CHECK (name <> ''::text AND char_length(name) <= 200),
  constraint tenant_public_id_check CHECK (public_id ~ '^ten_[0-9A-Za-z]{22}$'::text),
  constraint tenant_settings_check CHECK (jsonb_typeof(settings) = 'object'::text),
  constraint tenant_state_check CHECK (state = ANY (ARRAY['active'::text, 'suspended'::text, 'leaving'::text]))
);
CREATE INDEX tenant_children ON tenant USING btree (parent_id, id) WHERE parent_id IS NOT NULL;
alter table tenant enable row level security;
alter table tenant force row level security;
create policy maintenance on tenant for all to holdfast_maintenance using (true);
create policy platform on tenant for all to holdfast_app using ((( SELECT holdfast_scope() AS holdfast_scope)) = 'platform'::text);
create policy tenant on tenant for select to public using (id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
CREATE TRIGGER tenant_check_parent BEFORE INSERT OR UPDATE OF parent_id ON tenant FOR EACH ROW WHEN (new.parent_id IS NOT NULL) EXECUTE FUNCTION tenant_check_parent();
grant delete, insert, select, update on tenant to holdfast_app;
grant select on tenant to holdfast_maintenance;

CREATE OR REPLACE FUNCTION holdfast_assert(actual bigint, expected bigint, what text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  if actual is distinct from expected then
    raise exception '%: % rows, expected %', what, actual, expected;
  end if;
end $function$;

CREATE OR REPLACE FUNCTION holdfast_let(target regclass, role name, rights text DEFAULT 'select'::text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  if role not in ('holdfast_search', 'holdfast_judge', 'holdfast_jobs', 'holdfast_maintenance') then
    raise exception '% is no role that a table is opened to', role;
  end if;
  if (select relrowsecurity from pg_class where oid = target) then
    execute format('drop policy if exists %I on %s', replace(role, 'holdfast_', ''), target);
    execute format('create policy %I on %s to %I using (true)', replace(role, 'holdfast_', ''), target, role);
  end if;
  execute format('grant %s on %s to %I', rights, target, role);
end $function$;

CREATE OR REPLACE FUNCTION holdfast_let_platform(target regclass, rights text DEFAULT 'select'::text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  execute format('create policy platform on %s to holdfast_app using ((select holdfast_scope()) = ''platform'')', target);
  execute format('grant %s on %s to holdfast_app', rights, target);
end $function$;

CREATE OR REPLACE FUNCTION holdfast_own(target regprocedure, role name)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  if not exists (select from pg_proc where oid = target and prosecdef and 'search_path=holdfast, pg_temp' = any (proconfig)) then
    raise exception 'function % must be "security definer set search_path = holdfast, pg_temp"', target;
  end if;
  execute format('grant execute on function %s to holdfast_app', target);
  -- The new owner of a function must be allowed to make one at that moment, and at no other.
  execute format('grant create on schema holdfast to %I', role);
  execute format('alter function %s owner to %I', target, role);
  execute format('revoke create on schema holdfast from %I', role);
end $function$;

CREATE OR REPLACE FUNCTION holdfast_platform(target regclass, rights text DEFAULT 'select, insert, update, delete'::text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  perform holdfast_let_platform(target, rights);
  perform holdfast_let(target, 'holdfast_maintenance');
end $function$;

CREATE OR REPLACE FUNCTION holdfast_protect(target regclass, rights text DEFAULT 'select, insert, update, delete'::text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  if not exists (select from pg_attribute where attrelid = target and attname = 'tenant_id'
                  and atttypid = 'int'::regtype and attnotnull and not attisdropped) then
    raise exception 'table % needs a column "tenant_id int not null"', target;
  end if;
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy tenant on %s using (tenant_id = (select holdfast_tenant()))', target);
  execute format('grant %s on %s to holdfast_app', rights, target);
  perform holdfast_let(target, 'holdfast_maintenance');
end $function$;

CREATE OR REPLACE FUNCTION holdfast_scope()
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN NULLIF(current_setting('holdfast.scope'::text, true), ''::text);
grant execute on function holdfast_scope() to public;

CREATE OR REPLACE FUNCTION holdfast_share(target regclass, rights text DEFAULT 'select'::text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  execute format('grant %s on %s to holdfast_app', rights, target);
  execute format('grant select on %s to holdfast_judge, holdfast_search, holdfast_jobs, holdfast_maintenance', target);
end $function$;

CREATE OR REPLACE FUNCTION holdfast_tenant()
 RETURNS integer
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('holdfast.tenant'::text, true), ''::text))::integer;
grant execute on function holdfast_tenant() to public;

CREATE OR REPLACE FUNCTION tenant_check_parent()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
declare
  above int := new.parent_id;
  kind_above text;
  steps int := 0;
begin
  while above is not null loop
    steps := steps + 1;
    if above = new.id or steps > 16 then
      raise exception 'tenant % would be its own ancestor, or more than 16 levels deep', new.public_id
        using errcode = 'check_violation';
    end if;
    select parent_id, kind into above, kind_above from tenant where id = above;
    if kind_above is distinct from 'provider' then
      raise exception 'the parent of tenant % is no provider', new.public_id using errcode = 'check_violation';
    end if;
  end loop;
  return new;
end $function$;
