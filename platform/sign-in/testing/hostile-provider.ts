import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'

/** What an answer of the provider says wrong. */
export interface Falsehood {
  readonly claims?: Readonly<Record<string, unknown>>
  /** Signed by another key than the published one, under its name. */
  readonly otherKey?: boolean
  readonly unsigned?: boolean
  /** By a secret that the client knows too. */
  readonly symmetric?: boolean
  /** What discovery says that the provider is called. */
  readonly callsItself?: string
  readonly authorizationEndpoint?: string
  readonly noIdToken?: boolean
  readonly hugeAnswer?: boolean
  readonly redirects?: boolean
}

export interface HostileProvider {
  readonly issuer: string
  tell(falsehood: Falsehood): void
  /** The nonce that the id token names. */
  setNonce(nonce: string): void
  readonly asked: readonly string[]
  close(): Promise<void>
}

/** An OpenID provider that says what it is told to, so that a test sees what is refused. */
export async function hostileProvider(): Promise<HostileProvider> {
  const [own, other] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')])
  const keys = { keys: [{ ...(await exportJWK(own.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }] }
  const asked: string[] = []
  let falsehood: Falsehood = {}
  let nonce = ''
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const answers: Readonly<Record<string, () => Promise<object> | object>> = {
    '/.well-known/openid-configuration': () => ({
      issuer: falsehood.callsItself ?? issuer,
      authorization_endpoint: falsehood.authorizationEndpoint ?? `${issuer}/ask`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/keys`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
    }),
    '/keys': () => keys,
    '/token': async () => ({
      access_token: 'an access token',
      token_type: 'Bearer',
      ...(!falsehood.noIdToken && { id_token: await idToken() }),
      ...(falsehood.hugeAnswer && { filler: 'x'.repeat(2 * 1024 * 1024) }),
    }),
  }
  async function idToken(): Promise<string> {
    const now = Math.floor(Date.now() / 1000)
    const claims = {
      iss: issuer,
      aud: 'holdfast',
      sub: 'mallory',
      iat: now,
      exp: now + 300,
      nonce,
      ...falsehood.claims,
    }
    if (falsehood.unsigned) return new UnsecuredJWT(claims).encode()
    if (falsehood.symmetric)
      return new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256' })
        .sign(Buffer.from('the client secret of it all, long'))
    const key = falsehood.otherKey ? other.privateKey : own.privateKey
    return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(key)
  }
  server.on('request', async (request, reply) => {
    const path = request.url!.split('?')[0]!
    asked.push(path)
    request.resume()
    if (falsehood.redirects) return void reply.writeHead(302, { location: 'http://169.254.169.254/' }).end()
    const answer = await answers[path]?.()
    reply.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(answer ?? {}))
  })
  return {
    issuer,
    asked,
    tell(next) {
      falsehood = next
    },
    setNonce(next) {
      nonce = next
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
