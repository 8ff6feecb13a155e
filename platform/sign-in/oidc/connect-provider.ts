import * as oidc from 'openid-client'
import { SignInError } from '../sign-in-error.ts'
import { guardedFetch, type ResolveHost } from './guarded-fetch.ts'
import type { ReadyProvider } from './provider.ts'

/**
 * Asks a provider what it is (OpenID Connect Discovery 1.0) and makes ready to speak to it. Signatures of id tokens are
 * checked even where TLS would do, so that whoever breaks into the way gains nothing. Throws SignInError.
 */
export async function connectProvider(
  provider: Pick<ReadyProvider, 'issuer' | 'clientId' | 'clientSecret'>,
  resolve: ResolveHost,
): Promise<oidc.Configuration> {
  const fetch = guardedFetch(resolve)
  const { clientId, clientSecret } = provider
  try {
    const issuer = new URL(provider.issuer)
    const config = await oidc.discovery(
      issuer,
      clientId,
      undefined,
      clientSecret === undefined ? oidc.None() : oidc.ClientSecretPost(clientSecret),
      {
        [oidc.customFetch]: fetch as oidc.CustomFetch,
        timeout: 10,
        // The guard decides by the address whether http will do.
        execute: [
          oidc.enableNonRepudiationChecks,
          ...(issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : []),
        ],
      },
    )
    const { authorization_endpoint: ask, issuer: called } = config.serverMetadata()
    if (called.replace(/\/$/, '') !== provider.issuer.replace(/\/$/, ''))
      throw new SignInError('provider-refused', `It calls itself ${called}, not ${provider.issuer}.`)
    if (!ask || new URL(ask).protocol !== issuer.protocol)
      throw new SignInError('provider-refused', 'It names no place to sign in at, or one without TLS.')
    return config
  } catch (error) {
    throw explained(error)
  }
}

/** What went wrong with a provider, in words for whoever set it up. */
export function explained(error: unknown): SignInError {
  if (error instanceof SignInError) return error
  const { code, error: told, message, cause } = error as Error & { code?: string; error?: string }
  const deepest = (cause as Error | undefined)?.message
  const words: Readonly<Record<string, string>> = {
    OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED: 'It calls itself by another issuer than the one that was set up.',
    OAUTH_JWT_CLAIM_COMPARISON_FAILED: 'The id token is for somebody else: a claim in it is not what it must be.',
    OAUTH_JWT_TIMESTAMP_CHECK_FAILED: 'The id token is out of its time. Compare the clocks.',
    OAUTH_INVALID_RESPONSE: 'Its answer has another form than the protocol knows.',
    OAUTH_KEY_SELECTION_FAILED: 'The id token is signed by a key that the provider does not publish.',
    OAUTH_RESPONSE_BODY_ERROR: `It refuses: ${String(told ?? '').slice(0, 60)}.`,
    OAUTH_AUTHORIZATION_RESPONSE_ERROR: `It did not let you in: ${String(told ?? '').slice(0, 60)}.`,
    OAUTH_UNSUPPORTED_OPERATION: 'It uses an algorithm that is not taken.',
    OAUTH_RESPONSE_IS_NOT_CONFORM: 'Its answer has another form than the protocol knows.',
    OAUTH_PARSE_ERROR: 'Its answer cannot be read.',
    OAUTH_TIMEOUT: 'It does not answer in time.',
  }
  const sentence = (code && words[code]) || 'It does not answer as a provider does.'
  const detail = [message, deepest].filter(Boolean).join(': ').slice(0, 300)
  return new SignInError('provider-refused', `${sentence} (${detail})`, { cause: error })
}
