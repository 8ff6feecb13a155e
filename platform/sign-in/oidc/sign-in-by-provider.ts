import * as oidc from 'openid-client'
import type { Door } from '../../access/index.ts'
import type { Database } from '../../store/index.ts'
import type { SecretBox } from '../../trust/index.ts'
import { beginAttempt, takeAttempt } from '../attempt.ts'
import { SignInError } from '../sign-in-error.ts'
import { connectProvider, explained } from './connect-provider.ts'
import type { LookUpTexts } from './domain-proof.ts'
import type { ResolveHost } from './guarded-fetch.ts'
import { findProvider, type ReadyProvider } from './provider.ts'

export interface OidcContext {
  readonly database: Database
  readonly box: SecretBox
  readonly resolve: ResolveHost
  readonly lookUpTexts: LookUpTexts
}

/** What is kept between going to a provider and coming back, sealed. */
interface Journey {
  readonly provider: string
  readonly verifier: string
  readonly nonce: string
  readonly state: string
  readonly redirectUri: string
  readonly returnTo: string
}

/** What a provider has told of somebody. */
export interface ProvedIdentity {
  readonly provider: ReadyProvider
  readonly issuer: string
  readonly subject: string
  readonly name: string
  /** That the provider says it has proved; undefined otherwise. */
  readonly email: string | undefined
  readonly claims: Readonly<Record<string, unknown>>
  readonly returnTo: string
  /** Set where somebody who is signed in binds the account to themselves. */
  readonly linkTo: { readonly personId: number; readonly sessionId: string } | undefined
}

const place = 'sign_in_attempt journey'

/** Begins: the address to send the browser to, and the secret of the attempt. Authorization code with PKCE, state and nonce. */
export async function goToProvider(
  { database, box, resolve }: OidcContext,
  id: string,
  from: {
    readonly door: Door
    readonly redirectUri: string
    readonly returnTo: string
    readonly linkTo?: { readonly personId: number; readonly sessionId: string } | undefined
  },
): Promise<{ url: string; attempt: string }> {
  const provider = await findProvider(database, box, id)
  if (!provider) throw new SignInError('not-found', 'There is no such identity provider.')
  const config = await connectProvider(provider, resolve)
  const journey: Journey = {
    provider: provider.id,
    verifier: oidc.randomPKCECodeVerifier(),
    nonce: oidc.randomNonce(),
    state: oidc.randomState(),
    redirectUri: from.redirectUri,
    returnTo: from.returnTo,
  }
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: journey.redirectUri,
    scope: 'openid profile email',
    code_challenge: await oidc.calculatePKCECodeChallenge(journey.verifier),
    code_challenge_method: 'S256',
    nonce: journey.nonce,
    state: journey.state,
  })
  const attempt = await beginAttempt(database, {
    kind: 'oidc',
    door: from.door,
    member: { tenantId: provider.tenantId, ...(from.linkTo && { personId: from.linkTo.personId }) },
    sealed: box.seal(JSON.stringify(journey), place),
    ...(from.linkTo && { sessionId: from.linkTo.sessionId }),
  })
  return { url: url.href, attempt }
}

/**
 * Comes back: exchanges the code and checks the id token (issuer, audience, nonce, time, signature). The attempt is used up
 * whatever comes of it. Throws SignInError.
 */
export async function comeFromProvider(
  { database, box, resolve }: OidcContext,
  back: { readonly attempt: string; readonly door: Door; readonly query: string },
): Promise<ProvedIdentity> {
  const attempt = await takeAttempt(database, back.attempt, { kind: 'oidc', door: back.door })
  const text = attempt?.sealed && box.open(attempt.sealed, place)
  if (!text)
    throw new SignInError('provider-refused', 'This sign-in took too long, or was begun elsewhere. Begin again.')
  const journey = JSON.parse(text) as Journey
  const provider = await findProvider(database, box, journey.provider)
  if (!provider || provider.tenantId !== attempt.tenantId)
    throw new SignInError('provider-refused', 'The identity provider was taken away meanwhile.')
  const config = await connectProvider(provider, resolve)
  const current = new URL(journey.redirectUri)
  current.search = back.query
  try {
    const tokens = await oidc.authorizationCodeGrant(config, current, {
      pkceCodeVerifier: journey.verifier,
      expectedNonce: journey.nonce,
      expectedState: journey.state,
      idTokenExpected: true,
    })
    const claims = tokens.claims()!
    const email = claims.email_verified === true && typeof claims.email === 'string' ? claims.email : undefined
    const name = [claims.name, claims.preferred_username, email].find((each) => typeof each === 'string' && each.trim())
    return {
      provider,
      issuer: claims.iss,
      subject: claims.sub,
      name: String(name ?? 'Somebody')
        .trim()
        .slice(0, 200),
      email: email?.slice(0, 320),
      claims,
      returnTo: journey.returnTo,
      linkTo:
        attempt.personId !== null && attempt.sessionId !== null
          ? { personId: attempt.personId, sessionId: attempt.sessionId }
          : undefined,
    }
  } catch (error) {
    throw explained(error)
  }
}
