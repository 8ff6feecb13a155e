import { formatNetwork, parseNetwork } from '@holdfast/kit/cidr'
import { Type } from 'typebox'
import { changeAccessPolicy, plainAddress, readAccessPolicy, roleToGive } from '../../access/index.ts'
import { type Caller, defineRoute, type Permission, type Route, type TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import {
  connectProvider,
  findProvider,
  type IdentityProvider,
  type OidcContext,
  type ProviderContent,
  readProviders,
  removeProvider,
  SignInError,
  writeProvider,
} from '../../sign-in/index.ts'
import { notFound, unprocessable } from '../conventions/problem.ts'
import { many, one, wholeList } from '../conventions/reply-schemas.ts'
import { explainedSignIn } from '../session/explain-sign-in-error.ts'
import { callbackPath } from '../session/provider-routes.ts'
import { explained } from './people/explain-access-error.ts'
import { managerOf } from './people/people-manager.ts'
import { type ProviderBody, providerBody, providerChange, providerParams, providerSchema } from './provider-schemas.ts'

export interface SecurityOptions {
  readonly all: () => ReadonlySet<Permission>
  readonly oidc: OidcContext
  /** How people reach this server. */
  readonly address: () => string
}

const policyFields = {
  secondFactor: Type.Boolean({
    description: 'A password or a link alone lets one do nothing but set up a second factor.',
  }),
  idleMinutes: Type.Integer({
    minimum: 5,
    maximum: 43_200,
    description: 'A sign-in ends after so long without a request.',
  }),
  absoluteHours: Type.Integer({ minimum: 1, maximum: 2160, description: 'A sign-in ends after so long in any case.' }),
  addresses: Type.Array(Type.String({ minLength: 2, maxLength: 50 }), {
    maxItems: 200,
    description: 'Networks in CIDR notation that sign-ins and tokens may be used from; none listed is all.',
  }),
}

const policySchema = Type.Object({
  ...policyFields,
  version: Type.Integer(),
  yourAddress: Type.String({ description: 'The address that this request came from.' }),
})

/** What a tenant demands of sign-ins, and the identity providers that it trusts. */
export function securityRoutes({ all, oidc, address }: SecurityOptions): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/security/policy',
      summary: 'What this organisation demands of sign-ins and tokens',
      permission: 'security:read',
      reply: one(policySchema),
      async handle({ tx, address: from = '' }) {
        const policy = await readAccessPolicy(tx)
        return { data: { ...policy, addresses: [...policy.addresses], yourAddress: plainAddress(from) } }
      },
    }),
    defineRoute({
      method: 'PATCH',
      path: '/security/policy',
      summary: 'Change what this organisation demands; it holds with the next request of everybody, and ends streams',
      permission: 'security:write',
      body: Type.Object(
        {
          ...Type.Partial(Type.Object(policyFields)).properties,
          force: Type.Optional(Type.Boolean({ description: 'Change it although your own address would be shut out.' })),
        },
        { additionalProperties: false },
      ),
      reply: one(policySchema),
      writes: true,
      async handle({ tx, body, address: from = '' }) {
        const { force = false, ...change } = body
        for (const [index, network] of (change.addresses ?? []).entries())
          if (!parseNetwork(network))
            throw unprocessable(
              `/body/addresses/${index}`,
              'network',
              'is no network: write 10.0.0.0/8 or 2001:db8::/32',
            )
        const addresses = change.addresses?.map((each) => formatNetwork(parseNetwork(each)!))
        return explained('policy', async () => {
          const policy = await changeAccessPolicy(tx, { ...change, ...(addresses && { addresses }) }, { from, force })
          await tell(tx, { topic: 'security.changed', body: {} })
          return { data: { ...policy, addresses: [...policy.addresses], yourAddress: plainAddress(from) } }
        })
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/security/providers',
      summary: 'Identity providers of this organisation',
      permission: 'security:read',
      reply: many(providerSchema),
      async handle({ tx }) {
        return { data: (await readProviders(tx)).map(asReply), page: { ...wholeList } }
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/security/providers/:provider',
      summary: 'One identity provider',
      permission: 'security:read',
      params: providerParams,
      reply: one(providerSchema),
      async handle({ tx, params }) {
        return { data: await oneProvider(tx, params.provider) }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/security/providers',
      summary: 'Trust an identity provider (OpenID Connect); its client secret is kept sealed and never told',
      permission: 'security:write',
      body: providerBody,
      reply: one(providerSchema),
      status: 201,
      writes: true,
      async handle({ tx, body, caller }) {
        return explainedSignIn(() =>
          explained('identity provider', async () => {
            const content = { ...defaults, ...body }
            await checkContent(tx, content, caller, all())
            return { data: await oneProvider(tx, await writeProvider(tx, oidc.box, content)) }
          }),
        )
      },
    }),
    defineRoute({
      method: 'PATCH',
      path: '/security/providers/:provider',
      summary: 'Change an identity provider; without a client secret the present one stays',
      permission: 'security:write',
      params: providerParams,
      body: providerChange,
      reply: one(providerSchema),
      writes: true,
      async handle({ tx, params, body, caller }) {
        return explainedSignIn(() =>
          explained('identity provider', async () => {
            const content = { ...(await oneProvider(tx, params.provider)), ...body }
            await checkContent(tx, content, caller, all())
            await writeProvider(tx, oidc.box, content, params.provider)
            return { data: await oneProvider(tx, params.provider) }
          }),
        )
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/security/providers/:provider',
      summary: 'Trust an identity provider no more; sign-ins that it let in go on until they end',
      permission: 'security:write',
      params: providerParams,
      reply: one(Type.Object({ id: Type.String(), removed: Type.Boolean() })),
      writes: true,
      async handle({ tx, params }) {
        return { data: { id: params.provider, removed: await removeProvider(tx, params.provider) } }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/security/providers/:provider/test',
      summary: 'Ask an identity provider what it is, and say what is wrong',
      permission: 'security:write',
      params: providerParams,
      reply: one(
        Type.Object({
          works: Type.Boolean(),
          words: Type.String(),
          redirectUri: Type.String({
            description: 'What must be entered at the provider as the address to come back to.',
          }),
        }),
      ),
      async handle({ tx, params }) {
        await oneProvider(tx, params.provider)
        const redirectUri = `${address()}${callbackPath}`
        try {
          const provider = await findProvider(oidc.database, oidc.box, params.provider, { evenDisabled: true })
          if (!provider) throw notFound('identity provider')
          const { authorization_endpoint: ask } = (await connectProvider(provider, oidc.resolve)).serverMetadata()
          return { data: { works: true, words: `It answers, and signs in at ${new URL(ask!).host}.`, redirectUri } }
        } catch (error) {
          if (!(error instanceof SignInError)) throw error
          return { data: { works: false, words: error.message, redirectUri } }
        }
      },
    }),
  ]
}

const defaults = {
  domains: [],
  roleClaim: '',
  roleMap: [],
  joining: 'invited',
  strong: false,
  shown: true,
  enabled: true,
} as const satisfies Partial<ProviderBody>

/** Nobody lets a provider give a role that they could not give themselves. */
async function checkContent(
  tx: TenantTransaction,
  { issuer, defaultRole, roleMap, joining, domains }: ProviderContent,
  caller: Caller,
  all: ReadonlySet<Permission>,
): Promise<void> {
  const url = URL.parse(issuer)
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.search || url.hash)
    throw unprocessable('/body/issuer', 'issuer', 'is no issuer: write https://… as the provider calls itself')
  if (joining === 'domains' && domains.length === 0)
    throw unprocessable('/body/domains', 'domains', 'names no domain, and anybody of the domains may join')
  const manager = await managerOf(tx, caller, all)
  for (const role of new Set([defaultRole, ...roleMap.map(({ role }) => role)])) await roleToGive(tx, role, manager)
}

async function oneProvider(tx: TenantTransaction, id: string) {
  const [provider] = await readProviders(tx, id)
  if (!provider) throw notFound('identity provider')
  return asReply(provider)
}

function asReply(provider: IdentityProvider) {
  return { ...provider, domains: [...provider.domains], roleMap: [...provider.roleMap] }
}
