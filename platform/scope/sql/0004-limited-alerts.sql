-- Alerts of people who see a part: a rule watches what its owner saw when they saved it.
alter table alert_rule add column scope_id bigint default holdfast_scope_id();
select holdfast_scoped('alert_rule', 'scope_within(scope_id)', 'select, insert, update, delete');
select holdfast_scoped('alert_channel', 'exists (select from alert_rule r where r.tenant_id = alert_channel.tenant_id and r.rule_id = alert_channel.rule_id)', 'select, insert, delete');
select holdfast_scoped('alert_match', 'exists (select from alert_rule r where r.tenant_id = alert_match.tenant_id and r.rule_id = alert_match.rule_id)', 'select, delete');
select holdfast_scoped('alert_item', 'exists (select from alert_rule r where r.tenant_id = alert_item.tenant_id and r.rule_id = alert_item.rule_id)', 'select, update');
select holdfast_scoped('alert_mute', 'exists (select from alert_rule r where r.tenant_id = alert_mute.tenant_id and r.rule_id = alert_mute.rule_id)', 'select, insert, update, delete');
-- Up to where changes were looked at: a number of the whole tenant.
select holdfast_scoped('alert_head', null, 'select, insert');

-- What their alerts told, and how it went.
select holdfast_scoped('notify_message', 'exists (select from alert_rule r where r.tenant_id = notify_message.tenant_id and r.public_id = notify_message.origin)', 'select, insert');
select holdfast_scoped('notify_delivery', 'exists (select from notify_message m where m.tenant_id = notify_delivery.tenant_id and m.message_id = notify_delivery.message_id)', 'select, insert, update');
select holdfast_scoped('notify_attempt', 'exists (select from notify_delivery d where d.tenant_id = notify_attempt.tenant_id and d.delivery_id = notify_attempt.delivery_id)');

-- Of the ways to the outside only that they are there: addresses and secrets are whose who keeps them.
create view holdfast_scoped.notify_channel as
  select c.tenant_id, c.channel_id, c.public_id, c.name, c.name_folded, c.kind, c.version, null::timestamptz(3) as paused_at, null::timestamptz(3) as not_before
    from notify_channel c where c.tenant_id = (select holdfast_tenant()) and c.kind <> 'notice';
grant select on holdfast_scoped.notify_channel to holdfast_scoped;

-- True where one scope, which still has its tags, shows nothing that another one does not: null shows everything. Of a transaction of no tenant.
create function scope_still_within(tenant int, inner_id bigint, outer_id bigint) returns boolean
  language sql stable security definer set search_path = holdfast, pg_temp as $$
  select scope_lies_within(tenant, inner_id, outer_id)
     and (inner_id is null or exists (select from scope_reach r where r.tenant_id = tenant and r.scope_id = inner_id and not r.excludes))
$$;
select holdfast_own('scope_still_within(int, bigint, bigint)', 'holdfast_search');

-- As before, and of alerts and deliveries by who sees them.
create or replace function scope_hears(topic text, body jsonb) returns boolean
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
      when 'alr' then exists (select from alert_rule where tenant_id = tenant and public_id = named)
      when 'dlv' then exists (select from notify_delivery where tenant_id = tenant and public_id = named)
      else false end;
    if not heard then
      return false;
    end if;
  end loop;
  return names > 0;
end $$;
