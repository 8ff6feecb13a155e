-- The schema that all migrations make together. Written by tools/dump-schema.ts; a test compares it.

create table access_policy (
  tenant_id integer not null,
  second_factor boolean not null default false,
  idle_minutes integer not null default 720,
  absolute_hours integer not null default 168,
  addresses cidr[] not null default '{}'::cidr[],
  version integer not null default 1,
  changed_at timestamp(3) with time zone not null default now(),
  constraint access_policy_pkey PRIMARY KEY (tenant_id),
  constraint access_policy_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id) ON DELETE CASCADE,
  constraint access_policy_absolute_hours_check CHECK (absolute_hours >= 1 AND absolute_hours <= 2160),
  constraint access_policy_addresses_check CHECK (cardinality(addresses) <= 200),
  constraint access_policy_idle_minutes_check CHECK (idle_minutes >= 5 AND idle_minutes <= 43200)
);
alter table access_policy enable row level security;
alter table access_policy force row level security;
create policy maintenance on access_policy for all to holdfast_maintenance using (true);
create policy platform on access_policy for all to holdfast_app using ((( SELECT holdfast_scope() AS holdfast_scope)) = 'platform'::text);
create policy tenant on access_policy for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
CREATE TRIGGER pushed_changed BEFORE UPDATE ON access_policy FOR EACH ROW WHEN (old.second_factor IS DISTINCT FROM new.second_factor OR old.idle_minutes IS DISTINCT FROM new.idle_minutes OR old.absolute_hours IS DISTINCT FROM new.absolute_hours OR old.addresses IS DISTINCT FROM new.addresses) EXECUTE FUNCTION pushed_guard('policy', 'none');
CREATE TRIGGER pushed_removed BEFORE DELETE ON access_policy FOR EACH ROW EXECUTE FUNCTION pushed_guard('policy', 'none');
grant delete, insert, select, update on access_policy to holdfast_app;
grant select on access_policy to holdfast_maintenance;

create table access_token (
  digest bytea not null,
  tenant_id integer not null,
  token_id integer not null,
  scopes text[] not null,
  created_at timestamp(3) with time zone not null default now(),
  expires_at timestamp(3) with time zone not null,
  constraint access_token_pkey PRIMARY KEY (digest),
  constraint access_token_tenant_id_token_id_fkey FOREIGN KEY (tenant_id, token_id) REFERENCES api_token(tenant_id, id) ON DELETE CASCADE,
  constraint access_token_digest_check CHECK (octet_length(digest) = 32),
  constraint access_token_scopes_check CHECK (cardinality(scopes) >= 1 AND cardinality(scopes) <= 100)
);
CREATE INDEX access_token_expiry ON access_token USING btree (expires_at);
CREATE INDEX access_token_of ON access_token USING btree (tenant_id, token_id);
alter table access_token enable row level security;
alter table access_token force row level security;
create policy maintenance on access_token for all to holdfast_maintenance using (true);
create policy platform on access_token for all to holdfast_app using ((( SELECT holdfast_scope() AS holdfast_scope)) = 'platform'::text);
grant delete, insert, select, update on access_token to holdfast_app;
grant select on access_token to holdfast_maintenance;

create table activation_key (
  tenant_id integer not null,
  activation_key_id bigint not null generated always as identity,
  public_id text not null,
  name text not null,
  digest bytea not null,
  hint text not null,
  network_id bigint,
  tags text[] not null default '{}'::text[],
  source_limit integer,
  uses integer not null default 0,
  expires_at timestamp(3) with time zone,
  revoked_at timestamp(3) with time zone,
  created_by text,
  created_at timestamp(3) with time zone not null default now(),
  last_used_at timestamp(3) with time zone,
  modules text[],
  disabled_at timestamp(3) with time zone,
  disabled_by text,
  disabled_because text,
  version integer not null default 1,
  constraint activation_key_pkey PRIMARY KEY (tenant_id, activation_key_id),
  constraint activation_key_digest_key UNIQUE (digest),
  constraint activation_key_public_id_key UNIQUE (public_id),
  constraint activation_key_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint activation_key_tenant_id_network_id_fkey FOREIGN KEY (tenant_id, network_id) REFERENCES network(tenant_id, network_id),
  constraint activation_key_digest_check CHECK (octet_length(digest) = 32),
  constraint activation_key_disabled_because_check CHECK (char_length(disabled_because) <= 1000),
  constraint activation_key_modules_check CHECK (cardinality(modules) <= 100),
  constraint activation_key_name_check CHECK (name <> ''::text AND char_length(name) <= 200),
  constraint activation_key_public_id_check CHECK (public_id ~ '^key_[0-9A-Za-z]{22}$'::text),
  constraint activation_key_source_limit_check CHECK (source_limit > 0)
);
alter table activation_key enable row level security;
alter table activation_key force row level security;
create policy maintenance on activation_key for all to holdfast_maintenance using (true);
create policy platform on activation_key for all to holdfast_app using ((( SELECT holdfast_scope() AS holdfast_scope)) = 'platform'::text);
create policy tenant on activation_key for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on activation_key to holdfast_app;
grant select on activation_key to holdfast_maintenance;

create table activation_key_tag (
  tenant_id integer not null,
  activation_key_id bigint not null,
  tag_id bigint not null,
  constraint activation_key_tag_pkey PRIMARY KEY (tenant_id, activation_key_id, tag_id),
  constraint activation_key_tag_tenant_id_activation_key_id_fkey FOREIGN KEY (tenant_id, activation_key_id) REFERENCES activation_key(tenant_id, activation_key_id) ON DELETE CASCADE,
  constraint activation_key_tag_tenant_id_tag_id_fkey FOREIGN KEY (tenant_id, tag_id) REFERENCES tag(tenant_id, tag_id) ON DELETE CASCADE
);
CREATE INDEX activation_key_tag_of ON activation_key_tag USING btree (tenant_id, tag_id);
alter table activation_key_tag enable row level security;
alter table activation_key_tag force row level security;
create policy maintenance on activation_key_tag for all to holdfast_maintenance using (true);
create policy scoped on activation_key_tag as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM tag g
  WHERE g.tenant_id = activation_key_tag.tenant_id AND g.tag_id = activation_key_tag.tag_id)));
create policy tenant on activation_key_tag for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on activation_key_tag to holdfast_app;
grant select on activation_key_tag to holdfast_maintenance;
grant select on activation_key_tag to holdfast_scoped;

create table alert_channel (
  tenant_id integer not null,
  rule_id bigint not null,
  channel_id bigint not null,
  constraint alert_channel_pkey PRIMARY KEY (tenant_id, rule_id, channel_id),
  constraint alert_channel_tenant_id_channel_id_fkey FOREIGN KEY (tenant_id, channel_id) REFERENCES notify_channel(tenant_id, channel_id) ON DELETE RESTRICT,
  constraint alert_channel_tenant_id_rule_id_fkey FOREIGN KEY (tenant_id, rule_id) REFERENCES alert_rule(tenant_id, rule_id) ON DELETE CASCADE
);
CREATE INDEX alert_channel_used ON alert_channel USING btree (tenant_id, channel_id);
alter table alert_channel enable row level security;
alter table alert_channel force row level security;
create policy maintenance on alert_channel for all to holdfast_maintenance using (true);
create policy scoped on alert_channel as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM alert_rule r
  WHERE r.tenant_id = alert_channel.tenant_id AND r.rule_id = alert_channel.rule_id)));
create policy tenant on alert_channel for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on alert_channel to holdfast_app;
grant select on alert_channel to holdfast_maintenance;
grant delete, insert, select on alert_channel to holdfast_scoped;

create table alert_head (
  tenant_id integer not null,
  seq bigint not null,
  constraint alert_head_pkey PRIMARY KEY (tenant_id),
  constraint alert_head_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table alert_head enable row level security;
alter table alert_head force row level security;
create policy judge on alert_head for all to holdfast_judge using (true);
create policy maintenance on alert_head for all to holdfast_maintenance using (true);
create policy tenant on alert_head for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on alert_head to holdfast_app;
grant select on alert_head to holdfast_judge;
grant select on alert_head to holdfast_maintenance;
grant insert, select on alert_head to holdfast_scoped;

create table alert_item (
  tenant_id integer not null,
  item_id bigint not null generated always as identity,
  rule_id bigint not null,
  object text not null,
  kind text not null,
  at timestamp(3) with time zone not null default now(),
  item jsonb,
  state text not null default 'waiting'::text,
  constraint alert_item_pkey PRIMARY KEY (tenant_id, item_id),
  constraint alert_item_tenant_id_rule_id_fkey FOREIGN KEY (tenant_id, rule_id) REFERENCES alert_rule(tenant_id, rule_id) ON DELETE CASCADE,
  constraint alert_item_kind_check CHECK (kind = ANY (ARRAY['began'::text, 'still'::text])),
  constraint alert_item_state_check CHECK (state = ANY (ARRAY['waiting'::text, 'told'::text, 'muted'::text, 'dropped'::text]))
);
CREATE INDEX alert_item_at ON alert_item USING btree (at);
CREATE INDEX alert_item_newest ON alert_item USING btree (tenant_id, rule_id, item_id DESC);
CREATE INDEX alert_item_waiting ON alert_item USING btree (tenant_id, rule_id, item_id) WHERE state = 'waiting'::text;
alter table alert_item enable row level security;
alter table alert_item force row level security;
create policy maintenance on alert_item for all to holdfast_maintenance using (true);
create policy scoped on alert_item as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM alert_rule r
  WHERE r.tenant_id = alert_item.tenant_id AND r.rule_id = alert_item.rule_id)));
create policy tenant on alert_item for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on alert_item to holdfast_app;
grant delete, select on alert_item to holdfast_maintenance;
grant select, update on alert_item to holdfast_scoped;

create table alert_match (
  tenant_id integer not null,
  rule_id bigint not null,
  object text not null,
  asset_id bigint,
  since timestamp(3) with time zone not null default now(),
  told_at timestamp(3) with time zone not null default now(),
  constraint alert_match_pkey PRIMARY KEY (tenant_id, rule_id, object),
  constraint alert_match_tenant_id_rule_id_fkey FOREIGN KEY (tenant_id, rule_id) REFERENCES alert_rule(tenant_id, rule_id) ON DELETE CASCADE
);
CREATE INDEX alert_match_asset ON alert_match USING btree (tenant_id, rule_id, asset_id);
alter table alert_match enable row level security;
alter table alert_match force row level security;
create policy maintenance on alert_match for all to holdfast_maintenance using (true);
create policy scoped on alert_match as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM alert_rule r
  WHERE r.tenant_id = alert_match.tenant_id AND r.rule_id = alert_match.rule_id)));
create policy tenant on alert_match for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on alert_match to holdfast_app;
grant select on alert_match to holdfast_maintenance;
grant delete, select on alert_match to holdfast_scoped;

create table alert_mute (
  tenant_id integer not null,
  rule_id bigint not null,
  object text not null,
  until timestamp(3) with time zone,
  muted_by text not null,
  muted_at timestamp(3) with time zone not null default now(),
  constraint alert_mute_pkey PRIMARY KEY (tenant_id, rule_id, object),
  constraint alert_mute_tenant_id_rule_id_fkey FOREIGN KEY (tenant_id, rule_id) REFERENCES alert_rule(tenant_id, rule_id) ON DELETE CASCADE,
  constraint alert_mute_object_check CHECK (char_length(object) <= 300)
);
alter table alert_mute enable row level security;
alter table alert_mute force row level security;
create policy maintenance on alert_mute for all to holdfast_maintenance using (true);
create policy scoped on alert_mute as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM alert_rule r
  WHERE r.tenant_id = alert_mute.tenant_id AND r.rule_id = alert_mute.rule_id)));
create policy tenant on alert_mute for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on alert_mute to holdfast_app;
grant select on alert_mute to holdfast_maintenance;
grant delete, insert, select, update on alert_mute to holdfast_scoped;

create table alert_rule (
  tenant_id integer not null,
  rule_id bigint not null generated always as identity,
  public_id text not null,
  name text not null,
  name_folded text not null generated always as (lower((name COLLATE "C"))) stored,
  description text not null default ''::text,
  list text not null,
  query text not null,
  trigger jsonb not null,
  collect_minutes integer not null default 0,
  enabled boolean not null default true,
  muted_until timestamp(3) with time zone,
  owner text not null,
  problem text,
  problem_since timestamp(3) with time zone,
  baselined boolean not null default false,
  timed boolean not null default false,
  due_at timestamp(3) with time zone,
  next_at timestamp(3) with time zone,
  collect_until timestamp(3) with time zone,
  matching integer not null default 0,
  evaluated_at timestamp(3) with time zone,
  fired_at timestamp(3) with time zone,
  created_by text not null,
  created_at timestamp(3) with time zone not null default now(),
  updated_by text not null,
  updated_at timestamp(3) with time zone not null default now(),
  version integer not null default 1,
  scope_id bigint default holdfast_scope_id(),
  constraint alert_rule_pkey PRIMARY KEY (tenant_id, rule_id),
  constraint alert_rule_public_id_key UNIQUE (public_id),
  constraint alert_rule_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint alert_rule_collect_minutes_check CHECK (collect_minutes >= 0 AND collect_minutes <= 10080),
  constraint alert_rule_description_check CHECK (char_length(description) <= 2000),
  constraint alert_rule_list_check CHECK (list ~ '^[a-z][a-z-]{0,40}$'::text),
  constraint alert_rule_name_check CHECK (name <> ''::text AND char_length(name) <= 100),
  constraint alert_rule_public_id_check CHECK (public_id ~ '^alr_[0-9A-Za-z]{22}$'::text),
  constraint alert_rule_query_check CHECK (octet_length(query) <= 100000),
  constraint alert_rule_trigger_check CHECK (jsonb_typeof(trigger) = 'object'::text)
);
CREATE INDEX alert_rule_due ON alert_rule USING btree (LEAST(due_at, next_at, collect_until)) WHERE enabled;
CREATE UNIQUE INDEX alert_rule_name ON alert_rule USING btree (tenant_id, name_folded);
alter table alert_rule enable row level security;
alter table alert_rule force row level security;
create policy judge on alert_rule for all to holdfast_judge using (true);
create policy maintenance on alert_rule for all to holdfast_maintenance using (true);
create policy scoped on alert_rule as restrictive for all to holdfast_scoped using (scope_within(scope_id));
create policy tenant on alert_rule for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
CREATE TRIGGER pushed_changed BEFORE UPDATE ON alert_rule FOR EACH ROW WHEN (old.name IS DISTINCT FROM new.name OR old.description IS DISTINCT FROM new.description OR old.list IS DISTINCT FROM new.list OR old.query IS DISTINCT FROM new.query OR old.trigger IS DISTINCT FROM new.trigger OR old.collect_minutes IS DISTINCT FROM new.collect_minutes) EXECUTE FUNCTION pushed_guard('alert', 'public_id');
CREATE TRIGGER pushed_removed BEFORE DELETE ON alert_rule FOR EACH ROW EXECUTE FUNCTION pushed_guard('alert', 'public_id');
grant delete, insert, select, update on alert_rule to holdfast_app;
grant select on alert_rule to holdfast_judge;
grant select on alert_rule to holdfast_maintenance;
grant delete, insert, select, update on alert_rule to holdfast_scoped;

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
  provider_id integer,
  scope_id bigint,
  service_id integer,
  replaced_by text,
  constraint api_token_pkey PRIMARY KEY (tenant_id, id),
  constraint api_token_digest_key UNIQUE (digest),
  constraint api_token_public_id_key UNIQUE (public_id),
  constraint api_token_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES tenant(id),
  constraint api_token_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id) ON DELETE CASCADE,
  constraint api_token_tenant_id_person_id_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES membership(tenant_id, person_id) ON DELETE CASCADE,
  constraint api_token_tenant_id_scope_id_fkey FOREIGN KEY (tenant_id, scope_id) REFERENCES scope(tenant_id, scope_id),
  constraint api_token_tenant_id_service_id_fkey FOREIGN KEY (tenant_id, service_id) REFERENCES service_account(tenant_id, service_id) ON DELETE CASCADE,
  constraint api_token_check CHECK (service_id IS NULL OR person_id IS NULL),
  constraint api_token_digest_check CHECK (octet_length(digest) = 32),
  constraint api_token_hint_check CHECK (char_length(hint) = 4),
  constraint api_token_name_check CHECK (name <> ''::text AND char_length(name) <= 200),
  constraint api_token_public_id_check CHECK (public_id ~ '^tok_[0-9A-Za-z]{22}$'::text),
  constraint api_token_replaced_by_check CHECK (char_length(replaced_by) <= 40),
  constraint api_token_scopes_check CHECK (cardinality(scopes) >= 1 AND cardinality(scopes) <= 100)
);
CREATE INDEX api_token_person ON api_token USING btree (tenant_id, person_id);
CREATE INDEX api_token_scope ON api_token USING btree (tenant_id, scope_id) WHERE scope_id IS NOT NULL;
CREATE INDEX api_token_service ON api_token USING btree (tenant_id, service_id);
alter table api_token enable row level security;
alter table api_token force row level security;
create policy maintenance on api_token for all to holdfast_maintenance using (true);
create policy platform on api_token for all to holdfast_app using ((( SELECT holdfast_scope() AS holdfast_scope)) = 'platform'::text);
create policy scoped on api_token as restrictive for all to holdfast_scoped using (
CASE
    WHEN scope_id IS NOT NULL THEN scope_within(scope_id)
    ELSE (EXISTS ( SELECT
       FROM membership m
      WHERE m.tenant_id = api_token.tenant_id AND m.person_id = api_token.person_id))
END);
create policy tenant on api_token for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on api_token to holdfast_app;
grant select on api_token to holdfast_maintenance;
grant insert, select, update on api_token to holdfast_scoped;

create table assessment (
  tenant_id integer not null,
  asset_id bigint not null,
  judge text not null,
  basis_no integer not null,
  tests integer not null default 0,
  tested_at timestamp(3) with time zone not null default '-infinity'::timestamp with time zone,
  previous_at timestamp(3) with time zone,
  observed_at timestamp(3) with time zone not null default '-infinity'::timestamp with time zone,
  fresh boolean not null default true,
  reach text not null default 'privileged'::text,
  verdicts_digest text not null default ''::text,
  settled boolean not null default false,
  passed integer[] not null default '{}'::integer[],
  not_applicable integer[] not null default '{}'::integer[],
  constraint assessment_pkey PRIMARY KEY (tenant_id, asset_id, judge),
  constraint assessment_basis_no_fkey FOREIGN KEY (basis_no) REFERENCES judge_basis(basis_no),
  constraint assessment_tenant_id_asset_id_fkey FOREIGN KEY (tenant_id, asset_id) REFERENCES asset(tenant_id, asset_id) ON DELETE CASCADE,
  constraint assessment_reach_check CHECK (reach = ANY (ARRAY['outside'::text, 'signed-in'::text, 'privileged'::text]))
);
CREATE INDEX assessment_judge ON assessment USING btree (tenant_id, judge, basis_no);
alter table assessment enable row level security;
alter table assessment force row level security;
create policy maintenance on assessment for all to holdfast_maintenance using (true);
create policy scoped on assessment as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM scope_asset s
  WHERE s.tenant_id = assessment.tenant_id AND s.scope_id = (( SELECT holdfast_scope_id() AS holdfast_scope_id)) AND s.asset_id = assessment.asset_id)));
create policy tenant on assessment for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
CREATE TRIGGER campaigns_mark_judged AFTER UPDATE ON assessment FOR EACH ROW WHEN (old.tests = 0 AND new.tests > 0) EXECUTE FUNCTION campaigns_mark_judged();
CREATE TRIGGER campaigns_mark_new AFTER INSERT ON assessment FOR EACH ROW WHEN (new.tests > 0) EXECUTE FUNCTION campaigns_mark_judged();
grant delete, insert, select, update on assessment to holdfast_app;
grant select on assessment to holdfast_maintenance;
grant select on assessment to holdfast_scoped;

create table asset (
  tenant_id integer not null,
  asset_id bigint not null generated always as identity,
  public_id text not null,
  network_id bigint not null,
  kind text not null,
  name text not null,
  merged_into bigint,
  first_seen_at timestamp(3) with time zone not null,
  last_seen_at timestamp(3) with time zone not null,
  version integer not null default 1,
  known_at timestamp(3) with time zone not null default date_trunc('milliseconds'::text, now()),
  constraint asset_pkey PRIMARY KEY (tenant_id, asset_id),
  constraint asset_public_id_key UNIQUE (public_id),
  constraint asset_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint asset_tenant_id_merged_into_fkey FOREIGN KEY (tenant_id, merged_into) REFERENCES asset(tenant_id, asset_id),
  constraint asset_tenant_id_network_id_fkey FOREIGN KEY (tenant_id, network_id) REFERENCES network(tenant_id, network_id),
  constraint asset_check CHECK (merged_into <> asset_id),
  constraint asset_public_id_check CHECK (public_id ~ '^ast_[0-9A-Za-z]{22}$'::text)
);
CREATE INDEX asset_by_kind ON asset USING btree (tenant_id, kind, asset_id) WHERE merged_into IS NULL;
CREATE INDEX asset_by_name ON asset USING btree (tenant_id, lower(name), asset_id) WHERE merged_into IS NULL;
CREATE INDEX asset_merged ON asset USING btree (tenant_id, merged_into) WHERE merged_into IS NOT NULL;
alter table asset enable row level security;
alter table asset force row level security;
create policy judge on asset for all to holdfast_judge using (true);
create policy maintenance on asset for all to holdfast_maintenance using (true);
create policy scoped on asset as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM scope_asset s
  WHERE s.tenant_id = asset.tenant_id AND s.scope_id = (( SELECT holdfast_scope_id() AS holdfast_scope_id)) AND s.asset_id = asset.asset_id)));
create policy search on asset for all to holdfast_search using (true);
create policy tenant on asset for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
CREATE TRIGGER inventory_host_merged AFTER UPDATE OF merged_into ON asset FOR EACH ROW WHEN ((old.merged_into IS NULL) <> (new.merged_into IS NULL)) EXECUTE FUNCTION inventory_host_merged();
CREATE TRIGGER past_changed AFTER UPDATE ON asset REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION asset_changed();
CREATE TRIGGER past_forgotten AFTER DELETE ON asset REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION asset_forgotten();
CREATE TRIGGER past_known BEFORE UPDATE ON asset FOR EACH ROW WHEN (old.public_id IS DISTINCT FROM new.public_id OR old.kind IS DISTINCT FROM new.kind OR old.name IS DISTINCT FROM new.name OR old.merged_into IS DISTINCT FROM new.merged_into OR old.first_seen_at IS DISTINCT FROM new.first_seen_at) EXECUTE FUNCTION asset_known();
CREATE TRIGGER scope_merged AFTER UPDATE ON asset FOR EACH ROW WHEN (old.merged_into IS DISTINCT FROM new.merged_into) EXECUTE FUNCTION scope_asset_merged();
CREATE TRIGGER tag_mark_changed AFTER UPDATE ON asset FOR EACH ROW WHEN (old.name IS DISTINCT FROM new.name OR old.kind IS DISTINCT FROM new.kind OR old.merged_into IS DISTINCT FROM new.merged_into) EXECUTE FUNCTION tag_mark();
CREATE TRIGGER tag_mark_network AFTER UPDATE ON asset FOR EACH ROW WHEN (old.network_id IS DISTINCT FROM new.network_id) EXECUTE FUNCTION tag_mark();
CREATE TRIGGER tag_mark_new AFTER INSERT ON asset FOR EACH ROW EXECUTE FUNCTION tag_mark();
grant delete, insert, select, update on asset to holdfast_app;
grant select on asset to holdfast_judge;
grant select on asset to holdfast_maintenance;
grant select on asset to holdfast_scoped;
grant select on asset to holdfast_search;

create table asset_apart (
  tenant_id integer not null,
  low_id bigint not null,
  high_id bigint not null,
  because text not null,
  decided_by text,
  at timestamp(3) with time zone not null,
  constraint asset_apart_pkey PRIMARY KEY (tenant_id, low_id, high_id),
  constraint asset_apart_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint asset_apart_tenant_id_high_id_fkey FOREIGN KEY (tenant_id, high_id) REFERENCES asset_source(tenant_id, asset_source_id),
  constraint asset_apart_tenant_id_low_id_fkey FOREIGN KEY (tenant_id, low_id) REFERENCES asset_source(tenant_id, asset_source_id),
  constraint asset_apart_check CHECK (low_id < high_id)
);
CREATE INDEX asset_apart_high ON asset_apart USING btree (tenant_id, high_id);
alter table asset_apart enable row level security;
alter table asset_apart force row level security;
create policy maintenance on asset_apart for all to holdfast_maintenance using (true);
create policy scoped on asset_apart as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM asset_source o
  WHERE o.tenant_id = asset_apart.tenant_id AND o.asset_source_id = asset_apart.low_id)) AND (EXISTS ( SELECT
   FROM asset_source o
  WHERE o.tenant_id = asset_apart.tenant_id AND o.asset_source_id = asset_apart.high_id)));
create policy tenant on asset_apart for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on asset_apart to holdfast_app;
grant select on asset_apart to holdfast_maintenance;
grant select on asset_apart to holdfast_scoped;

create table asset_criticality (
  tenant_id integer not null,
  asset_id bigint not null,
  criticality smallint not null,
  known_at timestamp(3) with time zone not null default date_trunc('milliseconds'::text, now()),
  constraint asset_criticality_pkey PRIMARY KEY (tenant_id, asset_id),
  constraint asset_criticality_tenant_id_asset_id_fkey FOREIGN KEY (tenant_id, asset_id) REFERENCES asset(tenant_id, asset_id) ON DELETE CASCADE
);
alter table asset_criticality enable row level security;
alter table asset_criticality force row level security;
create policy maintenance on asset_criticality for all to holdfast_maintenance using (true);
create policy scoped on asset_criticality as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM scope_asset s
  WHERE s.tenant_id = asset_criticality.tenant_id AND s.scope_id = (( SELECT holdfast_scope_id() AS holdfast_scope_id)) AND s.asset_id = asset_criticality.asset_id)));
create policy tenant on asset_criticality for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
CREATE TRIGGER past_changed AFTER UPDATE ON asset_criticality REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION asset_criticality_changed();
CREATE TRIGGER past_forgotten AFTER DELETE ON asset_criticality REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION asset_criticality_forgotten();
CREATE TRIGGER past_known BEFORE UPDATE ON asset_criticality FOR EACH ROW WHEN (old.criticality IS DISTINCT FROM new.criticality) EXECUTE FUNCTION asset_criticality_known();
CREATE TRIGGER vulnerabilities_score_mark_changed AFTER UPDATE ON asset_criticality REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION vulnerabilities_score_mark();
CREATE TRIGGER vulnerabilities_score_mark_gone AFTER DELETE ON asset_criticality REFERENCING OLD TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION vulnerabilities_score_mark();
CREATE TRIGGER vulnerabilities_score_mark_new AFTER INSERT ON asset_criticality REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION vulnerabilities_score_mark();
grant delete, insert, select, update on asset_criticality to holdfast_app;
grant select on asset_criticality to holdfast_maintenance;
grant delete, insert, select, update on asset_criticality to holdfast_scoped;

create table asset_criticality_past (
  tenant_id integer not null,
  past_id bigint not null generated always as identity,
  asset_id bigint,
  criticality smallint,
  known_at timestamp(3) with time zone not null,
  known_until timestamp(3) with time zone not null,
  constraint asset_criticality_past_pkey PRIMARY KEY (tenant_id, past_id),
  constraint asset_criticality_past_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint asset_criticality_past_check CHECK (known_until > known_at)
);
CREATE INDEX asset_criticality_past_of ON asset_criticality_past USING btree (tenant_id, asset_id, known_until);
CREATE INDEX asset_criticality_past_until ON asset_criticality_past USING btree (tenant_id, known_until, known_at);
alter table asset_criticality_past enable row level security;
alter table asset_criticality_past force row level security;
create policy maintenance on asset_criticality_past for all to holdfast_maintenance using (true);
create policy tenant on asset_criticality_past for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant insert, select on asset_criticality_past to holdfast_app;
grant delete, select on asset_criticality_past to holdfast_maintenance;

create table asset_findings (
  tenant_id integer not null,
  asset_id bigint not null,
  critical integer not null default 0,
  high integer not null default 0,
  medium integer not null default 0,
  low integer not null default 0,
  info integer not null default 0,
  excepted integer not null default 0,
  known_at timestamp(3) with time zone not null default date_trunc('milliseconds'::text, now()),
  findings integer not null default 0,
  constraint asset_findings_pkey PRIMARY KEY (tenant_id, asset_id),
  constraint asset_findings_tenant_id_asset_id_fkey FOREIGN KEY (tenant_id, asset_id) REFERENCES asset(tenant_id, asset_id) ON DELETE CASCADE
);
CREATE INDEX asset_findings_worst ON asset_findings USING btree (tenant_id, critical DESC, high DESC, medium DESC, low DESC, info DESC, asset_id);
alter table asset_findings enable row level security;
alter table asset_findings force row level security;
create policy maintenance on asset_findings for all to holdfast_maintenance using (true);
create policy scoped on asset_findings as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM scope_asset s
  WHERE s.tenant_id = asset_findings.tenant_id AND s.scope_id = (( SELECT holdfast_scope_id() AS holdfast_scope_id)) AND s.asset_id = asset_findings.asset_id)));
create policy tenant on asset_findings for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
CREATE TRIGGER past_changed AFTER UPDATE ON asset_findings REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION asset_findings_changed();
CREATE TRIGGER past_forgotten AFTER DELETE ON asset_findings REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION asset_findings_forgotten();
CREATE TRIGGER past_known BEFORE UPDATE ON asset_findings FOR EACH ROW WHEN (old.critical IS DISTINCT FROM new.critical OR old.high IS DISTINCT FROM new.high OR old.medium IS DISTINCT FROM new.medium OR old.low IS DISTINCT FROM new.low OR old.info IS DISTINCT FROM new.info OR old.excepted IS DISTINCT FROM new.excepted) EXECUTE FUNCTION asset_findings_known();
CREATE TRIGGER tag_mark_changed AFTER UPDATE ON asset_findings FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*) EXECUTE FUNCTION tag_mark();
CREATE TRIGGER tag_mark_new AFTER INSERT ON asset_findings FOR EACH ROW EXECUTE FUNCTION tag_mark();
grant delete, insert, select, update on asset_findings to holdfast_app;
grant select on asset_findings to holdfast_maintenance;
grant select on asset_findings to holdfast_scoped;

create table asset_findings_past (
  tenant_id integer not null,
  past_id bigint not null generated always as identity,
  asset_id bigint,
  critical integer,
  high integer,
  medium integer,
  low integer,
  info integer,
  excepted integer,
  known_at timestamp(3) with time zone not null,
  known_until timestamp(3) with time zone not null,
  constraint asset_findings_past_pkey PRIMARY KEY (tenant_id, past_id),
  constraint asset_findings_past_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint asset_findings_past_check CHECK (known_until > known_at)
);
CREATE INDEX asset_findings_past_of ON asset_findings_past USING btree (tenant_id, asset_id, known_until);
CREATE INDEX asset_findings_past_until ON asset_findings_past USING btree (tenant_id, known_until, known_at);
alter table asset_findings_past enable row level security;
alter table asset_findings_past force row level security;
create policy maintenance on asset_findings_past for all to holdfast_maintenance using (true);
create policy scoped on asset_findings_past as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM scope_asset s
  WHERE s.tenant_id = asset_findings_past.tenant_id AND s.scope_id = (( SELECT holdfast_scope_id() AS holdfast_scope_id)) AND s.asset_id = asset_findings_past.asset_id)));
create policy tenant on asset_findings_past for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant insert, select on asset_findings_past to holdfast_app;
grant delete, select on asset_findings_past to holdfast_maintenance;
grant select on asset_findings_past to holdfast_scoped;

create table asset_identifier (
  tenant_id integer not null,
  network_id bigint not null,
  kind text not null,
  value text not null,
  asset_source_id bigint not null,
  constraint asset_identifier_pkey PRIMARY KEY (tenant_id, network_id, kind, value, asset_source_id),
  constraint asset_identifier_tenant_id_asset_source_id_fkey FOREIGN KEY (tenant_id, asset_source_id) REFERENCES asset_source(tenant_id, asset_source_id),
  constraint asset_identifier_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
CREATE INDEX asset_identifier_of ON asset_identifier USING btree (tenant_id, asset_source_id);
alter table asset_identifier enable row level security;
alter table asset_identifier force row level security;
create policy maintenance on asset_identifier for all to holdfast_maintenance using (true);
create policy scoped on asset_identifier as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM asset_source o
  WHERE o.tenant_id = asset_identifier.tenant_id AND o.asset_source_id = asset_identifier.asset_source_id)));
create policy search on asset_identifier for all to holdfast_search using (true);
create policy tenant on asset_identifier for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on asset_identifier to holdfast_app;
grant select on asset_identifier to holdfast_maintenance;
grant select on asset_identifier to holdfast_scoped;
grant select on asset_identifier to holdfast_search;

create table asset_merge (
  tenant_id integer not null,
  merge_id bigint not null generated always as identity,
  public_id text not null,
  kind text not null,
  into_asset_id bigint not null,
  from_asset_id bigint not null,
  moved bigint[] not null,
  rule text not null,
  because text not null,
  decided_by text,
  at timestamp(3) with time zone not null,
  undone_at timestamp(3) with time zone,
  undone_by text,
  constraint asset_merge_pkey PRIMARY KEY (tenant_id, merge_id),
  constraint asset_merge_public_id_key UNIQUE (public_id),
  constraint asset_merge_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint asset_merge_tenant_id_from_asset_id_fkey FOREIGN KEY (tenant_id, from_asset_id) REFERENCES asset(tenant_id, asset_id),
  constraint asset_merge_tenant_id_into_asset_id_fkey FOREIGN KEY (tenant_id, into_asset_id) REFERENCES asset(tenant_id, asset_id),
  constraint asset_merge_kind_check CHECK (kind = ANY (ARRAY['merge'::text, 'split'::text])),
  constraint asset_merge_public_id_check CHECK (public_id ~ '^mrg_[0-9A-Za-z]{22}$'::text)
);
CREATE INDEX asset_merge_from ON asset_merge USING btree (tenant_id, from_asset_id, merge_id);
CREATE INDEX asset_merge_into ON asset_merge USING btree (tenant_id, into_asset_id, merge_id);
alter table asset_merge enable row level security;
alter table asset_merge force row level security;
create policy maintenance on asset_merge for all to holdfast_maintenance using (true);
create policy scoped on asset_merge as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM asset a
  WHERE a.tenant_id = asset_merge.tenant_id AND a.asset_id = asset_merge.into_asset_id)) AND (EXISTS ( SELECT
   FROM asset a
  WHERE a.tenant_id = asset_merge.tenant_id AND a.asset_id = asset_merge.from_asset_id)));
create policy tenant on asset_merge for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on asset_merge to holdfast_app;
grant select on asset_merge to holdfast_maintenance;
grant select on asset_merge to holdfast_scoped;

create table asset_past (
  tenant_id integer not null,
  past_id bigint not null generated always as identity,
  asset_id bigint,
  public_id text,
  kind text,
  name text,
  merged_into bigint,
  first_seen_at timestamp(3) with time zone,
  known_at timestamp(3) with time zone not null,
  known_until timestamp(3) with time zone not null,
  constraint asset_past_pkey PRIMARY KEY (tenant_id, past_id),
  constraint asset_past_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint asset_past_check CHECK (known_until > known_at)
);
CREATE INDEX asset_past_by_name ON asset_past USING btree (tenant_id, lower(name COLLATE "C"), asset_id) WHERE merged_into IS NULL;
CREATE INDEX asset_past_of ON asset_past USING btree (tenant_id, asset_id, known_until);
CREATE INDEX asset_past_until ON asset_past USING btree (tenant_id, known_until, known_at);
alter table asset_past enable row level security;
alter table asset_past force row level security;
create policy maintenance on asset_past for all to holdfast_maintenance using (true);
create policy scoped on asset_past as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM scope_asset s
  WHERE s.tenant_id = asset_past.tenant_id AND s.scope_id = (( SELECT holdfast_scope_id() AS holdfast_scope_id)) AND s.asset_id = asset_past.asset_id)));
create policy tenant on asset_past for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant insert, select on asset_past to holdfast_app;
grant delete, select on asset_past to holdfast_maintenance;
grant select on asset_past to holdfast_scoped;

create table asset_source (
  tenant_id integer not null,
  asset_source_id bigint not null generated always as identity,
  source_id bigint not null,
  ref text not null,
  asset_id bigint not null,
  network_id bigint not null,
  kind text not null,
  name text not null,
  source_kind text not null,
  said text not null,
  first_seen_at timestamp(3) with time zone not null,
  last_seen_at timestamp(3) with time zone not null,
  joined_at timestamp(3) with time zone not null,
  known_at timestamp(3) with time zone not null default date_trunc('milliseconds'::text, now()),
  constraint asset_source_pkey PRIMARY KEY (tenant_id, asset_source_id),
  constraint asset_source_tenant_id_asset_id_source_id_key UNIQUE (tenant_id, asset_id, source_id),
  constraint asset_source_tenant_id_source_id_ref_key UNIQUE (tenant_id, source_id, ref),
  constraint asset_source_tenant_id_asset_id_fkey FOREIGN KEY (tenant_id, asset_id) REFERENCES asset(tenant_id, asset_id),
  constraint asset_source_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint asset_source_tenant_id_network_id_fkey FOREIGN KEY (tenant_id, network_id) REFERENCES network(tenant_id, network_id),
  constraint asset_source_tenant_id_source_id_fkey FOREIGN KEY (tenant_id, source_id) REFERENCES source(tenant_id, source_id)
);
alter table asset_source enable row level security;
alter table asset_source force row level security;
create policy judge on asset_source for all to holdfast_judge using (true);
create policy maintenance on asset_source for all to holdfast_maintenance using (true);
create policy scoped on asset_source as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM scope_asset s
  WHERE s.tenant_id = asset_source.tenant_id AND s.scope_id = (( SELECT holdfast_scope_id() AS holdfast_scope_id)) AND s.asset_id = asset_source.asset_id)));
create policy search on asset_source for all to holdfast_search using (true);
create policy tenant on asset_source for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
CREATE TRIGGER past_changed AFTER UPDATE ON asset_source REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION asset_source_changed();
CREATE TRIGGER past_forgotten AFTER DELETE ON asset_source REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION asset_source_forgotten();
CREATE TRIGGER past_known BEFORE UPDATE ON asset_source FOR EACH ROW WHEN (old.asset_id IS DISTINCT FROM new.asset_id OR old.source_kind IS DISTINCT FROM new.source_kind) EXECUTE FUNCTION asset_source_known();
CREATE TRIGGER tag_mark_changed AFTER UPDATE ON asset_source FOR EACH ROW WHEN (old.asset_id IS DISTINCT FROM new.asset_id OR old.source_kind IS DISTINCT FROM new.source_kind) EXECUTE FUNCTION tag_mark();
CREATE TRIGGER tag_mark_new AFTER INSERT ON asset_source FOR EACH ROW EXECUTE FUNCTION tag_mark();
grant delete, insert, select, update on asset_source to holdfast_app;
grant select on asset_source to holdfast_judge;
grant select on asset_source to holdfast_maintenance;
grant select on asset_source to holdfast_scoped;
grant select on asset_source to holdfast_search;

create table asset_source_past (
  tenant_id integer not null,
  past_id bigint not null generated always as identity,
  asset_source_id bigint,
  asset_id bigint,
  source_kind text,
  known_at timestamp(3) with time zone not null,
  known_until timestamp(3) with time zone not null,
  constraint asset_source_past_pkey PRIMARY KEY (tenant_id, past_id),
  constraint asset_source_past_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint asset_source_past_check CHECK (known_until > known_at)
);
CREATE INDEX asset_source_past_of ON asset_source_past USING btree (tenant_id, asset_source_id, known_until);
CREATE INDEX asset_source_past_until ON asset_source_past USING btree (tenant_id, known_until, known_at);
alter table asset_source_past enable row level security;
alter table asset_source_past force row level security;
create policy maintenance on asset_source_past for all to holdfast_maintenance using (true);
create policy scoped on asset_source_past as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM scope_asset s
  WHERE s.tenant_id = asset_source_past.tenant_id AND s.scope_id = (( SELECT holdfast_scope_id() AS holdfast_scope_id)) AND s.asset_id = asset_source_past.asset_id)));
create policy tenant on asset_source_past for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant insert, select on asset_source_past to holdfast_app;
grant delete, select on asset_source_past to holdfast_maintenance;
grant select on asset_source_past to holdfast_scoped;

create table asset_tag (
  tenant_id integer not null,
  asset_id bigint not null,
  tag_id bigint not null,
  since timestamp(3) with time zone not null,
  given_by text,
  resting boolean not null default false,
  known_at timestamp(3) with time zone not null default date_trunc('milliseconds'::text, now()),
  constraint asset_tag_pkey PRIMARY KEY (tenant_id, asset_id, tag_id),
  constraint asset_tag_tenant_id_asset_id_fkey FOREIGN KEY (tenant_id, asset_id) REFERENCES asset(tenant_id, asset_id) ON DELETE CASCADE,
  constraint asset_tag_tenant_id_tag_id_fkey FOREIGN KEY (tenant_id, tag_id) REFERENCES tag(tenant_id, tag_id) ON DELETE CASCADE
);
CREATE INDEX asset_tag_every ON asset_tag USING btree (tenant_id, tag_id);
CREATE INDEX asset_tag_of ON asset_tag USING btree (tenant_id, tag_id, asset_id) WHERE NOT resting;
alter table asset_tag enable row level security;
alter table asset_tag force row level security;
create policy maintenance on asset_tag for all to holdfast_maintenance using (true);
create policy scoped on asset_tag as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM scope_asset s
  WHERE s.tenant_id = asset_tag.tenant_id AND s.scope_id = (( SELECT holdfast_scope_id() AS holdfast_scope_id)) AND s.asset_id = asset_tag.asset_id)));
create policy search on asset_tag for all to holdfast_search using (true);
create policy tenant on asset_tag for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
CREATE TRIGGER asset_tag_deleted AFTER DELETE ON asset_tag REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION asset_tag_deleted();
CREATE TRIGGER asset_tag_inserted AFTER INSERT ON asset_tag REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION asset_tag_inserted();
CREATE TRIGGER asset_tag_updated AFTER UPDATE ON asset_tag REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION asset_tag_updated();
CREATE TRIGGER past_changed AFTER UPDATE ON asset_tag REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION asset_tag_changed();
CREATE TRIGGER past_forgotten AFTER DELETE ON asset_tag REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION asset_tag_forgotten();
CREATE TRIGGER past_known BEFORE UPDATE ON asset_tag FOR EACH ROW WHEN (old.since IS DISTINCT FROM new.since OR old.resting IS DISTINCT FROM new.resting) EXECUTE FUNCTION asset_tag_known();
CREATE TRIGGER scope_given AFTER INSERT ON asset_tag REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION scope_tags_changed();
CREATE TRIGGER scope_rested AFTER UPDATE ON asset_tag REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION scope_tags_changed();
CREATE TRIGGER scope_taken AFTER DELETE ON asset_tag REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION scope_tags_changed();
CREATE TRIGGER vulnerabilities_own_mark_changed AFTER UPDATE ON asset_tag REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION vulnerabilities_own_mark();
CREATE TRIGGER vulnerabilities_own_mark_gone AFTER DELETE ON asset_tag REFERENCING OLD TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION vulnerabilities_own_mark();
CREATE TRIGGER vulnerabilities_own_mark_new AFTER INSERT ON asset_tag REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION vulnerabilities_own_mark();
grant delete, insert, select, update on asset_tag to holdfast_app;
grant select on asset_tag to holdfast_maintenance;
grant delete, insert, select on asset_tag to holdfast_scoped;
grant select on asset_tag to holdfast_search;

create table asset_tag_past (
  tenant_id integer not null,
  past_id bigint not null generated always as identity,
  asset_id bigint,
  tag_id bigint,
  since timestamp(3) with time zone,
  resting boolean,
  known_at timestamp(3) with time zone not null,
  known_until timestamp(3) with time zone not null,
  constraint asset_tag_past_pkey PRIMARY KEY (tenant_id, past_id),
  constraint asset_tag_past_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint asset_tag_past_check CHECK (known_until > known_at)
);
CREATE INDEX asset_tag_past_of ON asset_tag_past USING btree (tenant_id, asset_id, tag_id, known_until);
CREATE INDEX asset_tag_past_until ON asset_tag_past USING btree (tenant_id, known_until, known_at);
alter table asset_tag_past enable row level security;
alter table asset_tag_past force row level security;
create policy maintenance on asset_tag_past for all to holdfast_maintenance using (true);
create policy tenant on asset_tag_past for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant insert, select on asset_tag_past to holdfast_app;
grant delete, select on asset_tag_past to holdfast_maintenance;

create table audit_entry (
  tenant_id integer not null,
  seq bigint not null,
  at timestamp(3) with time zone not null,
  entry text not null,
  hash bytea not null,
  actor text not null,
  action text not null,
  target text not null,
  constraint audit_entry_pkey PRIMARY KEY (tenant_id, seq),
  constraint audit_entry_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
CREATE INDEX audit_entry_actor ON audit_entry USING btree (tenant_id, actor, seq DESC);
CREATE INDEX audit_entry_at ON audit_entry USING btree (tenant_id, at DESC, seq DESC);
CREATE INDEX audit_entry_target ON audit_entry USING btree (tenant_id, target, seq DESC);
alter table audit_entry enable row level security;
alter table audit_entry force row level security;
create policy maintenance on audit_entry for all to holdfast_maintenance using (true);
create policy tenant on audit_entry for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant select on audit_entry to holdfast_app;
grant delete, select on audit_entry to holdfast_maintenance;

create table audit_head (
  tenant_id integer not null,
  seq bigint not null,
  hash bytea not null,
  base_seq bigint not null default 0,
  base_hash bytea,
  constraint audit_head_pkey PRIMARY KEY (tenant_id),
  constraint audit_head_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table audit_head enable row level security;
alter table audit_head force row level security;
create policy judge on audit_head for all to holdfast_judge using (true);
create policy maintenance on audit_head for all to holdfast_maintenance using (true);
create policy tenant on audit_head for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant select on audit_head to holdfast_app;
grant select on audit_head to holdfast_judge;
grant select, update on audit_head to holdfast_maintenance;

create table audit_signed_head (
  tenant_id integer not null,
  seq bigint not null,
  signed_at timestamp(3) with time zone not null default now(),
  text text not null,
  signature text not null,
  constraint audit_signed_head_pkey PRIMARY KEY (tenant_id, seq),
  constraint audit_signed_head_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table audit_signed_head enable row level security;
alter table audit_signed_head force row level security;
create policy judge on audit_signed_head for all to holdfast_judge using (true);
create policy maintenance on audit_signed_head for all to holdfast_maintenance using (true);
create policy tenant on audit_signed_head for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant insert, select on audit_signed_head to holdfast_app;
grant select on audit_signed_head to holdfast_judge;
grant select on audit_signed_head to holdfast_maintenance;

create table blueprint (
  tenant_id integer not null,
  blueprint_id bigint not null generated always as identity,
  public_id text not null,
  name text not null,
  name_folded text not null generated always as (lower((name COLLATE "C"))) stored,
  description text not null default ''::text,
  targets text not null default ''::text,
  wanted text not null default 'draft'::text,
  revision integer not null default 0,
  pushed_by text,
  pushed_name text,
  pushed_at timestamp(3) with time zone,
  created_by text not null,
  created_at timestamp(3) with time zone not null default now(),
  updated_at timestamp(3) with time zone not null default now(),
  version integer not null default 1,
  constraint blueprint_pkey PRIMARY KEY (tenant_id, blueprint_id),
  constraint blueprint_public_id_key UNIQUE (public_id),
  constraint blueprint_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint blueprint_description_check CHECK (char_length(description) <= 1000),
  constraint blueprint_name_check CHECK (name <> ''::text AND char_length(name) <= 100),
  constraint blueprint_public_id_check CHECK (public_id ~ '^blp_[0-9A-Za-z]{22}$'::text),
  constraint blueprint_targets_check CHECK (char_length(targets) <= 10000),
  constraint blueprint_wanted_check CHECK (wanted = ANY (ARRAY['draft'::text, 'placed'::text, 'removed'::text, 'left'::text]))
);
CREATE UNIQUE INDEX blueprint_name ON blueprint USING btree (tenant_id, name_folded);
alter table blueprint enable row level security;
alter table blueprint force row level security;
create policy judge on blueprint for all to holdfast_judge using (true);
create policy maintenance on blueprint for all to holdfast_maintenance using (true);
create policy tenant on blueprint for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on blueprint to holdfast_app;
grant select on blueprint to holdfast_judge;
grant select on blueprint to holdfast_maintenance;

create table blueprint_child (
  tenant_id integer not null,
  blueprint_id bigint not null,
  child_id integer not null,
  targeted boolean not null default true,
  state text not null default 'waiting'::text,
  message text not null default ''::text,
  objects jsonb not null default '[]'::jsonb,
  revision integer not null default 0,
  at timestamp(3) with time zone,
  constraint blueprint_child_pkey PRIMARY KEY (tenant_id, blueprint_id, child_id),
  constraint blueprint_child_tenant_id_blueprint_id_fkey FOREIGN KEY (tenant_id, blueprint_id) REFERENCES blueprint(tenant_id, blueprint_id) ON DELETE CASCADE,
  constraint blueprint_child_tenant_id_child_id_fkey FOREIGN KEY (tenant_id, child_id) REFERENCES tenant_child(tenant_id, child_id) ON DELETE CASCADE,
  constraint blueprint_child_message_check CHECK (char_length(message) <= 1000),
  constraint blueprint_child_state_check CHECK (state = ANY (ARRAY['waiting'::text, 'done'::text, 'partly'::text, 'no-grant'::text, 'failed'::text, 'withdrawn'::text]))
);
CREATE INDEX blueprint_child_of ON blueprint_child USING btree (tenant_id, child_id);
CREATE INDEX blueprint_child_waiting ON blueprint_child USING btree (tenant_id, blueprint_id, child_id) WHERE state = 'waiting'::text;
alter table blueprint_child enable row level security;
alter table blueprint_child force row level security;
create policy maintenance on blueprint_child for all to holdfast_maintenance using (true);
create policy tenant on blueprint_child for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on blueprint_child to holdfast_app;
grant select on blueprint_child to holdfast_maintenance;

create table blueprint_object (
  tenant_id integer not null,
  blueprint_id bigint not null,
  kind text not null,
  source text not null,
  chosen boolean not null default true,
  place integer not null default 0,
  name text not null default ''::text,
  content jsonb,
  version integer not null default 0,
  constraint blueprint_object_pkey PRIMARY KEY (tenant_id, blueprint_id, kind, source),
  constraint blueprint_object_tenant_id_blueprint_id_fkey FOREIGN KEY (tenant_id, blueprint_id) REFERENCES blueprint(tenant_id, blueprint_id) ON DELETE CASCADE,
  constraint blueprint_object_kind_check CHECK (kind = ANY (ARRAY['role'::text, 'tag'::text, 'view'::text, 'alert'::text, 'board'::text, 'policy'::text, 'retention'::text]))
);
alter table blueprint_object enable row level security;
alter table blueprint_object force row level security;
create policy maintenance on blueprint_object for all to holdfast_maintenance using (true);
create policy tenant on blueprint_object for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on blueprint_object to holdfast_app;
grant select on blueprint_object to holdfast_maintenance;

create table board (
  tenant_id integer not null,
  board_id bigint not null generated always as identity,
  public_id text not null,
  owner text not null,
  name text not null,
  name_folded text not null generated always as (lower((name COLLATE "C"))) stored,
  description text not null default ''::text,
  visibility text not null,
  widgets jsonb not null,
  created_at timestamp(3) with time zone not null default now(),
  updated_at timestamp(3) with time zone not null default now(),
  updated_by text not null,
  version integer not null default 1,
  scope_id bigint default holdfast_scope_id(),
  constraint board_pkey PRIMARY KEY (tenant_id, board_id),
  constraint board_public_id_key UNIQUE (public_id),
  constraint board_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint board_description_check CHECK (char_length(description) <= 1000),
  constraint board_name_check CHECK (char_length(name) >= 1 AND char_length(name) <= 100),
  constraint board_public_id_check CHECK (public_id ~ '^brd_[0-9A-Za-z]{22}$'::text),
  constraint board_visibility_check CHECK (visibility = ANY (ARRAY['private'::text, 'tenant'::text])),
  constraint board_widgets_check CHECK (jsonb_typeof(widgets) = 'array'::text)
);
CREATE UNIQUE INDEX board_name ON board USING btree (tenant_id, owner, name_folded);
alter table board enable row level security;
alter table board force row level security;
create policy judge on board for all to holdfast_judge using (true);
create policy maintenance on board for all to holdfast_maintenance using (true);
create policy scoped on board as restrictive for select to holdfast_scoped using (owner = (( SELECT holdfast_caller() AS holdfast_caller)) OR visibility = 'tenant'::text AND scope_id = (( SELECT holdfast_scope_id() AS holdfast_scope_id)));
create policy scoped_delete on board as restrictive for delete to holdfast_scoped using (owner = (( SELECT holdfast_caller() AS holdfast_caller)));
create policy scoped_insert on board as restrictive for insert to holdfast_scoped with check (owner = (( SELECT holdfast_caller() AS holdfast_caller)));
create policy scoped_update on board as restrictive for update to holdfast_scoped using (owner = (( SELECT holdfast_caller() AS holdfast_caller))) with check (owner = (( SELECT holdfast_caller() AS holdfast_caller)));
create policy tenant on board for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
CREATE TRIGGER pushed_changed BEFORE UPDATE ON board FOR EACH ROW WHEN (old.name IS DISTINCT FROM new.name OR old.description IS DISTINCT FROM new.description OR old.visibility IS DISTINCT FROM new.visibility OR old.widgets IS DISTINCT FROM new.widgets) EXECUTE FUNCTION pushed_guard('board', 'public_id');
CREATE TRIGGER pushed_removed BEFORE DELETE ON board FOR EACH ROW EXECUTE FUNCTION pushed_guard('board', 'public_id');
grant delete, insert, select, update on board to holdfast_app;
grant select on board to holdfast_judge;
grant select on board to holdfast_maintenance;
grant delete, insert, select, update on board to holdfast_scoped;

create table board_home (
  tenant_id integer not null,
  person text not null,
  board_id bigint not null,
  constraint board_home_pkey PRIMARY KEY (tenant_id, person),
  constraint board_home_tenant_id_board_id_fkey FOREIGN KEY (tenant_id, board_id) REFERENCES board(tenant_id, board_id) ON DELETE CASCADE
);
CREATE INDEX board_home_board ON board_home USING btree (tenant_id, board_id);
alter table board_home enable row level security;
alter table board_home force row level security;
create policy maintenance on board_home for all to holdfast_maintenance using (true);
create policy scoped on board_home as restrictive for all to holdfast_scoped using (person = (( SELECT holdfast_caller() AS holdfast_caller)));
create policy tenant on board_home for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on board_home to holdfast_app;
grant select on board_home to holdfast_maintenance;
grant delete, insert, select, update on board_home to holdfast_scoped;

create table board_sample (
  tenant_id integer not null,
  series bytea not null,
  at timestamp(3) with time zone not null,
  value bigint not null,
  constraint board_sample_pkey PRIMARY KEY (tenant_id, series, at),
  constraint board_sample_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint board_sample_series_check CHECK (octet_length(series) = 32)
);
alter table board_sample enable row level security;
alter table board_sample force row level security;
create policy maintenance on board_sample for all to holdfast_maintenance using (true);
create policy tenant on board_sample for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on board_sample to holdfast_app;
grant delete, select on board_sample to holdfast_maintenance;

create table campaigns_asset (
  tenant_id integer not null,
  campaign_id bigint not null,
  asset_id bigint not null,
  state text not null,
  rule smallint not null,
  reachable boolean not null default false,
  since timestamp(3) with time zone not null,
  exposed_at timestamp(3) with time zone,
  done_at timestamp(3) with time zone,
  constraint campaigns_asset_pkey PRIMARY KEY (tenant_id, campaign_id, asset_id),
  constraint campaigns_asset_tenant_id_asset_id_fkey FOREIGN KEY (tenant_id, asset_id) REFERENCES asset(tenant_id, asset_id) ON DELETE CASCADE,
  constraint campaigns_asset_tenant_id_campaign_id_fkey FOREIGN KEY (tenant_id, campaign_id) REFERENCES campaigns_campaign(tenant_id, campaign_id) ON DELETE CASCADE,
  constraint campaigns_asset_state_check CHECK (state = ANY (ARRAY['infected'::text, 'exploitable'::text, 'unknown'::text, 'mitigated'::text, 'patched'::text]))
);
CREATE INDEX campaigns_asset_of ON campaigns_asset USING btree (tenant_id, asset_id);
CREATE INDEX campaigns_asset_state ON campaigns_asset USING btree (tenant_id, campaign_id, state, asset_id);
alter table campaigns_asset enable row level security;
alter table campaigns_asset force row level security;
create policy maintenance on campaigns_asset for all to holdfast_maintenance using (true);
create policy scoped on campaigns_asset as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM scope_asset s
  WHERE s.tenant_id = campaigns_asset.tenant_id AND s.scope_id = (( SELECT holdfast_scope_id() AS holdfast_scope_id)) AND s.asset_id = campaigns_asset.asset_id)));
create policy search on campaigns_asset for all to holdfast_search using (true);
create policy tenant on campaigns_asset for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
CREATE TRIGGER campaigns_mark_tags_changed AFTER UPDATE ON campaigns_asset REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION campaigns_mark_tags();
CREATE TRIGGER campaigns_mark_tags_gone AFTER DELETE ON campaigns_asset REFERENCING OLD TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION campaigns_mark_tags();
CREATE TRIGGER campaigns_mark_tags_new AFTER INSERT ON campaigns_asset REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION campaigns_mark_tags();
grant delete, insert, select, update on campaigns_asset to holdfast_app;
grant select on campaigns_asset to holdfast_maintenance;
grant select on campaigns_asset to holdfast_scoped;
grant select on campaigns_asset to holdfast_search;

create table campaigns_campaign (
  tenant_id integer not null,
  campaign_id bigint not null generated always as identity,
  public_id text not null,
  pack text not null,
  revision integer not null,
  body jsonb not null,
  publisher text,
  checks text[] not null,
  state text not null default 'open'::text,
  deadline date not null,
  note text not null default ''::text,
  opened_by text not null,
  opened_at timestamp(3) with time zone not null default now(),
  closed_by text,
  closed_at timestamp(3) with time zone,
  due_at timestamp(3) with time zone default now(),
  listed_at timestamp(3) with time zone,
  evaluated_at timestamp(3) with time zone,
  problem text,
  version integer not null default 1,
  constraint campaigns_campaign_pkey PRIMARY KEY (tenant_id, campaign_id),
  constraint campaigns_campaign_public_id_key UNIQUE (public_id),
  constraint campaigns_campaign_tenant_id_pack_key UNIQUE (tenant_id, pack),
  constraint campaigns_campaign_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint campaigns_campaign_check CHECK ((state = 'closed'::text) = (closed_at IS NOT NULL)),
  constraint campaigns_campaign_note_check CHECK (char_length(note) <= 2000),
  constraint campaigns_campaign_public_id_check CHECK (public_id ~ '^cmp_[0-9A-Za-z]{22}$'::text),
  constraint campaigns_campaign_state_check CHECK (state = ANY (ARRAY['open'::text, 'closed'::text]))
);
CREATE INDEX campaigns_campaign_due ON campaigns_campaign USING btree (due_at, tenant_id) WHERE state = 'open'::text AND due_at IS NOT NULL;
alter table campaigns_campaign enable row level security;
alter table campaigns_campaign force row level security;
create policy judge on campaigns_campaign for all to holdfast_judge using (true);
create policy maintenance on campaigns_campaign for all to holdfast_maintenance using (true);
create policy platform on campaigns_campaign for all to holdfast_app using ((( SELECT holdfast_scope() AS holdfast_scope)) = 'platform'::text);
create policy search on campaigns_campaign for all to holdfast_search using (true);
create policy tenant on campaigns_campaign for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on campaigns_campaign to holdfast_app;
grant select on campaigns_campaign to holdfast_judge;
grant select on campaigns_campaign to holdfast_maintenance;
grant select on campaigns_campaign to holdfast_scoped;
grant select on campaigns_campaign to holdfast_search;

create table campaigns_day (
  tenant_id integer not null,
  campaign_id bigint not null,
  day date not null,
  infected integer not null,
  exploitable integer not null,
  unknown integer not null,
  mitigated integer not null,
  patched integer not null,
  constraint campaigns_day_pkey PRIMARY KEY (tenant_id, campaign_id, day),
  constraint campaigns_day_tenant_id_campaign_id_fkey FOREIGN KEY (tenant_id, campaign_id) REFERENCES campaigns_campaign(tenant_id, campaign_id) ON DELETE CASCADE
);
alter table campaigns_day enable row level security;
alter table campaigns_day force row level security;
create policy maintenance on campaigns_day for all to holdfast_maintenance using (true);
create policy tenant on campaigns_day for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on campaigns_day to holdfast_app;
grant select on campaigns_day to holdfast_maintenance;

create table campaigns_due (
  tenant_id integer not null,
  due_id bigint not null generated always as identity,
  asset_id bigint not null,
  constraint campaigns_due_pkey PRIMARY KEY (tenant_id, due_id),
  constraint campaigns_due_tenant_id_asset_id_fkey FOREIGN KEY (tenant_id, asset_id) REFERENCES asset(tenant_id, asset_id) ON DELETE CASCADE
);
CREATE INDEX campaigns_due_asset ON campaigns_due USING btree (tenant_id, asset_id);
alter table campaigns_due enable row level security;
alter table campaigns_due force row level security;
create policy judge on campaigns_due for all to holdfast_judge using (true);
create policy maintenance on campaigns_due for all to holdfast_maintenance using (true);
create policy tenant on campaigns_due for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on campaigns_due to holdfast_app;
grant select on campaigns_due to holdfast_judge;
grant select on campaigns_due to holdfast_maintenance;

create table campaigns_pack (
  tenant_id integer not null,
  pack text not null,
  revision integer not null,
  body jsonb not null,
  publisher text not null,
  publisher_key text not null,
  imported_by text not null,
  imported_at timestamp(3) with time zone not null default now(),
  constraint campaigns_pack_pkey PRIMARY KEY (tenant_id, pack),
  constraint campaigns_pack_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table campaigns_pack enable row level security;
alter table campaigns_pack force row level security;
create policy maintenance on campaigns_pack for all to holdfast_maintenance using (true);
create policy tenant on campaigns_pack for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on campaigns_pack to holdfast_app;
grant select on campaigns_pack to holdfast_maintenance;
grant select on campaigns_pack to holdfast_scoped;

create table campaigns_publisher (
  tenant_id integer not null,
  key_id text not null,
  name text not null,
  public_key text not null,
  added_by text not null,
  added_at timestamp(3) with time zone not null default now(),
  constraint campaigns_publisher_pkey PRIMARY KEY (tenant_id, key_id),
  constraint campaigns_publisher_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint campaigns_publisher_key_id_check CHECK (key_id ~ '^[0-9a-f]{16}$'::text),
  constraint campaigns_publisher_name_check CHECK (name <> ''::text AND char_length(name) <= 200)
);
alter table campaigns_publisher enable row level security;
alter table campaigns_publisher force row level security;
create policy maintenance on campaigns_publisher for all to holdfast_maintenance using (true);
create policy tenant on campaigns_publisher for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on campaigns_publisher to holdfast_app;
grant select on campaigns_publisher to holdfast_maintenance;
grant select on campaigns_publisher to holdfast_scoped;

create table check_definition (
  check_no integer not null generated always as identity,
  id text not null,
  app text not null,
  judge text not null,
  title text not null,
  severity smallint not null,
  category text not null,
  lifecycle text not null,
  definition jsonb not null,
  digest text not null,
  changed_at timestamp(3) with time zone not null default now(),
  retired_at timestamp(3) with time zone,
  from_feed boolean not null default false,
  constraint check_definition_pkey PRIMARY KEY (check_no),
  constraint check_definition_id_key UNIQUE (id),
  constraint check_definition_severity_check CHECK (severity >= 1 AND severity <= 5)
);
CREATE INDEX check_definition_app ON check_definition USING btree (app);
CREATE INDEX check_definition_changed ON check_definition USING btree (changed_at);
CREATE INDEX check_definition_judge ON check_definition USING btree (judge);
CREATE TRIGGER vulnerabilities_cve_from_words AFTER INSERT OR UPDATE OF definition ON check_definition FOR EACH ROW WHEN (new.from_feed AND new.app = 'vulnerabilities'::text) EXECUTE FUNCTION vulnerabilities_cve_from_words();
grant select on check_definition to holdfast_app;
grant select on check_definition to holdfast_jobs;
grant select on check_definition to holdfast_judge;
grant select on check_definition to holdfast_maintenance;
grant select on check_definition to holdfast_scoped;
grant select on check_definition to holdfast_search;

create table command (
  tenant_id integer not null,
  command_id bigint not null generated always as identity,
  public_id text not null,
  source_id bigint not null,
  kind text not null,
  args jsonb not null,
  text text not null,
  signature text not null,
  state text not null default 'issued'::text,
  idempotency_key text,
  issued_by text not null,
  issued_at timestamp(3) with time zone not null,
  expires_at timestamp(3) with time zone not null,
  delivered_at timestamp(3) with time zone,
  deliveries integer not null default 0,
  finished_at timestamp(3) with time zone,
  detail text,
  output jsonb,
  constraint command_pkey PRIMARY KEY (tenant_id, command_id),
  constraint command_public_id_key UNIQUE (public_id),
  constraint command_tenant_id_idempotency_key_key UNIQUE (tenant_id, idempotency_key),
  constraint command_tenant_id_source_id_fkey FOREIGN KEY (tenant_id, source_id) REFERENCES source(tenant_id, source_id) ON DELETE CASCADE,
  constraint command_check CHECK (expires_at > issued_at),
  constraint command_idempotency_key_check CHECK (octet_length(idempotency_key) <= 200),
  constraint command_public_id_check CHECK (public_id ~ '^cmd_[0-9A-Za-z]{22}$'::text),
  constraint command_state_check CHECK (state = ANY (ARRAY['issued'::text, 'delivered'::text, 'accepted'::text, 'done'::text, 'failed'::text, 'refused'::text, 'expired'::text]))
);
CREATE INDEX command_expires ON command USING btree (expires_at) WHERE state = ANY (ARRAY['issued'::text, 'delivered'::text, 'accepted'::text]);
CREATE INDEX command_newest ON command USING btree (tenant_id, command_id DESC);
CREATE INDEX command_open ON command USING btree (tenant_id, source_id, command_id) WHERE state = ANY (ARRAY['issued'::text, 'delivered'::text, 'accepted'::text]);
alter table command enable row level security;
alter table command force row level security;
create policy judge on command for all to holdfast_judge using (true);
create policy maintenance on command for all to holdfast_maintenance using (true);
create policy scoped on command as restrictive for all to holdfast_scoped using (scope_covers_source(source_id));
create policy tenant on command for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant insert, select, update on command to holdfast_app;
grant select on command to holdfast_judge;
grant select on command to holdfast_maintenance;
grant insert, select, update on command to holdfast_scoped;

create table content_version (
  app text not null,
  version integer not null,
  digest text not null,
  provenance text not null,
  origin text not null,
  loaded_at timestamp(3) with time zone not null default now(),
  constraint content_version_pkey PRIMARY KEY (app, version),
  constraint content_version_provenance_check CHECK (provenance = ANY (ARRAY['own'::text, 'signature'::text, 'checksum'::text, 'tls'::text]))
);
grant select on content_version to holdfast_app;
grant select on content_version to holdfast_jobs;
grant select on content_version to holdfast_judge;
grant select on content_version to holdfast_maintenance;
grant select on content_version to holdfast_scoped;
grant select on content_version to holdfast_search;

create table envelope (
  tenant_id integer not null,
  source_id bigint not null,
  epoch bigint not null,
  seq bigint not null,
  digest bytea not null,
  sent_at timestamp(3) with time zone not null,
  received_at timestamp(3) with time zone not null,
  header bytea not null,
  signature bytea not null,
  body bytea not null,
  constraint envelope_pkey PRIMARY KEY (tenant_id, source_id, epoch, seq),
  constraint envelope_tenant_id_source_id_epoch_fkey FOREIGN KEY (tenant_id, source_id, epoch) REFERENCES stream(tenant_id, source_id, epoch),
  constraint envelope_seq_check CHECK (seq > 0)
);
CREATE INDEX envelope_received ON envelope USING btree (received_at);
alter table envelope enable row level security;
alter table envelope force row level security;
create policy maintenance on envelope for all to holdfast_maintenance using (true);
create policy tenant on envelope for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant insert, select on envelope to holdfast_app;
grant delete, select on envelope to holdfast_maintenance;

create table envelope_batch (
  tenant_id integer not null,
  envelope_batch_id bigint not null generated always as identity,
  source_id bigint not null,
  epoch bigint not null,
  first_seq bigint not null,
  last_seq bigint not null,
  received_at timestamp(3) with time zone not null,
  constraint envelope_batch_pkey PRIMARY KEY (tenant_id, envelope_batch_id),
  constraint envelope_batch_tenant_id_source_id_epoch_fkey FOREIGN KEY (tenant_id, source_id, epoch) REFERENCES stream(tenant_id, source_id, epoch),
  constraint envelope_batch_check CHECK (first_seq <= last_seq)
);
CREATE INDEX envelope_batch_of ON envelope_batch USING btree (tenant_id, source_id, envelope_batch_id);
alter table envelope_batch enable row level security;
alter table envelope_batch force row level security;
create policy maintenance on envelope_batch for all to holdfast_maintenance using (true);
create policy platform on envelope_batch for all to holdfast_app using ((( SELECT holdfast_scope() AS holdfast_scope)) = 'platform'::text);
create policy scoped on envelope_batch as restrictive for all to holdfast_scoped using (scope_covers_source(source_id));
create policy tenant on envelope_batch for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on envelope_batch to holdfast_app;
grant select on envelope_batch to holdfast_maintenance;
grant select on envelope_batch to holdfast_scoped;

create table envelope_conflict (
  tenant_id integer not null,
  envelope_conflict_id bigint not null generated always as identity,
  source_id bigint not null,
  epoch bigint not null,
  seq bigint not null,
  digest bytea not null,
  header bytea not null,
  signature bytea not null,
  body bytea not null,
  received_at timestamp(3) with time zone not null,
  constraint envelope_conflict_pkey PRIMARY KEY (tenant_id, envelope_conflict_id),
  constraint envelope_conflict_tenant_id_source_id_epoch_seq_digest_key UNIQUE (tenant_id, source_id, epoch, seq, digest),
  constraint envelope_conflict_tenant_id_source_id_epoch_fkey FOREIGN KEY (tenant_id, source_id, epoch) REFERENCES stream(tenant_id, source_id, epoch)
);
alter table envelope_conflict enable row level security;
alter table envelope_conflict force row level security;
create policy maintenance on envelope_conflict for all to holdfast_maintenance using (true);
create policy scoped on envelope_conflict as restrictive for all to holdfast_scoped using (scope_covers_source(source_id));
create policy tenant on envelope_conflict for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant insert, select on envelope_conflict to holdfast_app;
grant select on envelope_conflict to holdfast_maintenance;
grant select on envelope_conflict to holdfast_scoped;

create table event (
  tenant_id integer not null,
  kept_days smallint not null,
  received_on date not null,
  event_id bigint not null default nextval('event_id_seq'::regclass),
  asset_source_id bigint not null,
  source_id bigint not null,
  event text not null,
  event_version integer not null,
  at timestamp(3) with time zone not null,
  received_at timestamp(3) with time zone not null,
  body jsonb not null,
  constraint event_pkey PRIMARY KEY (tenant_id, kept_days, received_on, event_id)
) partition by LIST (kept_days);
CREATE INDEX event_by_name ON ONLY event USING btree (tenant_id, event, received_at DESC, event_id DESC);
CREATE INDEX event_of ON ONLY event USING btree (tenant_id, asset_source_id, received_at DESC, event_id DESC);
alter table event enable row level security;
alter table event force row level security;
create policy maintenance on event for all to holdfast_maintenance using (true);
create policy scoped on event as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM asset_source o
  WHERE o.tenant_id = event.tenant_id AND o.asset_source_id = event.asset_source_id)));
create policy search on event for all to holdfast_search using (true);
create policy tenant on event for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant insert, select on event to holdfast_app;
grant delete, select on event to holdfast_maintenance;
grant select on event to holdfast_scoped;
grant select on event to holdfast_search;

create table exception (
  tenant_id integer not null,
  exception_id bigint not null generated always as identity,
  public_id text not null,
  asset_id bigint,
  check_no integer,
  place text,
  narrowness smallint not null generated always as (
CASE
    WHEN ((asset_id IS NOT NULL) AND (place IS NOT NULL)) THEN 3
    WHEN ((asset_id IS NOT NULL) AND (check_no IS NOT NULL)) THEN 2
    WHEN (place IS NOT NULL) THEN 2
    ELSE 1
END) stored,
  reason text not null,
  disposition text not null generated always as (
CASE reason
    WHEN 'risk-accepted'::text THEN 'accepted'::text
    WHEN 'wont-fix'::text THEN 'accepted'::text
    WHEN 'compensating-control'::text THEN 'mitigated'::text
    ELSE 'false-positive'::text
END) stored,
  justification text not null,
  any_evidence boolean not null default false,
  started boolean not null default false,
  state text not null default 'requested'::text,
  starts_at timestamp(3) with time zone not null,
  ends_at timestamp(3) with time zone,
  requested_by text not null,
  requested_at timestamp(3) with time zone not null,
  decided_by text,
  decided_at timestamp(3) with time zone,
  note text,
  ended_by text,
  ended_at timestamp(3) with time zone,
  version integer not null default 1,
  selection jsonb,
  constraint exception_pkey PRIMARY KEY (tenant_id, exception_id),
  constraint exception_public_id_key UNIQUE (public_id),
  constraint exception_check_no_fkey FOREIGN KEY (check_no) REFERENCES check_definition(check_no),
  constraint exception_tenant_id_asset_id_fkey FOREIGN KEY (tenant_id, asset_id) REFERENCES asset(tenant_id, asset_id) ON DELETE CASCADE,
  constraint exception_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint exception_about CHECK (
CASE
    WHEN selection IS NULL THEN asset_id IS NOT NULL OR check_no IS NOT NULL
    ELSE asset_id IS NULL AND check_no IS NULL AND place IS NULL
END),
  constraint exception_check1 CHECK (place IS NULL OR check_no IS NOT NULL),
  constraint exception_check2 CHECK (ends_at > starts_at),
  constraint exception_justification_check CHECK (char_length(justification) >= 3 AND char_length(justification) <= 4000),
  constraint exception_place_check CHECK (octet_length(place) <= 1024),
  constraint exception_reason_check CHECK (reason = ANY (ARRAY['risk-accepted'::text, 'wont-fix'::text, 'false-positive'::text, 'not-applicable'::text, 'compensating-control'::text])),
  constraint exception_state_check CHECK (state = ANY (ARRAY['requested'::text, 'approved'::text, 'rejected'::text, 'revoked'::text, 'expired'::text, 'returned'::text]))
);
CREATE INDEX exception_asset ON exception USING btree (tenant_id, asset_id) WHERE state = 'approved'::text AND asset_id IS NOT NULL;
CREATE INDEX exception_ends ON exception USING btree (ends_at) WHERE state = 'approved'::text AND ends_at IS NOT NULL;
CREATE INDEX exception_scope ON exception USING btree (tenant_id, check_no, asset_id) WHERE state = 'approved'::text;
CREATE INDEX exception_starts ON exception USING btree (starts_at) WHERE state = 'approved'::text AND NOT started;
CREATE INDEX exception_state ON exception USING btree (tenant_id, state, exception_id);
alter table exception enable row level security;
alter table exception force row level security;
create policy judge on exception for all to holdfast_judge using (true);
create policy maintenance on exception for all to holdfast_maintenance using (true);
create policy scoped on exception as restrictive for select to holdfast_scoped using (
CASE
    WHEN asset_id IS NOT NULL THEN (EXISTS ( SELECT
       FROM scope_asset s
      WHERE s.tenant_id = exception.tenant_id AND s.scope_id = (( SELECT holdfast_scope_id() AS holdfast_scope_id)) AND s.asset_id = exception.asset_id))
    WHEN selection IS NULL THEN (EXISTS ( SELECT
       FROM exception_finding b
      WHERE b.tenant_id = exception.tenant_id AND b.exception_id = exception.exception_id))
    ELSE requested_by = (( SELECT holdfast_caller() AS holdfast_caller)) OR scope_covers_exception(exception_id)
END);
create policy scoped_delete on exception as restrictive for delete to holdfast_scoped using (
CASE
    WHEN asset_id IS NOT NULL THEN (EXISTS ( SELECT
       FROM scope_asset s
      WHERE s.tenant_id = exception.tenant_id AND s.scope_id = (( SELECT holdfast_scope_id() AS holdfast_scope_id)) AND s.asset_id = exception.asset_id))
    ELSE selection IS NOT NULL AND (requested_by = (( SELECT holdfast_caller() AS holdfast_caller)) OR scope_covers_exception(exception_id))
END);
create policy scoped_insert on exception as restrictive for insert to holdfast_scoped with check (
CASE
    WHEN asset_id IS NOT NULL THEN (EXISTS ( SELECT
       FROM scope_asset s
      WHERE s.tenant_id = exception.tenant_id AND s.scope_id = (( SELECT holdfast_scope_id() AS holdfast_scope_id)) AND s.asset_id = exception.asset_id))
    ELSE selection IS NOT NULL AND (requested_by = (( SELECT holdfast_caller() AS holdfast_caller)) OR scope_covers_exception(exception_id))
END);
create policy scoped_update on exception as restrictive for update to holdfast_scoped using (
CASE
    WHEN asset_id IS NOT NULL THEN (EXISTS ( SELECT
       FROM scope_asset s
      WHERE s.tenant_id = exception.tenant_id AND s.scope_id = (( SELECT holdfast_scope_id() AS holdfast_scope_id)) AND s.asset_id = exception.asset_id))
    ELSE selection IS NOT NULL AND (requested_by = (( SELECT holdfast_caller() AS holdfast_caller)) OR scope_covers_exception(exception_id))
END) with check (
CASE
    WHEN asset_id IS NOT NULL THEN (EXISTS ( SELECT
       FROM scope_asset s
      WHERE s.tenant_id = exception.tenant_id AND s.scope_id = (( SELECT holdfast_scope_id() AS holdfast_scope_id)) AND s.asset_id = exception.asset_id))
    ELSE selection IS NOT NULL AND (requested_by = (( SELECT holdfast_caller() AS holdfast_caller)) OR scope_covers_exception(exception_id))
END);
create policy tenant on exception for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant insert, select, update on exception to holdfast_app;
grant select on exception to holdfast_judge;
grant select on exception to holdfast_maintenance;
grant insert, select, update on exception to holdfast_scoped;

create table exception_finding (
  tenant_id integer not null,
  exception_id bigint not null,
  finding_id bigint not null,
  evidence_digest text,
  bound_at timestamp(3) with time zone not null,
  ended_at timestamp(3) with time zone,
  ended_because text,
  constraint exception_finding_pkey PRIMARY KEY (tenant_id, exception_id, finding_id),
  constraint exception_finding_tenant_id_exception_id_fkey FOREIGN KEY (tenant_id, exception_id) REFERENCES exception(tenant_id, exception_id) ON DELETE CASCADE,
  constraint exception_finding_tenant_id_finding_id_fkey FOREIGN KEY (tenant_id, finding_id) REFERENCES finding(tenant_id, finding_id) ON DELETE CASCADE,
  constraint exception_finding_check CHECK ((ended_at IS NULL) = (ended_because IS NULL)),
  constraint exception_finding_ended_because_check CHECK (ended_because = ANY (ARRAY['evidence-changed'::text, 'expired'::text, 'revoked'::text]))
);
CREATE INDEX exception_finding_finding ON exception_finding USING btree (tenant_id, finding_id) WHERE ended_at IS NULL;
CREATE INDEX exception_finding_held ON exception_finding USING btree (tenant_id, exception_id, finding_id) WHERE ended_at IS NULL;
alter table exception_finding enable row level security;
alter table exception_finding force row level security;
create policy maintenance on exception_finding for all to holdfast_maintenance using (true);
create policy scoped on exception_finding as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM finding f
  WHERE f.tenant_id = exception_finding.tenant_id AND f.finding_id = exception_finding.finding_id)));
create policy tenant on exception_finding for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on exception_finding to holdfast_app;
grant select on exception_finding to holdfast_maintenance;
grant delete, insert, select, update on exception_finding to holdfast_scoped;

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

create table fact_change (
  tenant_id integer not null,
  fact_change_id bigint not null generated always as identity,
  asset_id bigint not null,
  fact text not null,
  scope text not null,
  source_id bigint not null,
  key text not null,
  item jsonb not null,
  began text not null,
  ended text,
  observed_from timestamp(3) with time zone not null,
  observed_until timestamp(3) with time zone,
  received_from timestamp(3) with time zone not null,
  received_until timestamp(3) with time zone,
  constraint fact_change_pkey PRIMARY KEY (tenant_id, fact_change_id),
  constraint fact_change_tenant_id_asset_id_fkey FOREIGN KEY (tenant_id, asset_id) REFERENCES asset(tenant_id, asset_id) ON DELETE CASCADE,
  constraint fact_change_began_check CHECK (began = ANY (ARRAY['baseline'::text, 'came'::text, 'changed'::text])),
  constraint fact_change_check CHECK ((ended IS NULL) = (received_until IS NULL)),
  constraint fact_change_ended_check CHECK (ended = ANY (ARRAY['changed'::text, 'went'::text]))
);
CREATE INDEX fact_change_began ON fact_change USING btree (tenant_id, asset_id, received_from, fact_change_id);
CREATE INDEX fact_change_ended ON fact_change USING btree (tenant_id, asset_id, received_until, fact_change_id) WHERE received_until IS NOT NULL;
CREATE INDEX fact_change_old ON fact_change USING btree (fact, received_until) WHERE received_until IS NOT NULL;
CREATE UNIQUE INDEX fact_change_open ON fact_change USING btree (tenant_id, asset_id, fact, scope, source_id, key) WHERE received_until IS NULL;
alter table fact_change enable row level security;
alter table fact_change force row level security;
create policy judge on fact_change for all to holdfast_judge using (true);
create policy maintenance on fact_change for all to holdfast_maintenance using (true);
create policy scoped on fact_change as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM scope_asset s
  WHERE s.tenant_id = fact_change.tenant_id AND s.scope_id = (( SELECT holdfast_scope_id() AS holdfast_scope_id)) AND s.asset_id = fact_change.asset_id)));
create policy search on fact_change for all to holdfast_search using (true);
create policy tenant on fact_change for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on fact_change to holdfast_app;
grant select on fact_change to holdfast_judge;
grant delete, select on fact_change to holdfast_maintenance;
grant select on fact_change to holdfast_scoped;
grant select on fact_change to holdfast_search;

create table fact_problem (
  tenant_id integer not null,
  asset_id bigint not null,
  fact text not null,
  scope text not null,
  source_id bigint not null,
  reason text not null,
  detail text not null,
  observed_at timestamp(3) with time zone not null,
  received_at timestamp(3) with time zone not null,
  since_at timestamp(3) with time zone not null,
  constraint fact_problem_pkey PRIMARY KEY (tenant_id, asset_id, fact, scope, source_id),
  constraint fact_problem_tenant_id_asset_id_fkey FOREIGN KEY (tenant_id, asset_id) REFERENCES asset(tenant_id, asset_id) ON DELETE CASCADE,
  constraint fact_problem_tenant_id_source_id_fkey FOREIGN KEY (tenant_id, source_id) REFERENCES source(tenant_id, source_id)
);
alter table fact_problem enable row level security;
alter table fact_problem force row level security;
create policy judge on fact_problem for all to holdfast_judge using (true);
create policy maintenance on fact_problem for all to holdfast_maintenance using (true);
create policy scoped on fact_problem as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM scope_asset s
  WHERE s.tenant_id = fact_problem.tenant_id AND s.scope_id = (( SELECT holdfast_scope_id() AS holdfast_scope_id)) AND s.asset_id = fact_problem.asset_id)));
create policy search on fact_problem for all to holdfast_search using (true);
create policy tenant on fact_problem for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on fact_problem to holdfast_app;
grant select on fact_problem to holdfast_judge;
grant select on fact_problem to holdfast_maintenance;
grant select on fact_problem to holdfast_scoped;
grant select on fact_problem to holdfast_search;

create table fact_set (
  tenant_id integer not null,
  asset_id bigint not null,
  fact text not null,
  scope text not null,
  source_id bigint not null,
  fact_version integer not null,
  epoch bigint not null,
  complete boolean not null,
  item_count integer not null,
  digest bytea not null,
  whole_digest bytea not null,
  items jsonb not null,
  observed_at timestamp(3) with time zone not null,
  received_at timestamp(3) with time zone not null,
  changed_at timestamp(3) with time zone not null,
  since_observed_at timestamp(3) with time zone not null,
  since_at timestamp(3) with time zone not null,
  seq bigint not null default 0,
  constraint fact_set_pkey PRIMARY KEY (tenant_id, asset_id, fact, scope, source_id),
  constraint fact_set_tenant_id_asset_id_fkey FOREIGN KEY (tenant_id, asset_id) REFERENCES asset(tenant_id, asset_id) ON DELETE CASCADE,
  constraint fact_set_tenant_id_source_id_fkey FOREIGN KEY (tenant_id, source_id) REFERENCES source(tenant_id, source_id)
);
CREATE INDEX fact_set_of_fact ON fact_set USING btree (tenant_id, fact, asset_id);
CREATE INDEX fact_set_of_source ON fact_set USING btree (tenant_id, source_id, fact);
alter table fact_set enable row level security;
alter table fact_set force row level security;
create policy judge on fact_set for all to holdfast_judge using (true);
create policy maintenance on fact_set for all to holdfast_maintenance using (true);
create policy scoped on fact_set as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM scope_asset s
  WHERE s.tenant_id = fact_set.tenant_id AND s.scope_id = (( SELECT holdfast_scope_id() AS holdfast_scope_id)) AND s.asset_id = fact_set.asset_id)));
create policy search on fact_set for all to holdfast_search using (true);
create policy tenant on fact_set for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on fact_set to holdfast_app;
grant select on fact_set to holdfast_judge;
grant select on fact_set to holdfast_maintenance;
grant select on fact_set to holdfast_scoped;
grant select on fact_set to holdfast_search;

create table finding (
  tenant_id integer not null,
  finding_id bigint not null generated always as identity,
  public_id text not null,
  asset_id bigint not null,
  check_no integer not null,
  place text not null,
  severity smallint not null,
  status text not null,
  status_at timestamp(3) with time zone not null,
  disposition text not null default 'none'::text,
  exception_id bigint,
  first_found_at timestamp(3) with time zone not null,
  fixed_at timestamp(3) with time zone,
  flaps smallint not null default 0,
  changed_at timestamp(3) with time zone not null,
  known_at timestamp(3) with time zone not null default date_trunc('milliseconds'::text, now()),
  constraint finding_pkey PRIMARY KEY (tenant_id, finding_id),
  constraint finding_public_id_key UNIQUE (public_id),
  constraint finding_tenant_id_asset_id_check_no_place_key UNIQUE (tenant_id, asset_id, check_no, place),
  constraint finding_check_no_fkey FOREIGN KEY (check_no) REFERENCES check_definition(check_no),
  constraint finding_tenant_id_asset_id_fkey FOREIGN KEY (tenant_id, asset_id) REFERENCES asset(tenant_id, asset_id) ON DELETE CASCADE,
  constraint finding_tenant_id_exception_id_fkey FOREIGN KEY (tenant_id, exception_id) REFERENCES exception(tenant_id, exception_id),
  constraint finding_check CHECK ((disposition = 'none'::text) = (exception_id IS NULL)),
  constraint finding_disposition_check CHECK (disposition = ANY (ARRAY['none'::text, 'accepted'::text, 'false-positive'::text, 'mitigated'::text])),
  constraint finding_place_check CHECK (octet_length(place) <= 1024),
  constraint finding_severity_check CHECK (severity >= 1 AND severity <= 5),
  constraint finding_status_check CHECK (status = ANY (ARRAY['new'::text, 'active'::text, 'fixed'::text, 'reopened'::text]))
);
CREATE INDEX finding_check ON finding USING btree (tenant_id, check_no, finding_id) INCLUDE (status, disposition, severity, asset_id);
CREATE INDEX finding_exception ON finding USING btree (tenant_id, exception_id) WHERE exception_id IS NOT NULL;
CREATE INDEX finding_first_found ON finding USING btree (tenant_id, first_found_at, finding_id) INCLUDE (status, disposition, severity, check_no, asset_id);
CREATE INDEX finding_open ON finding USING btree (tenant_id, severity, first_found_at, finding_id) INCLUDE (check_no, asset_id) WHERE status <> 'fixed'::text AND disposition = 'none'::text;
CREATE INDEX finding_place ON finding USING btree (tenant_id, place);
CREATE INDEX finding_severity ON finding USING btree (tenant_id, severity, finding_id) INCLUDE (status, disposition, check_no, asset_id);
CREATE INDEX finding_since ON finding USING btree (tenant_id, known_at);
CREATE INDEX finding_status_at ON finding USING btree (tenant_id, status_at, finding_id) INCLUDE (status, disposition, severity, check_no, asset_id);
CREATE INDEX finding_worst ON finding USING btree (tenant_id, severity DESC, first_found_at, finding_id) INCLUDE (known_at, status, disposition, check_no, asset_id);
alter table finding enable row level security;
alter table finding force row level security;
create policy maintenance on finding for all to holdfast_maintenance using (true);
create policy scoped on finding as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM scope_asset s
  WHERE s.tenant_id = finding.tenant_id AND s.scope_id = (( SELECT holdfast_scope_id() AS holdfast_scope_id)) AND s.asset_id = finding.asset_id)));
create policy tenant on finding for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
CREATE TRIGGER campaigns_mark_changed AFTER UPDATE ON finding REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION campaigns_mark_found();
CREATE TRIGGER campaigns_mark_found AFTER INSERT ON finding REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION campaigns_mark_found();
CREATE TRIGGER finding_deleted AFTER DELETE ON finding REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION finding_deleted();
CREATE TRIGGER finding_inserted AFTER INSERT ON finding REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION finding_inserted();
CREATE TRIGGER finding_updated AFTER UPDATE ON finding REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION finding_updated();
CREATE TRIGGER past_changed AFTER UPDATE ON finding REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION finding_changed();
CREATE TRIGGER past_forgotten AFTER DELETE ON finding REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION finding_forgotten();
CREATE TRIGGER past_known BEFORE UPDATE ON finding FOR EACH ROW WHEN (old.public_id IS DISTINCT FROM new.public_id OR old.asset_id IS DISTINCT FROM new.asset_id OR old.check_no IS DISTINCT FROM new.check_no OR old.place IS DISTINCT FROM new.place OR old.severity IS DISTINCT FROM new.severity OR old.status IS DISTINCT FROM new.status OR old.status_at IS DISTINCT FROM new.status_at OR old.disposition IS DISTINCT FROM new.disposition OR old.exception_id IS DISTINCT FROM new.exception_id OR old.first_found_at IS DISTINCT FROM new.first_found_at OR old.fixed_at IS DISTINCT FROM new.fixed_at) EXECUTE FUNCTION finding_known();
CREATE TRIGGER search_list_mark_new AFTER INSERT ON finding REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION search_list_mark_new();
CREATE TRIGGER sla_mark_moved AFTER UPDATE ON finding REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION sla_mark_moved();
CREATE TRIGGER sla_mark_new AFTER INSERT ON finding REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION sla_mark_new();
CREATE TRIGGER ticket_mark_moved AFTER UPDATE ON finding REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION ticket_mark_moved();
CREATE TRIGGER ticket_mark_new AFTER INSERT ON finding REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION ticket_mark_new();
CREATE TRIGGER vulnerabilities_score_mark_gone AFTER DELETE ON finding REFERENCING OLD TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION vulnerabilities_score_mark_found();
CREATE TRIGGER vulnerabilities_score_mark_moved AFTER UPDATE ON finding REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION vulnerabilities_score_mark_moved();
CREATE TRIGGER vulnerabilities_score_mark_new AFTER INSERT ON finding REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION vulnerabilities_score_mark_found();
CREATE TRIGGER vulnerabilities_vex_mark_new AFTER INSERT ON finding REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION vulnerabilities_vex_mark_new();
grant delete, insert, select, update on finding to holdfast_app;
grant select on finding to holdfast_maintenance;
grant select on finding to holdfast_scoped;

create table finding_count (
  tenant_id integer not null,
  count_id bigint not null generated always as identity,
  check_no integer not null,
  severity smallint not null,
  status text not null,
  disposition text not null,
  findings integer not null,
  constraint finding_count_pkey PRIMARY KEY (tenant_id, count_id)
);
alter table finding_count enable row level security;
alter table finding_count force row level security;
create policy judge on finding_count for all to holdfast_judge using (true);
create policy maintenance on finding_count for all to holdfast_maintenance using (true);
create policy tenant on finding_count for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on finding_count to holdfast_app;
grant select on finding_count to holdfast_judge;
grant select on finding_count to holdfast_maintenance;

create table finding_detail (
  tenant_id integer not null,
  finding_id bigint not null,
  evidence jsonb not null,
  evidence_digest text not null,
  fix text,
  basis_no integer not null,
  reach text not null,
  reopened_at timestamp(3) with time zone,
  times_fixed integer not null default 0,
  times_reopened integer not null default 0,
  counting_from integer,
  found_before integer not null default 0,
  found_until timestamp(3) with time zone,
  untested_since timestamp(3) with time zone,
  constraint finding_detail_pkey PRIMARY KEY (tenant_id, finding_id),
  constraint finding_detail_basis_no_fkey FOREIGN KEY (basis_no) REFERENCES judge_basis(basis_no),
  constraint finding_detail_tenant_id_finding_id_fkey FOREIGN KEY (tenant_id, finding_id) REFERENCES finding(tenant_id, finding_id) ON DELETE CASCADE,
  constraint finding_detail_reach_check CHECK (reach = ANY (ARRAY['outside'::text, 'signed-in'::text, 'privileged'::text]))
);
alter table finding_detail enable row level security;
alter table finding_detail force row level security;
create policy maintenance on finding_detail for all to holdfast_maintenance using (true);
create policy scoped on finding_detail as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM finding f
  WHERE f.tenant_id = finding_detail.tenant_id AND f.finding_id = finding_detail.finding_id)));
create policy tenant on finding_detail for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on finding_detail to holdfast_app;
grant select on finding_detail to holdfast_maintenance;
grant select on finding_detail to holdfast_scoped;

create table finding_due (
  tenant_id integer not null,
  finding_id bigint not null,
  rule text not null,
  started_at timestamp(3) with time zone not null,
  due_at timestamp(3) with time zone,
  constraint finding_due_pkey PRIMARY KEY (tenant_id, finding_id),
  constraint finding_due_tenant_id_finding_id_fkey FOREIGN KEY (tenant_id, finding_id) REFERENCES finding(tenant_id, finding_id) ON DELETE CASCADE
);
CREATE INDEX finding_due_at ON finding_due USING btree (tenant_id, due_at);
alter table finding_due enable row level security;
alter table finding_due force row level security;
create policy maintenance on finding_due for all to holdfast_maintenance using (true);
create policy scoped on finding_due as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM finding f
  WHERE f.tenant_id = finding_due.tenant_id AND f.finding_id = finding_due.finding_id)));
create policy search on finding_due for all to holdfast_search using (true);
create policy tenant on finding_due for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on finding_due to holdfast_app;
grant select on finding_due to holdfast_maintenance;
grant select on finding_due to holdfast_scoped;
grant select on finding_due to holdfast_search;

create table finding_past (
  tenant_id integer not null,
  past_id bigint not null generated always as identity,
  finding_id bigint,
  public_id text,
  asset_id bigint,
  check_no integer,
  place text,
  severity smallint,
  status text,
  status_at timestamp(3) with time zone,
  disposition text,
  exception_id bigint,
  first_found_at timestamp(3) with time zone,
  fixed_at timestamp(3) with time zone,
  known_at timestamp(3) with time zone not null,
  known_until timestamp(3) with time zone not null,
  constraint finding_past_pkey PRIMARY KEY (tenant_id, past_id),
  constraint finding_past_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint finding_past_check CHECK (known_until > known_at)
);
CREATE INDEX finding_past_of ON finding_past USING btree (tenant_id, finding_id, known_until);
CREATE INDEX finding_past_since ON finding_past USING btree (tenant_id, known_at, known_until);
CREATE INDEX finding_past_until ON finding_past USING btree (tenant_id, known_until, known_at);
CREATE INDEX finding_past_worst ON finding_past USING btree (tenant_id, severity DESC, first_found_at, finding_id) INCLUDE (known_at, known_until, status, disposition, check_no, asset_id);
alter table finding_past enable row level security;
alter table finding_past force row level security;
create policy maintenance on finding_past for all to holdfast_maintenance using (true);
create policy scoped on finding_past as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM scope_asset s
  WHERE s.tenant_id = finding_past.tenant_id AND s.scope_id = (( SELECT holdfast_scope_id() AS holdfast_scope_id)) AND s.asset_id = finding_past.asset_id)));
create policy tenant on finding_past for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant insert, select on finding_past to holdfast_app;
grant delete, select on finding_past to holdfast_maintenance;
grant select on finding_past to holdfast_scoped;

create table finding_transition (
  tenant_id integer not null,
  finding_id bigint not null,
  transition_id bigint not null generated always as identity,
  at timestamp(3) with time zone not null,
  kind text not null,
  status text not null,
  disposition text not null,
  basis_no integer,
  exception_id bigint,
  detail jsonb not null default '{}'::jsonb,
  constraint finding_transition_pkey PRIMARY KEY (tenant_id, finding_id, transition_id),
  constraint finding_transition_basis_no_fkey FOREIGN KEY (basis_no) REFERENCES judge_basis(basis_no),
  constraint finding_transition_tenant_id_finding_id_fkey FOREIGN KEY (tenant_id, finding_id) REFERENCES finding(tenant_id, finding_id) ON DELETE CASCADE,
  constraint finding_transition_kind_check CHECK (kind = ANY (ARRAY['opened'::text, 'confirmed'::text, 'reopened'::text, 'fixed'::text, 'corrected'::text, 'severity'::text, 'evidence'::text, 'untested'::text, 'tested'::text, 'disposition'::text, 'moved'::text]))
);
CREATE INDEX finding_transition_at ON finding_transition USING btree (tenant_id, at, transition_id);
alter table finding_transition enable row level security;
alter table finding_transition force row level security;
create policy maintenance on finding_transition for all to holdfast_maintenance using (true);
create policy scoped on finding_transition as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM finding f
  WHERE f.tenant_id = finding_transition.tenant_id AND f.finding_id = finding_transition.finding_id)));
create policy tenant on finding_transition for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant insert, select on finding_transition to holdfast_app;
grant select on finding_transition to holdfast_maintenance;
grant insert, select on finding_transition to holdfast_scoped;

create table fleet_profile (
  tenant_id integer not null,
  profile_id bigint not null generated always as identity,
  public_id text not null,
  name text not null,
  name_folded text not null generated always as (lower((name COLLATE "C"))) stored,
  description text not null default ''::text,
  priority integer not null default 100,
  is_default boolean not null default false,
  settings jsonb not null,
  version integer not null default 1,
  created_by text not null,
  created_at timestamp(3) with time zone not null default now(),
  updated_at timestamp(3) with time zone not null default now(),
  constraint fleet_profile_pkey PRIMARY KEY (tenant_id, profile_id),
  constraint fleet_profile_public_id_key UNIQUE (public_id),
  constraint fleet_profile_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint fleet_profile_description_check CHECK (char_length(description) <= 2000),
  constraint fleet_profile_name_check CHECK (name <> ''::text AND char_length(name) <= 256),
  constraint fleet_profile_priority_check CHECK (priority >= 1 AND priority <= 10000),
  constraint fleet_profile_public_id_check CHECK (public_id ~ '^prf_[0-9A-Za-z]{22}$'::text),
  constraint fleet_profile_settings_check CHECK (jsonb_typeof(settings) = 'object'::text)
);
CREATE UNIQUE INDEX fleet_profile_default ON fleet_profile USING btree (tenant_id) WHERE is_default;
CREATE UNIQUE INDEX fleet_profile_name ON fleet_profile USING btree (tenant_id, name_folded);
alter table fleet_profile enable row level security;
alter table fleet_profile force row level security;
create policy maintenance on fleet_profile for all to holdfast_maintenance using (true);
create policy scoped on fleet_profile as restrictive for all to holdfast_scoped using (is_default OR (EXISTS ( SELECT
   FROM fleet_profile_tag p
  WHERE p.tenant_id = fleet_profile.tenant_id AND p.profile_id = fleet_profile.profile_id)));
create policy tenant on fleet_profile for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on fleet_profile to holdfast_app;
grant select on fleet_profile to holdfast_maintenance;
grant select on fleet_profile to holdfast_scoped;

create table fleet_profile_tag (
  tenant_id integer not null,
  profile_id bigint not null,
  tag_id bigint not null,
  constraint fleet_profile_tag_pkey PRIMARY KEY (tenant_id, profile_id, tag_id),
  constraint fleet_profile_tag_tenant_id_profile_id_fkey FOREIGN KEY (tenant_id, profile_id) REFERENCES fleet_profile(tenant_id, profile_id) ON DELETE CASCADE,
  constraint fleet_profile_tag_tenant_id_tag_id_fkey FOREIGN KEY (tenant_id, tag_id) REFERENCES tag(tenant_id, tag_id) ON DELETE CASCADE
);
CREATE INDEX fleet_profile_tag_of ON fleet_profile_tag USING btree (tenant_id, tag_id);
alter table fleet_profile_tag enable row level security;
alter table fleet_profile_tag force row level security;
create policy maintenance on fleet_profile_tag for all to holdfast_maintenance using (true);
create policy scoped on fleet_profile_tag as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM tag g
  WHERE g.tenant_id = fleet_profile_tag.tenant_id AND g.tag_id = fleet_profile_tag.tag_id)));
create policy tenant on fleet_profile_tag for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on fleet_profile_tag to holdfast_app;
grant select on fleet_profile_tag to holdfast_maintenance;
grant select on fleet_profile_tag to holdfast_scoped;

create table fleet_purge (
  tenant_id integer not null,
  purge_id bigint not null generated always as identity,
  public_id text not null,
  asset text not null,
  asset_name text not null,
  asset_kind text not null,
  because text not null,
  purged_by text not null,
  purged_at timestamp(3) with time zone not null,
  final_at timestamp(3) with time zone not null,
  state text not null default 'undoable'::text,
  keep_archive boolean not null,
  sources bigint[] not null,
  ended_at timestamp(3) with time zone,
  constraint fleet_purge_pkey PRIMARY KEY (tenant_id, purge_id),
  constraint fleet_purge_public_id_key UNIQUE (public_id),
  constraint fleet_purge_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint fleet_purge_public_id_check CHECK (public_id ~ '^pur_[0-9A-Za-z]{22}$'::text),
  constraint fleet_purge_state_check CHECK (state = ANY (ARRAY['undoable'::text, 'undone'::text, 'final'::text]))
);
CREATE INDEX fleet_purge_asset ON fleet_purge USING btree (tenant_id, asset);
CREATE INDEX fleet_purge_final ON fleet_purge USING btree (final_at) WHERE state = 'undoable'::text;
alter table fleet_purge enable row level security;
alter table fleet_purge force row level security;
create policy judge on fleet_purge for all to holdfast_judge using (true);
create policy maintenance on fleet_purge for all to holdfast_maintenance using (true);
create policy tenant on fleet_purge for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on fleet_purge to holdfast_app;
grant select on fleet_purge to holdfast_judge;
grant select on fleet_purge to holdfast_maintenance;

create table fleet_purge_row (
  tenant_id integer not null,
  purge_id bigint not null,
  ordinal integer not null,
  tab text not null,
  "row" jsonb not null,
  constraint fleet_purge_row_pkey PRIMARY KEY (tenant_id, purge_id, ordinal),
  constraint fleet_purge_row_tenant_id_purge_id_fkey FOREIGN KEY (tenant_id, purge_id) REFERENCES fleet_purge(tenant_id, purge_id) ON DELETE CASCADE
);
alter table fleet_purge_row enable row level security;
alter table fleet_purge_row force row level security;
create policy maintenance on fleet_purge_row for all to holdfast_maintenance using (true);
create policy tenant on fleet_purge_row for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on fleet_purge_row to holdfast_app;
grant select on fleet_purge_row to holdfast_maintenance;

create table fleet_ring (
  tenant_id integer not null,
  ordinal integer not null,
  name text not null,
  tag_id bigint,
  share integer not null,
  wait_minutes integer not null,
  healthy_percent integer not null,
  within_minutes integer not null,
  constraint fleet_ring_pkey PRIMARY KEY (tenant_id, ordinal),
  constraint fleet_ring_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint fleet_ring_tenant_id_tag_id_fkey FOREIGN KEY (tenant_id, tag_id) REFERENCES tag(tenant_id, tag_id) ON DELETE SET NULL (tag_id),
  constraint fleet_ring_healthy_percent_check CHECK (healthy_percent >= 1 AND healthy_percent <= 100),
  constraint fleet_ring_name_check CHECK (name <> ''::text AND char_length(name) <= 100),
  constraint fleet_ring_ordinal_check CHECK (ordinal >= 1 AND ordinal <= 20),
  constraint fleet_ring_share_check CHECK (share >= 1 AND share <= 100),
  constraint fleet_ring_wait_minutes_check CHECK (wait_minutes >= 0 AND wait_minutes <= 43200),
  constraint fleet_ring_within_minutes_check CHECK (within_minutes >= 1 AND within_minutes <= 43200)
);
alter table fleet_ring enable row level security;
alter table fleet_ring force row level security;
create policy maintenance on fleet_ring for all to holdfast_maintenance using (true);
create policy tenant on fleet_ring for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on fleet_ring to holdfast_app;
grant select on fleet_ring to holdfast_maintenance;

create table fleet_rollout (
  tenant_id integer not null,
  rollout_id bigint not null generated always as identity,
  public_id text not null,
  version text not null,
  archives jsonb not null,
  rings jsonb not null,
  state text not null default 'running'::text,
  ring integer not null default 0,
  ring_since timestamp(3) with time zone not null,
  forgiven integer not null default 0,
  because text,
  started_by text not null,
  started_at timestamp(3) with time zone not null,
  ended_at timestamp(3) with time zone,
  revision integer not null default 1,
  constraint fleet_rollout_pkey PRIMARY KEY (tenant_id, rollout_id),
  constraint fleet_rollout_public_id_key UNIQUE (public_id),
  constraint fleet_rollout_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint fleet_rollout_public_id_check CHECK (public_id ~ '^rol_[0-9A-Za-z]{22}$'::text),
  constraint fleet_rollout_state_check CHECK (state = ANY (ARRAY['running'::text, 'paused'::text, 'stopped'::text, 'done'::text, 'rolling-back'::text, 'rolled-back'::text]))
);
CREATE UNIQUE INDEX fleet_rollout_open ON fleet_rollout USING btree (tenant_id) WHERE state = ANY (ARRAY['running'::text, 'paused'::text, 'rolling-back'::text]);
alter table fleet_rollout enable row level security;
alter table fleet_rollout force row level security;
create policy judge on fleet_rollout for all to holdfast_judge using (true);
create policy maintenance on fleet_rollout for all to holdfast_maintenance using (true);
create policy tenant on fleet_rollout for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on fleet_rollout to holdfast_app;
grant select on fleet_rollout to holdfast_judge;
grant select on fleet_rollout to holdfast_maintenance;

create table fleet_rollout_source (
  tenant_id integer not null,
  rollout_id bigint not null,
  source_id bigint not null,
  ring integer not null,
  state text not null default 'waiting'::text,
  command_id bigint,
  tries integer not null default 0,
  changed_at timestamp(3) with time zone not null,
  detail text,
  constraint fleet_rollout_source_pkey PRIMARY KEY (tenant_id, rollout_id, source_id),
  constraint fleet_rollout_source_tenant_id_command_id_fkey FOREIGN KEY (tenant_id, command_id) REFERENCES command(tenant_id, command_id) ON DELETE SET NULL (command_id),
  constraint fleet_rollout_source_tenant_id_rollout_id_fkey FOREIGN KEY (tenant_id, rollout_id) REFERENCES fleet_rollout(tenant_id, rollout_id) ON DELETE CASCADE,
  constraint fleet_rollout_source_tenant_id_source_id_fkey FOREIGN KEY (tenant_id, source_id) REFERENCES source(tenant_id, source_id) ON DELETE CASCADE,
  constraint fleet_rollout_source_state_check CHECK (state = ANY (ARRAY['waiting'::text, 'ordered'::text, 'healthy'::text, 'failed'::text, 'away'::text, 'back-ordered'::text, 'back'::text, 'back-failed'::text]))
);
CREATE INDEX fleet_rollout_source_of ON fleet_rollout_source USING btree (tenant_id, source_id);
CREATE INDEX fleet_rollout_source_state ON fleet_rollout_source USING btree (tenant_id, rollout_id, ring, state);
alter table fleet_rollout_source enable row level security;
alter table fleet_rollout_source force row level security;
create policy maintenance on fleet_rollout_source for all to holdfast_maintenance using (true);
create policy tenant on fleet_rollout_source for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on fleet_rollout_source to holdfast_app;
grant select on fleet_rollout_source to holdfast_maintenance;

create table fleet_rule (
  tenant_id integer not null,
  rule_id bigint not null generated always as identity,
  public_id text not null,
  name text not null,
  query text not null,
  action text not null,
  undo_days integer not null default 14,
  keep_archive boolean not null default false,
  uninstall boolean not null default false,
  enabled boolean not null default true,
  ran_at timestamp(3) with time zone,
  found integer,
  problem text,
  created_by text not null,
  created_at timestamp(3) with time zone not null default now(),
  version integer not null default 1,
  constraint fleet_rule_pkey PRIMARY KEY (tenant_id, rule_id),
  constraint fleet_rule_public_id_key UNIQUE (public_id),
  constraint fleet_rule_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint fleet_rule_action_check CHECK (action = ANY (ARRAY['mark-stale'::text, 'purge'::text])),
  constraint fleet_rule_name_check CHECK (name <> ''::text AND char_length(name) <= 200),
  constraint fleet_rule_public_id_check CHECK (public_id ~ '^rul_[0-9A-Za-z]{22}$'::text),
  constraint fleet_rule_query_check CHECK (char_length(query) <= 10000),
  constraint fleet_rule_undo_days_check CHECK (undo_days >= 1 AND undo_days <= 90)
);
alter table fleet_rule enable row level security;
alter table fleet_rule force row level security;
create policy judge on fleet_rule for all to holdfast_judge using (true);
create policy maintenance on fleet_rule for all to holdfast_maintenance using (true);
create policy tenant on fleet_rule for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on fleet_rule to holdfast_app;
grant select on fleet_rule to holdfast_judge;
grant select on fleet_rule to holdfast_maintenance;

create table fleet_source (
  tenant_id integer not null,
  source_id bigint not null,
  running text not null default ''::text,
  running_since timestamp(3) with time zone,
  refused text,
  refused_because text,
  integrity text,
  integrity_problems text[] not null default '{}'::text[],
  integrity_since timestamp(3) with time zone,
  constraint fleet_source_pkey PRIMARY KEY (tenant_id, source_id),
  constraint fleet_source_tenant_id_source_id_fkey FOREIGN KEY (tenant_id, source_id) REFERENCES source(tenant_id, source_id) ON DELETE CASCADE,
  constraint fleet_source_integrity_check CHECK (integrity = ANY (ARRAY['whole'::text, 'changed'::text, 'unsigned'::text])),
  constraint fleet_source_refused_check CHECK (refused ~ '^[0-9a-f]{32}$'::text),
  constraint fleet_source_running_check CHECK (running ~ '^([0-9a-f]{32})?$'::text)
);
alter table fleet_source enable row level security;
alter table fleet_source force row level security;
create policy maintenance on fleet_source for all to holdfast_maintenance using (true);
create policy scoped on fleet_source as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM source s
  WHERE s.tenant_id = fleet_source.tenant_id AND s.source_id = fleet_source.source_id)));
create policy tenant on fleet_source for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on fleet_source to holdfast_app;
grant select on fleet_source to holdfast_maintenance;
grant select on fleet_source to holdfast_scoped;

create table fleet_stale (
  tenant_id integer not null,
  asset_id bigint not null,
  rule_id bigint not null,
  since timestamp(3) with time zone not null,
  constraint fleet_stale_pkey PRIMARY KEY (tenant_id, asset_id, rule_id),
  constraint fleet_stale_tenant_id_asset_id_fkey FOREIGN KEY (tenant_id, asset_id) REFERENCES asset(tenant_id, asset_id) ON DELETE CASCADE,
  constraint fleet_stale_tenant_id_rule_id_fkey FOREIGN KEY (tenant_id, rule_id) REFERENCES fleet_rule(tenant_id, rule_id) ON DELETE CASCADE
);
CREATE INDEX fleet_stale_of ON fleet_stale USING btree (tenant_id, rule_id);
alter table fleet_stale enable row level security;
alter table fleet_stale force row level security;
create policy maintenance on fleet_stale for all to holdfast_maintenance using (true);
create policy scoped on fleet_stale as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM asset a
  WHERE a.tenant_id = fleet_stale.tenant_id AND a.asset_id = fleet_stale.asset_id)));
create policy search on fleet_stale for all to holdfast_search using (true);
create policy tenant on fleet_stale for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on fleet_stale to holdfast_app;
grant select on fleet_stale to holdfast_maintenance;
grant select on fleet_stale to holdfast_scoped;
grant select on fleet_stale to holdfast_search;

create table idempotency_key (
  tenant_id integer not null,
  caller text not null,
  key text not null,
  fingerprint bytea not null,
  status integer not null,
  created_at timestamp(3) with time zone not null default now(),
  sealed text not null,
  constraint idempotency_key_pkey PRIMARY KEY (tenant_id, caller, key),
  constraint idempotency_key_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id) ON DELETE CASCADE,
  constraint idempotency_key_fingerprint_check CHECK (octet_length(fingerprint) = 32),
  constraint idempotency_key_key_check CHECK (char_length(key) >= 1 AND char_length(key) <= 255)
);
CREATE INDEX idempotency_key_age ON idempotency_key USING btree (tenant_id, created_at);
alter table idempotency_key enable row level security;
alter table idempotency_key force row level security;
create policy maintenance on idempotency_key for all to holdfast_maintenance using (true);
create policy scoped on idempotency_key as restrictive for all to holdfast_scoped using (starts_with(caller, ( SELECT holdfast_caller() AS holdfast_caller)));
create policy tenant on idempotency_key for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on idempotency_key to holdfast_app;
grant select on idempotency_key to holdfast_maintenance;
grant delete, insert, select, update on idempotency_key to holdfast_scoped;

create table identity_domain (
  tenant_id integer not null,
  domain text not null,
  proved_at timestamp(3) with time zone not null default now(),
  constraint identity_domain_pkey PRIMARY KEY (tenant_id, domain),
  constraint identity_domain_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id) ON DELETE CASCADE,
  constraint identity_domain_domain_check CHECK (domain = lower(domain) AND char_length(domain) >= 1 AND char_length(domain) <= 253)
);
alter table identity_domain enable row level security;
alter table identity_domain force row level security;
create policy maintenance on identity_domain for all to holdfast_maintenance using (true);
create policy platform on identity_domain for all to holdfast_app using ((( SELECT holdfast_scope() AS holdfast_scope)) = 'platform'::text);
create policy tenant on identity_domain for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on identity_domain to holdfast_app;
grant select on identity_domain to holdfast_maintenance;

create table identity_provider (
  tenant_id integer not null,
  provider_id integer not null generated always as identity,
  public_id text not null,
  name text not null,
  issuer text not null,
  client_id text not null,
  secret text,
  domains text[] not null default '{}'::text[],
  role_claim text not null default ''::text,
  role_map jsonb not null default '[]'::jsonb,
  default_role text not null,
  joining text not null default 'invited'::text,
  strong boolean not null default false,
  shown boolean not null default true,
  enabled boolean not null default true,
  version integer not null default 1,
  created_at timestamp(3) with time zone not null default now(),
  changed_at timestamp(3) with time zone not null default now(),
  constraint identity_provider_pkey PRIMARY KEY (tenant_id, provider_id),
  constraint identity_provider_public_id_key UNIQUE (public_id),
  constraint identity_provider_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id) ON DELETE CASCADE,
  constraint identity_provider_check CHECK (joining <> 'domains'::text OR cardinality(domains) > 0),
  constraint identity_provider_client_id_check CHECK (char_length(client_id) >= 1 AND char_length(client_id) <= 500),
  constraint identity_provider_default_role_check CHECK (default_role ~ '^[a-z][a-z-]{0,39}$'::text),
  constraint identity_provider_domains_check CHECK (cardinality(domains) <= 100),
  constraint identity_provider_issuer_check CHECK (char_length(issuer) <= 500),
  constraint identity_provider_joining_check CHECK (joining = ANY (ARRAY['nobody'::text, 'invited'::text, 'domains'::text])),
  constraint identity_provider_name_check CHECK (name <> ''::text AND char_length(name) <= 100),
  constraint identity_provider_public_id_check CHECK (public_id ~ '^idp_[0-9A-Za-z]{22}$'::text),
  constraint identity_provider_role_claim_check CHECK (char_length(role_claim) <= 200),
  constraint identity_provider_role_map_check CHECK (jsonb_typeof(role_map) = 'array'::text)
);
alter table identity_provider enable row level security;
alter table identity_provider force row level security;
create policy maintenance on identity_provider for all to holdfast_maintenance using (true);
create policy platform on identity_provider for all to holdfast_app using ((( SELECT holdfast_scope() AS holdfast_scope)) = 'platform'::text);
create policy tenant on identity_provider for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on identity_provider to holdfast_app;
grant select on identity_provider to holdfast_maintenance;

create table inventory_account (
  tenant_id integer not null,
  asset_id bigint not null,
  name text not null,
  uid bigint not null,
  interactive boolean not null,
  privileged boolean not null,
  password text,
  known_at timestamp(3) with time zone not null default date_trunc('milliseconds'::text, now()),
  constraint inventory_account_pkey PRIMARY KEY (tenant_id, asset_id, name),
  constraint inventory_account_tenant_id_asset_id_fkey FOREIGN KEY (tenant_id, asset_id) REFERENCES asset(tenant_id, asset_id),
  constraint inventory_account_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
CREATE INDEX inventory_account_by_name ON inventory_account USING btree (tenant_id, name, asset_id);
alter table inventory_account enable row level security;
alter table inventory_account force row level security;
create policy maintenance on inventory_account for all to holdfast_maintenance using (true);
create policy scoped on inventory_account as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM scope_asset s
  WHERE s.tenant_id = inventory_account.tenant_id AND s.scope_id = (( SELECT holdfast_scope_id() AS holdfast_scope_id)) AND s.asset_id = inventory_account.asset_id)));
create policy search on inventory_account for all to holdfast_search using (true);
create policy tenant on inventory_account for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
CREATE TRIGGER past_changed AFTER UPDATE ON inventory_account REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION inventory_account_changed();
CREATE TRIGGER past_forgotten AFTER DELETE ON inventory_account REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION inventory_account_forgotten();
CREATE TRIGGER past_known BEFORE UPDATE ON inventory_account FOR EACH ROW WHEN (old.uid IS DISTINCT FROM new.uid OR old.interactive IS DISTINCT FROM new.interactive OR old.privileged IS DISTINCT FROM new.privileged OR old.password IS DISTINCT FROM new.password) EXECUTE FUNCTION inventory_account_known();
grant delete, insert, select, update on inventory_account to holdfast_app;
grant select on inventory_account to holdfast_maintenance;
grant select on inventory_account to holdfast_scoped;
grant select on inventory_account to holdfast_search;

create table inventory_account_past (
  tenant_id integer not null,
  past_id bigint not null generated always as identity,
  asset_id bigint,
  name text,
  uid bigint,
  interactive boolean,
  privileged boolean,
  password text,
  known_at timestamp(3) with time zone not null,
  known_until timestamp(3) with time zone not null,
  constraint inventory_account_past_pkey PRIMARY KEY (tenant_id, past_id),
  constraint inventory_account_past_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint inventory_account_past_check CHECK (known_until > known_at)
);
CREATE INDEX inventory_account_past_of ON inventory_account_past USING btree (tenant_id, asset_id, name, known_until);
CREATE INDEX inventory_account_past_until ON inventory_account_past USING btree (tenant_id, known_until, known_at);
alter table inventory_account_past enable row level security;
alter table inventory_account_past force row level security;
create policy maintenance on inventory_account_past for all to holdfast_maintenance using (true);
create policy scoped on inventory_account_past as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM scope_asset s
  WHERE s.tenant_id = inventory_account_past.tenant_id AND s.scope_id = (( SELECT holdfast_scope_id() AS holdfast_scope_id)) AND s.asset_id = inventory_account_past.asset_id)));
create policy tenant on inventory_account_past for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant insert, select on inventory_account_past to holdfast_app;
grant delete, select on inventory_account_past to holdfast_maintenance;
grant select on inventory_account_past to holdfast_scoped;

create table inventory_address (
  tenant_id integer not null,
  asset_id bigint not null,
  interface text not null,
  mac text,
  address inet not null,
  known_at timestamp(3) with time zone not null default date_trunc('milliseconds'::text, now()),
  constraint inventory_address_pkey PRIMARY KEY (tenant_id, asset_id, interface, address),
  constraint inventory_address_tenant_id_asset_id_fkey FOREIGN KEY (tenant_id, asset_id) REFERENCES asset(tenant_id, asset_id),
  constraint inventory_address_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
CREATE INDEX inventory_address_by_address ON inventory_address USING btree (tenant_id, address, asset_id);
alter table inventory_address enable row level security;
alter table inventory_address force row level security;
create policy maintenance on inventory_address for all to holdfast_maintenance using (true);
create policy scoped on inventory_address as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM scope_asset s
  WHERE s.tenant_id = inventory_address.tenant_id AND s.scope_id = (( SELECT holdfast_scope_id() AS holdfast_scope_id)) AND s.asset_id = inventory_address.asset_id)));
create policy search on inventory_address for all to holdfast_search using (true);
create policy tenant on inventory_address for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
CREATE TRIGGER past_changed AFTER UPDATE ON inventory_address REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION inventory_address_changed();
CREATE TRIGGER past_forgotten AFTER DELETE ON inventory_address REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION inventory_address_forgotten();
CREATE TRIGGER past_known BEFORE UPDATE ON inventory_address FOR EACH ROW WHEN (old.mac IS DISTINCT FROM new.mac) EXECUTE FUNCTION inventory_address_known();
grant delete, insert, select, update on inventory_address to holdfast_app;
grant select on inventory_address to holdfast_maintenance;
grant select on inventory_address to holdfast_scoped;
grant select on inventory_address to holdfast_search;

create table inventory_address_past (
  tenant_id integer not null,
  past_id bigint not null generated always as identity,
  asset_id bigint,
  interface text,
  mac text,
  address inet,
  known_at timestamp(3) with time zone not null,
  known_until timestamp(3) with time zone not null,
  constraint inventory_address_past_pkey PRIMARY KEY (tenant_id, past_id),
  constraint inventory_address_past_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint inventory_address_past_check CHECK (known_until > known_at)
);
CREATE INDEX inventory_address_past_of ON inventory_address_past USING btree (tenant_id, asset_id, interface, address, known_until);
CREATE INDEX inventory_address_past_until ON inventory_address_past USING btree (tenant_id, known_until, known_at);
alter table inventory_address_past enable row level security;
alter table inventory_address_past force row level security;
create policy maintenance on inventory_address_past for all to holdfast_maintenance using (true);
create policy scoped on inventory_address_past as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM scope_asset s
  WHERE s.tenant_id = inventory_address_past.tenant_id AND s.scope_id = (( SELECT holdfast_scope_id() AS holdfast_scope_id)) AND s.asset_id = inventory_address_past.asset_id)));
create policy tenant on inventory_address_past for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant insert, select on inventory_address_past to holdfast_app;
grant delete, select on inventory_address_past to holdfast_maintenance;
grant select on inventory_address_past to holdfast_scoped;

create table inventory_asset_software (
  tenant_id integer not null,
  asset_id bigint not null,
  software integer[] not null,
  known_at timestamp(3) with time zone not null default date_trunc('milliseconds'::text, now()),
  constraint inventory_asset_software_pkey PRIMARY KEY (tenant_id, asset_id),
  constraint inventory_asset_software_tenant_id_asset_id_fkey FOREIGN KEY (tenant_id, asset_id) REFERENCES asset(tenant_id, asset_id),
  constraint inventory_asset_software_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
CREATE INDEX inventory_asset_software_gin ON inventory_asset_software USING gin (software);
alter table inventory_asset_software enable row level security;
alter table inventory_asset_software force row level security;
create policy judge on inventory_asset_software for all to holdfast_judge using (true);
create policy maintenance on inventory_asset_software for all to holdfast_maintenance using (true);
create policy scoped on inventory_asset_software as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM scope_asset s
  WHERE s.tenant_id = inventory_asset_software.tenant_id AND s.scope_id = (( SELECT holdfast_scope_id() AS holdfast_scope_id)) AND s.asset_id = inventory_asset_software.asset_id)));
create policy search on inventory_asset_software for all to holdfast_search using (true);
create policy tenant on inventory_asset_software for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
CREATE TRIGGER past_changed AFTER UPDATE ON inventory_asset_software REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION inventory_asset_software_changed();
CREATE TRIGGER past_forgotten AFTER DELETE ON inventory_asset_software REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION inventory_asset_software_forgotten();
CREATE TRIGGER past_known BEFORE UPDATE ON inventory_asset_software FOR EACH ROW WHEN (old.software IS DISTINCT FROM new.software) EXECUTE FUNCTION inventory_asset_software_known();
grant delete, insert, select, update on inventory_asset_software to holdfast_app;
grant select on inventory_asset_software to holdfast_judge;
grant select on inventory_asset_software to holdfast_maintenance;
grant select on inventory_asset_software to holdfast_scoped;
grant select on inventory_asset_software to holdfast_search;

create table inventory_asset_software_past (
  tenant_id integer not null,
  past_id bigint not null generated always as identity,
  asset_id bigint,
  software integer[],
  known_at timestamp(3) with time zone not null,
  known_until timestamp(3) with time zone not null,
  constraint inventory_asset_software_past_pkey PRIMARY KEY (tenant_id, past_id),
  constraint inventory_asset_software_past_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint inventory_asset_software_past_check CHECK (known_until > known_at)
);
CREATE INDEX inventory_asset_software_past_of ON inventory_asset_software_past USING btree (tenant_id, asset_id, known_until);
CREATE INDEX inventory_asset_software_past_until ON inventory_asset_software_past USING btree (tenant_id, known_until, known_at);
alter table inventory_asset_software_past enable row level security;
alter table inventory_asset_software_past force row level security;
create policy maintenance on inventory_asset_software_past for all to holdfast_maintenance using (true);
create policy scoped on inventory_asset_software_past as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM scope_asset s
  WHERE s.tenant_id = inventory_asset_software_past.tenant_id AND s.scope_id = (( SELECT holdfast_scope_id() AS holdfast_scope_id)) AND s.asset_id = inventory_asset_software_past.asset_id)));
create policy tenant on inventory_asset_software_past for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant insert, select on inventory_asset_software_past to holdfast_app;
grant delete, select on inventory_asset_software_past to holdfast_maintenance;
grant select on inventory_asset_software_past to holdfast_scoped;

create table inventory_feature (
  tenant_id integer not null,
  asset_id bigint not null,
  name text not null,
  enabled boolean not null,
  constraint inventory_feature_pkey PRIMARY KEY (tenant_id, asset_id, name),
  constraint inventory_feature_tenant_id_asset_id_fkey FOREIGN KEY (tenant_id, asset_id) REFERENCES asset(tenant_id, asset_id),
  constraint inventory_feature_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
CREATE INDEX inventory_feature_by_name ON inventory_feature USING btree (tenant_id, name, enabled, asset_id);
alter table inventory_feature enable row level security;
alter table inventory_feature force row level security;
create policy maintenance on inventory_feature for all to holdfast_maintenance using (true);
create policy scoped on inventory_feature as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM scope_asset s
  WHERE s.tenant_id = inventory_feature.tenant_id AND s.scope_id = (( SELECT holdfast_scope_id() AS holdfast_scope_id)) AND s.asset_id = inventory_feature.asset_id)));
create policy search on inventory_feature for all to holdfast_search using (true);
create policy tenant on inventory_feature for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on inventory_feature to holdfast_app;
grant select on inventory_feature to holdfast_maintenance;
grant select on inventory_feature to holdfast_scoped;
grant select on inventory_feature to holdfast_search;

create table inventory_host (
  tenant_id integer not null,
  asset_id bigint not null,
  os_id text,
  os_family text,
  os_name text,
  os_version text,
  kernel text,
  architecture text,
  virtualization text,
  cloud text,
  cpu_count integer,
  memory_bytes bigint,
  vendor text,
  product text,
  package_count integer not null default 0,
  software_count integer not null default 0,
  listener_count integer not null default 0,
  exposed_count integer not null default 0,
  account_count integer not null default 0,
  process_count integer not null default 0,
  service_count integer not null default 0,
  update_count integer not null default 0,
  known_at timestamp(3) with time zone not null default date_trunc('milliseconds'::text, now()),
  os_build integer,
  constraint inventory_host_pkey PRIMARY KEY (tenant_id, asset_id),
  constraint inventory_host_tenant_id_asset_id_fkey FOREIGN KEY (tenant_id, asset_id) REFERENCES asset(tenant_id, asset_id),
  constraint inventory_host_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
CREATE INDEX inventory_host_by_os ON inventory_host USING btree (tenant_id, os_id, os_version);
alter table inventory_host enable row level security;
alter table inventory_host force row level security;
create policy maintenance on inventory_host for all to holdfast_maintenance using (true);
create policy scoped on inventory_host as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM scope_asset s
  WHERE s.tenant_id = inventory_host.tenant_id AND s.scope_id = (( SELECT holdfast_scope_id() AS holdfast_scope_id)) AND s.asset_id = inventory_host.asset_id)));
create policy search on inventory_host for all to holdfast_search using (true);
create policy tenant on inventory_host for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
CREATE TRIGGER counted_delete AFTER DELETE ON inventory_host REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION inventory_host_deleted();
CREATE TRIGGER counted_insert AFTER INSERT ON inventory_host REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION inventory_host_inserted();
CREATE TRIGGER counted_update AFTER UPDATE ON inventory_host REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION inventory_host_updated();
CREATE TRIGGER past_changed AFTER UPDATE ON inventory_host REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION inventory_host_changed();
CREATE TRIGGER past_forgotten AFTER DELETE ON inventory_host REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION inventory_host_forgotten();
CREATE TRIGGER past_known BEFORE UPDATE ON inventory_host FOR EACH ROW WHEN (old.os_id IS DISTINCT FROM new.os_id OR old.os_family IS DISTINCT FROM new.os_family OR old.os_name IS DISTINCT FROM new.os_name OR old.os_version IS DISTINCT FROM new.os_version OR old.kernel IS DISTINCT FROM new.kernel OR old.architecture IS DISTINCT FROM new.architecture OR old.virtualization IS DISTINCT FROM new.virtualization OR old.cloud IS DISTINCT FROM new.cloud OR old.cpu_count IS DISTINCT FROM new.cpu_count OR old.memory_bytes IS DISTINCT FROM new.memory_bytes OR old.vendor IS DISTINCT FROM new.vendor OR old.package_count IS DISTINCT FROM new.package_count OR old.exposed_count IS DISTINCT FROM new.exposed_count OR old.update_count IS DISTINCT FROM new.update_count) EXECUTE FUNCTION inventory_host_known();
grant delete, insert, select, update on inventory_host to holdfast_app;
grant select on inventory_host to holdfast_maintenance;
grant select on inventory_host to holdfast_scoped;
grant select on inventory_host to holdfast_search;

create table inventory_host_count (
  tenant_id integer not null,
  count_id bigint not null generated always as identity,
  os_id text,
  os_family text,
  os_name text,
  os_version text,
  kernel text,
  architecture text,
  virtualization text,
  cloud text,
  vendor text,
  hosts integer not null,
  constraint inventory_host_count_pkey PRIMARY KEY (tenant_id, count_id)
);
alter table inventory_host_count enable row level security;
alter table inventory_host_count force row level security;
create policy maintenance on inventory_host_count for all to holdfast_maintenance using (true);
create policy tenant on inventory_host_count for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
CREATE TRIGGER counted AFTER INSERT ON inventory_host_count FOR EACH ROW WHEN (pg_trigger_depth() < 2) EXECUTE FUNCTION inventory_host_counted();
grant delete, insert, select, update on inventory_host_count to holdfast_app;
grant select on inventory_host_count to holdfast_maintenance;

create table inventory_host_past (
  tenant_id integer not null,
  past_id bigint not null generated always as identity,
  asset_id bigint,
  os_id text,
  os_family text,
  os_name text,
  os_version text,
  kernel text,
  architecture text,
  virtualization text,
  cloud text,
  cpu_count integer,
  memory_bytes bigint,
  vendor text,
  package_count integer,
  exposed_count integer,
  update_count integer,
  known_at timestamp(3) with time zone not null,
  known_until timestamp(3) with time zone not null,
  constraint inventory_host_past_pkey PRIMARY KEY (tenant_id, past_id),
  constraint inventory_host_past_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint inventory_host_past_check CHECK (known_until > known_at)
);
CREATE INDEX inventory_host_past_of ON inventory_host_past USING btree (tenant_id, asset_id, known_until);
CREATE INDEX inventory_host_past_until ON inventory_host_past USING btree (tenant_id, known_until, known_at);
alter table inventory_host_past enable row level security;
alter table inventory_host_past force row level security;
create policy maintenance on inventory_host_past for all to holdfast_maintenance using (true);
create policy scoped on inventory_host_past as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM scope_asset s
  WHERE s.tenant_id = inventory_host_past.tenant_id AND s.scope_id = (( SELECT holdfast_scope_id() AS holdfast_scope_id)) AND s.asset_id = inventory_host_past.asset_id)));
create policy tenant on inventory_host_past for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant insert, select on inventory_host_past to holdfast_app;
grant delete, select on inventory_host_past to holdfast_maintenance;
grant select on inventory_host_past to holdfast_scoped;

create table inventory_listener (
  tenant_id integer not null,
  asset_id bigint not null,
  transport text not null,
  address text not null,
  port integer not null,
  all_interfaces boolean not null,
  loopback boolean not null,
  process text,
  executable text,
  package text,
  known_at timestamp(3) with time zone not null default date_trunc('milliseconds'::text, now()),
  constraint inventory_listener_pkey PRIMARY KEY (tenant_id, asset_id, transport, address, port),
  constraint inventory_listener_tenant_id_asset_id_fkey FOREIGN KEY (tenant_id, asset_id) REFERENCES asset(tenant_id, asset_id),
  constraint inventory_listener_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
CREATE INDEX inventory_listener_by_port ON inventory_listener USING btree (tenant_id, port, asset_id);
alter table inventory_listener enable row level security;
alter table inventory_listener force row level security;
create policy maintenance on inventory_listener for all to holdfast_maintenance using (true);
create policy scoped on inventory_listener as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM scope_asset s
  WHERE s.tenant_id = inventory_listener.tenant_id AND s.scope_id = (( SELECT holdfast_scope_id() AS holdfast_scope_id)) AND s.asset_id = inventory_listener.asset_id)));
create policy search on inventory_listener for all to holdfast_search using (true);
create policy tenant on inventory_listener for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
CREATE TRIGGER past_changed AFTER UPDATE ON inventory_listener REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION inventory_listener_changed();
CREATE TRIGGER past_forgotten AFTER DELETE ON inventory_listener REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION inventory_listener_forgotten();
CREATE TRIGGER past_known BEFORE UPDATE ON inventory_listener FOR EACH ROW WHEN (old.all_interfaces IS DISTINCT FROM new.all_interfaces OR old.process IS DISTINCT FROM new.process OR old.package IS DISTINCT FROM new.package) EXECUTE FUNCTION inventory_listener_known();
grant delete, insert, select, update on inventory_listener to holdfast_app;
grant select on inventory_listener to holdfast_maintenance;
grant select on inventory_listener to holdfast_scoped;
grant select on inventory_listener to holdfast_search;

create table inventory_listener_past (
  tenant_id integer not null,
  past_id bigint not null generated always as identity,
  asset_id bigint,
  transport text,
  address text,
  port integer,
  all_interfaces boolean,
  process text,
  package text,
  known_at timestamp(3) with time zone not null,
  known_until timestamp(3) with time zone not null,
  constraint inventory_listener_past_pkey PRIMARY KEY (tenant_id, past_id),
  constraint inventory_listener_past_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint inventory_listener_past_check CHECK (known_until > known_at)
);
CREATE INDEX inventory_listener_past_of ON inventory_listener_past USING btree (tenant_id, asset_id, transport, address, port, known_until);
CREATE INDEX inventory_listener_past_until ON inventory_listener_past USING btree (tenant_id, known_until, known_at);
alter table inventory_listener_past enable row level security;
alter table inventory_listener_past force row level security;
create policy maintenance on inventory_listener_past for all to holdfast_maintenance using (true);
create policy scoped on inventory_listener_past as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM scope_asset s
  WHERE s.tenant_id = inventory_listener_past.tenant_id AND s.scope_id = (( SELECT holdfast_scope_id() AS holdfast_scope_id)) AND s.asset_id = inventory_listener_past.asset_id)));
create policy tenant on inventory_listener_past for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant insert, select on inventory_listener_past to holdfast_app;
grant delete, select on inventory_listener_past to holdfast_maintenance;
grant select on inventory_listener_past to holdfast_scoped;

create table inventory_software (
  software_id integer not null generated always as identity,
  owner_tenant integer not null default 0,
  ecosystem text not null,
  name text not null,
  version text not null default ''::text,
  purl text not null,
  constraint inventory_software_pkey PRIMARY KEY (software_id),
  constraint inventory_software_owner_tenant_purl_key UNIQUE (owner_tenant, purl)
);
alter table inventory_software enable row level security;
alter table inventory_software force row level security;
create policy judge on inventory_software for all to holdfast_judge using (true);
create policy maintenance on inventory_software for all to holdfast_maintenance using (true);
create policy owner on inventory_software for all to public using (owner_tenant = ANY (ARRAY[0, ( SELECT holdfast_tenant() AS holdfast_tenant)]));
create policy scoped on inventory_software as restrictive for all to holdfast_scoped using (owner_tenant = 0 OR (EXISTS ( SELECT
   FROM inventory_asset_software a
  WHERE a.tenant_id = inventory_software.owner_tenant AND a.software @> ARRAY[inventory_software.software_id])));
create policy search on inventory_software for all to holdfast_search using (true);
grant insert, select on inventory_software to holdfast_app;
grant select on inventory_software to holdfast_judge;
grant select on inventory_software to holdfast_maintenance;
grant select on inventory_software to holdfast_scoped;
grant select on inventory_software to holdfast_search;

create table inventory_tenant_software (
  tenant_id integer not null,
  software_id integer not null,
  ecosystem text not null,
  name text not null,
  name_folded text generated always as (lower((name COLLATE "C"))) stored,
  version text not null,
  version_key text not null,
  purl text not null,
  asset_count integer not null,
  source_name text,
  source_version text,
  constraint inventory_tenant_software_pkey PRIMARY KEY (tenant_id, software_id),
  constraint inventory_tenant_software_software_id_fkey FOREIGN KEY (software_id) REFERENCES inventory_software(software_id),
  constraint inventory_tenant_software_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint inventory_tenant_software_asset_count_check CHECK (asset_count >= 0)
);
CREATE INDEX inventory_tenant_software_by_count ON inventory_tenant_software USING btree (tenant_id, asset_count DESC, software_id);
CREATE INDEX inventory_tenant_software_by_name ON inventory_tenant_software USING btree (tenant_id, name_folded, version_key, software_id);
CREATE INDEX inventory_tenant_software_by_source ON inventory_tenant_software USING btree (tenant_id, source_name) WHERE source_name IS NOT NULL;
CREATE INDEX inventory_tenant_software_names ON inventory_tenant_software USING btree (tenant_id, name_folded COLLATE "C") INCLUDE (name, asset_count);
alter table inventory_tenant_software enable row level security;
alter table inventory_tenant_software force row level security;
create policy judge on inventory_tenant_software for all to holdfast_judge using (true);
create policy maintenance on inventory_tenant_software for all to holdfast_maintenance using (true);
create policy search on inventory_tenant_software for all to holdfast_search using (true);
create policy tenant on inventory_tenant_software for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
CREATE TRIGGER past_forgotten AFTER DELETE ON inventory_tenant_software REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION inventory_tenant_software_forgotten();
grant delete, insert, select, update on inventory_tenant_software to holdfast_app;
grant select on inventory_tenant_software to holdfast_judge;
grant select on inventory_tenant_software to holdfast_maintenance;
grant select on inventory_tenant_software to holdfast_search;

create table inventory_tenant_software_past (
  tenant_id integer not null,
  software_id integer not null,
  ecosystem text not null,
  name text not null,
  name_folded text generated always as (lower((name COLLATE "C"))) stored,
  version text not null,
  version_key text not null,
  purl text not null,
  source_name text,
  source_version text,
  constraint inventory_tenant_software_past_pkey PRIMARY KEY (tenant_id, software_id),
  constraint inventory_tenant_software_past_software_id_fkey FOREIGN KEY (software_id) REFERENCES inventory_software(software_id),
  constraint inventory_tenant_software_past_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table inventory_tenant_software_past enable row level security;
alter table inventory_tenant_software_past force row level security;
create policy maintenance on inventory_tenant_software_past for all to holdfast_maintenance using (true);
create policy scoped on inventory_tenant_software_past as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM inventory_asset_software_past a
  WHERE a.tenant_id = inventory_tenant_software_past.tenant_id AND a.software @> ARRAY[inventory_tenant_software_past.software_id])));
create policy tenant on inventory_tenant_software_past for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant insert, select on inventory_tenant_software_past to holdfast_app;
grant select on inventory_tenant_software_past to holdfast_maintenance;
grant select on inventory_tenant_software_past to holdfast_scoped;

create table inventory_update (
  tenant_id integer not null,
  asset_id bigint not null,
  id text not null,
  installed_at timestamp(3) with time zone,
  constraint inventory_update_pkey PRIMARY KEY (tenant_id, asset_id, id),
  constraint inventory_update_tenant_id_asset_id_fkey FOREIGN KEY (tenant_id, asset_id) REFERENCES asset(tenant_id, asset_id),
  constraint inventory_update_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
CREATE INDEX inventory_update_by_id ON inventory_update USING btree (tenant_id, id, asset_id);
alter table inventory_update enable row level security;
alter table inventory_update force row level security;
create policy maintenance on inventory_update for all to holdfast_maintenance using (true);
create policy scoped on inventory_update as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM scope_asset s
  WHERE s.tenant_id = inventory_update.tenant_id AND s.scope_id = (( SELECT holdfast_scope_id() AS holdfast_scope_id)) AND s.asset_id = inventory_update.asset_id)));
create policy search on inventory_update for all to holdfast_search using (true);
create policy tenant on inventory_update for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on inventory_update to holdfast_app;
grant select on inventory_update to holdfast_maintenance;
grant select on inventory_update to holdfast_scoped;
grant select on inventory_update to holdfast_search;

create table invitation (
  tenant_id integer not null,
  invitation_id integer not null generated always as identity,
  public_id text not null,
  digest bytea not null,
  kind text not null,
  person_id integer,
  name text not null,
  email text,
  role text not null,
  invited_by text not null,
  inviter_id integer,
  created_at timestamp(3) with time zone not null default now(),
  expires_at timestamp(3) with time zone not null,
  accepted_at timestamp(3) with time zone,
  revoked_at timestamp(3) with time zone,
  version integer not null default 1,
  provider_id integer,
  scope_id bigint,
  unit_id bigint,
  constraint invitation_pkey PRIMARY KEY (tenant_id, invitation_id),
  constraint invitation_digest_key UNIQUE (digest),
  constraint invitation_public_id_key UNIQUE (public_id),
  constraint invitation_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES tenant(id),
  constraint invitation_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id) ON DELETE CASCADE,
  constraint invitation_tenant_id_person_id_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES membership(tenant_id, person_id) ON DELETE CASCADE,
  constraint invitation_tenant_id_scope_id_fkey FOREIGN KEY (tenant_id, scope_id) REFERENCES scope(tenant_id, scope_id),
  constraint invitation_tenant_id_unit_id_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES unit(tenant_id, unit_id),
  constraint invitation_check CHECK ((kind = 'sign-in'::text) = (person_id IS NOT NULL)),
  constraint invitation_check1 CHECK (unit_id IS NULL OR scope_id IS NOT NULL),
  constraint invitation_digest_check CHECK (octet_length(digest) = 32),
  constraint invitation_email_check CHECK (char_length(email) <= 320),
  constraint invitation_invited_by_check CHECK (char_length(invited_by) <= 300),
  constraint invitation_kind_check CHECK (kind = ANY (ARRAY['join'::text, 'sign-in'::text])),
  constraint invitation_name_check CHECK (name <> ''::text AND char_length(name) <= 200),
  constraint invitation_public_id_check CHECK (public_id ~ '^inv_[0-9A-Za-z]{22}$'::text),
  constraint invitation_role_check CHECK (role ~ '^[a-z][a-z-]{0,39}$'::text)
);
CREATE INDEX invitation_inviter ON invitation USING btree (tenant_id, inviter_id);
CREATE INDEX invitation_person ON invitation USING btree (tenant_id, person_id);
CREATE INDEX invitation_scope ON invitation USING btree (tenant_id, scope_id) WHERE scope_id IS NOT NULL;
CREATE INDEX invitation_unit ON invitation USING btree (tenant_id, unit_id) WHERE unit_id IS NOT NULL;
alter table invitation enable row level security;
alter table invitation force row level security;
create policy maintenance on invitation for all to holdfast_maintenance using (true);
create policy platform on invitation for all to holdfast_app using ((( SELECT holdfast_scope() AS holdfast_scope)) = 'platform'::text);
create policy scoped on invitation as restrictive for all to holdfast_scoped using (scope_within(scope_id));
create policy tenant on invitation for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on invitation to holdfast_app;
grant select on invitation to holdfast_maintenance;
grant delete, insert, select, update on invitation to holdfast_scoped;

create table job (
  tenant_id integer not null,
  job_id bigint not null generated always as identity,
  public_id text not null,
  kind text not null,
  title text not null,
  args jsonb not null,
  state text not null default 'queued'::text,
  phase text not null default ''::text,
  message text not null default ''::text,
  done bigint not null default 0,
  total bigint,
  started_by text not null,
  created_at timestamp(3) with time zone not null default now(),
  not_before timestamp(3) with time zone not null default date_trunc('milliseconds'::text, now()),
  started_at timestamp(3) with time zone,
  heartbeat_at timestamp(3) with time zone,
  finished_at timestamp(3) with time zone,
  attempts smallint not null default 0,
  cancel_requested boolean not null default false,
  error text,
  version integer not null default 1,
  scope_id bigint default holdfast_scope_id(),
  caller text default holdfast_caller(),
  constraint job_pkey PRIMARY KEY (tenant_id, job_id),
  constraint job_public_id_key UNIQUE (public_id),
  constraint job_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint job_public_id_check CHECK (public_id ~ '^job_[0-9A-Za-z]{22}$'::text),
  constraint job_state_check CHECK (state = ANY (ARRAY['queued'::text, 'running'::text, 'done'::text, 'failed'::text, 'cancelled'::text]))
);
CREATE INDEX job_finished ON job USING btree (finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX job_newest ON job USING btree (tenant_id, job_id DESC);
CREATE INDEX job_running ON job USING btree (heartbeat_at) WHERE state = 'running'::text;
CREATE INDEX job_waiting ON job USING btree (tenant_id, job_id) WHERE state = 'queued'::text;
alter table job enable row level security;
alter table job force row level security;
create policy jobs on job for all to holdfast_jobs using (true);
create policy maintenance on job for all to holdfast_maintenance using (true);
create policy scoped on job as restrictive for all to holdfast_scoped using (scope_id = (( SELECT holdfast_scope_id() AS holdfast_scope_id)) AND caller = (( SELECT holdfast_caller() AS holdfast_caller)));
create policy tenant on job for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant insert, select, update on job to holdfast_app;
grant select, update on job to holdfast_jobs;
grant delete, select on job to holdfast_maintenance;
grant insert, select, update on job to holdfast_scoped;

create table judge_basis (
  basis_no integer not null generated always as identity,
  judge text not null,
  judge_version integer not null,
  digest text not null,
  app text not null,
  content_version integer not null,
  current boolean not null default true,
  since timestamp(3) with time zone not null default now(),
  constraint judge_basis_pkey PRIMARY KEY (basis_no),
  constraint judge_basis_judge_digest_key UNIQUE (judge, digest)
);
CREATE UNIQUE INDEX judge_basis_current ON judge_basis USING btree (judge) WHERE current;
grant select on judge_basis to holdfast_app;
grant select on judge_basis to holdfast_jobs;
grant select on judge_basis to holdfast_judge;
grant select on judge_basis to holdfast_maintenance;
grant select on judge_basis to holdfast_scoped;
grant select on judge_basis to holdfast_search;

create table judgement_due (
  tenant_id integer not null,
  asset_id bigint not null,
  judge text not null,
  reason text not null,
  priority smallint not null,
  due_at timestamp(3) with time zone not null,
  attempts smallint not null default 0,
  constraint judgement_due_pkey PRIMARY KEY (tenant_id, asset_id, judge),
  constraint judgement_due_tenant_id_asset_id_fkey FOREIGN KEY (tenant_id, asset_id) REFERENCES asset(tenant_id, asset_id) ON DELETE CASCADE,
  constraint judgement_due_reason_check CHECK (reason = ANY (ARRAY['facts'::text, 'content'::text, 'date'::text, 'asked'::text, 'retry'::text]))
);
CREATE INDEX judgement_due_turn ON judgement_due USING btree (tenant_id, priority, due_at);
CREATE INDEX judgement_due_when ON judgement_due USING btree (due_at, tenant_id);
alter table judgement_due enable row level security;
alter table judgement_due force row level security;
create policy judge on judgement_due for all to holdfast_judge using (true);
create policy maintenance on judgement_due for all to holdfast_maintenance using (true);
create policy scoped on judgement_due as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM scope_asset s
  WHERE s.tenant_id = judgement_due.tenant_id AND s.scope_id = (( SELECT holdfast_scope_id() AS holdfast_scope_id)) AND s.asset_id = judgement_due.asset_id)));
create policy tenant on judgement_due for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on judgement_due to holdfast_app;
grant insert, select, update on judgement_due to holdfast_judge;
grant select on judgement_due to holdfast_maintenance;
grant select on judgement_due to holdfast_scoped;

create table ledger (
  tenant_id integer not null,
  stage text not null,
  hour timestamp(0) with time zone not null,
  slot smallint not null,
  came bigint not null default 0,
  went bigint not null default 0,
  aside bigint not null default 0,
  repeated bigint not null default 0,
  early bigint not null default 0,
  refused bigint not null default 0,
  bytes bigint not null default 0,
  constraint ledger_pkey PRIMARY KEY (tenant_id, stage, hour, slot),
  constraint ledger_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint ledger_stage_check CHECK (stage = ANY (ARRAY['receive'::text, 'apply'::text, 'record'::text, 'replay'::text]))
);
alter table ledger enable row level security;
alter table ledger force row level security;
create policy maintenance on ledger for all to holdfast_maintenance using (true);
create policy tenant on ledger for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on ledger to holdfast_app;
grant select on ledger to holdfast_maintenance;

create table membership (
  tenant_id integer not null,
  person_id integer not null,
  role text not null,
  state text not null default 'active'::text,
  version integer not null default 1,
  created_at timestamp(3) with time zone not null default now(),
  changed_at timestamp(3) with time zone not null default now(),
  expires_at timestamp(3) with time zone,
  kind text not null default 'own'::text,
  provider_id integer,
  guest_of text,
  scope_id bigint,
  unit_id bigint,
  constraint membership_pkey PRIMARY KEY (tenant_id, person_id),
  constraint membership_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON DELETE CASCADE,
  constraint membership_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES tenant(id),
  constraint membership_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id) ON DELETE CASCADE,
  constraint membership_tenant_id_scope_id_fkey FOREIGN KEY (tenant_id, scope_id) REFERENCES scope(tenant_id, scope_id),
  constraint membership_tenant_id_unit_id_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES unit(tenant_id, unit_id),
  constraint membership_check CHECK (unit_id IS NULL OR scope_id IS NOT NULL),
  constraint membership_granted CHECK ((kind = 'granted'::text) = (provider_id IS NOT NULL)),
  constraint membership_guest_of_check CHECK (char_length(guest_of) <= 200),
  constraint membership_kind_check CHECK (kind = ANY (ARRAY['own'::text, 'granted'::text])),
  constraint membership_role_check CHECK (role ~ '^[a-z][a-z-]{0,39}$'::text),
  constraint membership_state_check CHECK (state = ANY (ARRAY['active'::text, 'suspended'::text]))
);
CREATE INDEX membership_granted_by ON membership USING btree (provider_id, person_id) WHERE kind = 'granted'::text;
CREATE INDEX membership_person ON membership USING btree (person_id, tenant_id);
CREATE INDEX membership_scope ON membership USING btree (tenant_id, scope_id) WHERE scope_id IS NOT NULL;
CREATE INDEX membership_unit ON membership USING btree (tenant_id, unit_id) WHERE unit_id IS NOT NULL;
alter table membership enable row level security;
alter table membership force row level security;
create policy judge on membership for all to holdfast_judge using (true);
create policy maintenance on membership for all to holdfast_maintenance using (true);
create policy platform on membership for all to holdfast_app using ((( SELECT holdfast_scope() AS holdfast_scope)) = 'platform'::text);
create policy scoped on membership as restrictive for all to holdfast_scoped using (scope_within(scope_id));
create policy tenant on membership for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
CREATE TRIGGER access_changed AFTER DELETE OR UPDATE ON membership FOR EACH ROW EXECUTE FUNCTION access_changed('person', 'person_id');
grant delete, insert, select, update on membership to holdfast_app;
grant select on membership to holdfast_judge;
grant select on membership to holdfast_maintenance;
grant delete, select, update on membership to holdfast_scoped;

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

create table network (
  tenant_id integer not null,
  network_id bigint not null generated always as identity,
  public_id text not null,
  name text not null,
  is_default boolean not null default false,
  created_at timestamp(3) with time zone not null default now(),
  version integer not null default 1,
  constraint network_pkey PRIMARY KEY (tenant_id, network_id),
  constraint network_public_id_key UNIQUE (public_id),
  constraint network_tenant_id_name_key UNIQUE (tenant_id, name),
  constraint network_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint network_name_check CHECK (name <> ''::text AND char_length(name) <= 200),
  constraint network_public_id_check CHECK (public_id ~ '^net_[0-9A-Za-z]{22}$'::text)
);
CREATE UNIQUE INDEX network_default ON network USING btree (tenant_id) WHERE is_default;
alter table network enable row level security;
alter table network force row level security;
create policy judge on network for all to holdfast_judge using (true);
create policy maintenance on network for all to holdfast_maintenance using (true);
create policy search on network for all to holdfast_search using (true);
create policy tenant on network for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
CREATE TRIGGER tag_mark_named AFTER UPDATE ON network FOR EACH ROW WHEN (old.name IS DISTINCT FROM new.name) EXECUTE FUNCTION tag_mark_network();
grant delete, insert, select, update on network to holdfast_app;
grant select on network to holdfast_judge;
grant select on network to holdfast_maintenance;
grant select on network to holdfast_scoped;
grant select on network to holdfast_search;

create table not_assessed (
  tenant_id integer not null,
  asset_id bigint not null,
  check_no integer not null,
  place text not null,
  outcome text not null,
  reason text not null,
  since timestamp(3) with time zone not null,
  constraint not_assessed_pkey PRIMARY KEY (tenant_id, asset_id, check_no, place),
  constraint not_assessed_check_no_fkey FOREIGN KEY (check_no) REFERENCES check_definition(check_no),
  constraint not_assessed_tenant_id_asset_id_fkey FOREIGN KEY (tenant_id, asset_id) REFERENCES asset(tenant_id, asset_id) ON DELETE CASCADE,
  constraint not_assessed_outcome_check CHECK (outcome = ANY (ARRAY['unknown'::text, 'error'::text])),
  constraint not_assessed_place_check CHECK (octet_length(place) <= 1024)
);
CREATE INDEX not_assessed_check ON not_assessed USING btree (tenant_id, check_no);
alter table not_assessed enable row level security;
alter table not_assessed force row level security;
create policy judge on not_assessed for all to holdfast_judge using (true);
create policy maintenance on not_assessed for all to holdfast_maintenance using (true);
create policy scoped on not_assessed as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM scope_asset s
  WHERE s.tenant_id = not_assessed.tenant_id AND s.scope_id = (( SELECT holdfast_scope_id() AS holdfast_scope_id)) AND s.asset_id = not_assessed.asset_id)));
create policy tenant on not_assessed for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
CREATE TRIGGER campaigns_mark_gone AFTER DELETE ON not_assessed REFERENCING OLD TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION campaigns_mark();
CREATE TRIGGER campaigns_mark_new AFTER INSERT ON not_assessed REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION campaigns_mark();
grant delete, insert, select, update on not_assessed to holdfast_app;
grant select on not_assessed to holdfast_judge;
grant select on not_assessed to holdfast_maintenance;
grant select on not_assessed to holdfast_scoped;

create table notify_attempt (
  tenant_id integer not null,
  delivery_id bigint not null,
  attempt integer not null,
  began_at timestamp(3) with time zone not null,
  took_ms integer not null,
  ok boolean not null,
  answer text not null,
  constraint notify_attempt_pkey PRIMARY KEY (tenant_id, delivery_id, attempt),
  constraint notify_attempt_tenant_id_delivery_id_fkey FOREIGN KEY (tenant_id, delivery_id) REFERENCES notify_delivery(tenant_id, delivery_id) ON DELETE CASCADE
);
alter table notify_attempt enable row level security;
alter table notify_attempt force row level security;
create policy maintenance on notify_attempt for all to holdfast_maintenance using (true);
create policy scoped on notify_attempt as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM notify_delivery d
  WHERE d.tenant_id = notify_attempt.tenant_id AND d.delivery_id = notify_attempt.delivery_id)));
create policy tenant on notify_attempt for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant insert, select on notify_attempt to holdfast_app;
grant select on notify_attempt to holdfast_maintenance;
grant select on notify_attempt to holdfast_scoped;

create table notify_channel (
  tenant_id integer not null,
  channel_id bigint not null generated always as identity,
  public_id text not null,
  name text not null,
  name_folded text not null generated always as (lower((name COLLATE "C"))) stored,
  kind text not null,
  settings jsonb not null,
  sealed text,
  paused_at timestamp(3) with time zone,
  paused_why text,
  failures integer not null default 0,
  failing_since timestamp(3) with time zone,
  last_error text,
  not_before timestamp(3) with time zone,
  delivered_at timestamp(3) with time zone,
  created_by text not null,
  created_at timestamp(3) with time zone not null default now(),
  updated_by text not null,
  updated_at timestamp(3) with time zone not null default now(),
  version integer not null default 1,
  constraint notify_channel_pkey PRIMARY KEY (tenant_id, channel_id),
  constraint notify_channel_public_id_key UNIQUE (public_id),
  constraint notify_channel_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint notify_channel_kind_check CHECK (kind = ANY (ARRAY['mail'::text, 'webhook'::text, 'syslog'::text, 'notice'::text])),
  constraint notify_channel_name_check CHECK (name <> ''::text AND char_length(name) <= 100),
  constraint notify_channel_public_id_check CHECK (public_id ~ '^chn_[0-9A-Za-z]{22}$'::text),
  constraint notify_channel_sealed_check CHECK (char_length(sealed) <= 20000),
  constraint notify_channel_settings_check CHECK (jsonb_typeof(settings) = 'object'::text)
);
CREATE UNIQUE INDEX notify_channel_name ON notify_channel USING btree (tenant_id, name_folded);
CREATE UNIQUE INDEX notify_channel_notice ON notify_channel USING btree (tenant_id) WHERE kind = 'notice'::text;
alter table notify_channel enable row level security;
alter table notify_channel force row level security;
create policy jobs on notify_channel for all to holdfast_jobs using (true);
create policy maintenance on notify_channel for all to holdfast_maintenance using (true);
create policy tenant on notify_channel for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on notify_channel to holdfast_app;
grant select on notify_channel to holdfast_jobs;
grant select on notify_channel to holdfast_maintenance;

create table notify_delivery (
  tenant_id integer not null,
  delivery_id bigint not null generated always as identity,
  public_id text not null,
  message_id bigint not null,
  channel_id bigint not null,
  kind text not null default 'message'::text,
  state text not null default 'waiting'::text,
  attempts integer not null default 0,
  next_at timestamp(3) with time zone not null default date_trunc('milliseconds'::text, now()),
  leased_until timestamp(3) with time zone,
  give_up_at timestamp(3) with time zone not null,
  answer text,
  folded_into bigint,
  created_at timestamp(3) with time zone not null default now(),
  ended_at timestamp(3) with time zone,
  version integer not null default 1,
  constraint notify_delivery_pkey PRIMARY KEY (tenant_id, delivery_id),
  constraint notify_delivery_public_id_key UNIQUE (public_id),
  constraint notify_delivery_tenant_id_channel_id_fkey FOREIGN KEY (tenant_id, channel_id) REFERENCES notify_channel(tenant_id, channel_id) ON DELETE CASCADE,
  constraint notify_delivery_tenant_id_folded_into_fkey FOREIGN KEY (tenant_id, folded_into) REFERENCES notify_delivery(tenant_id, delivery_id) ON DELETE CASCADE,
  constraint notify_delivery_tenant_id_message_id_fkey FOREIGN KEY (tenant_id, message_id) REFERENCES notify_message(tenant_id, message_id) ON DELETE CASCADE,
  constraint notify_delivery_kind_check CHECK (kind = ANY (ARRAY['message'::text, 'test'::text, 'digest'::text])),
  constraint notify_delivery_public_id_check CHECK (public_id ~ '^dlv_[0-9A-Za-z]{22}$'::text),
  constraint notify_delivery_state_check CHECK (state = ANY (ARRAY['waiting'::text, 'sending'::text, 'delivered'::text, 'failed'::text, 'folded'::text]))
);
CREATE INDEX notify_delivery_channel ON notify_delivery USING btree (tenant_id, channel_id, delivery_id DESC);
CREATE INDEX notify_delivery_folded ON notify_delivery USING btree (tenant_id, folded_into) WHERE folded_into IS NOT NULL;
CREATE INDEX notify_delivery_message ON notify_delivery USING btree (tenant_id, message_id);
CREATE INDEX notify_delivery_newest ON notify_delivery USING btree (tenant_id, delivery_id DESC);
CREATE INDEX notify_delivery_open ON notify_delivery USING btree (tenant_id, channel_id, delivery_id) WHERE state = ANY (ARRAY['waiting'::text, 'sending'::text]);
alter table notify_delivery enable row level security;
alter table notify_delivery force row level security;
create policy jobs on notify_delivery for all to holdfast_jobs using (true);
create policy maintenance on notify_delivery for all to holdfast_maintenance using (true);
create policy scoped on notify_delivery as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM notify_message m
  WHERE m.tenant_id = notify_delivery.tenant_id AND m.message_id = notify_delivery.message_id)));
create policy tenant on notify_delivery for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant insert, select, update on notify_delivery to holdfast_app;
grant select, update on notify_delivery to holdfast_jobs;
grant select on notify_delivery to holdfast_maintenance;
grant insert, select, update on notify_delivery to holdfast_scoped;

create table notify_mail_server (
  tenant_id integer not null,
  settings jsonb not null,
  sealed text,
  updated_by text not null,
  updated_at timestamp(3) with time zone not null default now(),
  version integer not null default 1,
  constraint notify_mail_server_pkey PRIMARY KEY (tenant_id),
  constraint notify_mail_server_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint notify_mail_server_sealed_check CHECK (char_length(sealed) <= 20000),
  constraint notify_mail_server_settings_check CHECK (jsonb_typeof(settings) = 'object'::text)
);
alter table notify_mail_server enable row level security;
alter table notify_mail_server force row level security;
create policy maintenance on notify_mail_server for all to holdfast_maintenance using (true);
create policy tenant on notify_mail_server for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on notify_mail_server to holdfast_app;
grant select on notify_mail_server to holdfast_maintenance;

create table notify_message (
  tenant_id integer not null,
  message_id bigint not null generated always as identity,
  public_id text not null,
  origin text not null,
  body jsonb not null,
  created_at timestamp(3) with time zone not null default now(),
  constraint notify_message_pkey PRIMARY KEY (tenant_id, message_id),
  constraint notify_message_public_id_key UNIQUE (public_id),
  constraint notify_message_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint notify_message_public_id_check CHECK (public_id ~ '^msg_[0-9A-Za-z]{22}$'::text)
);
CREATE INDEX notify_message_at ON notify_message USING btree (created_at);
alter table notify_message enable row level security;
alter table notify_message force row level security;
create policy maintenance on notify_message for all to holdfast_maintenance using (true);
create policy scoped on notify_message as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM alert_rule r
  WHERE r.tenant_id = notify_message.tenant_id AND r.public_id = notify_message.origin)));
create policy tenant on notify_message for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant insert, select on notify_message to holdfast_app;
grant delete, select on notify_message to holdfast_maintenance;
grant insert, select on notify_message to holdfast_scoped;

create table outbox (
  tenant_id integer not null,
  id bigint not null generated always as identity,
  seq bigint,
  topic text not null,
  body jsonb not null,
  at timestamp(3) with time zone not null default now(),
  constraint outbox_pkey PRIMARY KEY (tenant_id, id),
  constraint outbox_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint outbox_topic_check CHECK (topic ~ '^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)*$'::text AND char_length(topic) <= 100)
);
CREATE INDEX outbox_at ON outbox USING btree (at);
CREATE UNIQUE INDEX outbox_seq ON outbox USING btree (tenant_id, seq);
CREATE INDEX outbox_unnumbered ON outbox USING btree (tenant_id, id) WHERE seq IS NULL;
alter table outbox enable row level security;
alter table outbox force row level security;
create policy maintenance on outbox for all to holdfast_maintenance using (true);
create policy scoped on outbox as restrictive for select to holdfast_scoped using (scope_hears(topic, body));
create policy scoped_delete on outbox as restrictive for delete to holdfast_scoped using (true);
create policy scoped_insert on outbox as restrictive for insert to holdfast_scoped with check (true);
create policy scoped_update on outbox as restrictive for update to holdfast_scoped using (true) with check (true);
create policy tenant on outbox for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
CREATE CONSTRAINT TRIGGER outbox_number AFTER INSERT ON outbox DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION outbox_number();
grant insert, select on outbox to holdfast_app;
grant delete, select on outbox to holdfast_maintenance;
grant insert, select on outbox to holdfast_scoped;

create table outbox_head (
  tenant_id integer not null,
  seq bigint not null,
  dropped bigint not null default 0,
  constraint outbox_head_pkey PRIMARY KEY (tenant_id),
  constraint outbox_head_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table outbox_head enable row level security;
alter table outbox_head force row level security;
create policy judge on outbox_head for all to holdfast_judge using (true);
create policy maintenance on outbox_head for all to holdfast_maintenance using (true);
create policy tenant on outbox_head for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant select on outbox_head to holdfast_app;
grant select on outbox_head to holdfast_judge;
grant select, update on outbox_head to holdfast_maintenance;
grant select on outbox_head to holdfast_scoped;

create table own_role (
  tenant_id integer not null,
  name text not null,
  title text not null,
  summary text not null default ''::text,
  permissions text[] not null,
  cloned_from text not null,
  version integer not null default 1,
  created_at timestamp(3) with time zone not null default now(),
  changed_at timestamp(3) with time zone not null default now(),
  constraint own_role_pkey PRIMARY KEY (tenant_id, name),
  constraint own_role_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id) ON DELETE CASCADE,
  constraint own_role_name_check CHECK (name ~ '^own-[a-z][a-z-]{0,35}$'::text),
  constraint own_role_permissions_check CHECK (cardinality(permissions) >= 1 AND cardinality(permissions) <= 200),
  constraint own_role_summary_check CHECK (char_length(summary) <= 500),
  constraint own_role_title_check CHECK (title <> ''::text AND char_length(title) <= 100)
);
CREATE UNIQUE INDEX own_role_title ON own_role USING btree (tenant_id, lower(title));
alter table own_role enable row level security;
alter table own_role force row level security;
create policy maintenance on own_role for all to holdfast_maintenance using (true);
create policy platform on own_role for all to holdfast_app using ((( SELECT holdfast_scope() AS holdfast_scope)) = 'platform'::text);
create policy scoped_delete on own_role as restrictive for delete to holdfast_scoped using (false);
create policy scoped_insert on own_role as restrictive for insert to holdfast_scoped with check (false);
create policy scoped_update on own_role as restrictive for update to holdfast_scoped using (false) with check (false);
create policy tenant on own_role for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
CREATE TRIGGER pushed_changed BEFORE UPDATE ON own_role FOR EACH ROW WHEN (old.title IS DISTINCT FROM new.title OR old.summary IS DISTINCT FROM new.summary OR old.permissions IS DISTINCT FROM new.permissions) EXECUTE FUNCTION pushed_guard('role', 'name');
CREATE TRIGGER pushed_removed BEFORE DELETE ON own_role FOR EACH ROW EXECUTE FUNCTION pushed_guard('role', 'name');
grant delete, insert, select, update on own_role to holdfast_app;
grant select on own_role to holdfast_maintenance;
grant select, update on own_role to holdfast_scoped;

create table passkey (
  credential_id text not null,
  public_id text not null,
  person_id integer not null,
  public_key bytea not null,
  counter bigint not null,
  rp_id text not null,
  transports text[] not null default '{}'::text[],
  name text not null,
  backed_up boolean not null,
  created_at timestamp(3) with time zone not null default now(),
  used_at timestamp(3) with time zone,
  constraint passkey_pkey PRIMARY KEY (credential_id),
  constraint passkey_public_id_key UNIQUE (public_id),
  constraint passkey_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON DELETE CASCADE,
  constraint passkey_credential_id_check CHECK (char_length(credential_id) >= 1 AND char_length(credential_id) <= 1400),
  constraint passkey_name_check CHECK (name <> ''::text AND char_length(name) <= 100),
  constraint passkey_public_id_check CHECK (public_id ~ '^pky_[0-9A-Za-z]{22}$'::text),
  constraint passkey_public_key_check CHECK (octet_length(public_key) <= 4096),
  constraint passkey_rp_id_check CHECK (char_length(rp_id) <= 255)
);
CREATE INDEX passkey_person ON passkey USING btree (person_id);
alter table passkey enable row level security;
alter table passkey force row level security;
create policy maintenance on passkey for all to holdfast_maintenance using (true);
create policy platform on passkey for all to holdfast_app using ((( SELECT holdfast_scope() AS holdfast_scope)) = 'platform'::text);
grant delete, insert, select, update on passkey to holdfast_app;
grant select on passkey to holdfast_maintenance;

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
CREATE INDEX person_email ON person USING btree (lower(email));
alter table person enable row level security;
alter table person force row level security;
create policy maintenance on person for all to holdfast_maintenance using (true);
create policy member on person for select to holdfast_app using ((EXISTS ( SELECT
   FROM membership m
  WHERE m.person_id = person.id AND m.tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)))));
create policy member_scoped on person for select to holdfast_scoped using ((EXISTS ( SELECT
   FROM membership m
  WHERE m.person_id = person.id AND m.tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)))));
create policy platform on person for all to holdfast_app using ((( SELECT holdfast_scope() AS holdfast_scope)) = 'platform'::text);
CREATE TRIGGER access_changed AFTER UPDATE OF state ON person FOR EACH ROW EXECUTE FUNCTION access_changed('person', 'id');
grant delete, insert, select, update on person to holdfast_app;
grant select on person to holdfast_maintenance;
grant select on person to holdfast_scoped;

create table person_password (
  person_id integer not null,
  sign_in_name text not null,
  hash text not null,
  changed_at timestamp(3) with time zone not null default now(),
  constraint person_password_pkey PRIMARY KEY (person_id),
  constraint person_password_sign_in_name_key UNIQUE (sign_in_name),
  constraint person_password_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON DELETE CASCADE,
  constraint person_password_hash_check CHECK (hash ~~ '$argon2id$%'::text),
  constraint person_password_sign_in_name_check CHECK (sign_in_name ~ '^[a-z0-9][a-z0-9._-]{1,59}$'::text)
);
alter table person_password enable row level security;
alter table person_password force row level security;
create policy maintenance on person_password for all to holdfast_maintenance using (true);
create policy platform on person_password for all to holdfast_app using ((( SELECT holdfast_scope() AS holdfast_scope)) = 'platform'::text);
grant delete, insert, select, update on person_password to holdfast_app;
grant select on person_password to holdfast_maintenance;

create table person_totp (
  person_id integer not null,
  sealed text not null,
  confirmed_at timestamp(3) with time zone,
  last_step bigint not null default 0,
  created_at timestamp(3) with time zone not null default now(),
  constraint person_totp_pkey PRIMARY KEY (person_id),
  constraint person_totp_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON DELETE CASCADE
);
alter table person_totp enable row level security;
alter table person_totp force row level security;
create policy maintenance on person_totp for all to holdfast_maintenance using (true);
create policy platform on person_totp for all to holdfast_app using ((( SELECT holdfast_scope() AS holdfast_scope)) = 'platform'::text);
grant delete, insert, select, update on person_totp to holdfast_app;
grant select on person_totp to holdfast_maintenance;

create table pushed_blueprint (
  tenant_id integer not null,
  blueprint text not null,
  name text not null,
  provider_id integer not null,
  provider_public_id text not null,
  provider_name text not null,
  revision integer not null,
  pushed_at timestamp(3) with time zone not null default now(),
  constraint pushed_blueprint_pkey PRIMARY KEY (tenant_id, blueprint),
  constraint pushed_blueprint_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint pushed_blueprint_blueprint_check CHECK (blueprint ~ '^blp_[0-9A-Za-z]{22}$'::text)
);
alter table pushed_blueprint enable row level security;
alter table pushed_blueprint force row level security;
create policy judge on pushed_blueprint for all to holdfast_judge using (true);
create policy maintenance on pushed_blueprint for all to holdfast_maintenance using (true);
create policy tenant on pushed_blueprint for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on pushed_blueprint to holdfast_app;
grant select on pushed_blueprint to holdfast_judge;
grant select on pushed_blueprint to holdfast_maintenance;

create table pushed_object (
  tenant_id integer not null,
  kind text not null,
  object text not null,
  blueprint text not null,
  key text not null,
  name text not null,
  place integer not null default 0,
  version integer not null,
  pushed_at timestamp(3) with time zone not null default now(),
  constraint pushed_object_pkey PRIMARY KEY (tenant_id, kind, object),
  constraint pushed_object_tenant_id_blueprint_key_key UNIQUE (tenant_id, blueprint, key),
  constraint pushed_object_tenant_id_blueprint_fkey FOREIGN KEY (tenant_id, blueprint) REFERENCES pushed_blueprint(tenant_id, blueprint) ON DELETE CASCADE
);
alter table pushed_object enable row level security;
alter table pushed_object force row level security;
create policy judge on pushed_object for all to holdfast_judge using (true);
create policy maintenance on pushed_object for all to holdfast_maintenance using (true);
create policy tenant on pushed_object for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on pushed_object to holdfast_app;
grant delete, select on pushed_object to holdfast_judge;
grant select on pushed_object to holdfast_maintenance;

create table recovery_code (
  person_id integer not null,
  digest bytea not null,
  used_at timestamp(3) with time zone,
  constraint recovery_code_pkey PRIMARY KEY (person_id, digest),
  constraint recovery_code_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON DELETE CASCADE,
  constraint recovery_code_digest_check CHECK (octet_length(digest) = 32)
);
alter table recovery_code enable row level security;
alter table recovery_code force row level security;
create policy maintenance on recovery_code for all to holdfast_maintenance using (true);
create policy platform on recovery_code for all to holdfast_app using ((( SELECT holdfast_scope() AS holdfast_scope)) = 'platform'::text);
grant delete, insert, select, update on recovery_code to holdfast_app;
grant select on recovery_code to holdfast_maintenance;

create table saved_view (
  tenant_id integer not null,
  view_id bigint not null generated always as identity,
  public_id text not null,
  list text not null,
  owner text not null,
  name text not null,
  name_folded text not null generated always as (lower((name COLLATE "C"))) stored,
  visibility text not null,
  query text not null,
  sort text,
  columns text[],
  facets text[],
  created_at timestamp(3) with time zone not null default now(),
  updated_at timestamp(3) with time zone not null default now(),
  updated_by text not null,
  version integer not null default 1,
  unit_id bigint,
  begins boolean not null default false,
  scope_id bigint default holdfast_scope_id(),
  constraint saved_view_pkey PRIMARY KEY (tenant_id, view_id),
  constraint saved_view_public_id_key UNIQUE (public_id),
  constraint saved_view_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint saved_view_tenant_id_unit_id_fkey FOREIGN KEY (tenant_id, unit_id) REFERENCES unit(tenant_id, unit_id) ON DELETE SET NULL (unit_id),
  constraint saved_view_check CHECK (unit_id IS NULL OR visibility = 'unit'::text),
  constraint saved_view_check1 CHECK (NOT begins OR visibility <> 'private'::text),
  constraint saved_view_columns_check CHECK (cardinality(columns) >= 1 AND cardinality(columns) <= 100),
  constraint saved_view_facets_check CHECK (cardinality(facets) <= 100),
  constraint saved_view_list_check CHECK (list ~ '^[a-z][a-z-]{0,40}$'::text),
  constraint saved_view_name_check CHECK (char_length(name) >= 1 AND char_length(name) <= 100),
  constraint saved_view_public_id_check CHECK (public_id ~ '^view_[0-9A-Za-z]{22}$'::text),
  constraint saved_view_query_check CHECK (octet_length(query) <= 100000),
  constraint saved_view_sort_check CHECK (char_length(sort) <= 200),
  constraint saved_view_visibility_check CHECK (visibility = ANY (ARRAY['private'::text, 'unit'::text, 'tenant'::text]))
);
CREATE INDEX saved_view_list ON saved_view USING btree (tenant_id, list, name_folded);
CREATE UNIQUE INDEX saved_view_name ON saved_view USING btree (tenant_id, owner, list, name_folded);
CREATE UNIQUE INDEX saved_view_tenant_begins ON saved_view USING btree (tenant_id, list, COALESCE(scope_id, 0::bigint)) WHERE begins AND visibility = 'tenant'::text;
CREATE INDEX saved_view_unit ON saved_view USING btree (tenant_id, unit_id) WHERE unit_id IS NOT NULL;
CREATE UNIQUE INDEX saved_view_unit_begins ON saved_view USING btree (tenant_id, list, unit_id) WHERE begins AND visibility = 'unit'::text;
alter table saved_view enable row level security;
alter table saved_view force row level security;
create policy maintenance on saved_view for all to holdfast_maintenance using (true);
create policy scoped on saved_view as restrictive for select to holdfast_scoped using (owner = (( SELECT holdfast_caller() AS holdfast_caller)) OR visibility = 'tenant'::text AND scope_id = (( SELECT holdfast_scope_id() AS holdfast_scope_id)) OR visibility = 'unit'::text AND (EXISTS ( SELECT
   FROM unit u
  WHERE u.tenant_id = saved_view.tenant_id AND u.unit_id = saved_view.unit_id)));
create policy scoped_delete on saved_view as restrictive for delete to holdfast_scoped using (owner = (( SELECT holdfast_caller() AS holdfast_caller)));
create policy scoped_insert on saved_view as restrictive for insert to holdfast_scoped with check (owner = (( SELECT holdfast_caller() AS holdfast_caller)));
create policy scoped_update on saved_view as restrictive for update to holdfast_scoped using (owner = (( SELECT holdfast_caller() AS holdfast_caller))) with check (owner = (( SELECT holdfast_caller() AS holdfast_caller)));
create policy tenant on saved_view for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
CREATE TRIGGER pushed_changed BEFORE UPDATE ON saved_view FOR EACH ROW WHEN (old.name IS DISTINCT FROM new.name OR old.visibility IS DISTINCT FROM new.visibility OR old.query IS DISTINCT FROM new.query OR old.sort IS DISTINCT FROM new.sort OR old.columns IS DISTINCT FROM new.columns OR old.facets IS DISTINCT FROM new.facets) EXECUTE FUNCTION pushed_guard('view', 'public_id');
CREATE TRIGGER pushed_removed BEFORE DELETE ON saved_view FOR EACH ROW EXECUTE FUNCTION pushed_guard('view', 'public_id');
grant delete, insert, select, update on saved_view to holdfast_app;
grant select on saved_view to holdfast_maintenance;
grant delete, insert, select, update on saved_view to holdfast_scoped;

create table saved_view_choice (
  tenant_id integer not null,
  person text not null,
  view_id bigint not null,
  list text not null,
  favourite boolean not null default false,
  is_default boolean not null default false,
  declined boolean not null default false,
  constraint saved_view_choice_pkey PRIMARY KEY (tenant_id, person, view_id),
  constraint saved_view_choice_tenant_id_view_id_fkey FOREIGN KEY (tenant_id, view_id) REFERENCES saved_view(tenant_id, view_id) ON DELETE CASCADE
);
CREATE INDEX saved_view_choice_view ON saved_view_choice USING btree (tenant_id, view_id);
CREATE UNIQUE INDEX saved_view_default ON saved_view_choice USING btree (tenant_id, person, list) WHERE is_default;
alter table saved_view_choice enable row level security;
alter table saved_view_choice force row level security;
create policy maintenance on saved_view_choice for all to holdfast_maintenance using (true);
create policy scoped on saved_view_choice as restrictive for all to holdfast_scoped using (person = (( SELECT holdfast_caller() AS holdfast_caller)));
create policy tenant on saved_view_choice for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on saved_view_choice to holdfast_app;
grant select on saved_view_choice to holdfast_maintenance;
grant delete, insert, select, update on saved_view_choice to holdfast_scoped;

create table schedule (
  tenant_id integer not null,
  job text not null,
  due_at timestamp(3) with time zone not null default date_trunc('milliseconds'::text, now()),
  last_run_at timestamp(3) with time zone,
  last_error text,
  constraint schedule_pkey PRIMARY KEY (tenant_id, job),
  constraint schedule_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
CREATE INDEX schedule_due ON schedule USING btree (due_at);
alter table schedule enable row level security;
alter table schedule force row level security;
create policy jobs on schedule for all to holdfast_jobs using (true);
create policy maintenance on schedule for all to holdfast_maintenance using (true);
create policy tenant on schedule for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant select, update on schedule to holdfast_app;
grant delete, insert, select, update on schedule to holdfast_jobs;
grant select on schedule to holdfast_maintenance;

create table scope (
  tenant_id integer not null,
  scope_id bigint not null generated always as identity,
  definition text not null,
  created_at timestamp(3) with time zone not null default now(),
  constraint scope_pkey PRIMARY KEY (tenant_id, scope_id),
  constraint scope_tenant_id_definition_key UNIQUE (tenant_id, definition),
  constraint scope_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint scope_definition_check CHECK (definition ~ '^\+\d+( \+\d+)*( -\d+)*$'::text)
);
alter table scope enable row level security;
alter table scope force row level security;
create policy maintenance on scope for all to holdfast_maintenance using (true);
create policy scoped on scope as restrictive for all to holdfast_scoped using (scope_within(scope_id));
create policy tenant on scope for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant select on scope to holdfast_app;
grant select on scope to holdfast_maintenance;
grant select on scope to holdfast_scoped;

create table scope_asset (
  tenant_id integer not null,
  scope_id bigint not null,
  asset_id bigint not null,
  constraint scope_asset_pkey PRIMARY KEY (tenant_id, scope_id, asset_id),
  constraint scope_asset_tenant_id_scope_id_fkey FOREIGN KEY (tenant_id, scope_id) REFERENCES scope(tenant_id, scope_id) ON DELETE CASCADE
);
CREATE INDEX scope_asset_of ON scope_asset USING btree (tenant_id, asset_id);
alter table scope_asset enable row level security;
alter table scope_asset force row level security;
create policy maintenance on scope_asset for all to holdfast_maintenance using (true);
create policy scoped on scope_asset as restrictive for all to holdfast_scoped using (scope_id = (( SELECT holdfast_scope_id() AS holdfast_scope_id)));
create policy search on scope_asset for all to holdfast_search using (true);
create policy tenant on scope_asset for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant select on scope_asset to holdfast_app;
grant select on scope_asset to holdfast_maintenance;
grant select on scope_asset to holdfast_scoped;
grant select on scope_asset to holdfast_search;

create table scope_reach (
  tenant_id integer not null,
  scope_id bigint not null,
  tag_id bigint not null,
  excludes boolean not null,
  constraint scope_reach_pkey PRIMARY KEY (tenant_id, scope_id, tag_id),
  constraint scope_reach_tenant_id_scope_id_fkey FOREIGN KEY (tenant_id, scope_id) REFERENCES scope(tenant_id, scope_id) ON DELETE CASCADE,
  constraint scope_reach_tenant_id_tag_id_fkey FOREIGN KEY (tenant_id, tag_id) REFERENCES tag(tenant_id, tag_id) ON DELETE CASCADE
);
CREATE INDEX scope_reach_of ON scope_reach USING btree (tenant_id, tag_id);
alter table scope_reach enable row level security;
alter table scope_reach force row level security;
create policy maintenance on scope_reach for all to holdfast_maintenance using (true);
create policy scoped on scope_reach as restrictive for all to holdfast_scoped using (scope_within(scope_id));
create policy search on scope_reach for all to holdfast_search using (true);
create policy tenant on scope_reach for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant select on scope_reach to holdfast_app;
grant select on scope_reach to holdfast_maintenance;
grant select on scope_reach to holdfast_scoped;
grant select on scope_reach to holdfast_search;

create table scope_tag (
  tenant_id integer not null,
  scope_id bigint not null,
  tag_id bigint not null,
  excludes boolean not null,
  constraint scope_tag_pkey PRIMARY KEY (tenant_id, scope_id, tag_id),
  constraint scope_tag_tenant_id_scope_id_fkey FOREIGN KEY (tenant_id, scope_id) REFERENCES scope(tenant_id, scope_id) ON DELETE CASCADE,
  constraint scope_tag_tenant_id_tag_id_fkey FOREIGN KEY (tenant_id, tag_id) REFERENCES tag(tenant_id, tag_id)
);
CREATE INDEX scope_tag_of ON scope_tag USING btree (tenant_id, tag_id);
alter table scope_tag enable row level security;
alter table scope_tag force row level security;
create policy maintenance on scope_tag for all to holdfast_maintenance using (true);
create policy scoped on scope_tag as restrictive for all to holdfast_scoped using (scope_within(scope_id));
create policy tenant on scope_tag for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant select on scope_tag to holdfast_app;
grant select on scope_tag to holdfast_maintenance;
grant select on scope_tag to holdfast_scoped;

create table search_list (
  tenant_id integer not null,
  list_id bigint not null generated always as identity,
  public_id text not null,
  name text not null,
  name_folded text not null generated always as (lower((name COLLATE "C"))) stored,
  description text not null default ''::text,
  ids text[],
  query text,
  created_by text not null,
  created_at timestamp(3) with time zone not null default now(),
  updated_at timestamp(3) with time zone not null default now(),
  evaluated_at timestamp(3) with time zone,
  version integer not null default 1,
  constraint search_list_pkey PRIMARY KEY (tenant_id, list_id),
  constraint search_list_public_id_key UNIQUE (public_id),
  constraint search_list_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint search_list_check CHECK ((ids IS NULL) <> (query IS NULL)),
  constraint search_list_description_check CHECK (char_length(description) <= 2000),
  constraint search_list_name_check CHECK (name <> ''::text AND char_length(name) <= 100),
  constraint search_list_public_id_check CHECK (public_id ~ '^lst_[0-9A-Za-z]{22}$'::text)
);
CREATE UNIQUE INDEX search_list_name ON search_list USING btree (tenant_id, name_folded);
alter table search_list enable row level security;
alter table search_list force row level security;
create policy judge on search_list for all to holdfast_judge using (true);
create policy maintenance on search_list for all to holdfast_maintenance using (true);
create policy search on search_list for all to holdfast_search using (true);
create policy tenant on search_list for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on search_list to holdfast_app;
grant select on search_list to holdfast_judge;
grant select on search_list to holdfast_maintenance;
grant select on search_list to holdfast_scoped;
grant select on search_list to holdfast_search;

create table search_list_check (
  tenant_id integer not null,
  list_id bigint not null,
  check_no integer not null,
  constraint search_list_check_pkey PRIMARY KEY (tenant_id, check_no, list_id),
  constraint search_list_check_check_no_fkey FOREIGN KEY (check_no) REFERENCES check_definition(check_no) ON DELETE CASCADE,
  constraint search_list_check_tenant_id_list_id_fkey FOREIGN KEY (tenant_id, list_id) REFERENCES search_list(tenant_id, list_id) ON DELETE CASCADE
);
CREATE INDEX search_list_check_of ON search_list_check USING btree (tenant_id, list_id, check_no);
alter table search_list_check enable row level security;
alter table search_list_check force row level security;
create policy maintenance on search_list_check for all to holdfast_maintenance using (true);
create policy scoped on search_list_check as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM finding f
  WHERE f.tenant_id = search_list_check.tenant_id AND f.check_no = search_list_check.check_no)));
create policy search on search_list_check for all to holdfast_search using (true);
create policy tenant on search_list_check for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
CREATE TRIGGER sla_mark_listed AFTER INSERT ON search_list_check REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION sla_mark_listed();
CREATE TRIGGER sla_mark_unlisted AFTER DELETE ON search_list_check REFERENCING OLD TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION sla_mark_listed();
grant delete, insert, select, update on search_list_check to holdfast_app;
grant select on search_list_check to holdfast_maintenance;
grant select on search_list_check to holdfast_scoped;
grant select on search_list_check to holdfast_search;

create table search_list_known (
  tenant_id integer not null,
  check_no integer not null,
  constraint search_list_known_pkey PRIMARY KEY (tenant_id, check_no),
  constraint search_list_known_check_no_fkey FOREIGN KEY (check_no) REFERENCES check_definition(check_no) ON DELETE CASCADE,
  constraint search_list_known_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table search_list_known enable row level security;
alter table search_list_known force row level security;
create policy judge on search_list_known for all to holdfast_judge using (true);
create policy maintenance on search_list_known for all to holdfast_maintenance using (true);
create policy tenant on search_list_known for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on search_list_known to holdfast_app;
grant select on search_list_known to holdfast_judge;
grant select on search_list_known to holdfast_maintenance;

create table search_list_mark (
  tenant_id integer not null,
  mark_id bigint not null generated always as identity,
  check_no integer not null,
  constraint search_list_mark_pkey PRIMARY KEY (tenant_id, mark_id),
  constraint search_list_mark_check_no_fkey FOREIGN KEY (check_no) REFERENCES check_definition(check_no) ON DELETE CASCADE,
  constraint search_list_mark_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table search_list_mark enable row level security;
alter table search_list_mark force row level security;
create policy judge on search_list_mark for all to holdfast_judge using (true);
create policy maintenance on search_list_mark for all to holdfast_maintenance using (true);
create policy tenant on search_list_mark for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on search_list_mark to holdfast_app;
grant select on search_list_mark to holdfast_judge;
grant select on search_list_mark to holdfast_maintenance;

create table service_account (
  tenant_id integer not null,
  service_id integer not null generated always as identity,
  public_id text not null,
  name text not null,
  description text not null default ''::text,
  role text,
  owner_id integer,
  state text not null default 'active'::text,
  version integer not null default 1,
  created_at timestamp(3) with time zone not null default now(),
  changed_at timestamp(3) with time zone not null default now(),
  constraint service_account_pkey PRIMARY KEY (tenant_id, service_id),
  constraint service_account_public_id_key UNIQUE (public_id),
  constraint service_account_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id) ON DELETE CASCADE,
  constraint service_account_tenant_id_owner_id_fkey FOREIGN KEY (tenant_id, owner_id) REFERENCES membership(tenant_id, person_id) ON DELETE SET NULL (owner_id),
  constraint service_account_description_check CHECK (char_length(description) <= 1000),
  constraint service_account_name_check CHECK (name <> ''::text AND char_length(name) <= 200),
  constraint service_account_public_id_check CHECK (public_id ~ '^svc_[0-9A-Za-z]{22}$'::text),
  constraint service_account_role_check CHECK (role ~ '^[a-z][a-z-]{0,39}$'::text),
  constraint service_account_state_check CHECK (state = ANY (ARRAY['active'::text, 'disabled'::text]))
);
CREATE INDEX service_account_owner ON service_account USING btree (tenant_id, owner_id);
alter table service_account enable row level security;
alter table service_account force row level security;
create policy maintenance on service_account for all to holdfast_maintenance using (true);
create policy platform on service_account for all to holdfast_app using ((( SELECT holdfast_scope() AS holdfast_scope)) = 'platform'::text);
create policy tenant on service_account for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on service_account to holdfast_app;
grant select on service_account to holdfast_maintenance;

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
  confined boolean not null default false,
  factors text[] not null default '{link}'::text[],
  proved_at timestamp(3) with time zone not null default now(),
  constraint session_pkey PRIMARY KEY (id),
  constraint session_digest_key UNIQUE (digest),
  constraint session_public_id_key UNIQUE (public_id),
  constraint session_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON DELETE CASCADE,
  constraint session_tenant_id_person_id_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES membership(tenant_id, person_id) ON DELETE CASCADE,
  constraint session_agent_check CHECK (char_length(agent) <= 400),
  constraint session_digest_check CHECK (octet_length(digest) = 32),
  constraint session_door_check CHECK (door = ANY (ARRAY['loopback'::text, 'tls'::text])),
  constraint session_factors_check CHECK (cardinality(factors) >= 1 AND cardinality(factors) <= 8 AND factors <@ ARRAY['machine'::text, 'link'::text, 'password'::text, 'totp'::text, 'recovery'::text, 'passkey'::text, 'oidc'::text, 'oidc-strong'::text]),
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

create table set_aside (
  tenant_id integer not null,
  set_aside_id bigint not null generated always as identity,
  public_id text not null,
  source_id bigint not null,
  epoch bigint not null,
  seq bigint not null,
  record_index integer,
  record_type text not null,
  name text not null,
  version integer,
  reason text not null,
  detail text not null,
  record jsonb,
  sent_at timestamp(3) with time zone not null,
  received_at timestamp(3) with time zone not null,
  outcome text not null default 'waiting'::text,
  replayed_at timestamp(3) with time zone,
  constraint set_aside_pkey PRIMARY KEY (tenant_id, set_aside_id),
  constraint set_aside_public_id_key UNIQUE (public_id),
  constraint set_aside_tenant_id_source_id_epoch_fkey FOREIGN KEY (tenant_id, source_id, epoch) REFERENCES stream(tenant_id, source_id, epoch),
  constraint set_aside_outcome_check CHECK (outcome = ANY (ARRAY['waiting'::text, 'applied'::text, 'superseded'::text, 'dropped'::text])),
  constraint set_aside_public_id_check CHECK (public_id ~ '^sta_[0-9A-Za-z]{22}$'::text)
);
CREATE INDEX set_aside_of ON set_aside USING btree (tenant_id, source_id, epoch, seq);
CREATE INDEX set_aside_waiting ON set_aside USING btree (tenant_id, source_id, set_aside_id) WHERE outcome = 'waiting'::text;
CREATE INDEX set_aside_why ON set_aside USING btree (tenant_id, reason, name, set_aside_id);
alter table set_aside enable row level security;
alter table set_aside force row level security;
create policy maintenance on set_aside for all to holdfast_maintenance using (true);
create policy scoped on set_aside as restrictive for all to holdfast_scoped using (scope_covers_source(source_id));
create policy tenant on set_aside for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on set_aside to holdfast_app;
grant select on set_aside to holdfast_maintenance;
grant select on set_aside to holdfast_scoped;

create table sign_in_attempt (
  digest bytea not null,
  kind text not null,
  door text not null,
  person_id integer,
  tenant_id integer,
  factors text[] not null default '{}'::text[],
  challenge text,
  session_id text,
  sealed text,
  tries integer not null default 0,
  expires_at timestamp(3) with time zone not null,
  constraint sign_in_attempt_pkey PRIMARY KEY (digest),
  constraint sign_in_attempt_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON DELETE CASCADE,
  constraint sign_in_attempt_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id) ON DELETE CASCADE,
  constraint sign_in_attempt_digest_check CHECK (octet_length(digest) = 32),
  constraint sign_in_attempt_door_check CHECK (door = ANY (ARRAY['loopback'::text, 'tls'::text])),
  constraint sign_in_attempt_kind_check CHECK (kind = ANY (ARRAY['second-factor'::text, 'passkey'::text, 'new-passkey'::text, 'oidc'::text]))
);
CREATE INDEX sign_in_attempt_expiry ON sign_in_attempt USING btree (expires_at);
CREATE INDEX sign_in_attempt_person ON sign_in_attempt USING btree (person_id);
alter table sign_in_attempt enable row level security;
alter table sign_in_attempt force row level security;
create policy maintenance on sign_in_attempt for all to holdfast_maintenance using (true);
create policy platform on sign_in_attempt for all to holdfast_app using ((( SELECT holdfast_scope() AS holdfast_scope)) = 'platform'::text);
grant delete, insert, select, update on sign_in_attempt to holdfast_app;
grant select on sign_in_attempt to holdfast_maintenance;

create table sign_in_count (
  key bytea not null,
  level double precision not null,
  allowed boolean not null,
  at timestamp with time zone not null,
  constraint sign_in_count_pkey PRIMARY KEY (key),
  constraint sign_in_count_key_check CHECK (octet_length(key) = 32)
);
CREATE INDEX sign_in_count_at ON sign_in_count USING btree (at);
alter table sign_in_count enable row level security;
alter table sign_in_count force row level security;
create policy maintenance on sign_in_count for all to holdfast_maintenance using (true);
create policy platform on sign_in_count for all to holdfast_app using ((( SELECT holdfast_scope() AS holdfast_scope)) = 'platform'::text);
grant delete, insert, select, update on sign_in_count to holdfast_app;
grant select on sign_in_count to holdfast_maintenance;

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

create table sla_mark (
  tenant_id integer not null,
  mark_id bigint not null generated always as identity,
  finding_id bigint not null,
  constraint sla_mark_pkey PRIMARY KEY (tenant_id, mark_id),
  constraint sla_mark_tenant_id_finding_id_fkey FOREIGN KEY (tenant_id, finding_id) REFERENCES finding(tenant_id, finding_id) ON DELETE CASCADE
);
CREATE INDEX sla_mark_finding ON sla_mark USING btree (tenant_id, finding_id);
alter table sla_mark enable row level security;
alter table sla_mark force row level security;
create policy judge on sla_mark for all to holdfast_judge using (true);
create policy maintenance on sla_mark for all to holdfast_maintenance using (true);
create policy tenant on sla_mark for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on sla_mark to holdfast_app;
grant select on sla_mark to holdfast_judge;
grant select on sla_mark to holdfast_maintenance;

create table sla_policy (
  tenant_id integer not null,
  rules jsonb not null,
  changed_by text not null,
  changed_at timestamp(3) with time zone not null default now(),
  version integer not null default 1,
  constraint sla_policy_pkey PRIMARY KEY (tenant_id),
  constraint sla_policy_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table sla_policy enable row level security;
alter table sla_policy force row level security;
create policy maintenance on sla_policy for all to holdfast_maintenance using (true);
create policy tenant on sla_policy for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on sla_policy to holdfast_app;
grant select on sla_policy to holdfast_maintenance;
grant select on sla_policy to holdfast_scoped;

create table sla_sweep (
  tenant_id integer not null,
  after_finding bigint,
  ended_at timestamp(3) with time zone,
  constraint sla_sweep_pkey PRIMARY KEY (tenant_id),
  constraint sla_sweep_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table sla_sweep enable row level security;
alter table sla_sweep force row level security;
create policy judge on sla_sweep for all to holdfast_judge using (true);
create policy maintenance on sla_sweep for all to holdfast_maintenance using (true);
create policy tenant on sla_sweep for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on sla_sweep to holdfast_app;
grant select on sla_sweep to holdfast_judge;
grant select on sla_sweep to holdfast_maintenance;

create table source (
  tenant_id integer not null,
  source_id bigint not null generated always as identity,
  public_id text not null,
  kind text not null,
  name text not null,
  public_key text not null,
  network_id bigint not null,
  activation_key_id bigint,
  tags text[] not null default '{}'::text[],
  status text not null default 'active'::text,
  enrolled_at timestamp(3) with time zone not null,
  revoked_at timestamp(3) with time zone,
  revoked_by text,
  clone_seen_at timestamp(3) with time zone,
  version integer not null default 1,
  constraint source_pkey PRIMARY KEY (tenant_id, source_id),
  constraint source_public_id_key UNIQUE (public_id),
  constraint source_tenant_id_public_key_key UNIQUE (tenant_id, public_key),
  constraint source_tenant_id_activation_key_id_fkey FOREIGN KEY (tenant_id, activation_key_id) REFERENCES activation_key(tenant_id, activation_key_id),
  constraint source_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint source_tenant_id_network_id_fkey FOREIGN KEY (tenant_id, network_id) REFERENCES network(tenant_id, network_id),
  constraint source_kind_check CHECK (kind = ANY (ARRAY['agent'::text, 'scanner'::text, 'sensor'::text, 'connector'::text, 'import'::text])),
  constraint source_public_id_check CHECK (public_id ~ '^src_[0-9A-Za-z]{22}$'::text),
  constraint source_status_check CHECK (status = ANY (ARRAY['active'::text, 'revoked'::text, 'purged'::text]))
);
CREATE INDEX source_by_key ON source USING btree (tenant_id, activation_key_id);
alter table source enable row level security;
alter table source force row level security;
create policy judge on source for all to holdfast_judge using (true);
create policy maintenance on source for all to holdfast_maintenance using (true);
create policy platform on source for all to holdfast_app using ((( SELECT holdfast_scope() AS holdfast_scope)) = 'platform'::text);
create policy scoped on source as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM asset_source o
  WHERE o.tenant_id = source.tenant_id AND o.source_id = source.source_id)));
create policy search on source for all to holdfast_search using (true);
create policy tenant on source for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
CREATE TRIGGER tag_mark_key AFTER UPDATE ON source FOR EACH ROW WHEN (old.activation_key_id IS DISTINCT FROM new.activation_key_id) EXECUTE FUNCTION tag_mark_source();
grant delete, insert, select, update on source to holdfast_app;
grant select on source to holdfast_judge;
grant select on source to holdfast_maintenance;
grant select on source to holdfast_scoped;
grant select on source to holdfast_search;

create table source_gap (
  tenant_id integer not null,
  source_gap_id bigint not null generated always as identity,
  source_id bigint not null,
  from_at timestamp(3) with time zone not null,
  to_at timestamp(3) with time zone not null,
  reason text not null,
  lost bigint,
  received_at timestamp(3) with time zone not null,
  constraint source_gap_pkey PRIMARY KEY (tenant_id, source_gap_id),
  constraint source_gap_tenant_id_source_id_fkey FOREIGN KEY (tenant_id, source_id) REFERENCES source(tenant_id, source_id) ON DELETE CASCADE
);
CREATE INDEX source_gap_of ON source_gap USING btree (tenant_id, source_id, source_gap_id);
alter table source_gap enable row level security;
alter table source_gap force row level security;
create policy maintenance on source_gap for all to holdfast_maintenance using (true);
create policy scoped on source_gap as restrictive for all to holdfast_scoped using (scope_covers_source(source_id));
create policy tenant on source_gap for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant insert, select on source_gap to holdfast_app;
grant select on source_gap to holdfast_maintenance;
grant select on source_gap to holdfast_scoped;

create table source_progress (
  tenant_id integer not null,
  source_id bigint not null,
  epoch bigint not null default 0,
  seq bigint not null default 0,
  applied_at timestamp(3) with time zone,
  constraint source_progress_pkey PRIMARY KEY (tenant_id, source_id),
  constraint source_progress_tenant_id_source_id_fkey FOREIGN KEY (tenant_id, source_id) REFERENCES source(tenant_id, source_id) ON DELETE CASCADE
);
alter table source_progress enable row level security;
alter table source_progress force row level security;
create policy maintenance on source_progress for all to holdfast_maintenance using (true);
create policy tenant on source_progress for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on source_progress to holdfast_app;
grant select on source_progress to holdfast_maintenance;

create table source_run (
  tenant_id integer not null,
  source_id bigint not null,
  run text not null,
  first_seen_at timestamp(3) with time zone not null,
  followed_at timestamp(3) with time zone,
  constraint source_run_pkey PRIMARY KEY (tenant_id, source_id, run),
  constraint source_run_tenant_id_source_id_fkey FOREIGN KEY (tenant_id, source_id) REFERENCES source(tenant_id, source_id) ON DELETE CASCADE,
  constraint source_run_run_check CHECK (run ~ '^[0-9a-f]{32}$'::text)
);
alter table source_run enable row level security;
alter table source_run force row level security;
create policy maintenance on source_run for all to holdfast_maintenance using (true);
create policy tenant on source_run for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on source_run to holdfast_app;
grant select on source_run to holdfast_maintenance;

create table source_state (
  tenant_id integer not null,
  source_id bigint not null,
  last_seen_at timestamp(3) with time zone not null,
  agent_version text not null default ''::text,
  platform text not null default ''::text,
  capabilities text[] not null default '{}'::text[],
  clock_offset_ms bigint,
  clock_set_at timestamp(3) with time zone,
  clock_jump_ms bigint,
  waiting bigint not null default 0,
  run text not null default ''::text,
  snapshot_wanted_at timestamp(3) with time zone,
  constraint source_state_pkey PRIMARY KEY (tenant_id, source_id),
  constraint source_state_tenant_id_source_id_fkey FOREIGN KEY (tenant_id, source_id) REFERENCES source(tenant_id, source_id) ON DELETE CASCADE
);
alter table source_state enable row level security;
alter table source_state force row level security;
create policy judge on source_state for all to holdfast_judge using (true);
create policy maintenance on source_state for all to holdfast_maintenance using (true);
create policy scoped on source_state as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM source s
  WHERE s.tenant_id = source_state.tenant_id AND s.source_id = source_state.source_id)));
create policy search on source_state for all to holdfast_search using (true);
create policy tenant on source_state for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on source_state to holdfast_app;
grant select on source_state to holdfast_judge;
grant select on source_state to holdfast_maintenance;
grant select on source_state to holdfast_scoped;
grant select on source_state to holdfast_search;

create table stream (
  tenant_id integer not null,
  source_id bigint not null,
  epoch bigint not null,
  timeline_id uuid not null,
  opened_at timestamp(3) with time zone not null,
  opened_because text not null,
  claimed bigint,
  last_seq bigint not null default 0,
  last_digest bytea not null default decode(repeat('00'::text, 32), 'hex'::text),
  constraint stream_pkey PRIMARY KEY (tenant_id, source_id, epoch),
  constraint stream_tenant_id_source_id_fkey FOREIGN KEY (tenant_id, source_id) REFERENCES source(tenant_id, source_id),
  constraint stream_timeline_id_fkey FOREIGN KEY (timeline_id) REFERENCES timeline(timeline_id),
  constraint stream_epoch_check CHECK (epoch > 0)
);
alter table stream enable row level security;
alter table stream force row level security;
create policy maintenance on stream for all to holdfast_maintenance using (true);
create policy tenant on stream for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on stream to holdfast_app;
grant select on stream to holdfast_maintenance;

create table tag (
  tenant_id integer not null,
  tag_id bigint not null generated always as identity,
  public_id text not null,
  parent_id bigint,
  name text not null,
  name_folded text not null generated always as (lower((name COLLATE "C"))) stored,
  path text not null,
  kind text not null,
  system_key text,
  query text,
  timed boolean not null default false,
  colour text not null,
  criticality smallint,
  description text not null default ''::text,
  due_at timestamp(3) with time zone,
  evaluated_at timestamp(3) with time zone,
  evaluated_ms integer,
  problem text,
  created_by text not null,
  created_at timestamp(3) with time zone not null default now(),
  updated_at timestamp(3) with time zone not null default now(),
  version integer not null default 1,
  known_at timestamp(3) with time zone not null default date_trunc('milliseconds'::text, now()),
  constraint tag_pkey PRIMARY KEY (tenant_id, tag_id),
  constraint tag_public_id_key UNIQUE (public_id),
  constraint tag_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint tag_tenant_id_parent_id_fkey FOREIGN KEY (tenant_id, parent_id) REFERENCES tag(tenant_id, tag_id),
  constraint tag_check CHECK (parent_id <> tag_id),
  constraint tag_check1 CHECK ((kind = 'static'::text) = (query IS NULL)),
  constraint tag_check2 CHECK ((kind = 'system'::text) = (system_key IS NOT NULL)),
  constraint tag_criticality_check CHECK (criticality >= 1 AND criticality <= 5),
  constraint tag_kind_check CHECK (kind = ANY (ARRAY['static'::text, 'dynamic'::text, 'system'::text])),
  constraint tag_name_check CHECK (name <> ''::text AND char_length(name) <= 200),
  constraint tag_public_id_check CHECK (public_id ~ '^tag_[0-9A-Za-z]{22}$'::text)
);
CREATE INDEX tag_due_at ON tag USING btree (due_at, tenant_id) WHERE due_at IS NOT NULL;
CREATE UNIQUE INDEX tag_name ON tag USING btree (tenant_id, COALESCE(parent_id, 0::bigint), name_folded);
CREATE UNIQUE INDEX tag_system ON tag USING btree (tenant_id, system_key) WHERE system_key IS NOT NULL;
alter table tag enable row level security;
alter table tag force row level security;
create policy judge on tag for all to holdfast_judge using (true);
create policy maintenance on tag for all to holdfast_maintenance using (true);
create policy scoped on tag as restrictive for select to holdfast_scoped using (scope_owns_tag(tag_id, false) OR scope_owns_tag(parent_id, false) OR (EXISTS ( SELECT
   FROM asset_tag g
  WHERE g.tenant_id = tag.tenant_id AND g.tag_id = tag.tag_id AND NOT g.resting)));
create policy scoped_delete on tag as restrictive for delete to holdfast_scoped using (query IS NULL AND scope_owns_tag(parent_id, false));
create policy scoped_insert on tag as restrictive for insert to holdfast_scoped with check (query IS NULL AND scope_owns_tag(parent_id, false));
create policy scoped_update on tag as restrictive for update to holdfast_scoped using (query IS NULL AND scope_owns_tag(parent_id, false)) with check (query IS NULL AND scope_owns_tag(parent_id, false));
create policy search on tag for all to holdfast_search using (true);
create policy tenant on tag for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
CREATE TRIGGER past_changed AFTER UPDATE ON tag REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION tag_changed();
CREATE TRIGGER past_forgotten AFTER DELETE ON tag REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION tag_forgotten();
CREATE TRIGGER past_known BEFORE UPDATE ON tag FOR EACH ROW WHEN (old.public_id IS DISTINCT FROM new.public_id OR old.name IS DISTINCT FROM new.name OR old.path IS DISTINCT FROM new.path OR old.kind IS DISTINCT FROM new.kind OR old.colour IS DISTINCT FROM new.colour) EXECUTE FUNCTION tag_known();
CREATE TRIGGER pushed_changed BEFORE UPDATE ON tag FOR EACH ROW WHEN (old.name IS DISTINCT FROM new.name OR old.parent_id IS DISTINCT FROM new.parent_id OR old.query IS DISTINCT FROM new.query OR old.colour IS DISTINCT FROM new.colour OR old.criticality IS DISTINCT FROM new.criticality OR old.description IS DISTINCT FROM new.description) EXECUTE FUNCTION pushed_guard('tag', 'public_id');
CREATE TRIGGER pushed_removed BEFORE DELETE ON tag FOR EACH ROW EXECUTE FUNCTION pushed_guard('tag', 'public_id');
CREATE TRIGGER scope_tree_grown AFTER INSERT ON tag FOR EACH STATEMENT EXECUTE FUNCTION scope_tree_changed();
CREATE TRIGGER scope_tree_moved AFTER UPDATE OF parent_id ON tag FOR EACH STATEMENT EXECUTE FUNCTION scope_tree_changed();
grant delete, insert, select, update on tag to holdfast_app;
grant select on tag to holdfast_judge;
grant select on tag to holdfast_maintenance;
grant delete, insert, select, update on tag to holdfast_scoped;
grant select on tag to holdfast_search;

create table tag_change (
  tenant_id integer not null,
  change_id bigint not null generated always as identity,
  public_id text not null,
  tag_id bigint not null,
  kind text not null,
  asked text not null,
  assets bigint[] not null,
  made_by text not null,
  made_at timestamp(3) with time zone not null default now(),
  undone_by text,
  undone_at timestamp(3) with time zone,
  constraint tag_change_pkey PRIMARY KEY (tenant_id, change_id),
  constraint tag_change_public_id_key UNIQUE (public_id),
  constraint tag_change_tenant_id_tag_id_fkey FOREIGN KEY (tenant_id, tag_id) REFERENCES tag(tenant_id, tag_id) ON DELETE CASCADE,
  constraint tag_change_kind_check CHECK (kind = ANY (ARRAY['assign'::text, 'unassign'::text])),
  constraint tag_change_public_id_check CHECK (public_id ~ '^tch_[0-9A-Za-z]{22}$'::text)
);
CREATE INDEX tag_change_at ON tag_change USING btree (made_at);
CREATE INDEX tag_change_tag ON tag_change USING btree (tenant_id, tag_id);
alter table tag_change enable row level security;
alter table tag_change force row level security;
create policy maintenance on tag_change for all to holdfast_maintenance using (true);
create policy scoped on tag_change as restrictive for all to holdfast_scoped using (NOT (EXISTS ( SELECT
   FROM unnest(tag_change.assets) a(id)
  WHERE NOT (EXISTS ( SELECT
           FROM scope_asset s
          WHERE s.tenant_id = tag_change.tenant_id AND s.scope_id = (( SELECT holdfast_scope_id() AS holdfast_scope_id)) AND s.asset_id = a.id)))));
create policy tenant on tag_change for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on tag_change to holdfast_app;
grant delete, select on tag_change to holdfast_maintenance;
grant insert, select, update on tag_change to holdfast_scoped;

create table tag_count (
  tenant_id integer not null,
  tag_id bigint not null,
  assets integer not null,
  constraint tag_count_pkey PRIMARY KEY (tenant_id, tag_id)
);
alter table tag_count enable row level security;
alter table tag_count force row level security;
create policy maintenance on tag_count for all to holdfast_maintenance using (true);
create policy tenant on tag_count for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on tag_count to holdfast_app;
grant select on tag_count to holdfast_maintenance;

create table tag_due (
  tenant_id integer not null,
  due_id bigint not null generated always as identity,
  asset_id bigint not null,
  constraint tag_due_pkey PRIMARY KEY (tenant_id, due_id),
  constraint tag_due_tenant_id_asset_id_fkey FOREIGN KEY (tenant_id, asset_id) REFERENCES asset(tenant_id, asset_id) ON DELETE CASCADE
);
CREATE INDEX tag_due_asset ON tag_due USING btree (tenant_id, asset_id);
alter table tag_due enable row level security;
alter table tag_due force row level security;
create policy judge on tag_due for all to holdfast_judge using (true);
create policy maintenance on tag_due for all to holdfast_maintenance using (true);
create policy tenant on tag_due for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
CREATE TRIGGER campaigns_mark AFTER INSERT ON tag_due REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION campaigns_mark();
grant delete, insert, select, update on tag_due to holdfast_app;
grant select on tag_due to holdfast_judge;
grant select on tag_due to holdfast_maintenance;

create table tag_past (
  tenant_id integer not null,
  past_id bigint not null generated always as identity,
  tag_id bigint,
  public_id text,
  name text,
  name_folded text,
  path text,
  kind text,
  colour text,
  known_at timestamp(3) with time zone not null,
  known_until timestamp(3) with time zone not null,
  constraint tag_past_pkey PRIMARY KEY (tenant_id, past_id),
  constraint tag_past_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint tag_past_check CHECK (known_until > known_at)
);
CREATE INDEX tag_past_of ON tag_past USING btree (tenant_id, tag_id, known_until);
CREATE INDEX tag_past_until ON tag_past USING btree (tenant_id, known_until, known_at);
alter table tag_past enable row level security;
alter table tag_past force row level security;
create policy maintenance on tag_past for all to holdfast_maintenance using (true);
create policy tenant on tag_past for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant insert, select on tag_past to holdfast_app;
grant delete, select on tag_past to holdfast_maintenance;

create table tag_system_version (
  tenant_id integer not null,
  digest text not null,
  constraint tag_system_version_pkey PRIMARY KEY (tenant_id),
  constraint tag_system_version_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table tag_system_version enable row level security;
alter table tag_system_version force row level security;
create policy judge on tag_system_version for all to holdfast_judge using (true);
create policy maintenance on tag_system_version for all to holdfast_maintenance using (true);
create policy tenant on tag_system_version for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on tag_system_version to holdfast_app;
grant select on tag_system_version to holdfast_judge;
grant select on tag_system_version to holdfast_maintenance;

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
  constraint tenant_kind_check CHECK (kind = ANY (ARRAY['provider'::text, 'customer'::text, 'demo'::text, 'guest'::text])),
  constraint tenant_name_check CHECK (name <> ''::text AND char_length(name) <= 200),
  constraint tenant_public_id_check CHECK (public_id ~ '^ten_[0-9A-Za-z]{22}$'::text),
  constraint tenant_settings_check CHECK (jsonb_typeof(settings) = 'object'::text),
  constraint tenant_state_check CHECK (state = ANY (ARRAY['active'::text, 'suspended'::text, 'leaving'::text]))
);
CREATE INDEX tenant_children ON tenant USING btree (parent_id, id) WHERE parent_id IS NOT NULL;
CREATE INDEX tenant_guests ON tenant USING btree (id) WHERE kind = 'guest'::text;
alter table tenant enable row level security;
alter table tenant force row level security;
create policy jobs on tenant for all to holdfast_jobs using (true);
create policy judge on tenant for all to holdfast_judge using (true);
create policy maintenance on tenant for all to holdfast_maintenance using (true);
create policy platform on tenant for all to holdfast_app using ((( SELECT holdfast_scope() AS holdfast_scope)) = 'platform'::text);
create policy tenant on tenant for select to public using (id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
CREATE TRIGGER access_changed AFTER UPDATE OF state ON tenant FOR EACH ROW EXECUTE FUNCTION access_changed('tenant', 'id');
CREATE TRIGGER tenant_check_parent BEFORE INSERT OR UPDATE OF parent_id ON tenant FOR EACH ROW WHEN (new.parent_id IS NOT NULL) EXECUTE FUNCTION tenant_check_parent();
CREATE TRIGGER tenant_child_kept AFTER INSERT OR UPDATE OF name, kind, state ON tenant FOR EACH ROW WHEN (new.parent_id IS NOT NULL) EXECUTE FUNCTION tenant_child_kept();
grant delete, insert, select, update on tenant to holdfast_app;
grant select on tenant to holdfast_jobs;
grant delete, insert, select, update on tenant to holdfast_judge;
grant select on tenant to holdfast_maintenance;
grant select on tenant to holdfast_scoped;

create table tenant_child (
  tenant_id integer not null,
  child_id integer not null,
  public_id text not null,
  name text not null,
  kind text not null,
  state text not null,
  created_at timestamp(3) with time zone not null,
  grant_role text,
  granted_until timestamp(3) with time zone,
  version integer not null default 1,
  constraint tenant_child_pkey PRIMARY KEY (tenant_id, child_id),
  constraint tenant_child_tenant_id_public_id_key UNIQUE (tenant_id, public_id),
  constraint tenant_child_child_id_fkey FOREIGN KEY (child_id) REFERENCES tenant(id) ON DELETE CASCADE,
  constraint tenant_child_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
CREATE INDEX tenant_child_name ON tenant_child USING btree (tenant_id, lower(name), child_id);
CREATE INDEX tenant_child_of ON tenant_child USING btree (child_id);
alter table tenant_child enable row level security;
alter table tenant_child force row level security;
create policy judge on tenant_child for all to holdfast_judge using (true);
create policy maintenance on tenant_child for all to holdfast_maintenance using (true);
create policy tenant on tenant_child for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant select on tenant_child to holdfast_app;
grant insert, select, update on tenant_child to holdfast_judge;
grant select on tenant_child to holdfast_maintenance;

create table tenant_erasure (
  tenant_id integer not null,
  erasure_id bigint not null generated always as identity,
  public_id text not null,
  child_id integer not null,
  child_public_id text not null,
  name text not null,
  state text not null default 'requested'::text,
  requested_by text not null,
  requested_at timestamp(3) with time zone not null default now(),
  waits_until timestamp(3) with time zone not null,
  approved_by text,
  approved_at timestamp(3) with time zone,
  finished_at timestamp(3) with time zone,
  rows_erased bigint not null default 0,
  statement text,
  signature text,
  version integer not null default 1,
  constraint tenant_erasure_pkey PRIMARY KEY (tenant_id, erasure_id),
  constraint tenant_erasure_public_id_key UNIQUE (public_id),
  constraint tenant_erasure_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint tenant_erasure_public_id_check CHECK (public_id ~ '^ers_[0-9A-Za-z]{22}$'::text),
  constraint tenant_erasure_state_check CHECK (state = ANY (ARRAY['requested'::text, 'approved'::text, 'done'::text, 'cancelled'::text]))
);
CREATE UNIQUE INDEX tenant_erasure_open ON tenant_erasure USING btree (tenant_id, child_public_id) WHERE state = ANY (ARRAY['requested'::text, 'approved'::text]);
alter table tenant_erasure enable row level security;
alter table tenant_erasure force row level security;
create policy maintenance on tenant_erasure for all to holdfast_maintenance using (true);
create policy tenant on tenant_erasure for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant insert, select, update on tenant_erasure to holdfast_app;
grant select on tenant_erasure to holdfast_maintenance;

create table tenant_grant (
  tenant_id integer not null,
  grant_id bigint not null generated always as identity,
  public_id text not null,
  provider_id integer not null,
  provider_public_id text not null,
  provider_name text not null,
  role text not null,
  granted_by text not null,
  granted_at timestamp(3) with time zone not null default now(),
  expires_at timestamp(3) with time zone not null,
  revoked_at timestamp(3) with time zone,
  revoked_by text,
  version integer not null default 1,
  constraint tenant_grant_pkey PRIMARY KEY (tenant_id, grant_id),
  constraint tenant_grant_public_id_key UNIQUE (public_id),
  constraint tenant_grant_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES tenant(id),
  constraint tenant_grant_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint tenant_grant_check CHECK (provider_id <> tenant_id),
  constraint tenant_grant_granted_by_check CHECK (char_length(granted_by) <= 300),
  constraint tenant_grant_provider_name_check CHECK (char_length(provider_name) <= 200),
  constraint tenant_grant_public_id_check CHECK (public_id ~ '^grt_[0-9A-Za-z]{22}$'::text),
  constraint tenant_grant_revoked_by_check CHECK (char_length(revoked_by) <= 300),
  constraint tenant_grant_role_check CHECK (role ~ '^[a-z][a-z-]{0,39}$'::text)
);
CREATE UNIQUE INDEX tenant_grant_living ON tenant_grant USING btree (tenant_id, provider_id) WHERE revoked_at IS NULL;
CREATE INDEX tenant_grant_provider ON tenant_grant USING btree (provider_id, tenant_id) WHERE revoked_at IS NULL;
alter table tenant_grant enable row level security;
alter table tenant_grant force row level security;
create policy judge on tenant_grant for all to holdfast_judge using (true);
create policy maintenance on tenant_grant for all to holdfast_maintenance using (true);
create policy platform on tenant_grant for all to holdfast_app using ((( SELECT holdfast_scope() AS holdfast_scope)) = 'platform'::text);
create policy tenant on tenant_grant for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
CREATE TRIGGER access_changed AFTER UPDATE ON tenant_grant FOR EACH ROW EXECUTE FUNCTION access_changed('tenant', 'tenant_id');
CREATE TRIGGER tenant_grant_kept AFTER INSERT OR UPDATE ON tenant_grant FOR EACH ROW EXECUTE FUNCTION tenant_grant_kept();
grant insert, select, update on tenant_grant to holdfast_app;
grant insert, select, update on tenant_grant to holdfast_judge;
grant select on tenant_grant to holdfast_maintenance;

create table tenant_guest (
  tenant_id integer not null,
  child_id integer not null,
  child_public_id text not null,
  person_id integer not null,
  offer text not null,
  title text not null,
  opened_at timestamp(3) with time zone not null default now(),
  ends_at timestamp(3) with time zone not null,
  announced smallint not null default 0,
  pending_address text,
  code_digest bytea,
  code_sent_at timestamp(3) with time zone,
  codes_sent smallint not null default 0,
  code_tries smallint not null default 0,
  constraint tenant_guest_pkey PRIMARY KEY (tenant_id, child_id),
  constraint tenant_guest_child_id_fkey FOREIGN KEY (child_id) REFERENCES tenant(id) ON DELETE CASCADE,
  constraint tenant_guest_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint tenant_guest_pending_address_check CHECK (char_length(pending_address) <= 320)
);
CREATE INDEX tenant_guest_child ON tenant_guest USING btree (child_id);
CREATE INDEX tenant_guest_end ON tenant_guest USING btree (ends_at);
alter table tenant_guest enable row level security;
alter table tenant_guest force row level security;
create policy maintenance on tenant_guest for all to holdfast_maintenance using (true);
create policy platform on tenant_guest for all to holdfast_app using ((( SELECT holdfast_scope() AS holdfast_scope)) = 'platform'::text);
create policy tenant on tenant_guest for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on tenant_guest to holdfast_app;
grant select on tenant_guest to holdfast_maintenance;

create table tenant_guest_offer (
  tenant_id integer not null,
  offer text not null,
  title text not null,
  most integer not null,
  days integer not null,
  switched_by text not null,
  switched_at timestamp(3) with time zone not null default now(),
  constraint tenant_guest_offer_pkey PRIMARY KEY (tenant_id, offer),
  constraint tenant_guest_offer_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint tenant_guest_offer_days_check CHECK (days >= 1 AND days <= 90),
  constraint tenant_guest_offer_most_check CHECK (most >= 1 AND most <= 1000),
  constraint tenant_guest_offer_offer_check CHECK (offer ~ '^[a-z][a-z0-9-]{0,79}$'::text),
  constraint tenant_guest_offer_title_check CHECK (title <> ''::text AND char_length(title) <= 200)
);
alter table tenant_guest_offer enable row level security;
alter table tenant_guest_offer force row level security;
create policy maintenance on tenant_guest_offer for all to holdfast_maintenance using (true);
create policy platform on tenant_guest_offer for all to holdfast_app using ((( SELECT holdfast_scope() AS holdfast_scope)) = 'platform'::text);
create policy tenant on tenant_guest_offer for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on tenant_guest_offer to holdfast_app;
grant select on tenant_guest_offer to holdfast_maintenance;

create table tenant_label (
  tenant_id integer not null,
  child_id integer not null,
  label text not null,
  label_folded text not null generated always as (lower((label COLLATE "C"))) stored,
  constraint tenant_label_pkey PRIMARY KEY (tenant_id, child_id, label_folded),
  constraint tenant_label_tenant_id_child_id_fkey FOREIGN KEY (tenant_id, child_id) REFERENCES tenant_child(tenant_id, child_id) ON DELETE CASCADE,
  constraint tenant_label_label_check CHECK (label ~ '^\S(.*\S)?$'::text AND char_length(label) <= 60)
);
CREATE INDEX tenant_label_of ON tenant_label USING btree (tenant_id, label_folded, child_id);
alter table tenant_label enable row level security;
alter table tenant_label force row level security;
create policy maintenance on tenant_label for all to holdfast_maintenance using (true);
create policy tenant on tenant_label for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on tenant_label to holdfast_app;
grant select on tenant_label to holdfast_maintenance;

create table tenant_rollup (
  tenant_id integer not null,
  child_id integer not null,
  until timestamp(3) with time zone not null,
  assets integer not null,
  critical integer not null,
  high integer not null,
  medium integer not null,
  low integer not null,
  info integer not null,
  not_assessed integer not null,
  sources integer not null,
  silent integer not null,
  last_seen_at timestamp(3) with time zone,
  changes bigint not null,
  counted_at timestamp(3) with time zone not null,
  constraint tenant_rollup_pkey PRIMARY KEY (tenant_id, child_id),
  constraint tenant_rollup_tenant_id_child_id_fkey FOREIGN KEY (tenant_id, child_id) REFERENCES tenant_child(tenant_id, child_id) ON DELETE CASCADE
);
alter table tenant_rollup enable row level security;
alter table tenant_rollup force row level security;
create policy judge on tenant_rollup for all to holdfast_judge using (true);
create policy living on tenant_rollup as restrictive for select to holdfast_app using (until > now());
create policy maintenance on tenant_rollup for all to holdfast_maintenance using (true);
create policy tenant on tenant_rollup for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant select on tenant_rollup to holdfast_app;
grant delete, insert, select, update on tenant_rollup to holdfast_judge;
grant select on tenant_rollup to holdfast_maintenance;

create table tenant_usage (
  tenant_id integer not null,
  bytes bigint not null,
  estimated_at timestamp(3) with time zone not null,
  constraint tenant_usage_pkey PRIMARY KEY (tenant_id),
  constraint tenant_usage_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table tenant_usage enable row level security;
alter table tenant_usage force row level security;
create policy judge on tenant_usage for all to holdfast_judge using (true);
create policy maintenance on tenant_usage for all to holdfast_maintenance using (true);
create policy tenant on tenant_usage for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant select on tenant_usage to holdfast_app;
grant select on tenant_usage to holdfast_judge;
grant delete, insert, select, update on tenant_usage to holdfast_maintenance;

create table ticket (
  tenant_id integer not null,
  number integer not null,
  key text not null,
  title text not null,
  severity smallint not null,
  standing text not null,
  ignored_by text,
  ignored_until timestamp(3) with time zone,
  standing_since timestamp(3) with time zone not null,
  times_reopened integer not null default 0,
  assignee integer,
  due_at timestamp(3) with time zone,
  opened_by text not null,
  opened_at timestamp(3) with time zone not null,
  looked_at timestamp(3) with time zone not null,
  version integer not null default 1,
  told_due_at timestamp(3) with time zone,
  constraint ticket_pkey PRIMARY KEY (tenant_id, number),
  constraint ticket_assignee_fkey FOREIGN KEY (assignee) REFERENCES person(id),
  constraint ticket_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint ticket_check CHECK ((standing = 'ignored'::text) = (ignored_by IS NOT NULL)),
  constraint ticket_ignored_by_check CHECK (ignored_by = ANY (ARRAY['person'::text, 'exceptions'::text])),
  constraint ticket_key_check CHECK (char_length(key) <= 2100),
  constraint ticket_severity_check CHECK (severity >= 1 AND severity <= 5),
  constraint ticket_standing_check CHECK (standing = ANY (ARRAY['open'::text, 'resolved'::text, 'fixed'::text, 'ignored'::text, 'invalid'::text])),
  constraint ticket_title_check CHECK (title <> ''::text AND char_length(title) <= 1000)
);
CREATE INDEX ticket_assignee ON ticket USING btree (tenant_id, assignee) WHERE assignee IS NOT NULL;
CREATE UNIQUE INDEX ticket_live ON ticket USING btree (tenant_id, key) WHERE standing <> ALL (ARRAY['fixed'::text, 'invalid'::text]);
CREATE INDEX ticket_overdue ON ticket USING btree (due_at) WHERE standing = 'open'::text AND told_due_at IS DISTINCT FROM due_at;
CREATE INDEX ticket_standing ON ticket USING btree (tenant_id, standing, due_at);
alter table ticket enable row level security;
alter table ticket force row level security;
create policy judge on ticket for all to holdfast_judge using (true);
create policy maintenance on ticket for all to holdfast_maintenance using (true);
create policy scoped on ticket as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM ticket_finding m
  WHERE m.tenant_id = ticket.tenant_id AND m.number = ticket.number)));
create policy search on ticket for all to holdfast_search using (true);
create policy tenant on ticket for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on ticket to holdfast_app;
grant select on ticket to holdfast_judge;
grant select on ticket to holdfast_maintenance;
grant select on ticket to holdfast_scoped;
grant select on ticket to holdfast_search;

create table ticket_candidate (
  tenant_id integer not null,
  candidate_id bigint not null generated always as identity,
  finding_id bigint not null,
  constraint ticket_candidate_pkey PRIMARY KEY (tenant_id, candidate_id),
  constraint ticket_candidate_tenant_id_finding_id_fkey FOREIGN KEY (tenant_id, finding_id) REFERENCES finding(tenant_id, finding_id) ON DELETE CASCADE
);
CREATE INDEX ticket_candidate_finding ON ticket_candidate USING btree (tenant_id, finding_id);
alter table ticket_candidate enable row level security;
alter table ticket_candidate force row level security;
create policy judge on ticket_candidate for all to holdfast_judge using (true);
create policy maintenance on ticket_candidate for all to holdfast_maintenance using (true);
create policy tenant on ticket_candidate for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on ticket_candidate to holdfast_app;
grant select on ticket_candidate to holdfast_judge;
grant select on ticket_candidate to holdfast_maintenance;

create table ticket_entry (
  tenant_id integer not null,
  number integer not null,
  entry_id bigint not null generated always as identity,
  at timestamp(3) with time zone not null,
  by text,
  kind text not null,
  detail jsonb not null default '{}'::jsonb,
  constraint ticket_entry_pkey PRIMARY KEY (tenant_id, number, entry_id),
  constraint ticket_entry_tenant_id_number_fkey FOREIGN KEY (tenant_id, number) REFERENCES ticket(tenant_id, number),
  constraint ticket_entry_kind_check CHECK (kind = ANY (ARRAY['opened'::text, 'added'::text, 'standing'::text, 'assigned'::text, 'due'::text, 'comment'::text]))
);
alter table ticket_entry enable row level security;
alter table ticket_entry force row level security;
create policy maintenance on ticket_entry for all to holdfast_maintenance using (true);
create policy scoped on ticket_entry as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM ticket_finding m
  WHERE m.tenant_id = ticket_entry.tenant_id AND m.number = ticket_entry.number)));
create policy tenant on ticket_entry for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant insert, select on ticket_entry to holdfast_app;
grant select on ticket_entry to holdfast_maintenance;
grant select on ticket_entry to holdfast_scoped;

create table ticket_finding (
  tenant_id integer not null,
  number integer not null,
  finding_id bigint not null,
  constraint ticket_finding_pkey PRIMARY KEY (tenant_id, finding_id, number),
  constraint ticket_finding_tenant_id_finding_id_fkey FOREIGN KEY (tenant_id, finding_id) REFERENCES finding(tenant_id, finding_id) ON DELETE CASCADE,
  constraint ticket_finding_tenant_id_number_fkey FOREIGN KEY (tenant_id, number) REFERENCES ticket(tenant_id, number)
);
CREATE INDEX ticket_finding_of ON ticket_finding USING btree (tenant_id, number);
alter table ticket_finding enable row level security;
alter table ticket_finding force row level security;
create policy maintenance on ticket_finding for all to holdfast_maintenance using (true);
create policy scoped on ticket_finding as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM finding f
  WHERE f.tenant_id = ticket_finding.tenant_id AND f.finding_id = ticket_finding.finding_id)));
create policy search on ticket_finding for all to holdfast_search using (true);
create policy tenant on ticket_finding for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
CREATE TRIGGER ticket_mark_left AFTER DELETE ON ticket_finding REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION ticket_mark_left();
grant delete, insert, select, update on ticket_finding to holdfast_app;
grant select on ticket_finding to holdfast_maintenance;
grant select on ticket_finding to holdfast_scoped;
grant select on ticket_finding to holdfast_search;

create table ticket_head (
  tenant_id integer not null,
  last_number integer not null default 0,
  constraint ticket_head_pkey PRIMARY KEY (tenant_id),
  constraint ticket_head_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table ticket_head enable row level security;
alter table ticket_head force row level security;
create policy maintenance on ticket_head for all to holdfast_maintenance using (true);
create policy tenant on ticket_head for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on ticket_head to holdfast_app;
grant select on ticket_head to holdfast_maintenance;

create table ticket_mark (
  tenant_id integer not null,
  mark_id bigint not null generated always as identity,
  number integer not null,
  constraint ticket_mark_pkey PRIMARY KEY (tenant_id, mark_id),
  constraint ticket_mark_tenant_id_number_fkey FOREIGN KEY (tenant_id, number) REFERENCES ticket(tenant_id, number)
);
alter table ticket_mark enable row level security;
alter table ticket_mark force row level security;
create policy judge on ticket_mark for all to holdfast_judge using (true);
create policy maintenance on ticket_mark for all to holdfast_maintenance using (true);
create policy tenant on ticket_mark for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on ticket_mark to holdfast_app;
grant select on ticket_mark to holdfast_judge;
grant select on ticket_mark to holdfast_maintenance;

create table ticket_mute (
  tenant_id integer not null,
  person text not null,
  constraint ticket_mute_pkey PRIMARY KEY (tenant_id, person),
  constraint ticket_mute_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table ticket_mute enable row level security;
alter table ticket_mute force row level security;
create policy maintenance on ticket_mute for all to holdfast_maintenance using (true);
create policy scoped on ticket_mute as restrictive for all to holdfast_scoped using (person = (( SELECT holdfast_caller() AS holdfast_caller)));
create policy tenant on ticket_mute for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on ticket_mute to holdfast_app;
grant select on ticket_mute to holdfast_maintenance;
grant delete, insert, select, update on ticket_mute to holdfast_scoped;

create table ticket_policy (
  tenant_id integer not null,
  rules jsonb not null,
  changed_by text not null,
  changed_at timestamp(3) with time zone not null default now(),
  version integer not null default 1,
  constraint ticket_policy_pkey PRIMARY KEY (tenant_id),
  constraint ticket_policy_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table ticket_policy enable row level security;
alter table ticket_policy force row level security;
create policy judge on ticket_policy for all to holdfast_judge using (true);
create policy maintenance on ticket_policy for all to holdfast_maintenance using (true);
create policy tenant on ticket_policy for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on ticket_policy to holdfast_app;
grant select on ticket_policy to holdfast_judge;
grant select on ticket_policy to holdfast_maintenance;

create table timeline (
  timeline_id uuid not null default gen_random_uuid(),
  ordinal bigint not null generated always as identity,
  because text not null,
  began_at timestamp(3) with time zone not null default now(),
  constraint timeline_pkey PRIMARY KEY (timeline_id),
  constraint timeline_ordinal_key UNIQUE (ordinal)
);
grant insert, select on timeline to holdfast_app;
grant select on timeline to holdfast_jobs;
grant select on timeline to holdfast_judge;
grant select on timeline to holdfast_maintenance;
grant select on timeline to holdfast_search;

create table unit (
  tenant_id integer not null,
  unit_id bigint not null generated always as identity,
  public_id text not null,
  name text not null,
  description text not null default ''::text,
  scope_id bigint not null,
  version integer not null default 1,
  created_at timestamp(3) with time zone not null default now(),
  changed_at timestamp(3) with time zone not null default now(),
  constraint unit_pkey PRIMARY KEY (tenant_id, unit_id),
  constraint unit_public_id_key UNIQUE (public_id),
  constraint unit_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id) ON DELETE CASCADE,
  constraint unit_tenant_id_scope_id_fkey FOREIGN KEY (tenant_id, scope_id) REFERENCES scope(tenant_id, scope_id),
  constraint unit_description_check CHECK (char_length(description) <= 1000),
  constraint unit_name_check CHECK (name <> ''::text AND char_length(name) <= 100),
  constraint unit_public_id_check CHECK (public_id ~ '^unt_[0-9A-Za-z]{22}$'::text)
);
CREATE UNIQUE INDEX unit_name ON unit USING btree (tenant_id, lower(name));
CREATE INDEX unit_scope ON unit USING btree (tenant_id, scope_id);
alter table unit enable row level security;
alter table unit force row level security;
create policy maintenance on unit for all to holdfast_maintenance using (true);
create policy scoped on unit as restrictive for all to holdfast_scoped using (scope_within(scope_id));
create policy tenant on unit for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on unit to holdfast_app;
grant select on unit to holdfast_maintenance;
grant delete, insert, select, update on unit to holdfast_scoped;

create table vulnerabilities_asset_score (
  tenant_id integer not null,
  asset_id bigint not null,
  score numeric(6,2) not null,
  constraint vulnerabilities_asset_score_pkey PRIMARY KEY (tenant_id, asset_id),
  constraint vulnerabilities_asset_score_tenant_id_asset_id_fkey FOREIGN KEY (tenant_id, asset_id) REFERENCES asset(tenant_id, asset_id) ON DELETE CASCADE,
  constraint vulnerabilities_asset_score_score_check CHECK (score >= 0::numeric AND score <= 1000::numeric)
);
alter table vulnerabilities_asset_score enable row level security;
alter table vulnerabilities_asset_score force row level security;
create policy maintenance on vulnerabilities_asset_score for all to holdfast_maintenance using (true);
create policy scoped on vulnerabilities_asset_score as restrictive for all to holdfast_scoped using ((EXISTS ( SELECT
   FROM scope_asset s
  WHERE s.tenant_id = vulnerabilities_asset_score.tenant_id AND s.scope_id = (( SELECT holdfast_scope_id() AS holdfast_scope_id)) AND s.asset_id = vulnerabilities_asset_score.asset_id)));
create policy search on vulnerabilities_asset_score for all to holdfast_search using (true);
create policy tenant on vulnerabilities_asset_score for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on vulnerabilities_asset_score to holdfast_app;
grant select on vulnerabilities_asset_score to holdfast_maintenance;
grant select on vulnerabilities_asset_score to holdfast_scoped;
grant select on vulnerabilities_asset_score to holdfast_search;

create table vulnerabilities_cve (
  check_no integer not null,
  name text not null,
  cvss numeric(3,1),
  epss numeric(6,5),
  exploited boolean not null default false,
  exploited_since timestamp(3) with time zone,
  due timestamp(3) with time zone,
  ransomware boolean not null default false,
  published timestamp(3) with time zone,
  weaknesses text[] not null default '{}'::text[],
  changed_at timestamp(3) with time zone not null default now(),
  constraint vulnerabilities_cve_pkey PRIMARY KEY (check_no),
  constraint vulnerabilities_cve_check_no_fkey FOREIGN KEY (check_no) REFERENCES check_definition(check_no) ON DELETE CASCADE
);
CREATE INDEX vulnerabilities_cve_changed ON vulnerabilities_cve USING btree (changed_at);
CREATE INDEX vulnerabilities_cve_name ON vulnerabilities_cve USING btree (name);
CREATE TRIGGER vulnerabilities_cve_changed BEFORE INSERT OR UPDATE ON vulnerabilities_cve FOR EACH ROW EXECUTE FUNCTION vulnerabilities_cve_changed();
grant select on vulnerabilities_cve to holdfast_app;
grant select on vulnerabilities_cve to holdfast_jobs;
grant select on vulnerabilities_cve to holdfast_judge;
grant select on vulnerabilities_cve to holdfast_maintenance;
grant select on vulnerabilities_cve to holdfast_scoped;
grant select on vulnerabilities_cve to holdfast_search;

create table vulnerabilities_own_check (
  tenant_id integer not null,
  own_check_id bigint not null generated always as identity,
  public_id text not null,
  name text not null,
  tag_id bigint not null,
  title text not null,
  severity text not null,
  why text not null default ''::text,
  remedy text not null default ''::text,
  cves text[] not null default '{}'::text[],
  created_by text not null,
  created_at timestamp(3) with time zone not null default now(),
  version integer not null default 1,
  constraint vulnerabilities_own_check_pkey PRIMARY KEY (tenant_id, own_check_id),
  constraint vulnerabilities_own_check_public_id_key UNIQUE (public_id),
  constraint vulnerabilities_own_check_tenant_id_name_key UNIQUE (tenant_id, name),
  constraint vulnerabilities_own_check_tenant_id_tag_id_fkey FOREIGN KEY (tenant_id, tag_id) REFERENCES tag(tenant_id, tag_id) ON DELETE CASCADE,
  constraint vulnerabilities_own_check_name_check CHECK (name ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text AND char_length(name) <= 60),
  constraint vulnerabilities_own_check_public_id_check CHECK (public_id ~ '^chk_[0-9A-Za-z]{22}$'::text),
  constraint vulnerabilities_own_check_remedy_check CHECK (char_length(remedy) <= 2000),
  constraint vulnerabilities_own_check_severity_check CHECK (severity = ANY (ARRAY['critical'::text, 'high'::text, 'medium'::text, 'low'::text, 'info'::text])),
  constraint vulnerabilities_own_check_title_check CHECK (char_length(title) >= 3 AND char_length(title) <= 120),
  constraint vulnerabilities_own_check_why_check CHECK (char_length(why) <= 2000)
);
CREATE INDEX vulnerabilities_own_check_tag ON vulnerabilities_own_check USING btree (tenant_id, tag_id);
alter table vulnerabilities_own_check enable row level security;
alter table vulnerabilities_own_check force row level security;
create policy maintenance on vulnerabilities_own_check for all to holdfast_maintenance using (true);
create policy tenant on vulnerabilities_own_check for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
CREATE TRIGGER vulnerabilities_own_mark_changed AFTER UPDATE ON vulnerabilities_own_check REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION vulnerabilities_own_mark_check();
CREATE TRIGGER vulnerabilities_own_mark_gone AFTER DELETE ON vulnerabilities_own_check REFERENCING OLD TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION vulnerabilities_own_mark_check();
CREATE TRIGGER vulnerabilities_own_mark_new AFTER INSERT ON vulnerabilities_own_check REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION vulnerabilities_own_mark_check();
grant delete, insert, select, update on vulnerabilities_own_check to holdfast_app;
grant select on vulnerabilities_own_check to holdfast_maintenance;

create table vulnerabilities_own_due (
  tenant_id integer not null,
  due_id bigint not null generated always as identity,
  asset_id bigint not null,
  constraint vulnerabilities_own_due_pkey PRIMARY KEY (tenant_id, due_id),
  constraint vulnerabilities_own_due_tenant_id_asset_id_fkey FOREIGN KEY (tenant_id, asset_id) REFERENCES asset(tenant_id, asset_id) ON DELETE CASCADE
);
CREATE INDEX vulnerabilities_own_due_asset ON vulnerabilities_own_due USING btree (tenant_id, asset_id);
alter table vulnerabilities_own_due enable row level security;
alter table vulnerabilities_own_due force row level security;
create policy judge on vulnerabilities_own_due for all to holdfast_judge using (true);
create policy maintenance on vulnerabilities_own_due for all to holdfast_maintenance using (true);
create policy tenant on vulnerabilities_own_due for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on vulnerabilities_own_due to holdfast_app;
grant select on vulnerabilities_own_due to holdfast_judge;
grant select on vulnerabilities_own_due to holdfast_maintenance;

create table vulnerabilities_own_told (
  tenant_id integer not null,
  asset_id bigint not null,
  own_check_id bigint not null,
  constraint vulnerabilities_own_told_pkey PRIMARY KEY (tenant_id, own_check_id, asset_id),
  constraint vulnerabilities_own_told_tenant_id_asset_id_fkey FOREIGN KEY (tenant_id, asset_id) REFERENCES asset(tenant_id, asset_id) ON DELETE CASCADE
);
CREATE INDEX vulnerabilities_own_told_asset ON vulnerabilities_own_told USING btree (tenant_id, asset_id);
alter table vulnerabilities_own_told enable row level security;
alter table vulnerabilities_own_told force row level security;
create policy maintenance on vulnerabilities_own_told for all to holdfast_maintenance using (true);
create policy tenant on vulnerabilities_own_told for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on vulnerabilities_own_told to holdfast_app;
grant select on vulnerabilities_own_told to holdfast_maintenance;

create table vulnerabilities_score (
  tenant_id integer not null,
  check_no integer not null,
  criticality smallint not null,
  own smallint not null,
  score smallint not null,
  ssvc text[] not null,
  constraint vulnerabilities_score_pkey PRIMARY KEY (tenant_id, check_no, criticality),
  constraint vulnerabilities_score_check_no_fkey FOREIGN KEY (check_no) REFERENCES check_definition(check_no) ON DELETE CASCADE,
  constraint vulnerabilities_score_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint vulnerabilities_score_check CHECK (score >= 0 AND score <= own),
  constraint vulnerabilities_score_criticality_check CHECK (criticality >= 1 AND criticality <= 5),
  constraint vulnerabilities_score_own_check CHECK (own >= 0 AND own <= 1000)
);
alter table vulnerabilities_score enable row level security;
alter table vulnerabilities_score force row level security;
create policy maintenance on vulnerabilities_score for all to holdfast_maintenance using (true);
create policy search on vulnerabilities_score for all to holdfast_search using (true);
create policy tenant on vulnerabilities_score for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on vulnerabilities_score to holdfast_app;
grant select on vulnerabilities_score to holdfast_maintenance;
grant select on vulnerabilities_score to holdfast_scoped;
grant select on vulnerabilities_score to holdfast_search;

create table vulnerabilities_score_due (
  tenant_id integer not null,
  due_id bigint not null generated always as identity,
  asset_id bigint not null,
  constraint vulnerabilities_score_due_pkey PRIMARY KEY (tenant_id, due_id),
  constraint vulnerabilities_score_due_tenant_id_asset_id_fkey FOREIGN KEY (tenant_id, asset_id) REFERENCES asset(tenant_id, asset_id) ON DELETE CASCADE
);
CREATE INDEX vulnerabilities_score_due_asset ON vulnerabilities_score_due USING btree (tenant_id, asset_id);
alter table vulnerabilities_score_due enable row level security;
alter table vulnerabilities_score_due force row level security;
create policy judge on vulnerabilities_score_due for all to holdfast_judge using (true);
create policy maintenance on vulnerabilities_score_due for all to holdfast_maintenance using (true);
create policy tenant on vulnerabilities_score_due for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on vulnerabilities_score_due to holdfast_app;
grant select on vulnerabilities_score_due to holdfast_judge;
grant select on vulnerabilities_score_due to holdfast_maintenance;

create table vulnerabilities_scored (
  tenant_id integer not null,
  at timestamp(3) with time zone not null,
  constraint vulnerabilities_scored_pkey PRIMARY KEY (tenant_id),
  constraint vulnerabilities_scored_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table vulnerabilities_scored enable row level security;
alter table vulnerabilities_scored force row level security;
create policy judge on vulnerabilities_scored for all to holdfast_judge using (true);
create policy maintenance on vulnerabilities_scored for all to holdfast_maintenance using (true);
create policy tenant on vulnerabilities_scored for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on vulnerabilities_scored to holdfast_app;
grant select on vulnerabilities_scored to holdfast_judge;
grant select on vulnerabilities_scored to holdfast_maintenance;

create table vulnerabilities_tuning (
  tenant_id integer not null,
  tuning jsonb not null,
  changed_by text not null,
  changed_at timestamp(3) with time zone not null default now(),
  version integer not null default 1,
  constraint vulnerabilities_tuning_pkey PRIMARY KEY (tenant_id),
  constraint vulnerabilities_tuning_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id)
);
alter table vulnerabilities_tuning enable row level security;
alter table vulnerabilities_tuning force row level security;
create policy maintenance on vulnerabilities_tuning for all to holdfast_maintenance using (true);
create policy tenant on vulnerabilities_tuning for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on vulnerabilities_tuning to holdfast_app;
grant select on vulnerabilities_tuning to holdfast_maintenance;
grant select on vulnerabilities_tuning to holdfast_scoped;

create table vulnerabilities_vex (
  tenant_id integer not null,
  vex_id bigint not null generated always as identity,
  public_id text not null,
  author text not null,
  document text not null,
  form text not null,
  content jsonb not null,
  statements integer not null,
  ends_at timestamp(3) with time zone,
  applied_by text not null,
  applied_at timestamp(3) with time zone not null default now(),
  version integer not null default 1,
  constraint vulnerabilities_vex_pkey PRIMARY KEY (tenant_id, vex_id),
  constraint vulnerabilities_vex_public_id_key UNIQUE (public_id),
  constraint vulnerabilities_vex_tenant_id_author_document_key UNIQUE (tenant_id, author, document),
  constraint vulnerabilities_vex_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(id),
  constraint vulnerabilities_vex_public_id_check CHECK (public_id ~ '^vex_[0-9A-Za-z]{22}$'::text)
);
alter table vulnerabilities_vex enable row level security;
alter table vulnerabilities_vex force row level security;
create policy maintenance on vulnerabilities_vex for all to holdfast_maintenance using (true);
create policy tenant on vulnerabilities_vex for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on vulnerabilities_vex to holdfast_app;
grant select on vulnerabilities_vex to holdfast_maintenance;

create table vulnerabilities_vex_mark (
  tenant_id integer not null,
  mark_id bigint not null generated always as identity,
  finding_id bigint not null,
  constraint vulnerabilities_vex_mark_pkey PRIMARY KEY (tenant_id, mark_id),
  constraint vulnerabilities_vex_mark_tenant_id_finding_id_fkey FOREIGN KEY (tenant_id, finding_id) REFERENCES finding(tenant_id, finding_id) ON DELETE CASCADE
);
CREATE INDEX vulnerabilities_vex_mark_finding ON vulnerabilities_vex_mark USING btree (tenant_id, finding_id);
alter table vulnerabilities_vex_mark enable row level security;
alter table vulnerabilities_vex_mark force row level security;
create policy judge on vulnerabilities_vex_mark for all to holdfast_judge using (true);
create policy maintenance on vulnerabilities_vex_mark for all to holdfast_maintenance using (true);
create policy tenant on vulnerabilities_vex_mark for all to public using (tenant_id = (( SELECT holdfast_tenant() AS holdfast_tenant)));
grant delete, insert, select, update on vulnerabilities_vex_mark to holdfast_app;
grant select on vulnerabilities_vex_mark to holdfast_judge;
grant select on vulnerabilities_vex_mark to holdfast_maintenance;

CREATE OR REPLACE FUNCTION access_changed()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
begin
  perform pg_notify('holdfast_access', tg_argv[0] || ' ' || (to_jsonb(old) ->> tg_argv[1]));
  return null;
end $function$;
grant execute on function access_changed() to holdfast_app;

CREATE OR REPLACE FUNCTION alert_tenants()
 RETURNS TABLE(tenant_id integer)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
  select tenant_id from (
    select distinct r.tenant_id from alert_rule r where r.enabled and least(r.due_at, r.next_at, r.collect_until) <= now()
    union
    select h.tenant_id from alert_head h join outbox_head o on o.tenant_id = h.tenant_id and o.seq <> h.seq
     where exists (select from alert_rule r where r.tenant_id = h.tenant_id and r.enabled)
  ) found where holdfast_scope() = 'platform'
$function$;
alter function alert_tenants() owner to holdfast_judge;
grant execute on function alert_tenants() to holdfast_app;

CREATE OR REPLACE FUNCTION asset_changed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
      begin
        insert into asset_past (tenant_id, asset_id, public_id, kind, name, merged_into, first_seen_at, known_at, known_until)
          select o.tenant_id, o.asset_id, o.public_id, o.kind, o.name, o.merged_into, o.first_seen_at, o.known_at, n.known_at from gone o join came n on n.tenant_id = o.tenant_id and n.asset_id = o.asset_id
           where n.known_at > o.known_at and (o.public_id is distinct from n.public_id or o.kind is distinct from n.kind or o.name is distinct from n.name or o.merged_into is distinct from n.merged_into or o.first_seen_at is distinct from n.first_seen_at);
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION asset_criticality_changed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
      begin
        insert into asset_criticality_past (tenant_id, asset_id, criticality, known_at, known_until)
          select o.tenant_id, o.asset_id, o.criticality, o.known_at, n.known_at from gone o join came n on n.tenant_id = o.tenant_id and n.asset_id = o.asset_id
           where n.known_at > o.known_at and (o.criticality is distinct from n.criticality);
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION asset_criticality_forgotten()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
      begin
        insert into asset_criticality_past (tenant_id, asset_id, criticality, known_at, known_until)
          select tenant_id, asset_id, criticality, known_at, date_trunc('milliseconds', now()) from gone
           where known_at < date_trunc('milliseconds', now());
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION asset_criticality_known()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
      begin new.known_at := greatest(date_trunc('milliseconds', now()), old.known_at); return new; end $function$;

CREATE OR REPLACE FUNCTION asset_findings_changed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
      begin
        insert into asset_findings_past (tenant_id, asset_id, critical, high, medium, low, info, excepted, known_at, known_until)
          select o.tenant_id, o.asset_id, o.critical, o.high, o.medium, o.low, o.info, o.excepted, o.known_at, n.known_at from gone o join came n on n.tenant_id = o.tenant_id and n.asset_id = o.asset_id
           where n.known_at > o.known_at and (o.critical is distinct from n.critical or o.high is distinct from n.high or o.medium is distinct from n.medium or o.low is distinct from n.low or o.info is distinct from n.info or o.excepted is distinct from n.excepted);
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION asset_findings_forgotten()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
      begin
        insert into asset_findings_past (tenant_id, asset_id, critical, high, medium, low, info, excepted, known_at, known_until)
          select tenant_id, asset_id, critical, high, medium, low, info, excepted, known_at, date_trunc('milliseconds', now()) from gone
           where known_at < date_trunc('milliseconds', now());
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION asset_findings_known()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
      begin new.known_at := greatest(date_trunc('milliseconds', now()), old.known_at); return new; end $function$;

CREATE OR REPLACE FUNCTION asset_forgotten()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
      begin
        insert into asset_past (tenant_id, asset_id, public_id, kind, name, merged_into, first_seen_at, known_at, known_until)
          select tenant_id, asset_id, public_id, kind, name, merged_into, first_seen_at, known_at, date_trunc('milliseconds', now()) from gone
           where known_at < date_trunc('milliseconds', now());
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION asset_known()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
      begin new.known_at := greatest(date_trunc('milliseconds', now()), old.known_at); return new; end $function$;

CREATE OR REPLACE FUNCTION asset_source_changed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
      begin
        insert into asset_source_past (tenant_id, asset_source_id, asset_id, source_kind, known_at, known_until)
          select o.tenant_id, o.asset_source_id, o.asset_id, o.source_kind, o.known_at, n.known_at from gone o join came n on n.tenant_id = o.tenant_id and n.asset_source_id = o.asset_source_id
           where n.known_at > o.known_at and (o.asset_id is distinct from n.asset_id or o.source_kind is distinct from n.source_kind);
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION asset_source_forgotten()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
      begin
        insert into asset_source_past (tenant_id, asset_source_id, asset_id, source_kind, known_at, known_until)
          select tenant_id, asset_source_id, asset_id, source_kind, known_at, date_trunc('milliseconds', now()) from gone
           where known_at < date_trunc('milliseconds', now());
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION asset_source_known()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
      begin new.known_at := greatest(date_trunc('milliseconds', now()), old.known_at); return new; end $function$;

CREATE OR REPLACE FUNCTION asset_tag_changed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
      begin
        insert into asset_tag_past (tenant_id, asset_id, tag_id, since, resting, known_at, known_until)
          select o.tenant_id, o.asset_id, o.tag_id, o.since, o.resting, o.known_at, n.known_at from gone o join came n on n.tenant_id = o.tenant_id and n.asset_id = o.asset_id and n.tag_id = o.tag_id
           where n.known_at > o.known_at and (o.since is distinct from n.since or o.resting is distinct from n.resting);
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION asset_tag_deleted()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
begin
  update tag_count c set assets = c.assets - g.assets
    from (select tenant_id, tag_id, count(*) as assets from gone where not resting group by 1, 2) g
   where c.tenant_id = g.tenant_id and c.tag_id = g.tag_id;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION asset_tag_forgotten()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
      begin
        insert into asset_tag_past (tenant_id, asset_id, tag_id, since, resting, known_at, known_until)
          select tenant_id, asset_id, tag_id, since, resting, known_at, date_trunc('milliseconds', now()) from gone
           where known_at < date_trunc('milliseconds', now());
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION asset_tag_inserted()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
begin
  insert into tag_count as c (tenant_id, tag_id, assets)
    select tenant_id, tag_id, count(*) from came where not resting group by 1, 2 order by 1, 2
    on conflict (tenant_id, tag_id) do update set assets = c.assets + excluded.assets;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION asset_tag_known()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
      begin new.known_at := greatest(date_trunc('milliseconds', now()), old.known_at); return new; end $function$;

CREATE OR REPLACE FUNCTION asset_tag_updated()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
begin
  insert into tag_count as c (tenant_id, tag_id, assets)
    select tenant_id, tag_id, sum(n)
      from (select tenant_id, tag_id, 1 as n from came where not resting
            union all
            select tenant_id, tag_id, -1 from gone where not resting) f
     group by 1, 2 having sum(n) <> 0 order by 1, 2
    on conflict (tenant_id, tag_id) do update set assets = c.assets + excluded.assets;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION audit_append(entry text, actor text, action text, target text, OUT seq bigint, OUT hash bytea, OUT at timestamp with time zone)
 RETURNS record
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
declare
  tenant int := holdfast_tenant();
  previous bytea;
begin
  if tenant is null then
    raise exception 'an audit entry needs a tenant' using errcode = 'check_violation';
  end if;
  insert into audit_head (tenant_id, seq, hash) values (tenant, 0, decode(repeat('00', 32), 'hex'))
    on conflict (tenant_id) do nothing;
  select h.seq + 1, h.hash into audit_append.seq, previous from audit_head h where h.tenant_id = tenant for update;
  audit_append.at := date_trunc('milliseconds', clock_timestamp());
  audit_append.hash := sha256(convert_to(
    'holdfast-audit-1' || chr(10) || tenant || chr(10) || audit_append.seq || chr(10)
      || to_char(audit_append.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || chr(10)
      || encode(previous, 'hex') || chr(10) || entry, 'UTF8'));
  insert into audit_entry (tenant_id, seq, at, entry, hash, actor, action, target)
    values (tenant, audit_append.seq, audit_append.at, entry, audit_append.hash, actor, action, target);
  update audit_head h set seq = audit_append.seq, hash = audit_append.hash where h.tenant_id = tenant;
end $function$;
grant execute on function audit_append(text,text,text,text) to holdfast_app;
grant execute on function audit_append(text,text,text,text) to holdfast_judge;
grant execute on function audit_append(text,text,text,text) to holdfast_scoped;

CREATE OR REPLACE FUNCTION audit_forget(for_tenant integer, up_to bigint, up_to_hash bytea)
 RETURNS bigint
 LANGUAGE plpgsql
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
declare
  gone bigint;
begin
  perform from tenant where id = for_tenant and settings ? 'legalHold';
  if found then
    return 0;
  end if;
  perform from audit_entry where tenant_id = for_tenant and seq <= up_to and at > now() - interval '365 days';
  if found then
    raise exception 'the audit log is kept for a year at least' using errcode = 'check_violation';
  end if;
  update audit_head h set base_seq = up_to, base_hash = up_to_hash
   where h.tenant_id = for_tenant and h.seq > up_to and h.base_seq < up_to
     and exists (select from audit_entry e where e.tenant_id = for_tenant and e.seq = up_to and e.hash = up_to_hash);
  if not found then
    return 0;
  end if;
  delete from audit_entry where tenant_id = for_tenant and seq <= up_to;
  get diagnostics gone = row_count;
  return gone;
end $function$;
grant execute on function audit_forget(integer,bigint,bytea) to holdfast_maintenance;

CREATE OR REPLACE FUNCTION audit_unsigned()
 RETURNS TABLE(tenant_id integer)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
  select h.tenant_id from audit_head h
   where h.seq > 0 and holdfast_scope() = 'platform'
     and not exists (select from audit_signed_head s where s.tenant_id = h.tenant_id and s.seq = h.seq)
$function$;
alter function audit_unsigned() owner to holdfast_judge;
grant execute on function audit_unsigned() to holdfast_app;

CREATE OR REPLACE FUNCTION blueprint_providers()
 RETURNS TABLE(tenant_id integer)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
  select distinct b.tenant_id from blueprint b where b.wanted = 'placed' and holdfast_scope() = 'platform'
$function$;
alter function blueprint_providers() owner to holdfast_judge;
grant execute on function blueprint_providers() to holdfast_app;

CREATE OR REPLACE FUNCTION board_tenants()
 RETURNS TABLE(tenant_id integer)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
  select distinct tenant_id from board where holdfast_scope() = 'platform'
$function$;
alter function board_tenants() owner to holdfast_judge;
grant execute on function board_tenants() to holdfast_app;

CREATE OR REPLACE FUNCTION campaigns_mark()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
begin
  insert into campaigns_due (tenant_id, asset_id)
    select distinct c.tenant_id, c.asset_id from came c
     where exists (select from campaigns_campaign o where o.tenant_id = c.tenant_id and o.state = 'open')
       -- An asset that is being deleted takes its rows along.
       and exists (select from asset a where a.tenant_id = c.tenant_id and a.asset_id = c.asset_id);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION campaigns_mark_found()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
begin
  insert into campaigns_due (tenant_id, asset_id)
    select distinct c.tenant_id, c.asset_id
      from came c join check_definition d on d.check_no = c.check_no
     where exists (select from campaigns_campaign o where o.tenant_id = c.tenant_id and o.state = 'open' and d.id = any (o.checks));
  return null;
end $function$;

CREATE OR REPLACE FUNCTION campaigns_mark_judged()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
begin
  insert into campaigns_due (tenant_id, asset_id)
    select new.tenant_id, new.asset_id
     where exists (select from campaigns_campaign o where o.tenant_id = new.tenant_id and o.state = 'open');
  return null;
end $function$;

CREATE OR REPLACE FUNCTION campaigns_mark_tags()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
begin
  insert into tag_due (tenant_id, asset_id)
    select distinct c.tenant_id, c.asset_id from came c
     where exists (select from tag t where t.tenant_id = c.tenant_id and t.query ilike '%campaign%')
       and exists (select from asset a where a.tenant_id = c.tenant_id and a.asset_id = c.asset_id);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION campaigns_tenants()
 RETURNS TABLE(tenant_id integer)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
  select tenant_id from (
    select tenant_id from campaigns_due
    union
    select tenant_id from campaigns_campaign where state = 'open' and due_at <= now()
  ) found where holdfast_scope() = 'platform'
$function$;
alter function campaigns_tenants() owner to holdfast_judge;
grant execute on function campaigns_tenants() to holdfast_app;

CREATE OR REPLACE FUNCTION command_overdue()
 RETURNS TABLE(tenant_id integer)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
  select distinct tenant_id from command
   where state in ('issued', 'delivered', 'accepted') and expires_at <= now() and holdfast_scope() = 'platform'
$function$;
alter function command_overdue() owner to holdfast_judge;
grant execute on function command_overdue() to holdfast_app;

CREATE OR REPLACE FUNCTION content_name_checks(app text, judge text, checks jsonb)
 RETURNS TABLE(id text, no integer)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
#variable_conflict use_column
begin
  if exists (select from jsonb_array_elements(checks) c where c ->> 'id' not like content_name_checks.app || '.%') then
    raise exception 'a check carries the name of its app' using errcode = 'invalid_parameter_value';
  end if;
  -- In one order, so that two that name the same wait for each other and never in a circle.
  insert into check_definition as d (id, app, judge, title, severity, category, lifecycle, definition, digest, from_feed)
    select c.id, content_name_checks.app, content_name_checks.judge, c.title, c.severity, c.category, c.lifecycle, c.definition, c.digest, true
      from jsonb_to_recordset(checks) as c (id text, title text, severity smallint, category text, lifecycle text, definition jsonb, digest text)
     where not exists (select from check_definition k where k.id = c.id and k.digest = c.digest and k.retired_at is null)
     order by c.id
    on conflict (id) do update
      set title = excluded.title, severity = excluded.severity, category = excluded.category, lifecycle = excluded.lifecycle,
          definition = excluded.definition, digest = excluded.digest, changed_at = now(), retired_at = null
      where d.from_feed and d.app = excluded.app and d.judge = excluded.judge and d.digest <> excluded.digest;
  return query
    select d.id, d.check_no from check_definition d
     where d.from_feed and d.app = content_name_checks.app and d.judge = content_name_checks.judge
       and d.id in (select c ->> 'id' from jsonb_array_elements(checks) c);
end $function$;
grant execute on function content_name_checks(text,text,jsonb) to holdfast_app;

CREATE OR REPLACE FUNCTION content_sync(app text, digest text, provenance text, origin text, checks jsonb, judges jsonb)
 RETURNS TABLE(judge text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
#variable_conflict use_column
declare
  latest content_version;
  number int;
begin
  if holdfast_scope() is distinct from 'platform' then
    raise exception 'content is written by the platform only' using errcode = 'insufficient_privilege';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('content ' || content_sync.app, 0));
  select * into latest from content_version v where v.app = content_sync.app order by v.version desc limit 1;
  number := coalesce(latest.version, 0);
  if latest.digest is distinct from content_sync.digest then
    number := number + 1;
    insert into content_version (app, version, digest, provenance, origin)
      values (content_sync.app, number, content_sync.digest, content_sync.provenance, content_sync.origin);
  end if;

  insert into check_definition as d (id, app, judge, title, severity, category, lifecycle, definition, digest)
    select id, content_sync.app, judge, title, severity, category, lifecycle, definition, digest
      from jsonb_to_recordset(checks) as c (id text, judge text, title text, severity smallint, category text,
                                            lifecycle text, definition jsonb, digest text)
     order by id
    on conflict (id) do update
      set judge = excluded.judge, title = excluded.title, severity = excluded.severity, category = excluded.category,
          lifecycle = excluded.lifecycle, definition = excluded.definition, digest = excluded.digest,
          changed_at = now(), retired_at = null
      where d.app = excluded.app and (d.digest <> excluded.digest or d.judge <> excluded.judge or d.retired_at is not null);
  update check_definition d set retired_at = now()
   where d.app = content_sync.app and d.retired_at is null and not d.from_feed
     and not exists (select from jsonb_array_elements(checks) c where c ->> 'id' = d.id);

  return query
    with given as (
      select * from jsonb_to_recordset(judges) as j (judge text, version int, digest text)),
    put_back as (
      update judge_basis b set current = false from given g
       where b.judge = g.judge and b.current and b.digest <> g.digest
      returning b.judge)
    select g.judge from given g
     where not exists (select from judge_basis b where b.judge = g.judge and b.digest = g.digest and b.current)
       and (select count(*) from put_back) >= 0;
  update judge_basis b set current = false
   where b.app = content_sync.app and b.current
     and not exists (select from jsonb_array_elements(judges) j where j ->> 'judge' = b.judge);
  insert into judge_basis (judge, judge_version, digest, app, content_version)
    select j.judge, j.version, j.digest, content_sync.app, number
      from jsonb_to_recordset(judges) as j (judge text, version int, digest text)
     order by j.judge
    on conflict (judge, digest) do update set current = true;
end $function$;
grant execute on function content_sync(text,text,text,text,jsonb,jsonb) to holdfast_app;

CREATE OR REPLACE FUNCTION event_drop_partitions(today date)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
declare
  old record;
  dropped int := 0;
begin
  if today > current_date + 1 then
    raise exception 'that day has not come' using errcode = 'check_violation';
  end if;
  for old in
    select c.oid::regclass as partition
      from pg_inherits i
      join pg_class parent on parent.oid = i.inhparent
      join pg_class c on c.oid = i.inhrelid
     where parent.relnamespace = 'holdfast'::regnamespace and parent.relname ~ '^event_kept_\d+$'
       and to_date(right(c.relname, 8), 'YYYYMMDD') < today - substring(parent.relname from '\d+$')::int
  loop
    execute format('drop table %s', old.partition);
    dropped := dropped + 1;
  end loop;
  return dropped;
end $function$;
grant execute on function event_drop_partitions(date) to holdfast_maintenance;

CREATE OR REPLACE FUNCTION event_make_partitions(until date)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
declare
  kept int;
  day date;
  name text;
  made int := 0;
begin
  if until > current_date + 31 then
    raise exception 'partitions are made at most a month ahead' using errcode = 'check_violation';
  end if;
  perform pg_advisory_xact_lock(4705833120935);
  foreach kept in array array[7, 30, 90, 400, 2600] loop
    for day in select generate_series(current_date - 1, until, interval '1 day')::date loop
      name := format('event_kept_%s_%s', kept, to_char(day, 'YYYYMMDD'));
      if to_regclass(name) is null then
        execute format('create table %I (like event including defaults including storage)', name);
        execute format('alter table event_kept_%s attach partition %I for values from (%L) to (%L)', kept, name, day, day + 1);
        made := made + 1;
      end if;
    end loop;
  end loop;
  return made;
end $function$;
grant execute on function event_make_partitions(date) to holdfast_app;
grant execute on function event_make_partitions(date) to holdfast_maintenance;

CREATE OR REPLACE FUNCTION exception_due(now_at timestamp with time zone)
 RETURNS TABLE(tenant_id integer)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
  select tenant_id from exception
   where state = 'approved' and (ends_at <= now_at or not started and starts_at <= now_at) and holdfast_scope() = 'platform'
   group by tenant_id
$function$;
alter function exception_due(timestamp with time zone) owner to holdfast_judge;
grant execute on function exception_due(timestamp with time zone) to holdfast_app;

CREATE OR REPLACE FUNCTION finding_changed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
      begin
        insert into finding_past (tenant_id, finding_id, public_id, asset_id, check_no, place, severity, status, status_at, disposition, exception_id, first_found_at, fixed_at, known_at, known_until)
          select o.tenant_id, o.finding_id, o.public_id, o.asset_id, o.check_no, o.place, o.severity, o.status, o.status_at, o.disposition, o.exception_id, o.first_found_at, o.fixed_at, o.known_at, n.known_at from gone o join came n on n.tenant_id = o.tenant_id and n.finding_id = o.finding_id
           where n.known_at > o.known_at and (o.public_id is distinct from n.public_id or o.asset_id is distinct from n.asset_id or o.check_no is distinct from n.check_no or o.place is distinct from n.place or o.severity is distinct from n.severity or o.status is distinct from n.status or o.status_at is distinct from n.status_at or o.disposition is distinct from n.disposition or o.exception_id is distinct from n.exception_id or o.first_found_at is distinct from n.first_found_at or o.fixed_at is distinct from n.fixed_at);
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION finding_count_crowded(at_least integer)
 RETURNS TABLE(tenant_id integer)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
  select tenant_id from finding_count where holdfast_scope() = 'platform' group by tenant_id having count(*) >= at_least
$function$;
alter function finding_count_crowded(integer) owner to holdfast_judge;
grant execute on function finding_count_crowded(integer) to holdfast_app;

CREATE OR REPLACE FUNCTION finding_deleted()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
begin
  insert into finding_count (tenant_id, check_no, severity, status, disposition, findings)
    select tenant_id, check_no, severity, status, disposition, -count(*) from gone group by 1, 2, 3, 4, 5;
  update asset_findings a
     set critical = a.critical - g.critical, high = a.high - g.high, medium = a.medium - g.medium, low = a.low - g.low,
         info = a.info - g.info, excepted = a.excepted - g.excepted, findings = a.findings - g.findings
    from (select tenant_id, asset_id,
                 count(*) filter (where open and severity = 5) as critical, count(*) filter (where open and severity = 4) as high,
                 count(*) filter (where open and severity = 3) as medium, count(*) filter (where open and severity = 2) as low,
                 count(*) filter (where open and severity = 1) as info, count(*) filter (where excepted) as excepted, count(*) as findings
            from (select *, status <> 'fixed' and disposition = 'none' as open, status <> 'fixed' and disposition <> 'none' as excepted from gone) f
           group by 1, 2) g
   where a.tenant_id = g.tenant_id and a.asset_id = g.asset_id;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION finding_forgotten()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
      begin
        insert into finding_past (tenant_id, finding_id, public_id, asset_id, check_no, place, severity, status, status_at, disposition, exception_id, first_found_at, fixed_at, known_at, known_until)
          select tenant_id, finding_id, public_id, asset_id, check_no, place, severity, status, status_at, disposition, exception_id, first_found_at, fixed_at, known_at, date_trunc('milliseconds', now()) from gone
           where known_at < date_trunc('milliseconds', now());
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION finding_inserted()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
begin
  insert into finding_count (tenant_id, check_no, severity, status, disposition, findings)
    select tenant_id, check_no, severity, status, disposition, count(*) from came group by 1, 2, 3, 4, 5;
  insert into asset_findings as a (tenant_id, asset_id, critical, high, medium, low, info, excepted, findings)
    select tenant_id, asset_id,
           count(*) filter (where open and severity = 5), count(*) filter (where open and severity = 4),
           count(*) filter (where open and severity = 3), count(*) filter (where open and severity = 2),
           count(*) filter (where open and severity = 1), count(*) filter (where excepted), count(*)
      from (select *, status <> 'fixed' and disposition = 'none' as open, status <> 'fixed' and disposition <> 'none' as excepted from came) f
     group by 1, 2 order by 1, 2
    on conflict (tenant_id, asset_id) do update
      set critical = a.critical + excluded.critical, high = a.high + excluded.high, medium = a.medium + excluded.medium,
          low = a.low + excluded.low, info = a.info + excluded.info, excepted = a.excepted + excluded.excepted,
          findings = a.findings + excluded.findings;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION finding_known()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
      begin new.known_at := greatest(date_trunc('milliseconds', now()), old.known_at); return new; end $function$;

CREATE OR REPLACE FUNCTION finding_redecide(findings bigint[], now_at timestamp with time zone)
 RETURNS TABLE(finding_id bigint, before text, after text, exception_id bigint)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
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
$function$;
grant execute on function finding_redecide(bigint[],timestamp with time zone) to holdfast_app;
grant execute on function finding_redecide(bigint[],timestamp with time zone) to holdfast_scoped;

CREATE OR REPLACE FUNCTION finding_updated()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
begin
  insert into finding_count (tenant_id, check_no, severity, status, disposition, findings)
    select tenant_id, check_no, severity, status, disposition, sum(n)
      from (select tenant_id, check_no, severity, status, disposition, 1 as n from came
            union all
            select tenant_id, check_no, severity, status, disposition, -1 from gone) f
     group by 1, 2, 3, 4, 5 having sum(n) <> 0;
  insert into asset_findings as a (tenant_id, asset_id, critical, high, medium, low, info, excepted, findings)
    select tenant_id, asset_id,
           coalesce(sum(n) filter (where open and severity = 5), 0), coalesce(sum(n) filter (where open and severity = 4), 0),
           coalesce(sum(n) filter (where open and severity = 3), 0), coalesce(sum(n) filter (where open and severity = 2), 0),
           coalesce(sum(n) filter (where open and severity = 1), 0), coalesce(sum(n) filter (where excepted), 0), sum(n)
      from (select tenant_id, asset_id, severity, status <> 'fixed' and disposition = 'none' as open, status <> 'fixed' and disposition <> 'none' as excepted, 1 as n from came
            union all
            select tenant_id, asset_id, severity, status <> 'fixed' and disposition = 'none', status <> 'fixed' and disposition <> 'none', -1 from gone) f
     group by 1, 2 order by 1, 2
    on conflict (tenant_id, asset_id) do update
      set critical = a.critical + excluded.critical, high = a.high + excluded.high, medium = a.medium + excluded.medium,
          low = a.low + excluded.low, info = a.info + excluded.info, excepted = a.excepted + excluded.excepted,
          findings = a.findings + excluded.findings;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION fleet_quiet(windows jsonb, instant timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
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
end $function$;
grant execute on function fleet_quiet(jsonb,timestamp with time zone) to holdfast_app;
grant execute on function fleet_quiet(jsonb,timestamp with time zone) to holdfast_scoped;

CREATE OR REPLACE FUNCTION fleet_ring_of(source bigint)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
  select r.rings -> m.ring ->> 'name' from fleet_rollout_source m
    join fleet_rollout r on r.tenant_id = m.tenant_id and r.rollout_id = m.rollout_id
   where m.tenant_id = holdfast_tenant() and m.source_id = source
     and (holdfast_scope_id() is null or exists (
       select from asset_source o join scope_asset a on a.tenant_id = o.tenant_id and a.scope_id = holdfast_scope_id() and a.asset_id = o.asset_id
        where o.tenant_id = m.tenant_id and o.source_id = m.source_id))
   order by m.rollout_id desc limit 1
$function$;
grant execute on function fleet_ring_of(bigint) to holdfast_app;
grant execute on function fleet_ring_of(bigint) to holdfast_scoped;

CREATE OR REPLACE FUNCTION fleet_rollout_tenants()
 RETURNS TABLE(tenant_id integer)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
  select distinct tenant_id from fleet_rollout where state in ('running', 'rolling-back') and holdfast_scope() = 'platform'
$function$;
alter function fleet_rollout_tenants() owner to holdfast_judge;
grant execute on function fleet_rollout_tenants() to holdfast_app;

CREATE OR REPLACE FUNCTION fleet_rule_tenants()
 RETURNS TABLE(tenant_id integer)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
  select tenant_id from (
    select tenant_id from fleet_rule where enabled
    union select tenant_id from fleet_purge where state = 'undoable' and final_at <= now()
  ) found where holdfast_scope() = 'platform'
$function$;
alter function fleet_rule_tenants() owner to holdfast_judge;
grant execute on function fleet_rule_tenants() to holdfast_app;

CREATE OR REPLACE FUNCTION holdfast_assert(actual bigint, expected bigint, what text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  if actual is distinct from expected then
    raise exception '%: % rows, expected %', what, actual, expected;
  end if;
end $function$;

CREATE OR REPLACE FUNCTION holdfast_caller()
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN NULLIF(current_setting('holdfast.caller'::text, true), ''::text);
grant execute on function holdfast_caller() to public;

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

CREATE OR REPLACE FUNCTION holdfast_remember(target regclass, key text[], columns text[])
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  name text := target::text;
  past text := target::text || '_past';
  kept text := array_to_string(key || columns, ', ');
  differs text := (select string_agg(format('o.%1$s is distinct from n.%1$s', c), ' or ') from unnest(columns) c);
  -- A generated column follows others, and a trigger "before" cannot look at it.
  changed text := (select string_agg(format('old.%1$s is distinct from new.%1$s', c), ' or ') from unnest(columns) c
                    where not exists (select from pg_attribute where attrelid = target and attname = c and attgenerated <> ''));
  same text := (select string_agg(format('n.%1$s = o.%1$s', c), ' and ') from unnest('{tenant_id}' || key) c);
begin
  execute format('alter table %s add column known_at timestamptz(3) not null default date_trunc(''milliseconds'', now())', name);
  execute format('create table %s (tenant_id int not null references tenant, past_id bigint generated always as identity, %s,
      known_at timestamptz(3) not null, known_until timestamptz(3) not null, primary key (tenant_id, past_id), check (known_until > known_at))',
    past, (select string_agg(format('%I %s%s', a.attname, format_type(a.atttypid, a.atttypmod),
                                    case when l.collname is null or l.collname = 'default' then '' else format(' collate %I', l.collname) end), ', ' order by a.attnum)
             from pg_attribute a left join pg_collation l on l.oid = a.attcollation
            where a.attrelid = target and a.attname = any (key || columns)));
  perform holdfast_protect(past::regclass, 'select, insert');
  perform holdfast_let(past::regclass, 'holdfast_maintenance', 'select, delete');
  execute format('create index %s_until on %s (tenant_id, known_until, known_at)', past, past);
  execute format('create index %s_of on %s (tenant_id, %s, known_until)', past, past, array_to_string(key, ', '));
  execute format('create function %1$s_known() returns trigger language plpgsql security definer set search_path = holdfast, pg_temp as $f$
      begin new.known_at := greatest(date_trunc(''milliseconds'', now()), old.known_at); return new; end $f$', name);
  execute format('create function %1$s_changed() returns trigger language plpgsql security definer set search_path = holdfast, pg_temp as $f$
      begin
        insert into %2$s (tenant_id, %3$s, known_at, known_until)
          select o.tenant_id, %4$s, o.known_at, n.known_at from gone o join came n on %5$s
           where n.known_at > o.known_at and (%6$s);
        return null;
      end $f$', name, past, kept, (select string_agg('o.' || c, ', ') from unnest(key || columns) c), same, differs);
  execute format('create function %1$s_forgotten() returns trigger language plpgsql security definer set search_path = holdfast, pg_temp as $f$
      begin
        insert into %2$s (tenant_id, %3$s, known_at, known_until)
          select tenant_id, %3$s, known_at, date_trunc(''milliseconds'', now()) from gone
           where known_at < date_trunc(''milliseconds'', now());
        return null;
      end $f$', name, past, kept);
  execute format('create trigger past_known before update on %s for each row when (%s) execute function %1$s_known()', name, changed);
  execute format('create trigger past_changed after update on %s referencing old table as gone new table as came
      for each statement execute function %1$s_changed()', name);
  execute format('create trigger past_forgotten after delete on %s referencing old table as gone
      for each statement execute function %1$s_forgotten()', name);
end $function$;

CREATE OR REPLACE FUNCTION holdfast_scope()
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN NULLIF(current_setting('holdfast.scope'::text, true), ''::text);
grant execute on function holdfast_scope() to public;

CREATE OR REPLACE FUNCTION holdfast_scope_id()
 RETURNS bigint
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('holdfast.scope_id'::text, true), ''::text))::bigint;
grant execute on function holdfast_scope_id() to public;

CREATE OR REPLACE FUNCTION holdfast_scoped(target regclass, sees text, rights text DEFAULT 'select'::text, changes text DEFAULT NULL::text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  execute format('grant %s on %s to holdfast_scoped', rights, target);
  if changes is not null then
    execute format('create policy scoped_insert on %s as restrictive for insert to holdfast_scoped with check (%s)', target, changes);
    execute format('create policy scoped_update on %s as restrictive for update to holdfast_scoped using (%s) with check (%2$s)', target, changes);
    execute format('create policy scoped_delete on %s as restrictive for delete to holdfast_scoped using (%s)', target, changes);
    if sees is not null then
      execute format('create policy scoped on %s as restrictive for select to holdfast_scoped using (%s)', target, sees);
    end if;
  elsif sees is not null then
    execute format('create policy scoped on %s as restrictive to holdfast_scoped using (%s)', target, sees);
  end if;
end $function$;

CREATE OR REPLACE FUNCTION holdfast_scoped_asset(target regclass, rights text DEFAULT 'select'::text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  perform holdfast_scoped(target, format('exists (select from scope_asset s where s.tenant_id = %1$s.tenant_id
    and s.scope_id = (select holdfast_scope_id()) and s.asset_id = %1$s.asset_id)', target), rights);
end $function$;

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

CREATE OR REPLACE FUNCTION inventory_account_changed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
      begin
        insert into inventory_account_past (tenant_id, asset_id, name, uid, interactive, privileged, password, known_at, known_until)
          select o.tenant_id, o.asset_id, o.name, o.uid, o.interactive, o.privileged, o.password, o.known_at, n.known_at from gone o join came n on n.tenant_id = o.tenant_id and n.asset_id = o.asset_id and n.name = o.name
           where n.known_at > o.known_at and (o.uid is distinct from n.uid or o.interactive is distinct from n.interactive or o.privileged is distinct from n.privileged or o.password is distinct from n.password);
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION inventory_account_forgotten()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
      begin
        insert into inventory_account_past (tenant_id, asset_id, name, uid, interactive, privileged, password, known_at, known_until)
          select tenant_id, asset_id, name, uid, interactive, privileged, password, known_at, date_trunc('milliseconds', now()) from gone
           where known_at < date_trunc('milliseconds', now());
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION inventory_account_known()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
      begin new.known_at := greatest(date_trunc('milliseconds', now()), old.known_at); return new; end $function$;

CREATE OR REPLACE FUNCTION inventory_address_changed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
      begin
        insert into inventory_address_past (tenant_id, asset_id, interface, address, mac, known_at, known_until)
          select o.tenant_id, o.asset_id, o.interface, o.address, o.mac, o.known_at, n.known_at from gone o join came n on n.tenant_id = o.tenant_id and n.asset_id = o.asset_id and n.interface = o.interface and n.address = o.address
           where n.known_at > o.known_at and (o.mac is distinct from n.mac);
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION inventory_address_forgotten()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
      begin
        insert into inventory_address_past (tenant_id, asset_id, interface, address, mac, known_at, known_until)
          select tenant_id, asset_id, interface, address, mac, known_at, date_trunc('milliseconds', now()) from gone
           where known_at < date_trunc('milliseconds', now());
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION inventory_address_known()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
      begin new.known_at := greatest(date_trunc('milliseconds', now()), old.known_at); return new; end $function$;

CREATE OR REPLACE FUNCTION inventory_asset_software_changed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
      begin
        insert into inventory_asset_software_past (tenant_id, asset_id, software, known_at, known_until)
          select o.tenant_id, o.asset_id, o.software, o.known_at, n.known_at from gone o join came n on n.tenant_id = o.tenant_id and n.asset_id = o.asset_id
           where n.known_at > o.known_at and (o.software is distinct from n.software);
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION inventory_asset_software_forgotten()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
      begin
        insert into inventory_asset_software_past (tenant_id, asset_id, software, known_at, known_until)
          select tenant_id, asset_id, software, known_at, date_trunc('milliseconds', now()) from gone
           where known_at < date_trunc('milliseconds', now());
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION inventory_asset_software_known()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
      begin new.known_at := greatest(date_trunc('milliseconds', now()), old.known_at); return new; end $function$;

CREATE OR REPLACE FUNCTION inventory_assets_with_software(ids integer[])
 RETURNS SETOF bigint
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
declare
  tenant int := holdfast_tenant();
  assets float8;
  sightings float8;
  frequent int[];
  missed float8;
  seen text := case when holdfast_scope_id() is null then '' else ' and exists (select from scope_asset s
    where s.tenant_id = $1 and s.scope_id = holdfast_scope_id() and s.asset_id = inventory_asset_software.asset_id)' end;
begin
  if cardinality(ids) <= 4 then
    -- Planned with the ids at hand, so that the index is taken where few have them.
    return query execute 'select asset_id from inventory_asset_software where tenant_id = $1 and software && $2' || seen using tenant, ids;
    return;
  end if;
  select max(asset_count) into assets from inventory_tenant_software where tenant_id = tenant;
  select sum(asset_count), (array_agg(software_id order by asset_count desc))[1:8] into sightings, frequent
    from inventory_tenant_software where tenant_id = tenant and software_id = any (ids);
  if frequent is null then
    return;
  end if;
  -- The share of assets with none of the most frequent ones, as if these were spread independently.
  select exp(sum(ln(greatest(1 - asset_count / greatest(assets, 1), 1e-9)))) into missed
    from inventory_tenant_software where tenant_id = tenant and software_id = any (frequent);
  if sightings < assets * (1 + 10 * missed) then
    -- All together are seen seldom: each is looked up by itself.
    return query execute 'select distinct a.asset_id from unnest($2) as i(software_id), lateral (
      select asset_id from inventory_asset_software where tenant_id = $1 and software @> array[i.software_id]' || seen || ' offset 0) as a'
      using tenant, ids;
  else
    -- Nearly everybody has one of the frequent ones, and only the rest is looked at closely, against a hash of all ids.
    return query execute 'select asset_id from inventory_asset_software where tenant_id = $1
      and (software && $3 or exists (select from unnest(software) as s(id) where s.id = any ($2)))' || seen
      using tenant, ids, frequent;
  end if;
end $function$;
alter function inventory_assets_with_software(integer[]) owner to holdfast_search;
grant execute on function inventory_assets_with_software(integer[]) to holdfast_app;
grant execute on function inventory_assets_with_software(integer[]) to holdfast_scoped;

CREATE OR REPLACE FUNCTION inventory_holders(names text[])
 RETURNS TABLE(tenant_id integer, asset_id bigint, software integer[])
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
  with wanted as (
    select t.id as tenant_id, array_agg(distinct s.software_id) as ids
      from tenant t
      cross join lateral (
        select software_id from inventory_tenant_software where tenant_id = t.id and name_folded = any (names)
        union all
        select software_id from inventory_tenant_software where tenant_id = t.id and source_name = any (names)) s
     where holdfast_scope() = 'platform'
     group by t.id),
  untold as (
    select t.id as tenant_id from tenant t
     where holdfast_scope() = 'platform'
       and exists (select from inventory_tenant_software u
                    where u.tenant_id = t.id and u.source_name is null and u.ecosystem in ('deb', 'rpm', 'apk')))
  select h.tenant_id, h.asset_id, array(select i from unnest(h.software) i where i = any (w.ids) order by i)
    from wanted w join inventory_asset_software h on h.tenant_id = w.tenant_id and h.software && w.ids
   where w.tenant_id not in (select u.tenant_id from untold u)
  union all
  select h.tenant_id, h.asset_id, '{}' from untold u join inventory_asset_software h on h.tenant_id = u.tenant_id
$function$;
alter function inventory_holders(text[]) owner to holdfast_judge;
grant execute on function inventory_holders(text[]) to holdfast_app;

CREATE OR REPLACE FUNCTION inventory_holders_alike(names text[])
 RETURNS TABLE(tenant_id integer, software integer[], assets bigint[])
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
 SET work_mem TO '64MB'
AS $function$
declare
  sightings float8;
begin
  if holdfast_scope() is distinct from 'platform' then
    return;
  end if;
  select sum(asset_count) into sightings from inventory_tenant_software s where s.name_folded = any (names) or s.source_name = any (names);
  if sightings > 3000000 then
    return query select h.tenant_id, '{}'::int[], array_agg(h.asset_id) from inventory_holders(names) h group by h.tenant_id;
    return;
  end if;
  return query
  with wanted as materialized (
    select s.tenant_id, s.software_id from inventory_tenant_software s where s.name_folded = any (names) or s.source_name = any (names)),
  untold as materialized (
    select t.id as tenant_id from tenant t
     where exists (select from inventory_tenant_software u
                    where u.tenant_id = t.id and u.source_name is null and u.ecosystem in ('deb', 'rpm', 'apk'))),
  held as (
    select h.tenant_id, h.asset_id, array_agg(w.software_id order by w.software_id) as ids
      from (select distinct w.software_id from wanted w) each_one
     cross join lateral (
       select a.tenant_id, a.asset_id from inventory_asset_software a where a.software @> array[each_one.software_id] offset 0) h
      join wanted w on w.tenant_id = h.tenant_id and w.software_id = each_one.software_id
     where h.tenant_id not in (select u.tenant_id from untold u)
     group by h.tenant_id, h.asset_id)
  select h.tenant_id, h.ids, array_agg(h.asset_id order by h.asset_id) from held h group by h.tenant_id, h.ids
  union all
  select u.tenant_id, '{}'::int[], array_agg(a.asset_id) from untold u join inventory_asset_software a on a.tenant_id = u.tenant_id group by u.tenant_id;
end $function$;
alter function inventory_holders_alike(text[]) owner to holdfast_judge;
grant execute on function inventory_holders_alike(text[]) to holdfast_app;

CREATE OR REPLACE FUNCTION inventory_host_changed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
      begin
        insert into inventory_host_past (tenant_id, asset_id, os_id, os_family, os_name, os_version, kernel, architecture, virtualization, cloud, cpu_count, memory_bytes, vendor, package_count, exposed_count, update_count, known_at, known_until)
          select o.tenant_id, o.asset_id, o.os_id, o.os_family, o.os_name, o.os_version, o.kernel, o.architecture, o.virtualization, o.cloud, o.cpu_count, o.memory_bytes, o.vendor, o.package_count, o.exposed_count, o.update_count, o.known_at, n.known_at from gone o join came n on n.tenant_id = o.tenant_id and n.asset_id = o.asset_id
           where n.known_at > o.known_at and (o.os_id is distinct from n.os_id or o.os_family is distinct from n.os_family or o.os_name is distinct from n.os_name or o.os_version is distinct from n.os_version or o.kernel is distinct from n.kernel or o.architecture is distinct from n.architecture or o.virtualization is distinct from n.virtualization or o.cloud is distinct from n.cloud or o.cpu_count is distinct from n.cpu_count or o.memory_bytes is distinct from n.memory_bytes or o.vendor is distinct from n.vendor or o.package_count is distinct from n.package_count or o.exposed_count is distinct from n.exposed_count or o.update_count is distinct from n.update_count);
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION inventory_host_counted()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
begin
  if new.count_id % 256 > 0 then
    return null;
  end if;
  with gone as (
    delete from inventory_host_count where tenant_id = new.tenant_id and count_id in (
      select count_id from inventory_host_count where tenant_id = new.tenant_id and count_id < new.count_id
       order by count_id limit 20000 for update skip locked)
    returning *)
  insert into inventory_host_count (tenant_id, os_id, os_family, os_name, os_version, kernel, architecture, virtualization, cloud, vendor, hosts)
    select tenant_id, os_id, os_family, os_name, os_version, kernel, architecture, virtualization, cloud, vendor, sum(hosts)
      from gone group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 having sum(hosts) <> 0;
  return null;
end $function$;
grant execute on function inventory_host_counted() to holdfast_app;

CREATE OR REPLACE FUNCTION inventory_host_deleted()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
begin
  insert into inventory_host_count (tenant_id, os_id, os_family, os_name, os_version, kernel, architecture, virtualization, cloud, vendor, hosts)
    select tenant_id, os_id, os_family, os_name, os_version, kernel, architecture, virtualization, cloud, vendor, -count(*)
      from gone join asset a using (tenant_id, asset_id) where a.merged_into is null group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10;
  return null;
end $function$;
grant execute on function inventory_host_deleted() to holdfast_app;

CREATE OR REPLACE FUNCTION inventory_host_forgotten()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
      begin
        insert into inventory_host_past (tenant_id, asset_id, os_id, os_family, os_name, os_version, kernel, architecture, virtualization, cloud, cpu_count, memory_bytes, vendor, package_count, exposed_count, update_count, known_at, known_until)
          select tenant_id, asset_id, os_id, os_family, os_name, os_version, kernel, architecture, virtualization, cloud, cpu_count, memory_bytes, vendor, package_count, exposed_count, update_count, known_at, date_trunc('milliseconds', now()) from gone
           where known_at < date_trunc('milliseconds', now());
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION inventory_host_inserted()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
begin
  insert into inventory_host_count (tenant_id, os_id, os_family, os_name, os_version, kernel, architecture, virtualization, cloud, vendor, hosts)
    select tenant_id, os_id, os_family, os_name, os_version, kernel, architecture, virtualization, cloud, vendor, count(*)
      from came join asset a using (tenant_id, asset_id) where a.merged_into is null group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10;
  return null;
end $function$;
grant execute on function inventory_host_inserted() to holdfast_app;

CREATE OR REPLACE FUNCTION inventory_host_known()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
      begin new.known_at := greatest(date_trunc('milliseconds', now()), old.known_at); return new; end $function$;

CREATE OR REPLACE FUNCTION inventory_host_merged()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
begin
  insert into inventory_host_count (tenant_id, os_id, os_family, os_name, os_version, kernel, architecture, virtualization, cloud, vendor, hosts)
    select tenant_id, os_id, os_family, os_name, os_version, kernel, architecture, virtualization, cloud, vendor, case when new.merged_into is null then 1 else -1 end
      from inventory_host where tenant_id = new.tenant_id and asset_id = new.asset_id;
  return null;
end $function$;
grant execute on function inventory_host_merged() to holdfast_app;

CREATE OR REPLACE FUNCTION inventory_host_updated()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
begin
  insert into inventory_host_count (tenant_id, os_id, os_family, os_name, os_version, kernel, architecture, virtualization, cloud, vendor, hosts)
    select tenant_id, os_id, os_family, os_name, os_version, kernel, architecture, virtualization, cloud, vendor, sum(n)
      from (select *, 1 as n from came union all select *, -1 from gone) h join asset a using (tenant_id, asset_id)
     where a.merged_into is null group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 having sum(n) <> 0;
  return null;
end $function$;
grant execute on function inventory_host_updated() to holdfast_app;

CREATE OR REPLACE FUNCTION inventory_listener_changed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
      begin
        insert into inventory_listener_past (tenant_id, asset_id, transport, address, port, all_interfaces, process, package, known_at, known_until)
          select o.tenant_id, o.asset_id, o.transport, o.address, o.port, o.all_interfaces, o.process, o.package, o.known_at, n.known_at from gone o join came n on n.tenant_id = o.tenant_id and n.asset_id = o.asset_id and n.transport = o.transport and n.address = o.address and n.port = o.port
           where n.known_at > o.known_at and (o.all_interfaces is distinct from n.all_interfaces or o.process is distinct from n.process or o.package is distinct from n.package);
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION inventory_listener_forgotten()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
      begin
        insert into inventory_listener_past (tenant_id, asset_id, transport, address, port, all_interfaces, process, package, known_at, known_until)
          select tenant_id, asset_id, transport, address, port, all_interfaces, process, package, known_at, date_trunc('milliseconds', now()) from gone
           where known_at < date_trunc('milliseconds', now());
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION inventory_listener_known()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
      begin new.known_at := greatest(date_trunc('milliseconds', now()), old.known_at); return new; end $function$;

CREATE OR REPLACE FUNCTION inventory_software_told(ids integer[])
 RETURNS TABLE(tenant_id integer, software_id integer, ecosystem text, purl text, source_name text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
  select tenant_id, software_id, ecosystem, purl, source_name from inventory_tenant_software
   where holdfast_scope() = 'platform' and software_id = any (ids)
$function$;
alter function inventory_software_told(integer[]) owner to holdfast_judge;
grant execute on function inventory_software_told(integer[]) to holdfast_app;

CREATE OR REPLACE FUNCTION inventory_tenant_software_forgotten()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
begin
  insert into inventory_tenant_software_past (tenant_id, software_id, ecosystem, name, version, version_key, purl, source_name, source_version)
    select tenant_id, software_id, ecosystem, name, version, version_key, purl, source_name, source_version from gone
    on conflict do nothing;
  return null;
end $function$;
grant execute on function inventory_tenant_software_forgotten() to holdfast_app;

CREATE OR REPLACE FUNCTION job_dispatch(per_tenant integer, most integer, silence interval)
 RETURNS TABLE(tenant_id integer, job_id bigint, kind text, attempts smallint)
 LANGUAGE sql
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
  with silent as (
    update job set state = 'queued', heartbeat_at = null, version = version + 1
     where (tenant_id, job_id) in (
       select tenant_id, job_id from job
        where state = 'running' and heartbeat_at < now() - silence for update skip locked)
    returning tenant_id, job_id),
  waiting as (
    select j.tenant_id, j.job_id, row_number() over (partition by j.tenant_id order by j.job_id) as place,
           (select count(*) from job r where r.tenant_id = j.tenant_id and r.state = 'running') as running
      from job j where j.state = 'queued' and j.not_before <= now()),
  turn as (
    select j.tenant_id, j.job_id from job j
      join waiting w using (tenant_id, job_id)
     where w.place + w.running <= per_tenant and (j.tenant_id, j.job_id) not in (select s.tenant_id, s.job_id from silent s)
     order by w.place, j.job_id limit most
     for update of j skip locked)
  update job j set state = 'running', attempts = j.attempts + 1, heartbeat_at = now(), started_at = coalesce(j.started_at, now()),
         version = j.version + 1
    from turn t where j.tenant_id = t.tenant_id and j.job_id = t.job_id and j.state = 'queued'
  returning j.tenant_id, j.job_id, j.kind, j.attempts
$function$;
grant execute on function job_dispatch(integer,integer,interval) to holdfast_jobs;

CREATE OR REPLACE FUNCTION job_forget(older_than timestamp with time zone)
 RETURNS bigint
 LANGUAGE sql
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
  with gone as (delete from job where finished_at < older_than returning 1) select count(*) from gone
$function$;
grant execute on function job_forget(timestamp with time zone) to holdfast_maintenance;

CREATE OR REPLACE FUNCTION judgement_backlog(OUT due bigint, OUT tenants bigint, OUT oldest_at timestamp with time zone)
 RETURNS record
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
  select count(*), count(distinct tenant_id), min(due_at) from judgement_due where due_at <= now() and holdfast_scope() = 'platform'
$function$;
alter function judgement_backlog() owner to holdfast_judge;
grant execute on function judgement_backlog() to holdfast_app;

CREATE OR REPLACE FUNCTION judgement_content_changed(judge_id text, kinds text[])
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
declare
  touched bigint;
begin
  if holdfast_scope() is distinct from 'platform' then
    raise exception 'content changes for the platform as a whole' using errcode = 'insufficient_privilege';
  end if;
  insert into judgement_due as d (tenant_id, asset_id, judge, reason, priority, due_at)
    select a.tenant_id, a.asset_id, judge_id, 'content', 2, date_trunc('milliseconds', now())
      from asset a where a.kind = any (kinds) and a.merged_into is null
     order by a.tenant_id, a.asset_id
    on conflict (tenant_id, asset_id, judge) do update
      -- What was due earlier, and more urgently, stays so.
      set reason = 'content', priority = 2, due_at = excluded.due_at where d.due_at > excluded.due_at;
  get diagnostics touched = row_count;
  return touched;
end $function$;
alter function judgement_content_changed(text,text[]) owner to holdfast_judge;
grant execute on function judgement_content_changed(text,text[]) to holdfast_app;

CREATE OR REPLACE FUNCTION judgement_some_due(judge_id text, tenants integer[], assets bigint[])
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
declare
  touched bigint;
begin
  if holdfast_scope() is distinct from 'platform' then
    raise exception 'content changes for the platform as a whole' using errcode = 'insufficient_privilege';
  end if;
  insert into judgement_due as d (tenant_id, asset_id, judge, reason, priority, due_at)
    select a.tenant_id, a.asset_id, judge_id, 'content', 2, date_trunc('milliseconds', now()) + interval '5 seconds'
      from unnest(tenants, assets) as g (tenant_id, asset_id)
      join asset a on a.tenant_id = g.tenant_id and a.asset_id = g.asset_id and a.merged_into is null
     order by a.tenant_id, a.asset_id
    on conflict (tenant_id, asset_id, judge) do update
      -- What was due earlier, and more urgently, stays so.
      set reason = 'content', priority = 2, due_at = excluded.due_at where d.due_at > excluded.due_at;
  get diagnostics touched = row_count;
  return touched;
end $function$;
alter function judgement_some_due(text,integer[],bigint[]) owner to holdfast_judge;
grant execute on function judgement_some_due(text,integer[],bigint[]) to holdfast_app;

CREATE OR REPLACE FUNCTION judgement_some_due_in(judge_id text, tenants integer[], assets bigint[], pause interval)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
declare
  touched bigint;
begin
  if holdfast_scope() is distinct from 'platform' then
    raise exception 'content changes for the platform as a whole' using errcode = 'insufficient_privilege';
  end if;
  insert into judgement_due as d (tenant_id, asset_id, judge, reason, priority, due_at)
    select a.tenant_id, a.asset_id, judge_id, 'content', 2, date_trunc('milliseconds', now()) + pause
      from unnest(tenants, assets) as g (tenant_id, asset_id)
      join asset a on a.tenant_id = g.tenant_id and a.asset_id = g.asset_id and a.merged_into is null
     order by a.tenant_id, a.asset_id
    on conflict (tenant_id, asset_id, judge) do update
      -- What was due earlier, and more urgently, stays so.
      set reason = 'content', priority = 2, due_at = excluded.due_at where d.due_at > excluded.due_at;
  get diagnostics touched = row_count;
  return touched;
end $function$;
alter function judgement_some_due_in(text,integer[],bigint[],interval) owner to holdfast_judge;
grant execute on function judgement_some_due_in(text,integer[],bigint[],interval) to holdfast_app;

CREATE OR REPLACE FUNCTION judgement_take()
 RETURNS TABLE(asset_id bigint, judge text, reason text, attempts smallint)
 LANGUAGE plpgsql
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
declare
  tenant int := holdfast_tenant();
  asset bigint;
begin
  for urgency in 0 .. 2 loop
    select d.asset_id into asset from judgement_due d
     where d.tenant_id = tenant and d.priority = urgency and d.due_at <= now()
     order by d.due_at limit 1 for update skip locked;
    if found then
      return query select d.asset_id, d.judge, d.reason, d.attempts from judgement_due d
        where d.tenant_id = tenant and d.asset_id = asset and d.due_at <= now() for update skip locked;
      return;
    end if;
  end loop;
end $function$;
grant execute on function judgement_take() to holdfast_app;

CREATE OR REPLACE FUNCTION judgement_tenants()
 RETURNS TABLE(tenant_id integer)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
  select distinct tenant_id from judgement_due where due_at <= now() and holdfast_scope() = 'platform'
$function$;
alter function judgement_tenants() owner to holdfast_judge;
grant execute on function judgement_tenants() to holdfast_app;

CREATE OR REPLACE FUNCTION notify_people(channel text, message text, delivery text, told jsonb, give_up timestamp with time zone, purpose text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
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
end $function$;
grant execute on function notify_people(text,text,text,jsonb,timestamp with time zone,text) to holdfast_app;
grant execute on function notify_people(text,text,text,jsonb,timestamp with time zone,text) to holdfast_scoped;

CREATE OR REPLACE FUNCTION notify_take(per_tenant integer, most integer, lease interval)
 RETURNS TABLE(tenant_id integer, delivery_id bigint)
 LANGUAGE sql
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
  with open as (
    select d.tenant_id, d.channel_id, d.delivery_id, d.state = 'sending' and d.leased_until > now() as busy,
           (d.kind = 'test' or (c.paused_at is null and (c.not_before is null or c.not_before <= now())))
             and (d.state = 'sending' or d.next_at <= now()) as due
      from notify_delivery d
      join notify_channel c on c.tenant_id = d.tenant_id and c.channel_id = d.channel_id
     where d.state in ('waiting', 'sending')),
  first as (
    select tenant_id, channel_id, min(delivery_id) filter (where due) as delivery_id
      from open group by 1, 2 having not bool_or(busy)),
  turn as (
    select f.tenant_id, f.delivery_id, row_number() over (partition by f.tenant_id order by f.delivery_id)
             + (select count(*) from open o where o.tenant_id = f.tenant_id and o.busy) as place
      from first f where f.delivery_id is not null),
  mine as (
    select d.tenant_id, d.delivery_id from notify_delivery d
      join turn t on t.tenant_id = d.tenant_id and t.delivery_id = d.delivery_id
     where t.place <= per_tenant and (d.state = 'waiting' or d.leased_until <= now())
     order by t.place, d.delivery_id limit most for update of d skip locked)
  update notify_delivery d
     set state = 'sending', attempts = d.attempts + 1, leased_until = now() + lease, version = d.version + 1
    from mine m
   where d.tenant_id = m.tenant_id and d.delivery_id = m.delivery_id
     and (d.state = 'waiting' or (d.state = 'sending' and d.leased_until <= now()))
  returning d.tenant_id, d.delivery_id
$function$;
grant execute on function notify_take(integer,integer,interval) to holdfast_jobs;

CREATE OR REPLACE FUNCTION outbox_number()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
declare
  many bigint;
  last bigint;
begin
  select count(*) into many from outbox where tenant_id = new.tenant_id and seq is null;
  if many = 0 then
    return null;
  end if;
  insert into outbox_head as head (tenant_id, seq) values (new.tenant_id, many)
    on conflict (tenant_id) do update set seq = head.seq + many
    returning seq into last;
  update outbox set seq = numbered.seq
    from (select id, last - many + row_number() over (order by id) as seq
            from outbox where tenant_id = new.tenant_id and seq is null) numbered
   where outbox.tenant_id = new.tenant_id and outbox.id = numbered.id;
  perform pg_notify('holdfast_outbox', new.tenant_id::text);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION pushed_guard()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
declare
  changed text := coalesce(to_jsonb(old) ->> tg_argv[1], '');
  provider text;
begin
  if coalesce(current_setting('holdfast.pushing', true), '') <> 'on' then
    select b.provider_name into provider from pushed_object o
      join pushed_blueprint b on b.tenant_id = o.tenant_id and b.blueprint = o.blueprint
     where o.tenant_id = old.tenant_id and o.kind = tg_argv[0] and o.object = changed
       and exists (select from tenant_grant g where g.tenant_id = o.tenant_id and g.provider_id = b.provider_id
                      and g.revoked_at is null and g.expires_at > now())
       and exists (select from tenant t where t.id = o.tenant_id and t.state <> 'leaving');
    if provider is not null then
      raise exception 'It is from %: they change it with their next push, or take it back.', provider using errcode = 'HFPSH';
    end if;
    delete from pushed_object o where o.tenant_id = old.tenant_id and o.kind = tg_argv[0] and o.object = changed;
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $function$;

CREATE OR REPLACE FUNCTION schedule_take(jobs text[], most integer, hold interval)
 RETURNS TABLE(tenant_id integer, job text)
 LANGUAGE sql
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
  insert into schedule (tenant_id, job)
    select t.id, j from tenant t cross join unnest(jobs) j
     where t.state = 'active' and not exists (select from schedule s where s.tenant_id = t.id and s.job = j)
    on conflict do nothing;
  update schedule s set due_at = now() + hold
    from (select tenant_id, job from schedule where due_at <= now() and job = any (jobs)
           order by due_at limit most for update skip locked) d
   where s.tenant_id = d.tenant_id and s.job = d.job
  returning s.tenant_id, s.job
$function$;
grant execute on function schedule_take(text[],integer,interval) to holdfast_jobs;

CREATE OR REPLACE FUNCTION scope_asset_merged()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
begin
  if exists (select from scope where tenant_id = new.tenant_id) then
    perform scope_refresh(new.tenant_id, array[new.asset_id]);
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION scope_covers_exception(decision bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
  select exists (select from exception_finding b where b.tenant_id = holdfast_tenant() and b.exception_id = decision)
     and not exists (
       select from exception_finding b
         join finding f on f.tenant_id = b.tenant_id and f.finding_id = b.finding_id
        where b.tenant_id = holdfast_tenant() and b.exception_id = decision
          and not exists (select from scope_asset s where s.tenant_id = f.tenant_id and s.scope_id = holdfast_scope_id() and s.asset_id = f.asset_id))
$function$;
grant execute on function scope_covers_exception(bigint) to holdfast_scoped;

CREATE OR REPLACE FUNCTION scope_covers_source(source bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
  select exists (select from asset_source o where o.tenant_id = holdfast_tenant() and o.source_id = source)
     and not exists (
       select from asset_source o
        where o.tenant_id = holdfast_tenant() and o.source_id = source
          and not exists (select from scope_asset s where s.tenant_id = o.tenant_id and s.scope_id = holdfast_scope_id() and s.asset_id = o.asset_id))
$function$;
grant execute on function scope_covers_source(bigint) to holdfast_scoped;

CREATE OR REPLACE FUNCTION scope_follow_tree(tenant integer)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION scope_for(include bigint[], exclude bigint[])
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
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
end $function$;
grant execute on function scope_for(bigint[],bigint[]) to holdfast_app;
grant execute on function scope_for(bigint[],bigint[]) to holdfast_scoped;

CREATE OR REPLACE FUNCTION scope_forget()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
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
end $function$;
grant execute on function scope_forget() to holdfast_app;
grant execute on function scope_forget() to holdfast_scoped;

CREATE OR REPLACE FUNCTION scope_hears(topic text, body jsonb)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
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
end $function$;
grant execute on function scope_hears(text,jsonb) to holdfast_scoped;

CREATE OR REPLACE FUNCTION scope_lies_within(tenant integer, inner_id bigint, outer_id bigint)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
begin
  if holdfast_scope() is distinct from 'platform' then
    raise exception 'asked by the platform only' using errcode = 'insufficient_privilege';
  end if;
  if outer_id is null or inner_id = outer_id then
    return true;
  end if;
  return inner_id is not null
    and not exists (
      select from scope_reach i
       where i.tenant_id = tenant and i.scope_id = inner_id and not i.excludes
         and not exists (select from scope_reach o where o.tenant_id = tenant and o.scope_id = outer_id and o.tag_id = i.tag_id and not o.excludes))
    and not exists (
      select from scope_reach o
       where o.tenant_id = tenant and o.scope_id = outer_id and o.excludes
         and not exists (select from scope_reach i where i.tenant_id = tenant and i.scope_id = inner_id and i.tag_id = o.tag_id and i.excludes));
end $function$;
alter function scope_lies_within(integer,bigint,bigint) owner to holdfast_search;
grant execute on function scope_lies_within(integer,bigint,bigint) to holdfast_app;

CREATE OR REPLACE FUNCTION scope_owns_tag(tag bigint, below boolean)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
  select exists (
    select from scope_reach r
     where r.tenant_id = holdfast_tenant() and r.scope_id = holdfast_scope_id() and r.tag_id = tag and not r.excludes
       and not (below and exists (select from scope_tag n where n.tenant_id = r.tenant_id and n.scope_id = r.scope_id and n.tag_id = r.tag_id)))
$function$;
grant execute on function scope_owns_tag(bigint,boolean) to holdfast_scoped;

CREATE OR REPLACE FUNCTION scope_refresh(tenant integer, assets bigint[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION scope_sizes(ids bigint[])
 RETURNS TABLE(scope_id bigint, assets integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
  select s.scope_id, (select count(*)::int from scope_asset a where a.tenant_id = s.tenant_id and a.scope_id = s.scope_id)
    from scope s where s.tenant_id = holdfast_tenant() and s.scope_id = any (ids) and scope_within(s.scope_id)
$function$;
grant execute on function scope_sizes(bigint[]) to holdfast_app;
grant execute on function scope_sizes(bigint[]) to holdfast_scoped;

CREATE OR REPLACE FUNCTION scope_still_within(tenant integer, inner_id bigint, outer_id bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
  select scope_lies_within(tenant, inner_id, outer_id)
     and (inner_id is null or exists (select from scope_reach r where r.tenant_id = tenant and r.scope_id = inner_id and not r.excludes))
$function$;
alter function scope_still_within(integer,bigint,bigint) owner to holdfast_search;
grant execute on function scope_still_within(integer,bigint,bigint) to holdfast_app;

CREATE OR REPLACE FUNCTION scope_tags_changed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
declare
  tenant int := (select tenant_id from touched limit 1);
begin
  if exists (select from scope where tenant_id = tenant) then
    perform scope_refresh(tenant, array(
      select distinct t.asset_id from touched t
       where exists (select from scope_reach r where r.tenant_id = t.tenant_id and r.tag_id = t.tag_id)));
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION scope_tree_changed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
begin
  if exists (select from scope where tenant_id = holdfast_tenant()) then
    perform scope_follow_tree(holdfast_tenant());
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION scope_within(inner_id bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
  select holdfast_scope_id() is null or inner_id is not distinct from holdfast_scope_id() or (inner_id is not null
    and not exists (
      select from scope_reach i
       where i.tenant_id = holdfast_tenant() and i.scope_id = inner_id and not i.excludes
         and not exists (select from scope_reach o where o.tenant_id = i.tenant_id and o.scope_id = holdfast_scope_id()
                            and o.tag_id = i.tag_id and not o.excludes))
    and not exists (
      select from scope_reach o
       where o.tenant_id = holdfast_tenant() and o.scope_id = holdfast_scope_id() and o.excludes
         and not exists (select from scope_reach i where i.tenant_id = o.tenant_id and i.scope_id = inner_id
                            and i.tag_id = o.tag_id and i.excludes)))
$function$;
grant execute on function scope_within(bigint) to holdfast_app;
grant execute on function scope_within(bigint) to holdfast_scoped;

CREATE OR REPLACE FUNCTION search_list_is_due(evaluated_at timestamp with time zone, updated_at timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
  select evaluated_at is null or evaluated_at < now() - interval '1 day'
      or (select evaluated_at < changed
              or (evaluated_at < changed + interval '10 minutes' and now() > changed + interval '10 minutes')
            from (select greatest(max(c.changed_at), search_list_is_due.updated_at) as changed from check_definition c) l)
$function$;
grant execute on function search_list_is_due(timestamp with time zone,timestamp with time zone) to holdfast_app;
grant execute on function search_list_is_due(timestamp with time zone,timestamp with time zone) to holdfast_judge;

CREATE OR REPLACE FUNCTION search_list_mark_new()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
begin
  insert into search_list_mark (tenant_id, check_no)
    select distinct c.tenant_id, c.check_no from came c
     where exists (select from search_list l where l.tenant_id = c.tenant_id)
       and not exists (select from search_list_known k where k.tenant_id = c.tenant_id and k.check_no = c.check_no);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION search_list_tenants()
 RETURNS TABLE(tenant_id integer)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
  select tenant_id from (
    select tenant_id from search_list_mark
    union
    select tenant_id from search_list where search_list_is_due(evaluated_at, updated_at)
  ) found where holdfast_scope() = 'platform'
$function$;
alter function search_list_tenants() owner to holdfast_judge;
grant execute on function search_list_tenants() to holdfast_app;

CREATE OR REPLACE FUNCTION sla_mark_listed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
begin
  insert into sla_mark (tenant_id, finding_id)
    select f.tenant_id, f.finding_id from (select distinct tenant_id, check_no from moved) m
      join finding f on f.tenant_id = m.tenant_id and f.check_no = m.check_no and f.status <> 'fixed';
  return null;
end $function$;

CREATE OR REPLACE FUNCTION sla_mark_moved()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
begin
  insert into sla_mark (tenant_id, finding_id)
    select n.tenant_id, n.finding_id from came n join gone o on o.tenant_id = n.tenant_id and o.finding_id = n.finding_id
     where (o.status, o.disposition, o.severity) is distinct from (n.status, n.disposition, n.severity)
       -- That it was found again moves no date.
       and not (o.status = 'new' and n.status = 'active' and o.disposition = n.disposition and o.severity = n.severity);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION sla_mark_new()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
begin
  insert into sla_mark (tenant_id, finding_id) select tenant_id, finding_id from came;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION sla_tenants()
 RETURNS TABLE(tenant_id integer)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
  select tenant_id from (
    select tenant_id from sla_mark
    union
    select tenant_id from sla_sweep where after_finding is not null or ended_at is null or ended_at < now() - interval '1 day'
  ) found where holdfast_scope() = 'platform'
$function$;
alter function sla_tenants() owner to holdfast_judge;
grant execute on function sla_tenants() to holdfast_app;

CREATE OR REPLACE FUNCTION tag_changed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
      begin
        insert into tag_past (tenant_id, tag_id, public_id, name, name_folded, path, kind, colour, known_at, known_until)
          select o.tenant_id, o.tag_id, o.public_id, o.name, o.name_folded, o.path, o.kind, o.colour, o.known_at, n.known_at from gone o join came n on n.tenant_id = o.tenant_id and n.tag_id = o.tag_id
           where n.known_at > o.known_at and (o.public_id is distinct from n.public_id or o.name is distinct from n.name or o.name_folded is distinct from n.name_folded or o.path is distinct from n.path or o.kind is distinct from n.kind or o.colour is distinct from n.colour);
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION tag_forgotten()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
      begin
        insert into tag_past (tenant_id, tag_id, public_id, name, name_folded, path, kind, colour, known_at, known_until)
          select tenant_id, tag_id, public_id, name, name_folded, path, kind, colour, known_at, date_trunc('milliseconds', now()) from gone
           where known_at < date_trunc('milliseconds', now());
        return null;
      end $function$;

CREATE OR REPLACE FUNCTION tag_known()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
      begin new.known_at := greatest(date_trunc('milliseconds', now()), old.known_at); return new; end $function$;

CREATE OR REPLACE FUNCTION tag_mark()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
begin
  insert into tag_due (tenant_id, asset_id) values (new.tenant_id, new.asset_id);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION tag_mark_network()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
begin
  insert into tag_due (tenant_id, asset_id)
    select tenant_id, asset_id from asset
     where tenant_id = new.tenant_id and network_id = new.network_id and merged_into is null;
  return null;
end $function$;
grant execute on function tag_mark_network() to holdfast_app;

CREATE OR REPLACE FUNCTION tag_mark_source()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
begin
  insert into tag_due (tenant_id, asset_id)
    select tenant_id, asset_id from asset_source where tenant_id = new.tenant_id and source_id = new.source_id;
  return null;
end $function$;
grant execute on function tag_mark_source() to holdfast_app;

CREATE OR REPLACE FUNCTION tag_tenants(system_digest text)
 RETURNS TABLE(tenant_id integer)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
  select tenant_id from (
    select tenant_id from tag_due
    union
    select tenant_id from tag where due_at <= now()
    union
    select t.id from tenant t
     where not exists (select from tag_system_version v where v.tenant_id = t.id and v.digest = system_digest)
  ) found where holdfast_scope() = 'platform'
$function$;
alter function tag_tenants(text) owner to holdfast_judge;
grant execute on function tag_tenants(text) to holdfast_app;

CREATE OR REPLACE FUNCTION tenant_change_child(child_id text, new_name text, new_state text, told jsonb)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
declare
  child int;
begin
  update tenant set name = coalesce(new_name, name), state = coalesce(new_state, state), version = version + 1, changed_at = now()
   where public_id = child_id and parent_id = holdfast_tenant() and state in ('active', 'suspended')
     and coalesce(new_state, 'active') in ('active', 'suspended')
  returning id into child;
  if child is null then
    return false;
  end if;
  perform tenant_told(child, told);
  return true;
end $function$;
alter function tenant_change_child(text,text,text,jsonb) owner to holdfast_judge;
grant execute on function tenant_change_child(text,text,text,jsonb) to holdfast_app;

CREATE OR REPLACE FUNCTION tenant_change_own(new_name text, new_kind text)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
begin
  update tenant t set name = coalesce(new_name, name), kind = coalesce(new_kind, kind), version = version + 1, changed_at = now()
   where id = holdfast_tenant()
     and (new_kind is null or new_kind = kind
          or parent_id is null and (new_kind = 'provider' and kind = 'customer'
               or new_kind = 'customer' and kind = 'provider' and not exists (select from tenant c where c.parent_id = t.id)));
  return found;
end $function$;
alter function tenant_change_own(text,text) owner to holdfast_judge;
grant execute on function tenant_change_own(text,text) to holdfast_app;

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
    if kind_above is distinct from 'provider'
       and not (new.kind in ('demo', 'guest') and steps = 1 and above is null and kind_above = 'customer') then
      raise exception 'the parent of tenant % is no provider', new.public_id using errcode = 'check_violation';
    end if;
  end loop;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION tenant_child_kept()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
begin
  insert into tenant_child as c (tenant_id, child_id, public_id, name, kind, state, created_at)
    values (new.parent_id, new.id, new.public_id, new.name, new.kind, new.state, new.created_at)
    on conflict (tenant_id, child_id) do update
      set name = excluded.name, kind = excluded.kind, state = excluded.state, version = c.version + 1;
  return null;
end $function$;
alter function tenant_child_kept() owner to holdfast_judge;
grant execute on function tenant_child_kept() to holdfast_app;

CREATE OR REPLACE FUNCTION tenant_child_quota(child_id text, OUT quota jsonb, OUT bytes bigint, OUT estimated_at timestamp with time zone)
 RETURNS record
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
  select coalesce(t.settings -> 'quota', '{}'), u.bytes, u.estimated_at from tenant t
    join tenant_child c on c.tenant_id = t.parent_id and c.child_id = t.id
    left join tenant_usage u on u.tenant_id = t.id and c.granted_until > now()
   where t.public_id = tenant_child_quota.child_id and t.parent_id = holdfast_tenant()
$function$;
alter function tenant_child_quota(text) owner to holdfast_judge;
grant execute on function tenant_child_quota(text) to holdfast_app;

CREATE OR REPLACE FUNCTION tenant_child_state(child_id text, OUT child integer, OUT held jsonb, OUT owns integer)
 RETURNS record
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
  select t.id, t.settings -> 'legalHold', (select count(*)::int from tenant c where c.parent_id = t.id)
    from tenant t where t.public_id = child_id and t.parent_id = holdfast_tenant()
$function$;
alter function tenant_child_state(text) owner to holdfast_judge;
grant execute on function tenant_child_state(text) to holdfast_app;

CREATE OR REPLACE FUNCTION tenant_create_child(new_id text, new_name text, new_kind text, grant_id text, grant_role text, days integer, by text, told jsonb)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
declare
  provider tenant;
  child int;
begin
  select * into provider from tenant where id = holdfast_tenant() and kind = 'provider' and state = 'active';
  if provider.id is null then
    raise exception 'only a provider owns tenants' using errcode = 'insufficient_privilege';
  end if;
  insert into tenant (public_id, name, kind, parent_id) values (new_id, new_name, new_kind, provider.id) returning id into child;
  insert into tenant_grant (tenant_id, public_id, provider_id, provider_public_id, provider_name, role, granted_by, expires_at)
    values (child, tenant_create_child.grant_id, provider.id, provider.public_id, provider.name, tenant_create_child.grant_role, by,
            now() + make_interval(days => days));
  perform tenant_told(child, told);
  return child;
end $function$;
alter function tenant_create_child(text,text,text,text,text,integer,text,jsonb) owner to holdfast_judge;
grant execute on function tenant_create_child(text,text,text,text,text,integer,text,jsonb) to holdfast_app;

CREATE OR REPLACE FUNCTION tenant_create_demo(new_id text, new_name text, grant_id text, by text, told jsonb)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
declare
  maker tenant;
  child int;
begin
  select * into maker from tenant where id = holdfast_tenant() and state = 'active' and (kind = 'provider' or kind = 'customer' and parent_id is null)
     for no key update;
  if maker.id is null then
    raise exception 'only a provider, or a tenant that nobody owns, makes a demo' using errcode = 'insufficient_privilege';
  end if;
  if (select count(*) from tenant where parent_id = maker.id and kind = 'demo') >= 5 then
    raise exception 'there are five demos already' using errcode = 'program_limit_exceeded';
  end if;
  insert into tenant (public_id, name, kind, parent_id) values (new_id, new_name, 'demo', maker.id) returning id into child;
  insert into tenant_grant (tenant_id, public_id, provider_id, provider_public_id, provider_name, role, granted_by, expires_at)
    values (child, grant_id, maker.id, maker.public_id, maker.name, 'owner', by, now() + interval '1 year');
  perform tenant_told(child, told);
  return child;
end $function$;
alter function tenant_create_demo(text,text,text,text,jsonb) owner to holdfast_judge;
grant execute on function tenant_create_demo(text,text,text,text,jsonb) to holdfast_app;

CREATE OR REPLACE FUNCTION tenant_erase_rows(target text, most integer)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
declare
  erased bigint;
  found_table record;
begin
  select * into found_table from tenant_tables() t where t.name = target;
  if found_table.name is null or not exists (
       select from tenant where id = holdfast_tenant() and state = 'leaving' and not settings ? 'legalHold') then
    raise exception 'the tenant is not leaving, or it is held' using errcode = 'insufficient_privilege';
  end if;
  if found_table.refers_to_itself then
    -- Rows of one table that refer to each other go together.
    execute format('delete from %I where %I = $1', target, found_table.owner_column) using holdfast_tenant();
  else
    execute format('delete from %1$I where %2$I = $1 and (tableoid, ctid) in (select tableoid, ctid from %1$I where %2$I = $1 limit $2)',
                   target, found_table.owner_column) using holdfast_tenant(), most;
  end if;
  get diagnostics erased = row_count;
  return erased;
end $function$;
grant execute on function tenant_erase_rows(text,integer) to holdfast_app;

CREATE OR REPLACE FUNCTION tenant_forget(child integer)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
begin
  delete from tenant where id = child and parent_id = holdfast_tenant() and state = 'leaving';
  return not exists (select from tenant where id = child);
end $function$;
alter function tenant_forget(integer) owner to holdfast_judge;
grant execute on function tenant_forget(integer) to holdfast_app;

CREATE OR REPLACE FUNCTION tenant_grant_kept()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
begin
  if new.revoked_at is null then
    update tenant_child set grant_role = new.role, granted_until = new.expires_at, version = version + 1
     where tenant_id = new.provider_id and child_id = new.tenant_id;
    update tenant_rollup set until = new.expires_at where tenant_id = new.provider_id and child_id = new.tenant_id;
  elsif tg_op = 'UPDATE' and old.revoked_at is null then
    update tenant_child set grant_role = null, granted_until = null, version = version + 1
     where tenant_id = new.provider_id and child_id = new.tenant_id;
    delete from tenant_rollup where tenant_id = new.provider_id and child_id = new.tenant_id;
  end if;
  return null;
end $function$;
alter function tenant_grant_kept() owner to holdfast_judge;
grant execute on function tenant_grant_kept() to holdfast_app;

CREATE OR REPLACE FUNCTION tenant_hold_child(child_id text, hold jsonb, told jsonb)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
declare
  child int;
begin
  update tenant set settings = case when hold is null then settings - 'legalHold' else settings || jsonb_build_object('legalHold', hold) end,
         version = version + 1, changed_at = now()
   where public_id = child_id and parent_id = holdfast_tenant() and state <> 'leaving'
  returning id into child;
  if child is null then
    return false;
  end if;
  perform tenant_told(child, told);
  return true;
end $function$;
alter function tenant_hold_child(text,jsonb,jsonb) owner to holdfast_judge;
grant execute on function tenant_hold_child(text,jsonb,jsonb) to holdfast_app;

CREATE OR REPLACE FUNCTION tenant_leave(child_id text, told jsonb)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
declare
  child int;
begin
  update tenant t set state = 'leaving', version = version + 1, changed_at = now()
   where public_id = child_id and parent_id = holdfast_tenant() and not settings ? 'legalHold'
     and not exists (select from tenant c where c.parent_id = t.id)
  returning id into child;
  if child is null then
    return false;
  end if;
  perform tenant_told(child, told);
  return true;
end $function$;
alter function tenant_leave(text,jsonb) owner to holdfast_judge;
grant execute on function tenant_leave(text,jsonb) to holdfast_app;

CREATE OR REPLACE FUNCTION tenant_quota_child(child_id text, quota jsonb, told jsonb)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
declare
  child int;
begin
  update tenant set settings = settings || jsonb_build_object('quota', quota), version = version + 1, changed_at = now()
   where public_id = child_id and parent_id = holdfast_tenant() and state <> 'leaving'
  returning id into child;
  if child is null then
    return false;
  end if;
  perform tenant_told(child, told);
  return true;
end $function$;
alter function tenant_quota_child(text,jsonb,jsonb) owner to holdfast_judge;
grant execute on function tenant_quota_child(text,jsonb,jsonb) to holdfast_app;

CREATE OR REPLACE FUNCTION tenant_regrant_child(child_id text, grant_id text, grant_role text, days integer, by text, told jsonb)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
declare
  provider tenant;
  child int;
begin
  select * into provider from tenant where id = holdfast_tenant() and kind = 'provider' and state = 'active';
  select id into child from tenant t
   where t.public_id = child_id and t.parent_id = provider.id and t.state in ('active', 'suspended')
     and not exists (select from membership m where m.tenant_id = t.id and m.kind = 'own' and m.state = 'active');
  if child is null then
    return false;
  end if;
  update tenant_grant set revoked_at = now(), revoked_by = by, version = version + 1 where tenant_id = child and revoked_at is null;
  insert into tenant_grant (tenant_id, public_id, provider_id, provider_public_id, provider_name, role, granted_by, expires_at)
    values (child, tenant_regrant_child.grant_id, provider.id, provider.public_id, provider.name, tenant_regrant_child.grant_role, by,
            now() + make_interval(days => days));
  perform tenant_told(child, told);
  return true;
end $function$;
alter function tenant_regrant_child(text,text,text,integer,text,jsonb) owner to holdfast_judge;
grant execute on function tenant_regrant_child(text,text,text,integer,text,jsonb) to holdfast_app;

CREATE OR REPLACE FUNCTION tenant_retention_own(retention jsonb)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
declare
  provider text;
begin
  if coalesce(current_setting('holdfast.pushing', true), '') <> 'on' then
    select b.provider_name into provider from pushed_object o
      join pushed_blueprint b on b.tenant_id = o.tenant_id and b.blueprint = o.blueprint
     where o.tenant_id = holdfast_tenant() and o.kind = 'retention'
       and exists (select from tenant_grant g where g.tenant_id = o.tenant_id and g.provider_id = b.provider_id
                      and g.revoked_at is null and g.expires_at > now());
    if provider is not null then
      raise exception 'It is from %: they change it with their next push, or take it back.', provider using errcode = 'HFPSH';
    end if;
    delete from pushed_object where tenant_id = holdfast_tenant() and kind = 'retention';
  end if;
  update tenant set settings = case when retention = '{}' then settings - 'retention' else settings || jsonb_build_object('retention', retention) end,
         version = version + 1, changed_at = now()
   where id = holdfast_tenant();
  return found;
end $function$;
alter function tenant_retention_own(jsonb) owner to holdfast_judge;
grant execute on function tenant_retention_own(jsonb) to holdfast_app;

CREATE OR REPLACE FUNCTION tenant_rollup_count(children integer[])
 RETURNS integer
 LANGUAGE sql
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
  with due as (
    select c.tenant_id, c.child_id, c.granted_until from tenant_child c
     where c.child_id = any (children) and c.granted_until > now()),
  f as (
    select tenant_id,
           coalesce(sum(findings) filter (where severity = 5), 0) as critical, coalesce(sum(findings) filter (where severity = 4), 0) as high,
           coalesce(sum(findings) filter (where severity = 3), 0) as medium, coalesce(sum(findings) filter (where severity = 2), 0) as low,
           coalesce(sum(findings) filter (where severity = 1), 0) as info
      from finding_count where tenant_id = any (children) and status <> 'fixed' and disposition = 'none' group by 1),
  a as (select tenant_id, count(*) as assets, max(last_seen_at) as last_seen_at
          from asset where tenant_id = any (children) and merged_into is null group by 1),
  n as (select tenant_id, count(*) as not_assessed from not_assessed where tenant_id = any (children) group by 1),
  s as (select s.tenant_id, count(*) as sources, count(*) filter (where t.last_seen_at < now() - interval '10 minutes') as silent
          from source s left join source_state t on t.tenant_id = s.tenant_id and t.source_id = s.source_id
         where s.tenant_id = any (children) and s.status = 'active' group by 1),
  written as (
    insert into tenant_rollup (tenant_id, child_id, until, assets, critical, high, medium, low, info, not_assessed, sources, silent,
                               last_seen_at, changes, counted_at)
      select d.tenant_id, d.child_id, d.granted_until, coalesce(a.assets, 0), coalesce(f.critical, 0), coalesce(f.high, 0),
             coalesce(f.medium, 0), coalesce(f.low, 0), coalesce(f.info, 0), coalesce(n.not_assessed, 0), coalesce(s.sources, 0),
             coalesce(s.silent, 0), a.last_seen_at, coalesce(h.seq, 0), now()
        from due d
        left join f on f.tenant_id = d.child_id
        left join a on a.tenant_id = d.child_id
        left join n on n.tenant_id = d.child_id
        left join s on s.tenant_id = d.child_id
        left join outbox_head h on h.tenant_id = d.child_id
       order by d.tenant_id, d.child_id
      on conflict (tenant_id, child_id) do update
        set until = excluded.until, assets = excluded.assets, critical = excluded.critical, high = excluded.high,
            medium = excluded.medium, low = excluded.low, info = excluded.info, not_assessed = excluded.not_assessed,
            sources = excluded.sources, silent = excluded.silent, last_seen_at = excluded.last_seen_at,
            changes = excluded.changes, counted_at = excluded.counted_at
      returning 1)
  select count(*)::int from written
$function$;
grant execute on function tenant_rollup_count(integer[]) to holdfast_judge;

CREATE OR REPLACE FUNCTION tenant_rollup_now()
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
  select tenant_rollup_count(array[holdfast_tenant()])
$function$;
alter function tenant_rollup_now() owner to holdfast_judge;
grant execute on function tenant_rollup_now() to holdfast_app;

CREATE OR REPLACE FUNCTION tenant_rollup_refresh(most integer, at_least interval)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
declare
  due int[];
begin
  if holdfast_scope() is distinct from 'platform' then
    raise exception 'roll-ups are kept by the platform' using errcode = 'insufficient_privilege';
  end if;
  select array_agg(child_id) into due from (
    select c.child_id from tenant_child c
      left join tenant_rollup r on r.tenant_id = c.tenant_id and r.child_id = c.child_id
      left join outbox_head h on h.tenant_id = c.child_id
     where c.granted_until > now()
       and (r.child_id is null or r.changes <> coalesce(h.seq, 0) or r.counted_at < now() - at_least)
     order by r.counted_at nulls first, c.child_id limit most for update of c skip locked) d;
  if due is null then
    return 0;
  end if;
  return tenant_rollup_count(due);
end $function$;
alter function tenant_rollup_refresh(integer,interval) owner to holdfast_judge;
grant execute on function tenant_rollup_refresh(integer,interval) to holdfast_app;

CREATE OR REPLACE FUNCTION tenant_tables()
 RETURNS TABLE(name text, owner_column text, step integer, refers_to_itself boolean)
 LANGUAGE sql
 STABLE
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
  with recursive owned as (
    select c.oid, c.relname::text as name, a.attname::text as owner_column from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attname in ('tenant_id', 'owner_tenant') and not a.attisdropped
     where c.relnamespace = 'holdfast'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       -- What the platform alone sees goes with what it refers to.
       and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'platform'
                         and not exists (select from pg_policy q where q.polrelid = c.oid and q.polname = 'tenant'))),
  refers as (
    select distinct k.conrelid as child, k.confrelid as parent from pg_constraint k
     where k.contype = 'f' and k.conrelid <> k.confrelid and k.conparentid = 0
       and k.conrelid in (select oid from owned) and k.confrelid in (select oid from owned)),
  depth as (
    select oid, 0 as step from owned
    union
    select r.parent, d.step + 1 from depth d join refers r on r.child = d.oid where d.step < 50)
  select o.name, o.owner_column, max(d.step)::int,
         exists (select from pg_constraint k where k.contype = 'f' and k.conrelid = o.oid and k.confrelid = o.oid)
    from owned o join depth d using (oid) group by o.oid, o.name, o.owner_column order by 3, 1
$function$;
grant execute on function tenant_tables() to holdfast_app;
grant execute on function tenant_tables() to holdfast_maintenance;

CREATE OR REPLACE FUNCTION tenant_told(child integer, told jsonb)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
declare
  here text := current_setting('holdfast.tenant', true);
begin
  perform set_config('holdfast.tenant', child::text, true);
  perform audit_append(told ->> 'entry', told ->> 'actor', told ->> 'action', told ->> 'target');
  perform set_config('holdfast.tenant', here, true);
end $function$;
grant execute on function tenant_told(integer,jsonb) to holdfast_judge;

CREATE OR REPLACE FUNCTION ticket_mark_left()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
begin
  insert into ticket_mark (tenant_id, number)
    select distinct g.tenant_id, g.number from gone g
     where exists (select from ticket t where t.tenant_id = g.tenant_id and t.number = g.number);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION ticket_mark_moved()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
begin
  insert into ticket_mark (tenant_id, number)
    select distinct t.tenant_id, t.number from came n
      join gone o on o.tenant_id = n.tenant_id and o.finding_id = n.finding_id
      join ticket_finding t on t.tenant_id = n.tenant_id and t.finding_id = n.finding_id
     where (o.status = 'fixed') <> (n.status = 'fixed') or o.disposition <> n.disposition or o.severity <> n.severity;
  insert into ticket_candidate (tenant_id, finding_id)
    select n.tenant_id, n.finding_id from came n
      join gone o on o.tenant_id = n.tenant_id and o.finding_id = n.finding_id
      join ticket_policy p on p.tenant_id = n.tenant_id
     where o.status = 'fixed' and n.status <> 'fixed';
  return null;
end $function$;

CREATE OR REPLACE FUNCTION ticket_mark_new()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
begin
  insert into ticket_candidate (tenant_id, finding_id)
    select c.tenant_id, c.finding_id from came c join ticket_policy p on p.tenant_id = c.tenant_id;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION ticket_overdue_tenants()
 RETURNS TABLE(tenant_id integer)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
  select distinct tenant_id from ticket
   where standing = 'open' and told_due_at is distinct from due_at and due_at < now() and holdfast_scope() = 'platform'
$function$;
alter function ticket_overdue_tenants() owner to holdfast_judge;
grant execute on function ticket_overdue_tenants() to holdfast_app;

CREATE OR REPLACE FUNCTION ticket_tenants()
 RETURNS TABLE(tenant_id integer)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
  select tenant_id from (
    select tenant_id from ticket_mark
    union
    select tenant_id from ticket_candidate
    union
    select tenant_id from ticket
     where (standing = 'resolved' and looked_at < now() - interval '5 minutes') or (standing = 'ignored' and ignored_until < now())
  ) found where holdfast_scope() = 'platform'
$function$;
alter function ticket_tenants() owner to holdfast_judge;
grant execute on function ticket_tenants() to holdfast_app;

CREATE OR REPLACE FUNCTION vulnerabilities_cve_changed()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
begin
  new.changed_at := clock_timestamp();
  return new;
end $function$;

CREATE OR REPLACE FUNCTION vulnerabilities_cve_from_words()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
declare
  said jsonb := new.definition -> 'parameters';
begin
  insert into vulnerabilities_cve (check_no, name, cvss, epss, exploited, exploited_since, due, ransomware, published, weaknesses)
    values (new.check_no, said ->> 'name', (said ->> 'cvss')::numeric, (said ->> 'epss')::numeric,
            coalesce((said ->> 'exploited')::boolean, false), (said ->> 'exploitedSince')::timestamptz, (said ->> 'due')::timestamptz,
            coalesce((said ->> 'ransomware')::boolean, false), (said ->> 'published')::timestamptz,
            array(select jsonb_array_elements_text(coalesce(said -> 'weaknesses', '[]'))))
  on conflict (check_no) do update
    set name = excluded.name, cvss = excluded.cvss, epss = excluded.epss, exploited = excluded.exploited,
        exploited_since = excluded.exploited_since, due = excluded.due, ransomware = excluded.ransomware,
        published = excluded.published, weaknesses = excluded.weaknesses;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION vulnerabilities_own_mark()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
begin
  insert into vulnerabilities_own_due (tenant_id, asset_id)
    select distinct m.tenant_id, m.asset_id from moved m
      join vulnerabilities_own_check c on c.tenant_id = m.tenant_id and c.tag_id = m.tag_id
      -- An asset that is being deleted takes its rows along.
     where exists (select from asset a where a.tenant_id = m.tenant_id and a.asset_id = m.asset_id);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION vulnerabilities_own_mark_check()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
begin
  insert into vulnerabilities_own_due (tenant_id, asset_id)
    select t.tenant_id, t.asset_id from moved m
      join asset_tag t on t.tenant_id = m.tenant_id and t.tag_id = m.tag_id and not t.resting
    union
    select o.tenant_id, o.asset_id from moved m
      join vulnerabilities_own_told o on o.tenant_id = m.tenant_id and o.own_check_id = m.own_check_id;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION vulnerabilities_own_tenants()
 RETURNS TABLE(tenant_id integer)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
  select distinct tenant_id from vulnerabilities_own_due where holdfast_scope() = 'platform'
$function$;
alter function vulnerabilities_own_tenants() owner to holdfast_judge;
grant execute on function vulnerabilities_own_tenants() to holdfast_app;

CREATE OR REPLACE FUNCTION vulnerabilities_score_mark()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
begin
  insert into vulnerabilities_score_due (tenant_id, asset_id)
    select distinct c.tenant_id, c.asset_id from came c
      -- An asset that is being deleted takes its rows along.
     where exists (select from asset a where a.tenant_id = c.tenant_id and a.asset_id = c.asset_id);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION vulnerabilities_score_mark_found()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
begin
  insert into vulnerabilities_score_due (tenant_id, asset_id)
    select distinct c.tenant_id, c.asset_id from came c join vulnerabilities_cve v on v.check_no = c.check_no
     where exists (select from asset a where a.tenant_id = c.tenant_id and a.asset_id = c.asset_id);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION vulnerabilities_score_mark_moved()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
begin
  insert into vulnerabilities_score_due (tenant_id, asset_id)
    select distinct m.tenant_id, each.asset_id
      from (select n.tenant_id, n.asset_id as is_of, o.asset_id as was_of
              from came n join gone o on o.tenant_id = n.tenant_id and o.finding_id = n.finding_id
              join vulnerabilities_cve v on v.check_no = n.check_no
             where o.asset_id <> n.asset_id
                or (o.status <> 'fixed' and o.disposition = 'none') <> (n.status <> 'fixed' and n.disposition = 'none')) m
      cross join lateral (values (m.is_of), (m.was_of)) each (asset_id)
     where exists (select from asset a where a.tenant_id = m.tenant_id and a.asset_id = each.asset_id);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION vulnerabilities_score_tenants()
 RETURNS TABLE(tenant_id integer)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
  select tenant_id from (
    select tenant_id from vulnerabilities_score_due
    union
    select t.id from tenant t left join vulnerabilities_scored s on s.tenant_id = t.id
     where s.at is null
        or (s.at < now() - interval '1 minute'
            and ((s.at at time zone 'UTC')::date < (now() at time zone 'UTC')::date
                 or s.at < (select max(changed_at) from vulnerabilities_cve) + interval '10 minutes'))
  ) found where holdfast_scope() = 'platform'
$function$;
alter function vulnerabilities_score_tenants() owner to holdfast_judge;
grant execute on function vulnerabilities_score_tenants() to holdfast_app;

CREATE OR REPLACE FUNCTION vulnerabilities_vex_mark_new()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
begin
  insert into vulnerabilities_vex_mark (tenant_id, finding_id)
    select c.tenant_id, c.finding_id from came c
     where exists (select from vulnerabilities_vex d where d.tenant_id = c.tenant_id)
       and exists (select from vulnerabilities_cve v where v.check_no = c.check_no);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION vulnerabilities_vex_tenants()
 RETURNS TABLE(tenant_id integer)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'holdfast', 'pg_temp'
AS $function$
  select distinct tenant_id from vulnerabilities_vex_mark where holdfast_scope() = 'platform'
$function$;
alter function vulnerabilities_vex_tenants() owner to holdfast_judge;
grant execute on function vulnerabilities_vex_tenants() to holdfast_app;
