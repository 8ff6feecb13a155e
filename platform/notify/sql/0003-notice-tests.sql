-- As before, and a test of the mail server on its way to somebody, which is tried whatever became of others.
drop function notify_people(text, text, text, jsonb, timestamptz);
create function notify_people(channel text, message text, delivery text, told jsonb, give_up timestamptz, purpose text) returns void
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
  insert into notify_delivery (tenant_id, public_id, message_id, channel_id, kind, give_up_at)
    values (tenant, delivery, what, way, purpose, give_up);
end $$;
revoke execute on function notify_people(text, text, text, jsonb, timestamptz, text) from public;
grant execute on function notify_people(text, text, text, jsonb, timestamptz, text) to holdfast_app, holdfast_scoped;
