import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'

export interface RealProvider {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Who signs in at it next: its subject, and what it tells of them. */
  signInAs(subject: string, claims: Readonly<Record<string, unknown>>): void
  close(): Promise<void>
}

/**
 * A certified OpenID provider on loopback. Its sign-in page lets in whoever was named, without asking. `redirectUris` are
 * those of the server under test.
 */
export async function realProvider(redirectUris: () => readonly string[]): Promise<RealProvider> {
  let subject = 'nobody'
  const known = new Map<string, Readonly<Record<string, unknown>>>()
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const client = { client_id: 'holdfast', client_secret: 'a secret of the client', redirect_uris: [...redirectUris()] }
  const provider = new Provider(issuer, {
    clients: [{ ...client, grant_types: ['authorization_code'], token_endpoint_auth_method: 'client_secret_post' }],
    cookies: { keys: ['of a test'] },
    conformIdTokenClaims: false,
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    pkce: { required: () => true },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...known.get(id) }) }),
    // Whoever signs in has agreed.
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({ clientId: oidc.client!.clientId, accountId: oidc.session!.accountId! })
      grant.addOIDCScope('openid profile email')
      await grant.save()
      return grant
    },
  })
  const answer = provider.callback()
  server.on('request', async (request, reply) => {
    if (!request.url?.startsWith('/interaction/')) return answer(request, reply)
    await provider.interactionFinished(
      request,
      reply,
      { login: { accountId: subject } },
      { mergeWithLastSubmission: false },
    )
  })
  return {
    issuer,
    clientId: client.client_id,
    clientSecret: client.client_secret,
    signInAs(next, claims) {
      subject = next
      known.set(next, claims)
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
