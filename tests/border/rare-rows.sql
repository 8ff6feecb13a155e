-- Rows of the other tenant that the sample installation has no occasion to make.
insert into event (tenant_id, kept_days, received_on, asset_source_id, source_id, event, event_version, at, received_at, body)
  values (:tenant:, 30, current_date, :sighting:, :source:, 'inventory.theirs', 1, now(), now(), '{"theirs": 1}');
insert into asset_apart (tenant_id, low_id, high_id, because, at)
  select tenant_id, min(asset_source_id), max(asset_source_id), 'theirs', now() from asset_source where tenant_id = :tenant: group by 1;
insert into audit_signed_head (tenant_id, seq, text, signature) values (:tenant:, 1, 'theirs', 'x');
insert into envelope_conflict (tenant_id, source_id, epoch, seq, digest, header, signature, body, received_at)
  select tenant_id, source_id, epoch, 1, '\x01', '\x01', '\x01', '\x01', now() from stream where tenant_id = :tenant: limit 1;
insert into fact_change (tenant_id, asset_id, fact, scope, source_id, key, item, began, observed_from, received_from)
  values (:tenant:, :asset:, 'inventory.theirs', 'theirs', :source:, 'theirs', '{}', 'came', now(), now());
insert into fact_problem (tenant_id, asset_id, fact, scope, source_id, reason, detail, observed_at, received_at, since_at)
  values (:tenant:, :asset:, 'inventory.theirs', 'theirs', :source:, 'denied', 'theirs', now(), now(), now());
insert into set_aside (tenant_id, public_id, source_id, epoch, seq, record_index, record_type, name, reason, detail, record, sent_at, received_at)
  select tenant_id, 'sta_' || repeat('9', 22), source_id, epoch, 1, 0, 'facts', 'theirs.fact', 'unknown-fact', 'theirs', '{}', now(), now()
    from stream where tenant_id = :tenant: limit 1;
insert into source_gap (tenant_id, source_id, from_at, to_at, reason, received_at)
  values (:tenant:, :source:, now(), now(), 'theirs', now());
insert into schedule (tenant_id, job) values (:tenant:, 'theirs');
insert into person (public_id, name) values ('per_' || repeat('9', 22), 'theirs-person');
insert into membership (tenant_id, person_id, role) select :tenant:, id, 'reader' from person where name = 'theirs-person';
insert into inventory_address (tenant_id, asset_id, interface, address) values (:tenant:, :asset:, 'theirs0', '192.0.2.9')
  on conflict do nothing;
insert into inventory_update (tenant_id, asset_id, id) values (:tenant:, :asset:, 'KB9999999') on conflict do nothing;
insert into inventory_feature (tenant_id, asset_id, name, enabled) values (:tenant:, :asset:, 'theirs-feature', true) on conflict do nothing;
with made as (insert into inventory_software (owner_tenant, ecosystem, name, version, purl)
  values (:tenant:, 'theirs', 'theirs-private', '1', 'pkg:theirs/theirs-private@1') returning software_id)
insert into inventory_tenant_software (tenant_id, software_id, ecosystem, name, version, version_key, purl, asset_count)
  select :tenant:, software_id, 'theirs', 'theirs-private', '1', '1', 'pkg:theirs/theirs-private@1', 1 from made;
insert into inventory_asset_software (tenant_id, asset_id, software)
  select tenant_id, :asset:, array[software_id] from inventory_tenant_software where tenant_id = :tenant: and name = 'theirs-private'
  on conflict (tenant_id, asset_id) do update set software = excluded.software;
insert into tag_system_version (tenant_id, digest) values (:tenant:, 'theirs');

insert into access_policy (tenant_id, idle_minutes) values (:tenant:, 777);
insert into tenant_grant (tenant_id, public_id, provider_id, provider_public_id, provider_name, role, granted_by, expires_at)
  select :tenant:, 'grt_' || repeat('9', 22), min(id), 'ten_' || repeat('9', 22), 'theirs-provider', 'reader', 'theirs', now() + interval '1 day'
    from tenant where id <> :tenant:;
insert into board_sample (tenant_id, series, at, value) values (:tenant:, sha256('theirs'), now(), 9);
-- What was: one row beside every table that remembers.
insert into tag_past (tenant_id, tag_id, public_id, name, name_folded, path, kind, colour, known_at, known_until)
  values (:tenant:, 1, 'tag_' || repeat('9', 22), 'theirs', 'theirs', 'theirs', 'static', 'grey', now() - interval '1 day', now());
insert into asset_tag_past (tenant_id, asset_id, tag_id, since, resting, known_at, known_until)
  values (:tenant:, :asset:, 1, now(), false, now() - interval '1 day', now());
insert into asset_criticality_past (tenant_id, asset_id, criticality, known_at, known_until)
  values (:tenant:, :asset:, 3, now() - interval '1 day', now());
do $past$
declare
  past text;
  columns text;
begin
  for past, columns in
    select c.relname, string_agg(a.attname, ', ') from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relname like '%\_past' and c.relkind = 'r' and c.relnamespace = 'holdfast'::regnamespace and a.attnum > 0 and not a.attisdropped
       and a.attgenerated = '' and a.attname not in ('past_id', 'known_until') group by c.relname
  loop
    if exists (select from pg_attribute where attrelid = past::regclass and attname = 'known_until') then
      execute format('insert into %s (%s, known_until) select %s, known_at + interval ''1 second'' from %s where tenant_id = :tenant: limit 1',
        past, columns, columns, left(past, -5));
    else
      execute format('insert into %s (%s) select %s from %s where tenant_id = :tenant: limit 1', past, columns, columns, left(past, -5));
    end if;
  end loop;
end $past$;
insert into fleet_source (tenant_id, source_id, running) values (:tenant:, :source:, repeat('9', 32));
insert into notify_mail_server (tenant_id, settings, updated_by) values (:tenant:, '{"host": "theirs.example"}', 'theirs');
insert into notify_channel (tenant_id, public_id, name, kind, settings, sealed, created_by, updated_by)
  values (:tenant:, 'chn_' || repeat('9', 22), 'theirs-channel', 'webhook', '{"host": "theirs.example"}', 'theirs', 'theirs', 'theirs');
with told as (insert into notify_message (tenant_id, public_id, origin, body)
  values (:tenant:, 'msg_' || repeat('9', 22), 'theirs', '{"summary": "theirs", "total": 1}') returning message_id),
sent as (insert into notify_delivery (tenant_id, public_id, message_id, channel_id, state, give_up_at)
  select :tenant:, 'dlv_' || repeat('9', 22), message_id, (select channel_id from notify_channel where tenant_id = :tenant:), 'failed', now() from told
  returning delivery_id)
insert into notify_attempt (tenant_id, delivery_id, attempt, began_at, took_ms, ok, answer) select :tenant:, delivery_id, 1, now(), 1, false, 'theirs' from sent;
insert into identity_provider (tenant_id, public_id, name, issuer, client_id, default_role, shown)
  values (:tenant:, 'idp_' || repeat('9', 22), 'theirs-provider', 'https://127.0.0.1:1/theirs', 'theirs', 'reader', false);
insert into identity_domain (tenant_id, domain) values (:tenant:, 'theirs.example');
with rule as (insert into alert_rule (tenant_id, public_id, name, list, query, trigger, owner, created_by, updated_by)
  values (:tenant:, 'alr_' || repeat('9', 22), 'theirs-alert', 'findings', '', '{"kind": "each", "remind": false}', 'theirs', 'theirs', 'theirs') returning rule_id),
used as (insert into alert_channel (tenant_id, rule_id, channel_id)
  select :tenant:, rule_id, (select channel_id from notify_channel where tenant_id = :tenant:) from rule returning rule_id),
matched as (insert into alert_match (tenant_id, rule_id, object) select :tenant:, rule_id, 'theirs' from rule returning rule_id),
item as (insert into alert_item (tenant_id, rule_id, object, kind) select :tenant:, rule_id, 'theirs', 'began' from rule returning rule_id)
insert into alert_mute (tenant_id, rule_id, object, muted_by) select :tenant:, rule_id, 'theirs', 'theirs' from rule;
insert into alert_head (tenant_id, seq) values (:tenant:, 0) on conflict do nothing;
insert into service_account (tenant_id, public_id, name) values (:tenant:, 'svc_' || repeat('9', 22), 'theirs-service');
insert into tenant_usage (tenant_id, bytes, estimated_at) values (:tenant:, 999, now());
insert into tenant_guest_offer (tenant_id, offer, title, most, days, switched_by) values (:tenant:, 'told-to-all', 'Told to all', 3, 30, 'theirs');
insert into tenant_guest (tenant_id, child_id, child_public_id, person_id, offer, title, ends_at)
  values (:tenant:, :tenant:, 'theirs-guest', 1, 'told-to-all', 'Told to all', now() + interval '30 days');
insert into campaigns_publisher (tenant_id, key_id, name, public_key, added_by)
  values (:tenant:, repeat('9', 16), 'theirs-publisher', repeat('9', 43), 'theirs');
insert into campaigns_pack (tenant_id, pack, revision, body, publisher, publisher_key, imported_by)
  values (:tenant:, 'theirs', 9, '{"id": "theirs", "title": "theirs", "revision": 9, "disclosed": "2026-01-01", "cves": [], "traits": []}', 'theirs', repeat('9', 16), 'theirs');
with made as (insert into campaigns_campaign (tenant_id, public_id, pack, revision, body, checks, deadline, opened_by, listed_at, due_at)
  values (:tenant:, 'cmp_' || repeat('9', 22), 'theirs', 9, '{"id": "theirs", "title": "theirs", "revision": 9}', '{}', '2026-12-31', 'theirs', now(), null) returning campaign_id),
asked as (insert into campaigns_asset (tenant_id, campaign_id, asset_id, state, rule, since)
  select :tenant:, campaign_id, :asset:, 'exploitable', 2, now() from made)
insert into campaigns_day (tenant_id, campaign_id, day, infected, exploitable, unknown, mitigated, patched)
  select :tenant:, campaign_id, current_date, 0, 9, 0, 0, 0 from made;
insert into campaigns_due (tenant_id, asset_id) values (:tenant:, :asset:);
insert into vulnerabilities_score (tenant_id, check_no, criticality, own, score, ssvc)
  select :tenant:, min(check_no), 5, 999, 999, '{theirs}' from check_definition on conflict do nothing;
insert into vulnerabilities_asset_score (tenant_id, asset_id, score) values (:tenant:, :asset:, 999) on conflict do nothing;
insert into vulnerabilities_score_due (tenant_id, asset_id) values (:tenant:, :asset:);
insert into vulnerabilities_scored (tenant_id, at) values (:tenant:, now()) on conflict do nothing;
with tagged as (insert into tag (tenant_id, public_id, name, path, kind, colour, created_by)
  values (:tenant:, 'tag_' || repeat('8', 22), 'theirs-checked', 'theirs-checked', 'static', 'grey', 'theirs') returning tag_id),
made as (insert into vulnerabilities_own_check (tenant_id, public_id, name, tag_id, title, severity, created_by)
  select :tenant:, 'chk_' || repeat('9', 22), 'theirs', tag_id, 'theirs', 'high', 'theirs' from tagged returning own_check_id)
insert into vulnerabilities_own_told (tenant_id, asset_id, own_check_id) select :tenant:, :asset:, own_check_id from made;
insert into vulnerabilities_vex (tenant_id, public_id, author, document, form, content, statements, applied_by)
  values (:tenant:, 'vex_' || repeat('9', 22), 'theirs', 'theirs', 'openvex', '{"theirs": 1}', 1, 'theirs');
insert into vulnerabilities_vex_mark (tenant_id, finding_id) select :tenant:, finding_id from finding where tenant_id = :tenant:;
insert into vulnerabilities_tuning (tenant_id, tuning, changed_by) values (:tenant:, '{"weights": {}}', 'theirs');
insert into vulnerabilities_own_due (tenant_id, asset_id) values (:tenant:, :asset:);
with listed as (insert into search_list (tenant_id, public_id, name, ids, created_by)
  values (:tenant:, 'lst_' || repeat('9', 22), 'theirs', array['theirs'], 'theirs') returning list_id)
insert into search_list_check (tenant_id, list_id, check_no)
  select :tenant:, list_id, check_no from listed, (select distinct check_no from finding where tenant_id = :tenant:) f;
insert into search_list_known (tenant_id, check_no) select distinct :tenant:, check_no from finding where tenant_id = :tenant: on conflict do nothing;
insert into search_list_mark (tenant_id, check_no) select distinct :tenant:, check_no from finding where tenant_id = :tenant:;
insert into sla_policy (tenant_id, rules, changed_by) values (:tenant:, '[{"id": "theirs", "name": "theirs", "query": "severity:high", "days": 9}]', 'theirs');
insert into sla_sweep (tenant_id, after_finding) values (:tenant:, 9) on conflict do nothing;
insert into finding_due (tenant_id, finding_id, rule, started_at, due_at)
  select :tenant:, finding_id, 'theirs', now(), now() from finding where tenant_id = :tenant: on conflict do nothing;
insert into sla_mark (tenant_id, finding_id) select :tenant:, finding_id from finding where tenant_id = :tenant:;
insert into ticket_head (tenant_id, last_number) values (:tenant:, 987654321) on conflict do nothing;
insert into ticket (tenant_id, number, key, title, severity, standing, standing_since, opened_by, opened_at, looked_at)
  values (:tenant:, 987654321, 'theirs', 'theirs', 5, 'open', now(), 'theirs', now(), now());
insert into ticket_finding (tenant_id, number, finding_id) select :tenant:, 987654321, finding_id from finding where tenant_id = :tenant:;
insert into ticket_entry (tenant_id, number, at, by, kind, detail) values (:tenant:, 987654321, now(), 'theirs', 'comment', '{"words": "theirs"}');
insert into ticket_mark (tenant_id, number) values (:tenant:, 987654321);
insert into ticket_policy (tenant_id, rules, changed_by) values (:tenant:, '[{"id": "theirs", "name": "theirs", "query": "severity:high", "action": "nothing"}]', 'theirs');
insert into ticket_mute (tenant_id, person) values (:tenant:, 'theirs');
insert into ticket_candidate (tenant_id, finding_id) select :tenant:, finding_id from finding where tenant_id = :tenant:;
