-- The rules of tenant isolation as functions, so that every part states them in the same way. Each is called by
-- migrations, which run as holdfast_owner; none can be called by a running program, except the two that read the
-- transaction's setting.

-- The tenant of this transaction; null when none is set. After a transaction the setting is an empty text, not null.
create function holdfast_tenant() returns int
  language sql stable parallel safe
  return nullif(current_setting('holdfast.tenant', true), '')::int;

-- 'platform' inside asPlatform, otherwise null.
create function holdfast_scope() returns text
  language sql stable parallel safe
  return nullif(current_setting('holdfast.scope', true), '');

grant execute on function holdfast_tenant(), holdfast_scope() to public;

-- Makes a table with a tenant_id column a tenant's table: everybody, its owner too, sees and writes the rows of the
-- transaction's tenant only. "rights" is what the application may do: name fewer for tables that are only added to.
create function holdfast_protect(target regclass, rights text default 'select, insert, update, delete') returns void
  language plpgsql as $$
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
end $$;

-- Lets asPlatform reach the rows of all tenants in a protected table, for what comes before the tenant is known: a
-- session looked up by the digest of its token, a source by its key.
create function holdfast_let_platform(target regclass, rights text default 'select') returns void
  language plpgsql as $$
begin
  execute format('create policy platform on %s to holdfast_app using ((select holdfast_scope()) = ''platform'')', target);
  execute format('grant %s on %s to holdfast_app', rights, target);
end $$;

-- Opens a table to one of the roles that work across tenants inside listed functions: holdfast_search, holdfast_judge,
-- holdfast_jobs, holdfast_maintenance.
create function holdfast_let(target regclass, role name, rights text default 'select') returns void
  language plpgsql as $$
begin
  if role not in ('holdfast_search', 'holdfast_judge', 'holdfast_jobs', 'holdfast_maintenance') then
    raise exception '% is no role that a table is opened to', role;
  end if;
  if (select relrowsecurity from pg_class where oid = target) then
    execute format('drop policy if exists %I on %s', replace(role, 'holdfast_', ''), target);
    execute format('create policy %I on %s to %I using (true)', replace(role, 'holdfast_', ''), target, role);
  end if;
  execute format('grant %s on %s to %I', rights, target, role);
end $$;

-- A table without tenants that is visible inside asPlatform only.
create function holdfast_platform(target regclass, rights text default 'select, insert, update, delete') returns void
  language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  perform holdfast_let_platform(target, rights);
  perform holdfast_let(target, 'holdfast_maintenance');
end $$;

-- A table without tenants that everybody may read: content, dictionaries of public names.
create function holdfast_share(target regclass, rights text default 'select') returns void
  language plpgsql as $$
begin
  execute format('grant %s on %s to holdfast_app', rights, target);
  execute format('grant select on %s to holdfast_judge, holdfast_search, holdfast_jobs, holdfast_maintenance', target);
end $$;

-- Hands a function to the role that it shall run as, and lets the application call it. The function must be
-- "security definer" with a search_path of its own.
create function holdfast_own(target regprocedure, role name) returns void
  language plpgsql as $$
begin
  if not exists (select from pg_proc where oid = target and prosecdef and 'search_path=holdfast, pg_temp' = any (proconfig)) then
    raise exception 'function % must be "security definer set search_path = holdfast, pg_temp"', target;
  end if;
  execute format('grant execute on function %s to holdfast_app', target);
  -- The new owner of a function must be allowed to make one at that moment, and at no other.
  execute format('grant create on schema holdfast to %I', role);
  execute format('alter function %s owner to %I', target, role);
  execute format('revoke create on schema holdfast from %I', role);
end $$;

-- Fails a migration that did not touch the number of rows that it meant to. An owner's update of a table with forced
-- row-level security touches none, silently.
create function holdfast_assert(actual bigint, expected bigint, what text) returns void
  language plpgsql as $$
begin
  if actual is distinct from expected then
    raise exception '%: % rows, expected %', what, actual, expected;
  end if;
end $$;
