import { type Database, newPublicId } from '../../store/index.ts'
import type { SecretBox } from '../../trust/index.ts'
import { SignInError } from '../sign-in-error.ts'
import { domainCounts } from './domain.ts'

/** Identity providers that a tenant may have. */
export const providersAtMost = 20

export interface RoleOfValue {
  readonly value: string
  readonly role: string
}

/** An identity provider as its tenant set it up; its secret is never told. */
export interface IdentityProvider {
  readonly id: string
  readonly name: string
  readonly issuer: string
  readonly clientId: string
  readonly hasSecret: boolean
  readonly domains: readonly string[]
  readonly roleClaim: string
  readonly roleMap: readonly RoleOfValue[]
  readonly defaultRole: string
  readonly joining: 'nobody' | 'invited' | 'domains'
  readonly strong: boolean
  readonly shown: boolean
  readonly enabled: boolean
  readonly version: number
}

export type ProviderContent = Omit<IdentityProvider, 'id' | 'hasSecret' | 'version'> & {
  /** A new client secret; an empty one takes the old one away; absent it stays. */
  readonly clientSecret?: string | undefined
}

/** The provider with what is needed to speak to it. */
export interface ReadyProvider extends IdentityProvider {
  readonly tenantId: number
  readonly clientSecret: string | undefined
}

interface Queries {
  readonly tenantId: number | undefined
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<{ rows: Row[]; rowCount: number }>
}

const columns = `public_id as id, name, issuer, client_id as "clientId", secret is not null as "hasSecret", domains,
  role_claim as "roleClaim", role_map as "roleMap", default_role as "defaultRole", joining, strong, shown, enabled, version`

/** Where a secret is kept, for its seal. */
const placeOf = (publicId: string) => `identity_provider ${publicId}`

export async function readProviders(tx: Queries, id?: string): Promise<IdentityProvider[]> {
  const { rows } = await tx.query<IdentityProvider>(
    `select ${columns} from identity_provider
      where tenant_id = $1 and ($2::text is null or public_id = $2) order by lower(name), provider_id limit 100`,
    [tx.tenantId, id ?? null],
  )
  return rows
}

/** Makes a provider, or changes the one of an id. Throws SignInError `not-found`, `already-exists`. */
export async function writeProvider(
  tx: Queries,
  box: SecretBox,
  content: ProviderContent,
  id?: string,
): Promise<string> {
  const publicId = id ?? newPublicId('idp')
  const { clientSecret } = content
  const secret = clientSecret ? box.seal(clientSecret, placeOf(publicId)) : null
  const values = [
    tx.tenantId,
    publicId,
    content.name.trim(),
    content.issuer,
    content.clientId,
    secret,
    content.domains.map((domain) => domain.toLowerCase()),
    content.roleClaim,
    JSON.stringify(content.roleMap),
    content.defaultRole,
    content.joining,
    content.strong,
    content.shown,
    content.enabled,
  ]
  if (id === undefined) {
    const { rows } = await tx.query<{ count: number }>(
      'select count(*)::int as count from identity_provider where tenant_id = $1',
      [tx.tenantId],
    )
    if (rows[0]!.count >= providersAtMost)
      throw new SignInError('already-exists', `There are ${providersAtMost} identity providers. Remove one first.`)
    await tx.query(
      `insert into identity_provider (tenant_id, public_id, name, issuer, client_id, secret, domains, role_claim, role_map,
              default_role, joining, strong, shown, enabled)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
      values,
    )
    return publicId
  }
  const { rowCount } = await tx.query(
    `update identity_provider
        set name = $3, issuer = $4, client_id = $5, secret = case when $15 then $6 else secret end, domains = $7,
            role_claim = $8, role_map = $9, default_role = $10, joining = $11, strong = $12, shown = $13, enabled = $14,
            version = version + 1, changed_at = now()
      where tenant_id = $1 and public_id = $2`,
    [...values, clientSecret !== undefined],
  )
  if (rowCount === 0) throw new SignInError('not-found', 'There is no such identity provider.')
  return publicId
}

/** Removes a provider; what is bound to its accounts stays, and is worth something again when it comes back. */
export async function removeProvider(tx: Queries, id: string): Promise<boolean> {
  const { rowCount } = await tx.query('delete from identity_provider where tenant_id = $1 and public_id = $2', [
    tx.tenantId,
    id,
  ])
  return rowCount > 0
}

/** A provider that lets people in now, of whatever tenant; undefined when there is none of that id. */
export async function findProvider(
  database: Database,
  box: SecretBox,
  id: string,
  { evenDisabled = false }: { readonly evenDisabled?: boolean } = {},
): Promise<ReadyProvider | undefined> {
  const row = await database.asPlatform(
    (tx) =>
      tx.first<IdentityProvider & { tenantId: number; secret: string | null }>(
        `select ${columns}, secret, tenant_id as "tenantId" from identity_provider i
          where public_id = $1 and (enabled or $2)
            and exists (select from tenant t where t.id = i.tenant_id and t.state = 'active')`,
        [id, evenDisabled],
      ),
    { readOnly: true },
  )
  if (!row) return undefined
  const { secret, ...provider } = row
  const clientSecret = secret === null ? undefined : box.open(secret, placeOf(provider.id))
  if (secret !== null && clientSecret === undefined)
    throw new SignInError('provider-refused', 'The client secret cannot be read any more: give it again.')
  return { ...provider, clientSecret }
}

/** True where there is a provider that is found by the domain of an address alone: then the sign-in screen asks for one. */
export async function findsByDomain(database: Database): Promise<boolean> {
  const row = await database.asPlatform(
    (tx) =>
      tx.first<{ some: boolean }>(
        `select exists (select from identity_provider i join tenant t on t.id = i.tenant_id and t.state = 'active'
                         where i.enabled and not i.shown
                           and exists (select from unnest(i.domains) as named (domain) where ${domainCounts('named.domain')})) as some`,
      ),
    { readOnly: true },
  )
  return row!.some
}

/** Providers that everybody may see on the sign-in screen, and those that stand for a domain of an e-mail address. */
export async function offeredProviders(database: Database, domain?: string): Promise<{ id: string; name: string }[]> {
  const { rows } = await database.asPlatform(
    (tx) =>
      tx.query<{ id: string; name: string }>(
        `select i.public_id as id, i.name from identity_provider i join tenant t on t.id = i.tenant_id and t.state = 'active'
          where i.enabled and case when $1::text is null then i.shown else $1 = any (i.domains) and ${domainCounts('$1')} end
          order by lower(i.name), i.provider_id limit 10`,
        [domain ?? null],
      ),
    { readOnly: true },
  )
  return rows
}
