-- How many assets scopes show: the own one, and for whoever manages people those that lie within it.
create function scope_sizes(ids bigint[]) returns table (scope_id bigint, assets int)
  language sql stable security definer set search_path = holdfast, pg_temp as $$
  select s.scope_id, (select count(*)::int from scope_asset a where a.tenant_id = s.tenant_id and a.scope_id = s.scope_id)
    from scope s where s.tenant_id = holdfast_tenant() and s.scope_id = any (ids) and scope_within(s.scope_id)
$$;
grant execute on function scope_sizes(bigint[]) to holdfast_app, holdfast_scoped;

-- Empties scopes that nobody alive has, so that their tags can be removed: what ended keeps its scope, which shows nothing from now on. Under the lock of the
-- tenant's tags, which whoever gives one holds too.
create function scope_forget() returns void
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  tenant int := holdfast_tenant();
begin
  perform pg_advisory_xact_lock(hashtextextended('tags ' || tenant, 0));
  delete from scope_tag s where s.tenant_id = tenant
     and not exists (select from membership m where m.tenant_id = tenant and m.scope_id = s.scope_id)
     and not exists (select from invitation i where i.tenant_id = tenant and i.scope_id = s.scope_id
                        and i.accepted_at is null and i.revoked_at is null and i.expires_at > now())
     and not exists (select from api_token t where t.tenant_id = tenant and t.scope_id = s.scope_id and t.revoked_at is null and t.expires_at > now())
     and not exists (select from unit u where u.tenant_id = tenant and u.scope_id = s.scope_id);
  if found then
    perform scope_follow_tree(tenant);
  end if;
end $$;
grant execute on function scope_forget() to holdfast_app, holdfast_scoped;

-- As before, but a scope that was emptied is filled again.
create or replace function scope_for(include bigint[], exclude bigint[]) returns bigint
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  tenant int := holdfast_tenant();
  wanted text;
  found_id bigint;
begin
  perform pg_advisory_xact_lock(hashtextextended('tags ' || tenant, 0));
  if coalesce(cardinality(include), 0) not between 1 and 100 or coalesce(cardinality(exclude), 0) > 100 then
    raise exception 'a scope names 1 to 100 tags, and excludes up to 100' using errcode = 'data_exception';
  end if;
  if (select count(*) from tag where tenant_id = tenant and tag_id = any (include || exclude))
     <> (select count(distinct id) from unnest(include || exclude) as t (id)) then
    raise exception 'a scope names tags of its tenant' using errcode = 'data_exception';
  end if;
  wanted := (select string_agg(case when excluded then '-' else '+' end || id, ' ' order by excluded, id)
               from (select id, bool_or(excluded) as excluded
                       from (select id, false as excluded from unnest(include) as i (id)
                             union all select id, true from unnest(exclude) as e (id)) t group by id) named);
  -- A tag that is both named and excluded shows nothing.
  if wanted !~ '^\+' then
    raise exception 'a scope that excludes all it names shows nothing' using errcode = 'data_exception';
  end if;
  select scope_id into found_id from scope where tenant_id = tenant and definition = wanted;
  if found_id is null then
    insert into scope (tenant_id, definition) values (tenant, wanted) returning scope_id into found_id;
  end if;
  if not exists (select from scope_tag where tenant_id = tenant and scope_id = found_id) then
    insert into scope_tag (tenant_id, scope_id, tag_id, excludes)
      select tenant, found_id, abs(part::bigint), part ~ '^-' from regexp_split_to_table(wanted, ' ') as part;
    perform scope_follow_tree(tenant);
  end if;
  if not scope_within(found_id) then
    raise exception 'this scope reaches beyond the own one' using errcode = 'insufficient_privilege';
  end if;
  return found_id;
end $$;

-- Whoever manages a part manages the units within it.
grant insert, update, delete on unit to holdfast_scoped;
