-- Domains of e-mail addresses that a tenant has proved to be its own, by an entry in their DNS.
create table identity_domain (
  tenant_id int not null references tenant on delete cascade,
  domain text not null check (domain = lower(domain) and char_length(domain) between 1 and 253),
  proved_at timestamptz(3) not null default now(),
  primary key (tenant_id, domain)
);
select holdfast_protect('identity_domain');
-- Read while it is found out who asks, before their tenant is entered.
select holdfast_let_platform('identity_domain', 'select');
