import { Type } from 'typebox'
import { closeOtherSessions, noteProof } from '../../access/index.ts'
import {
  holdsRecoveryCode,
  isPasswordOf,
  isRecoveryCode,
  newRecoveryCodes,
  offerTotp,
  passwordLength,
  passwordLengthAtMost,
  readMeans,
  readProviders,
  removePassword,
  removeTotp,
  setPassword,
  spendRecoveryCode,
  takeTotp,
} from '../../sign-in/index.ts'
import type { Database } from '../../store/index.ts'
import type { SecretBox } from '../../trust/index.ts'
import { type DoorRoute, doorRoute } from '../api/door-route.ts'
import { conflict, Problem } from '../conventions/problem.ts'
import { ownSession } from '../request/own-session.ts'
import { changingSession, isRecentlyProved, tellAccount } from './account-change.ts'
import { explainedSignIn } from './explain-sign-in-error.ts'
import { countTry } from './finish-sign-in.ts'

const at = Type.String({ format: 'date-time' })
const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()])
const done = Type.Object({ data: Type.Object({ done: Type.Boolean() }) })
const codes = Type.Array(Type.String(), { description: 'Told this once; each works once.' })

const means = Type.Object({
  data: Type.Object({
    signInName: orNull(Type.String()),
    passwordChangedAt: orNull(at),
    totp: Type.Boolean(),
    recoveryLeft: Type.Integer(),
    passkeys: Type.Array(
      Type.Object({
        id: Type.String(),
        name: Type.String(),
        host: Type.String({ description: 'The host that it is for.' }),
        backedUp: Type.Boolean({ description: 'True when other devices of the person have it too.' }),
        createdAt: at,
        usedAt: orNull(at),
      }),
    ),
    identities: Type.Array(Type.Object({ issuer: Type.String(), createdAt: at, usedAt: orNull(at) })),
    providers: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), issuer: Type.String() }), {
      description: 'Identity providers of this organisation, whose accounts can be bound.',
    }),
    proved: Type.Boolean({ description: 'True for 15 minutes after something was proved: then changes are taken.' }),
  }),
})

/** How one signs in oneself: password, authenticator, recovery codes. It is a person's, in whatever tenant they are. */
export function accountRoutes({ database, seal }: { database: Database; seal: SecretBox }): readonly DoorRoute[] {
  return [
    doorRoute({
      method: 'GET',
      path: '/account/sign-in',
      summary: 'What you have set up for signing in; never a secret',
      needs: 'session',
      reply: means,
      async handle({ identity }) {
        const session = ownSession(identity)
        const has = await readMeans(database, session.personId)
        const providers = await database.asTenant(identity!.caller.tenantId, (tx) => readProviders(tx), {
          readOnly: true,
        })
        const usable = providers.filter(({ enabled }) => enabled).map(({ id, name, issuer }) => ({ id, name, issuer }))
        return { data: { ...has, providers: usable, proved: isRecentlyProved(session) } }
      },
    }),
    doorRoute({
      method: 'POST',
      path: '/account/prove',
      summary: 'Prove again that it is you, by password or by a code: for 15 minutes changes are taken',
      needs: 'session',
      body: Type.Object(
        {
          password: Type.Optional(Type.String({ minLength: 1, maxLength: passwordLengthAtMost * 4 })),
          code: Type.Optional(Type.String({ minLength: 6, maxLength: 40 })),
        },
        { additionalProperties: false },
      ),
      reply: done,
      async handle({ raw, identity, body }) {
        const { id, personId } = ownSession(identity)
        await countTry(database, [{ kind: 'person', key: String(personId) }])
        const has = await readMeans(database, personId)
        // Whoever has a second factor shows that: the password may be what was stolen.
        const holds =
          body.code !== undefined
            ? isRecoveryCode(body.code)
              ? await holdsRecoveryCode(database, personId, body.code)
              : await takeTotp(database, seal, personId, body.code)
            : !has.totp && body.password !== undefined && (await isPasswordOf(database, personId, body.password))
        const wrong = () => {
          raw.log.warn({ address: raw.ip }, 'proof refused')
          const words = has.totp ? 'That is not the present code.' : 'That is not your password.'
          return new Problem(403, 'code-wrong', words)
        }
        if (!holds) throw wrong()
        const { code } = body
        if (code !== undefined && isRecoveryCode(code))
          await noteProof(database, id, undefined, async (tx) => {
            if (!(await spendRecoveryCode(tx, personId, code))) throw wrong()
          })
        else await noteProof(database, id, code === undefined ? undefined : 'totp')
        return { data: { done: true } }
      },
    }),
    doorRoute({
      method: 'POST',
      path: '/account/password',
      summary: 'Set your sign-in name and password; all your other sign-ins end',
      needs: 'session',
      body: Type.Object(
        {
          name: Type.String({
            minLength: 2,
            maxLength: 60,
            pattern: '^[A-Za-z0-9][A-Za-z0-9._-]+$',
            description: 'The sign-in name: letters, digits, dot, hyphen, underscore. The same in lower case.',
          }),
          password: Type.String({
            minLength: 1,
            maxLength: passwordLengthAtMost * 4,
            description: `At least ${passwordLength} characters, not one of the commonest, not your own name.`,
          }),
        },
        { additionalProperties: false },
      ),
      reply: done,
      async handle({ raw, identity, body }) {
        const { id, personId } = await changingSession(database, identity)
        const { name } = identity!.caller
        await explainedSignIn(() => setPassword(database, { id: personId, name }, body))
        const ended = await closeOtherSessions(database, personId, id)
        await tellAccount(database, { raw, identity: identity! }, 'POST /account/password', { ended })
        return { data: { done: true } }
      },
    }),
    doorRoute({
      method: 'DELETE',
      path: '/account/password',
      summary: 'Take your password away; you sign in by other means',
      needs: 'session',
      reply: done,
      async handle({ raw, identity }) {
        const { personId } = await changingSession(database, identity)
        await removePassword(database, personId)
        await tellAccount(database, { raw, identity: identity! }, 'DELETE /account/password')
        return { data: { done: true } }
      },
    }),
    doorRoute({
      method: 'POST',
      path: '/account/authenticator',
      summary: 'Begin to set up an authenticator: gives the secret and the address that a QR code says',
      needs: 'session',
      reply: Type.Object({ data: Type.Object({ secret: Type.String(), uri: Type.String() }) }),
      async handle({ identity }) {
        const { personId } = await changingSession(database, identity)
        const offered = await offerTotp(database, seal, { id: personId, label: identity!.caller.name })
        if (!offered)
          throw conflict('already-exists', 'You have an authenticator. Take it away before you set up another.')
        return { data: offered }
      },
    }),
    doorRoute({
      method: 'POST',
      path: '/account/authenticator/confirm',
      summary: 'Show the first code of a new authenticator; gives ten recovery codes, once',
      needs: 'session',
      body: Type.Object({ code: Type.String({ minLength: 6, maxLength: 12 }) }, { additionalProperties: false }),
      reply: Type.Object({ data: Type.Object({ codes }) }),
      async handle({ raw, identity, body }) {
        const { id, personId } = await changingSession(database, identity)
        await countTry(database, [{ kind: 'person', key: String(personId) }])
        if (!(await takeTotp(database, seal, personId, body.code, { confirm: true })))
          throw new Problem(403, 'code-wrong', 'That is not its present code. Check the clock of the device.')
        const codes = await newRecoveryCodes(database, personId)
        await noteProof(database, id, 'totp')
        await tellAccount(database, { raw, identity: identity! }, 'POST /account/authenticator/confirm')
        return { data: { codes } }
      },
    }),
    doorRoute({
      method: 'DELETE',
      path: '/account/authenticator',
      summary: 'Take your authenticator and its recovery codes away',
      needs: 'session',
      reply: done,
      async handle({ raw, identity }) {
        const { personId } = await changingSession(database, identity)
        await removeTotp(database, personId)
        await tellAccount(database, { raw, identity: identity! }, 'DELETE /account/authenticator')
        return { data: { done: true } }
      },
    }),
    doorRoute({
      method: 'POST',
      path: '/account/recovery-codes',
      summary: 'Ten new recovery codes in place of the old ones, told this once',
      needs: 'session',
      reply: Type.Object({ data: Type.Object({ codes }) }),
      async handle({ raw, identity }) {
        const { personId } = await changingSession(database, identity)
        if (!(await readMeans(database, personId)).totp)
          throw conflict('not-found', 'Recovery codes stand in for an authenticator: set one up first.')
        const codes = await newRecoveryCodes(database, personId)
        await tellAccount(database, { raw, identity: identity! }, 'POST /account/recovery-codes')
        return { data: { codes } }
      },
    }),
  ]
}
