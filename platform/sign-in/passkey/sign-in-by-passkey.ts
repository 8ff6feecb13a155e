import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  verifyAuthenticationResponse,
} from '@simplewebauthn/server'
import type { Database } from '../../store/index.ts'
import { beginAttempt, takeAttempt } from '../attempt.ts'
import { SignInError } from '../sign-in-error.ts'
import type { PasskeyHost } from './passkey-host.ts'

/** What a browser needs to show any passkey of this host, and the secret of the attempt. Nobody has to say who they are. */
export async function askPasskey(database: Database, host: PasskeyHost) {
  const options = await generateAuthenticationOptions({ rpID: host.rpId, userVerification: 'required' })
  const attempt = await beginAttempt(database, { kind: 'passkey', door: 'tls', challenge: options.challenge })
  return { options, attempt }
}

/**
 * The person whom a passkey proves. The challenge is used up whatever comes of it; a counter that went back means that
 * there are two of one passkey, and neither lets in. Throws SignInError `passkey-refused`.
 */
export async function personByPasskey(
  database: Database,
  shown: { readonly attempt: string; readonly response: AuthenticationResponseJSON },
  host: PasskeyHost,
): Promise<number> {
  const attempt = await takeAttempt(database, shown.attempt, { kind: 'passkey', door: 'tls' })
  if (!attempt?.challenge)
    throw new SignInError('passkey-refused', 'This took too long, or was used before. Begin again.')
  const { response } = shown
  const known = await database.asPlatform(
    (tx) =>
      tx.first<{ personId: number; publicId: string; publicKey: Buffer; counter: number; transports: string[] }>(
        `select k.person_id as "personId", p.public_id as "publicId", k.public_key as "publicKey", k.counter, k.transports
           from passkey k join person p on p.id = k.person_id and p.state = 'active'
          where k.credential_id = $1 and k.rp_id = $2`,
        [response.id, host.rpId],
      ),
    { readOnly: true },
  )
  const handle = response.response.userHandle
  if (!known || (handle && Buffer.from(handle, 'base64url').toString() !== known.publicId))
    throw new SignInError('passkey-refused', 'This passkey is not known here.')
  const counter = await checked(response, attempt.challenge, host, known)
  // Of two that show the same counter at one moment, one is too late.
  const { rowCount } = await database.asPlatform((tx) =>
    tx.query(
      `update passkey set counter = $3, used_at = now()
        where credential_id = $1 and person_id = $2 and (counter < $3 or (counter = 0 and $3 = 0))`,
      [response.id, known.personId, counter],
    ),
  )
  if (rowCount === 0) throw new SignInError('passkey-refused', 'This passkey was used elsewhere meanwhile.')
  return known.personId
}

async function checked(
  response: AuthenticationResponseJSON,
  challenge: string,
  host: PasskeyHost,
  known: { readonly publicKey: Buffer; readonly counter: number; readonly transports: string[] },
): Promise<number> {
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: host.origin,
      expectedRPID: host.rpId,
      credential: {
        id: response.id,
        publicKey: new Uint8Array(known.publicKey),
        counter: known.counter,
        transports: known.transports,
      },
      requireUserVerification: true,
    })
    if (verified) return authenticationInfo.newCounter
  } catch (cause) {
    throw new SignInError('passkey-refused', 'This passkey does not stand the check.', { cause })
  }
  throw new SignInError('passkey-refused', 'This passkey does not stand the check.')
}
