-- Which assets a scope shows, and what limited people may reach of the tables of all parts before this one. A later part opens its own tables; what nobody
-- opened is refused.

alter table scope_tag add foreign key (tenant_id, tag_id) references tag;
alter table scope_reach add foreign key (tenant_id, tag_id) references tag on delete cascade;

-- Works out anew which scopes show some assets. An asset that is taken for another one is shown where that one is.
create function scope_refresh(tenant int, assets bigint[]) returns void
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
begin
  with touched as (
    select asset_id, coalesce(merged_into, asset_id) as stands_for from asset where tenant_id = tenant and asset_id = any (assets)
    union
    select asset_id, merged_into from asset where tenant_id = tenant and merged_into = any (assets)),
  wanted as (
    select r.scope_id, t.asset_id
      from touched t
      join asset_tag g on g.tenant_id = tenant and g.asset_id = t.stands_for and not g.resting
      join scope_reach r on r.tenant_id = tenant and r.tag_id = g.tag_id
     group by 1, 2 having not bool_or(r.excludes)),
  gone as (
    delete from scope_asset s
     where s.tenant_id = tenant and (s.asset_id = any (assets) or s.asset_id in (select asset_id from touched))
       and not exists (select from wanted w where w.scope_id = s.scope_id and w.asset_id = s.asset_id))
  insert into scope_asset (tenant_id, scope_id, asset_id) select tenant, scope_id, asset_id from wanted on conflict do nothing;
end $$;

-- Which tags the scopes of a tenant reach now, after the tree or a scope changed. Whoever calls this holds the lock of the tenant's tags.
create function scope_follow_tree(tenant int) returns void
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  changed bigint[];
begin
  with recursive below as (
    select scope_id, tag_id, excludes from scope_tag where tenant_id = tenant
    union
    select b.scope_id, t.tag_id, b.excludes from below b join tag t on t.tenant_id = tenant and t.parent_id = b.tag_id),
  wanted as (select scope_id, tag_id, bool_or(excludes) as excludes from below group by 1, 2),
  gone as (
    delete from scope_reach r
     where r.tenant_id = tenant
       and not exists (select from wanted w where w.scope_id = r.scope_id and w.tag_id = r.tag_id)
    returning r.tag_id),
  came as (
    insert into scope_reach as r (tenant_id, scope_id, tag_id, excludes)
    select tenant, scope_id, tag_id, excludes from wanted
    on conflict (tenant_id, scope_id, tag_id) do update set excludes = excluded.excludes where r.excludes <> excluded.excludes
    returning r.tag_id)
  select array_agg(tag_id) into changed from (select tag_id from gone union select tag_id from came) tags;
  if changed is not null then
    perform scope_refresh(tenant, array(
      select distinct asset_id from asset_tag where tenant_id = tenant and tag_id = any (changed)));
  end if;
end $$;

-- The scope of this definition, made where there is none yet. Somebody limited may only make what lies within their own.
create function scope_for(include bigint[], exclude bigint[]) returns bigint
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
    -- What nobody has had for a day goes; who was given one a moment ago has not committed yet.
    delete from scope s where s.tenant_id = tenant and s.created_at < now() - interval '1 day'
       and not exists (select from membership m where m.tenant_id = tenant and m.scope_id = s.scope_id)
       and not exists (select from invitation i where i.tenant_id = tenant and i.scope_id = s.scope_id)
       and not exists (select from api_token t where t.tenant_id = tenant and t.scope_id = s.scope_id)
       and not exists (select from unit u where u.tenant_id = tenant and u.scope_id = s.scope_id);
    insert into scope (tenant_id, definition) values (tenant, wanted) returning scope_id into found_id;
    insert into scope_tag (tenant_id, scope_id, tag_id, excludes)
      select tenant, found_id, abs(part::bigint), part ~ '^-' from regexp_split_to_table(wanted, ' ') as part;
    perform scope_follow_tree(tenant);
  end if;
  if not scope_within(found_id) then
    raise exception 'this scope reaches beyond the own one' using errcode = 'insufficient_privilege';
  end if;
  return found_id;
end $$;
grant execute on function scope_for(bigint[], bigint[]) to holdfast_app, holdfast_scoped;

-- Who has which tag changes under the lock of the tenant's tags, thus nothing is missed between a new scope and a new tag.
create function scope_tags_changed() returns trigger
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  tenant int := (select tenant_id from touched limit 1);
begin
  if exists (select from scope where tenant_id = tenant) then
    perform scope_refresh(tenant, array(
      select distinct t.asset_id from touched t
       where exists (select from scope_reach r where r.tenant_id = t.tenant_id and r.tag_id = t.tag_id)));
  end if;
  return null;
end $$;
create trigger scope_given after insert on asset_tag referencing new table as touched
  for each statement execute function scope_tags_changed();
create trigger scope_rested after update on asset_tag referencing new table as touched
  for each statement execute function scope_tags_changed();
create trigger scope_taken after delete on asset_tag referencing old table as touched
  for each statement execute function scope_tags_changed();

create function scope_asset_merged() returns trigger
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
begin
  if exists (select from scope where tenant_id = new.tenant_id) then
    perform scope_refresh(new.tenant_id, array[new.asset_id]);
  end if;
  return null;
end $$;
create trigger scope_merged after update on asset
  for each row when (old.merged_into is distinct from new.merged_into) execute function scope_asset_merged();

create function scope_tree_changed() returns trigger
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
begin
  if exists (select from scope where tenant_id = holdfast_tenant()) then
    perform scope_follow_tree(holdfast_tenant());
  end if;
  return null;
end $$;
create trigger scope_tree_grown after insert on tag for each statement execute function scope_tree_changed();
create trigger scope_tree_moved after update of parent_id on tag for each statement execute function scope_tree_changed();

-- What triggers keep is kept for everybody's sake: they write as the owner, within the tenant, whoever it was that changed something.
alter function tag_mark() security definer;
alter function asset_tag_inserted() security definer;
alter function asset_tag_updated() security definer;
alter function asset_tag_deleted() security definer;
alter function finding_inserted() security definer;
alter function finding_updated() security definer;
alter function finding_deleted() security definer;
revoke execute on function tag_mark(), asset_tag_inserted(), asset_tag_updated(), asset_tag_deleted(),
  finding_inserted(), finding_updated(), finding_deleted() from holdfast_app;

-- Decides by all decisions there are about findings of the scope, also by those that somebody limited does not see.
create or replace function finding_redecide(findings bigint[], now_at timestamptz)
  returns table (finding_id bigint, before text, after text, exception_id bigint)
  language sql security definer set search_path = holdfast, pg_temp set enable_seqscan = off as $$
  with decided as (
    select distinct on (f.finding_id) f.finding_id, f.disposition as before, e.exception_id, coalesce(e.disposition, 'none') as after
      from finding f
      left join lateral (
        select x.exception_id, x.disposition, x.narrowness, x.starts_at
          from exception_finding b
          join exception x on x.tenant_id = b.tenant_id and x.exception_id = b.exception_id
         where b.tenant_id = f.tenant_id and b.finding_id = f.finding_id and b.ended_at is null
           and x.state = 'approved' and x.starts_at <= now_at and (x.ends_at is null or x.ends_at > now_at)
      ) e on true
     where f.tenant_id = (select holdfast_tenant()) and f.finding_id = any (findings)
       and ((select holdfast_scope_id()) is null or exists (
             select from scope_asset s where s.tenant_id = f.tenant_id and s.scope_id = (select holdfast_scope_id()) and s.asset_id = f.asset_id))
     order by f.finding_id, e.narrowness desc nulls last, e.starts_at desc, e.exception_id desc)
  update finding f set disposition = d.after, exception_id = d.exception_id, changed_at = now_at
    from decided d
   where f.tenant_id = (select holdfast_tenant()) and f.finding_id = d.finding_id
     and (f.disposition <> d.after or f.exception_id is distinct from d.exception_id)
  returning f.finding_id, d.before, d.after, d.exception_id
$$;
grant execute on function finding_redecide(bigint[], timestamptz) to holdfast_scoped;
grant execute on function audit_append(text, text, text, text) to holdfast_scoped;

-- True where all that a source tells of lies within the scope: whoever commands it touches nothing else.
create function scope_covers_source(source bigint) returns boolean
  language sql stable security definer set search_path = holdfast, pg_temp as $$
  select exists (select from asset_source o where o.tenant_id = holdfast_tenant() and o.source_id = source)
     and not exists (
       select from asset_source o
        where o.tenant_id = holdfast_tenant() and o.source_id = source
          and not exists (select from scope_asset s where s.tenant_id = o.tenant_id and s.scope_id = holdfast_scope_id() and s.asset_id = o.asset_id))
$$;
grant execute on function scope_covers_source(bigint) to holdfast_scoped;

-- True where every finding that a decision was taken about lies within the scope.
create function scope_covers_exception(decision bigint) returns boolean
  language sql stable security definer set search_path = holdfast, pg_temp as $$
  select exists (select from exception_finding b where b.tenant_id = holdfast_tenant() and b.exception_id = decision)
     and not exists (
       select from exception_finding b
         join finding f on f.tenant_id = b.tenant_id and f.finding_id = b.finding_id
        where b.tenant_id = holdfast_tenant() and b.exception_id = decision
          and not exists (select from scope_asset s where s.tenant_id = f.tenant_id and s.scope_id = holdfast_scope_id() and s.asset_id = f.asset_id))
$$;
grant execute on function scope_covers_exception(bigint) to holdfast_scoped;

-- Content is the program's own.
select holdfast_scoped('check_definition', null);
select holdfast_scoped('content_version', null);
select holdfast_scoped('judge_basis', null);

-- Assets, and what each row of is about one.
select holdfast_scoped_asset('asset');
select holdfast_scoped_asset('asset_source');
select holdfast_scoped_asset('assessment');
select holdfast_scoped_asset('not_assessed');
select holdfast_scoped_asset('finding');
select holdfast_scoped_asset('asset_findings');
-- What was known of an asset is shown to who sees it now.
select holdfast_scoped_asset('asset_past');
select holdfast_scoped_asset('asset_source_past');
select holdfast_scoped_asset('finding_past');
select holdfast_scoped_asset('asset_findings_past');
select holdfast_scoped_asset('fact_set');
select holdfast_scoped_asset('fact_change');
select holdfast_scoped_asset('fact_problem');
select holdfast_scoped_asset('judgement_due');
select holdfast_scoped_asset('asset_tag', 'select, insert, delete');
select holdfast_scoped_asset('asset_criticality', 'select, insert, update, delete');
select holdfast_scoped('asset_identifier', 'exists (select from asset_source o where o.tenant_id = asset_identifier.tenant_id and o.asset_source_id = asset_identifier.asset_source_id)');
select holdfast_scoped('asset_merge', 'exists (select from asset a where a.tenant_id = asset_merge.tenant_id and a.asset_id = asset_merge.into_asset_id)
  and exists (select from asset a where a.tenant_id = asset_merge.tenant_id and a.asset_id = asset_merge.from_asset_id)');
select holdfast_scoped('asset_apart', 'exists (select from asset_source o where o.tenant_id = asset_apart.tenant_id and o.asset_source_id = asset_apart.low_id)
  and exists (select from asset_source o where o.tenant_id = asset_apart.tenant_id and o.asset_source_id = asset_apart.high_id)');
select holdfast_scoped('event', 'exists (select from asset_source o where o.tenant_id = event.tenant_id and o.asset_source_id = event.asset_source_id)');
select holdfast_scoped('finding_detail', 'exists (select from finding f where f.tenant_id = finding_detail.tenant_id and f.finding_id = finding_detail.finding_id)');
select holdfast_scoped('finding_transition', 'exists (select from finding f where f.tenant_id = finding_transition.tenant_id and f.finding_id = finding_transition.finding_id)', 'select, insert');
select holdfast_scoped('exception_finding', 'exists (select from finding f where f.tenant_id = exception_finding.tenant_id and f.finding_id = exception_finding.finding_id)', 'select, insert, update, delete');

-- A decision about one asset, one about a check everywhere that holds for something here, and a selection that somebody limited made or that is all about
-- what they see: its query may name anything. They decide about the first and the last kind.
select holdfast_scoped('exception', 'case when asset_id is not null then exists (select from scope_asset s where s.tenant_id = exception.tenant_id
    and s.scope_id = (select holdfast_scope_id()) and s.asset_id = exception.asset_id)
  when selection is null then exists (select from exception_finding b where b.tenant_id = exception.tenant_id and b.exception_id = exception.exception_id)
  else requested_by = (select holdfast_caller()) or scope_covers_exception(exception_id) end',
  'select, insert, update',
  'case when asset_id is not null then exists (select from scope_asset s where s.tenant_id = exception.tenant_id
    and s.scope_id = (select holdfast_scope_id()) and s.asset_id = exception.asset_id)
  else selection is not null and (requested_by = (select holdfast_caller()) or scope_covers_exception(exception_id)) end');

-- Whoever tells of something here is seen; asked is only who tells of nothing else, and only of that one it is told how much waits.
select holdfast_scoped('network', null);
select holdfast_scoped('source', 'exists (select from asset_source o where o.tenant_id = source.tenant_id and o.source_id = source.source_id)');
select holdfast_scoped('source_state', 'exists (select from source s where s.tenant_id = source_state.tenant_id and s.source_id = source_state.source_id)');
select holdfast_scoped('source_gap', 'scope_covers_source(source_id)');
select holdfast_scoped('envelope_batch', 'scope_covers_source(source_id)');
select holdfast_scoped('envelope_conflict', 'scope_covers_source(source_id)');
select holdfast_scoped('set_aside', 'scope_covers_source(source_id)');
select holdfast_scoped('command', 'scope_covers_source(source_id)', 'select, insert, update');

-- Tags that something here carries, and those of the own scope with what stands below. Changed are those below, given by hand: a query would give what is
-- elsewhere, and thus show it.
create function scope_owns_tag(tag bigint, below boolean) returns boolean
  language sql stable security definer set search_path = holdfast, pg_temp as $$
  select exists (
    select from scope_reach r
     where r.tenant_id = holdfast_tenant() and r.scope_id = holdfast_scope_id() and r.tag_id = tag and not r.excludes
       and not (below and exists (select from scope_tag n where n.tenant_id = r.tenant_id and n.scope_id = r.scope_id and n.tag_id = r.tag_id)))
$$;
grant execute on function scope_owns_tag(bigint, boolean) to holdfast_scoped;
select holdfast_scoped('tag', 'scope_owns_tag(tag_id, false) or scope_owns_tag(parent_id, false)
  or exists (select from asset_tag g where g.tenant_id = tag.tenant_id and g.tag_id = tag.tag_id and not g.resting)',
  'select, insert, update, delete', 'query is null and scope_owns_tag(parent_id, false)');
select holdfast_scoped('tag_change', 'not exists (select from unnest(assets) as a (id) where not exists (select from scope_asset s
  where s.tenant_id = tag_change.tenant_id and s.scope_id = (select holdfast_scope_id()) and s.asset_id = a.id))', 'select, insert, update');

-- Settings of agents: those of every agent, and those given by a tag that is seen.
select holdfast_scoped('fleet_source', 'exists (select from source s where s.tenant_id = fleet_source.tenant_id and s.source_id = fleet_source.source_id)');
select holdfast_scoped('fleet_profile_tag', 'exists (select from tag g where g.tenant_id = fleet_profile_tag.tenant_id and g.tag_id = fleet_profile_tag.tag_id)');
select holdfast_scoped('activation_key_tag', 'exists (select from tag g where g.tenant_id = activation_key_tag.tenant_id and g.tag_id = activation_key_tag.tag_id)');
select holdfast_scoped('fleet_profile', 'is_default or exists (select from fleet_profile_tag p
  where p.tenant_id = fleet_profile.tenant_id and p.profile_id = fleet_profile.profile_id)');

-- What is somebody's own.
alter table saved_view add column scope_id bigint default holdfast_scope_id();
select holdfast_scoped('saved_view', 'owner = (select holdfast_caller()) or visibility = ''tenant'' and scope_id = (select holdfast_scope_id())',
  'select, insert, update, delete', 'owner = (select holdfast_caller())');
select holdfast_scoped('saved_view_choice', 'person = (select holdfast_caller())', 'select, insert, update, delete');
select holdfast_scoped('idempotency_key', 'starts_with(caller, (select holdfast_caller()))', 'select, insert, update, delete');

-- A message is heard by who may see everything that it names; one that names nothing is of the whole tenant, but for those about people and roles, which
-- end the streams of whom they concern.
create function scope_hears(topic text, body jsonb) returns boolean
  language plpgsql stable set search_path = holdfast, pg_temp as $$
declare
  tenant int := holdfast_tenant();
  named text;
  names int := 0;
  heard boolean;
begin
  if topic ~ '^(member|role|unit|token)\.' then
    return true;
  end if;
  for named in select v #>> '{}' from jsonb_path_query(body, '$.** ? (@.type() == "string" && @ like_regex "^[a-z]{2,6}_[0-9A-Za-z]{22}$")') as v loop
    names := names + 1;
    heard := case split_part(named, '_', 1)
      when 'ast' then exists (select from asset where tenant_id = tenant and public_id = named)
      when 'fnd' then exists (select from finding where tenant_id = tenant and public_id = named)
      when 'src' then exists (select from source where tenant_id = tenant and public_id = named)
      when 'cmd' then exists (select from command where tenant_id = tenant and public_id = named)
      when 'exc' then exists (select from exception where tenant_id = tenant and public_id = named)
      when 'job' then exists (select from job where tenant_id = tenant and public_id = named)
      when 'tag' then exists (select from tag where tenant_id = tenant and public_id = named)
      when 'view' then exists (select from saved_view where tenant_id = tenant and public_id = named)
      else false end;
    if not heard then
      return false;
    end if;
  end loop;
  return names > 0;
end $$;
grant execute on function scope_hears(text, jsonb) to holdfast_scoped;
select holdfast_scoped('outbox', 'scope_hears(topic, body)', 'select, insert', 'true');
select holdfast_scoped('outbox_head', null);

-- What is counted for the whole tenant is counted anew for who sees a part: under the same names, found first by the search path of limited transactions.
create view holdfast_scoped.finding_count as
  select f.tenant_id, f.check_no, f.severity, f.status, f.disposition, count(*)::int as findings
    from finding f
   where f.tenant_id = (select holdfast_tenant())
     and exists (select from scope_asset s where s.tenant_id = f.tenant_id and s.scope_id = (select holdfast_scope_id()) and s.asset_id = f.asset_id)
   group by 1, 2, 3, 4, 5;
create view holdfast_scoped.tag_count as
  select g.tenant_id, g.tag_id, count(*)::int as assets
    from asset_tag g
   where g.tenant_id = (select holdfast_tenant()) and not g.resting
     and exists (select from scope_asset s where s.tenant_id = g.tenant_id and s.scope_id = (select holdfast_scope_id()) and s.asset_id = g.asset_id)
   group by 1, 2;
-- The names of the keys by which sources here came, and nothing that one enrols by.
create view holdfast_scoped.activation_key as
  select k.tenant_id, k.activation_key_id, k.public_id, k.name, ''::text as hint, k.network_id, k.tags, null::int as source_limit,
         seen.uses, k.expires_at, k.revoked_at, k.created_by, k.created_at, seen.last_used_at, k.modules, k.disabled_at,
         k.disabled_by, k.disabled_because, k.version
    from activation_key k
    join (select o.activation_key_id, count(*)::int as uses, max(o.enrolled_at) as last_used_at
            from source o
           where o.tenant_id = (select holdfast_tenant()) and exists (
             select from asset_source a
               join scope_asset s on s.tenant_id = a.tenant_id and s.asset_id = a.asset_id and s.scope_id = (select holdfast_scope_id())
              where a.tenant_id = o.tenant_id and a.source_id = o.source_id)
           group by 1) seen using (activation_key_id)
   where k.tenant_id = (select holdfast_tenant());
create rule removed as on delete to holdfast_scoped.tag_count do instead nothing;
grant select on holdfast_scoped.finding_count, holdfast_scoped.activation_key to holdfast_scoped;
grant select, delete on holdfast_scoped.tag_count to holdfast_scoped;
