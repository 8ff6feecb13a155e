-- Whether one of the windows of a profile has its agents send nothing at an instant, by the clock on the wall in the zone of each window.
create function fleet_quiet(windows jsonb, instant timestamptz) returns boolean
  language plpgsql stable set search_path = holdfast, pg_temp as $$
begin
  return exists (
    select from jsonb_array_elements(case when jsonb_typeof(windows) = 'array' then windows else '[]' end) w
      cross join lateral (select instant at time zone (w ->> 'zone') as wall) z
      cross join lateral (
        select extract(isodow from z.wall)::int as day, (extract(hour from z.wall) * 60 + extract(minute from z.wall))::int as minute,
               split_part(w ->> 'from', ':', 1)::int * 60 + split_part(w ->> 'from', ':', 2)::int as start,
               split_part(w ->> 'to', ':', 1)::int * 60 + split_part(w ->> 'to', ':', 2)::int as stop) c
      cross join lateral (select c.stop + case when c.stop > c.start then 0 else 1440 end as until) u
     where w ->> 'stops' = 'transmission'
       and (w -> 'days' @> to_jsonb(c.day) and c.minute >= c.start and c.minute < u.until
            or w -> 'days' @> to_jsonb(case when c.day = 1 then 7 else c.day - 1 end) and c.minute + 1440 < u.until));
exception
  -- A zone that this database does not know quiets nobody.
  when invalid_parameter_value then return false;
end $$;
grant execute on function fleet_quiet(jsonb, timestamptz) to holdfast_app, holdfast_scoped;

-- The ring in which a source was when a version was last rolled out to it. Who is limited to some assets sees no rollout, but in which ring the sources are that they see.
create function fleet_ring_of(source bigint) returns text
  language sql stable security definer set search_path = holdfast, pg_temp as $$
  select r.rings -> m.ring ->> 'name' from fleet_rollout_source m
    join fleet_rollout r on r.tenant_id = m.tenant_id and r.rollout_id = m.rollout_id
   where m.tenant_id = holdfast_tenant() and m.source_id = source
     and (holdfast_scope_id() is null or exists (
       select from asset_source o join scope_asset a on a.tenant_id = o.tenant_id and a.scope_id = holdfast_scope_id() and a.asset_id = o.asset_id
        where o.tenant_id = m.tenant_id and o.source_id = m.source_id))
   order by m.rollout_id desc limit 1
$$;
grant execute on function fleet_ring_of(bigint) to holdfast_app, holdfast_scoped;
