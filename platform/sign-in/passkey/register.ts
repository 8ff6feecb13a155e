import {
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { type Database, newPublicId } from '../../store/index.ts'
import { beginAttempt, takeAttempt } from '../attempt.ts'
import { SignInError } from '../sign-in-error.ts'
import type { PasskeyHost } from './passkey-host.ts'

/** Passkeys that one person may have. */
export const passkeysAtMost = 20

interface Owner {
  readonly personId: number
  readonly publicId: string
  readonly name: string
  readonly sessionId: string
}

/** What a browser needs to make a passkey, and the secret of the attempt: once, for this session. Throws SignInError. */
export async function offerPasskey(database: Database, owner: Owner, host: PasskeyHost) {
  const { rows } = await database.asPlatform(
    (tx) =>
      tx.query<{ id: string; transports: string[] }>(
        'select credential_id as id, transports from passkey where person_id = $1 and rp_id = $2',
        [owner.personId, host.rpId],
      ),
    { readOnly: true },
  )
  if (rows.length >= passkeysAtMost)
    throw new SignInError('already-exists', `You have ${rows.length} passkeys. Remove one that you do not use.`)
  const options = await generateRegistrationOptions({
    rpName: 'Holdfast',
    rpID: host.rpId,
    userName: owner.name,
    userID: new Uint8Array(Buffer.from(owner.publicId)),
    attestationType: 'none',
    excludeCredentials: rows,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  const attempt = await beginAttempt(database, {
    kind: 'new-passkey',
    door: 'tls',
    member: { personId: owner.personId },
    challenge: options.challenge,
    sessionId: owner.sessionId,
  })
  return { options, attempt }
}

/** Keeps a passkey that a browser has made. Throws SignInError `passkey-refused`, `already-exists`. */
export async function keepPasskey(
  database: Database,
  owner: Pick<Owner, 'personId' | 'sessionId'>,
  made: { readonly attempt: string; readonly response: RegistrationResponseJSON; readonly name: string },
  host: PasskeyHost,
): Promise<string> {
  const attempt = await takeAttempt(database, made.attempt, { kind: 'new-passkey', door: 'tls' })
  if (!attempt?.challenge || attempt.personId !== owner.personId || attempt.sessionId !== owner.sessionId)
    throw new SignInError('passkey-refused', 'This took too long, or was begun elsewhere. Begin again.')
  const info = await verified(made.response, attempt.challenge, host)
  const id = newPublicId('pky')
  const { rowCount } = await database.asPlatform((tx) =>
    tx.query(
      `insert into passkey (credential_id, public_id, person_id, public_key, counter, rp_id, transports, name, backed_up)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (credential_id) do nothing`,
      [
        info.credential.id,
        id,
        owner.personId,
        Buffer.from(info.credential.publicKey),
        info.credential.counter,
        host.rpId,
        (info.credential.transports ?? []).filter((each) => /^[a-z-]{1,20}$/.test(each)).slice(0, 8),
        made.name.trim(),
        info.credentialBackedUp,
      ],
    ),
  )
  if (rowCount === 0) throw new SignInError('already-exists', 'This passkey is known here already.')
  return id
}

async function verified(response: RegistrationResponseJSON, challenge: string, host: PasskeyHost) {
  try {
    const result = await verifyRegistrationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: host.origin,
      expectedRPID: host.rpId,
      requireUserVerification: true,
    })
    if (result.verified) return result.registrationInfo
  } catch (cause) {
    throw new SignInError('passkey-refused', 'This passkey does not stand the check.', { cause })
  }
  throw new SignInError('passkey-refused', 'This passkey does not stand the check.')
}

/** Gives a passkey another name; false when the person has none of that id. */
export async function renamePasskey(database: Database, personId: number, id: string, name: string): Promise<boolean> {
  const { rowCount } = await database.asPlatform((tx) =>
    tx.query('update passkey set name = $3 where public_id = $1 and person_id = $2', [id, personId, name.trim()]),
  )
  return rowCount > 0
}

/** Forgets a passkey; false when the person has none of that id. */
export async function removePasskey(database: Database, personId: number, id: string): Promise<boolean> {
  const { rowCount } = await database.asPlatform((tx) =>
    tx.query('delete from passkey where public_id = $1 and person_id = $2', [id, personId]),
  )
  return rowCount > 0
}
