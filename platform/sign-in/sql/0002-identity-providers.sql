-- Identity providers that a tenant trusts (OpenID Connect).
create table identity_provider (
  tenant_id int not null references tenant on delete cascade,
  provider_id int generated always as identity,
  public_id text not null unique check (public_id ~ '^idp_[0-9A-Za-z]{22}$'),
  name text not null check (name <> '' and char_length(name) <= 100),
  issuer text not null check (char_length(issuer) <= 500),
  client_id text not null check (char_length(client_id) between 1 and 500),
  -- Sealed; null for a client without a secret (PKCE alone).
  secret text,
  -- Domains of e-mail addresses whose people may join, and by which the sign-in screen finds this provider.
  domains text[] not null default '{}' check (cardinality(domains) <= 100),
  -- The claim of the id token whose values give roles: [{"value": "sec-team", "role": "manager"}], the first that fits.
  role_claim text not null default '' check (char_length(role_claim) <= 200),
  role_map jsonb not null default '[]' check (jsonb_typeof(role_map) = 'array'),
  default_role text not null check (default_role ~ '^[a-z][a-z-]{0,39}$'),
  -- Who may come in that is not bound yet: whoever was invited under the address that the provider has proved, or anybody
  -- of the domains.
  joining text not null default 'invited' check (joining in ('nobody', 'invited', 'domains')),
  -- The provider asks for second factors itself, and the tenant relies on that.
  strong boolean not null default false,
  -- A button on the sign-in screen for everybody who opens it.
  shown boolean not null default true,
  enabled boolean not null default true,
  version int not null default 1,
  created_at timestamptz(3) not null default now(),
  changed_at timestamptz(3) not null default now(),
  primary key (tenant_id, provider_id),
  check (joining <> 'domains' or cardinality(domains) > 0)
);
select holdfast_protect('identity_provider');
-- Read while it is found out who asks, before their tenant is entered.
select holdfast_let_platform('identity_provider', 'select');
