import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { noteProof } from '../../access/index.ts'
import {
  askPasskey,
  entryOf,
  keepPasskey,
  offerPasskey,
  type PasskeyHost,
  passkeyHost,
  personByPasskey,
  removePasskey,
  renamePasskey,
} from '../../sign-in/index.ts'
import type { Database } from '../../store/index.ts'
import { type DoorRoute, doorRoute } from '../api/door-route.ts'
import { notFound, Problem } from '../conventions/problem.ts'
import { changingSession, tellAccount } from './account-change.ts'
import { explainedSignIn } from './explain-sign-in-error.ts'
import { attemptOf, attemptOver, countTry, finishSignIn, refused, setAttempt, signInReply } from './finish-sign-in.ts'

const text = Type.String({ maxLength: 20_000 })
const name = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' })
const passkey = Type.String({ maxLength: 40, description: 'Public id: pky_…' })
const options = Type.Object({
  data: Type.Object({
    options: Type.Object(
      {},
      { additionalProperties: true, description: 'For the browser, as in WebAuthn Level 3 §5.1.' },
    ),
  }),
})
const done = Type.Object({ data: Type.Object({ done: Type.Boolean() }) })

/** What a browser answers (WebAuthn Level 3 §5.1, PublicKeyCredential as JSON): everything in it is checked later. */
const credential = Type.Object(
  {
    id: text,
    rawId: text,
    type: text,
    response: Type.Object({ clientDataJSON: text }, { additionalProperties: true }),
    clientExtensionResults: Type.Object({}, { additionalProperties: true }),
  },
  { additionalProperties: true },
)

/** Signing in with a passkey, and one's own passkeys. */
export function passkeyRoutes(database: Database): readonly DoorRoute[] {
  return [
    doorRoute({
      method: 'POST',
      path: '/session/passkey/options',
      summary: 'Begin to sign in with a passkey: what the browser needs to ask for any of this host',
      needs: 'nobody',
      reply: options,
      async handle({ raw, reply }) {
        const host = hostOf(raw)
        await countTry(database, [{ kind: 'address', key: raw.ip }])
        const asked = await askPasskey(database, host)
        setAttempt(raw, reply, asked.attempt)
        return { data: { options: { ...asked.options } } }
      },
    }),
    doorRoute({
      method: 'POST',
      path: '/session/passkey',
      summary: 'Sign in with a passkey; sets the cookie of the TLS door',
      needs: 'nobody',
      body: Type.Object({ credential }, { additionalProperties: false }),
      reply: signInReply,
      async handle({ raw, reply, body }) {
        const host = hostOf(raw)
        const attempt = attemptOf(raw)
        if (!attempt) throw attemptOver()
        const response = body.credential as unknown as AuthenticationResponseJSON
        const personId = await explainedSignIn(() => personByPasskey(database, { attempt, response }, host))
        const member = await entryOf(database, personId)
        if (!member) throw refused(raw, 'no longer a member')
        return finishSignIn(database, { raw, reply }, member, ['passkey'])
      },
    }),
    doorRoute({
      method: 'POST',
      path: '/account/passkeys/options',
      summary: 'Begin to make a passkey for this host',
      needs: 'session',
      reply: options,
      async handle({ raw, reply, identity }) {
        const host = hostOf(raw)
        const { id, personId } = await changingSession(database, identity)
        const { caller } = identity!
        const owner = { personId, publicId: caller.id, name: caller.name, sessionId: id }
        const offered = await explainedSignIn(() => offerPasskey(database, owner, host))
        setAttempt(raw, reply, offered.attempt)
        return { data: { options: { ...offered.options } } }
      },
    }),
    doorRoute({
      method: 'POST',
      path: '/account/passkeys',
      summary: 'Keep a passkey that the browser has made, under a name',
      needs: 'session',
      body: Type.Object({ name, credential }, { additionalProperties: false }),
      reply: Type.Object({ data: Type.Object({ id: passkey }) }),
      status: 201,
      async handle({ raw, identity, body }) {
        const host = hostOf(raw)
        const { id, personId } = await changingSession(database, identity)
        const attempt = attemptOf(raw)
        if (!attempt) throw attemptOver()
        const response = body.credential as unknown as RegistrationResponseJSON
        const owner = { personId, sessionId: id }
        const made = await explainedSignIn(() =>
          keepPasskey(database, owner, { attempt, response, name: body.name }, host),
        )
        await noteProof(database, id, 'passkey')
        await tellAccount(database, { raw, identity: identity! }, 'POST /account/passkeys', { passkey: made })
        return { data: { id: made } }
      },
    }),
    doorRoute({
      method: 'POST',
      path: '/account/passkeys/rename',
      summary: 'Give one of your passkeys another name',
      needs: 'session',
      body: Type.Object({ passkey, name }, { additionalProperties: false }),
      reply: done,
      async handle({ raw, identity, body }) {
        const { personId } = await changingSession(database, identity)
        if (!(await renamePasskey(database, personId, body.passkey, body.name))) throw notFound('passkey')
        await tellAccount(database, { raw, identity: identity! }, 'POST /account/passkeys/rename', { ...body })
        return { data: { done: true } }
      },
    }),
    doorRoute({
      method: 'POST',
      path: '/account/passkeys/remove',
      summary: 'Forget one of your passkeys: it lets nobody in any more',
      needs: 'session',
      body: Type.Object({ passkey }, { additionalProperties: false }),
      reply: done,
      async handle({ raw, identity, body }) {
        const { personId } = await changingSession(database, identity)
        if (!(await removePasskey(database, personId, body.passkey))) throw notFound('passkey')
        await tellAccount(database, { raw, identity: identity! }, 'POST /account/passkeys/remove', { ...body })
        return { data: { done: true } }
      },
    }),
  ]
}

function hostOf(raw: FastifyRequest): PasskeyHost {
  const host = passkeyHost(raw.facts.door, raw.headers.host)
  if (typeof host === 'string') throw new Problem(409, 'passkeys-not-here', host)
  return host
}
