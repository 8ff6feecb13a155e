-- Mail to people that no channel was made for: each names whom it goes to. One channel of each tenant that nobody sees keeps their order.
alter table notify_channel drop constraint notify_channel_kind_check,
  add constraint notify_channel_kind_check check (kind in ('mail', 'webhook', 'syslog', 'notice'));
create unique index notify_channel_notice on notify_channel (tenant_id) where kind = 'notice';

-- Puts a notice on its way, whoever it is that did what it tells of.
create function notify_people(channel text, message text, delivery text, told jsonb, give_up timestamptz) returns void
  language plpgsql security definer set search_path = holdfast, pg_temp as $$
declare
  tenant int := holdfast_tenant();
  way bigint;
  what bigint;
begin
  insert into notify_channel (tenant_id, public_id, name, kind, settings, created_by, updated_by)
    values (tenant, channel, channel, 'notice', '{}', 'system', 'system') on conflict do nothing;
  select channel_id into way from notify_channel where tenant_id = tenant and kind = 'notice';
  insert into notify_message (tenant_id, public_id, origin, body) values (tenant, message, '', told) returning message_id into what;
  insert into notify_delivery (tenant_id, public_id, message_id, channel_id, give_up_at) values (tenant, delivery, what, way, give_up);
end $$;
revoke execute on function notify_people(text, text, text, jsonb, timestamptz) from public;
grant execute on function notify_people(text, text, text, jsonb, timestamptz) to holdfast_app, holdfast_scoped;
