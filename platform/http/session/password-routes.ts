import { Type } from 'typebox'
import type { Member } from '../../access/index.ts'
import {
  entryOf,
  holdsRecoveryCode,
  isRecoveryCode,
  passwordLengthAtMost,
  personByPassword,
  plainName,
  spendAttempt,
  spendRecoveryCode,
  takeAttempt,
  takeTotp,
  tryAttempt,
} from '../../sign-in/index.ts'
import type { Database, Transaction } from '../../store/index.ts'
import type { SecretBox } from '../../trust/index.ts'
import { type DoorRoute, doorRoute } from '../api/door-route.ts'
import { attemptOf, attemptOver, countTry, finishSignIn, refused, signInReply } from './finish-sign-in.ts'

/** Signing in by password, and the second factor after it or after a link. */
export function passwordRoutes({ database, seal }: { database: Database; seal: SecretBox }): readonly DoorRoute[] {
  return [
    doorRoute({
      method: 'POST',
      path: '/session/password',
      summary: 'Sign in with name and password; sets the cookie of this door, or says which second factor comes next',
      needs: 'nobody',
      body: Type.Object(
        {
          name: Type.String({ minLength: 1, maxLength: 200, description: 'The sign-in name.' }),
          password: Type.String({ minLength: 1, maxLength: passwordLengthAtMost * 4 }),
        },
        { additionalProperties: false },
      ),
      reply: signInReply,
      async handle({ raw, reply, body }) {
        const name = plainName(body.name)
        await countTry(database, [
          { kind: 'nameHere', key: `${name} ${raw.ip}` },
          { kind: 'name', key: name },
          { kind: 'address', key: raw.ip },
        ])
        const personId = await personByPassword(database, name, body.password)
        const member = personId === undefined ? undefined : await entryOf(database, personId)
        if (!member) throw refused(raw, 'name or password')
        return finishSignIn(database, { raw, reply }, member, ['password'])
      },
    }),
    doorRoute({
      method: 'POST',
      path: '/session/second-factor',
      summary: 'Show the second factor of a sign-in on its way: a code of the authenticator, or a recovery code',
      needs: 'nobody',
      body: Type.Object({ code: Type.String({ minLength: 6, maxLength: 40 }) }, { additionalProperties: false }),
      reply: signInReply,
      async handle({ raw, reply, body }) {
        const secret = attemptOf(raw)
        const from = { kind: 'second-factor', door: raw.facts.door } as const
        const attempt = secret && (await tryAttempt(database, secret, from))
        if (!attempt || attempt.personId === null || attempt.tenantId === null) throw attemptOver()
        const { personId, tenantId } = attempt
        await countTry(database, [
          { kind: 'person', key: String(personId) },
          { kind: 'address', key: raw.ip },
        ])
        const recovery = isRecoveryCode(body.code)
        const holds = recovery
          ? await holdsRecoveryCode(database, personId, body.code)
          : await takeTotp(database, seal, personId, body.code)
        if (!holds) throw refused(raw, 'second factor')
        const member: Member = { personId, tenantId }
        // Of two right codes at the same moment, one opens a session.
        if (!recovery) {
          if (!(await takeAttempt(database, secret, from))) throw attemptOver()
          return finishSignIn(database, { raw, reply }, member, [...attempt.factors, 'totp'])
        }
        // A code on paper is used up with the session that it opens: whatever is killed in between, it is not lost, and works once.
        const spend = async (tx: Transaction) => {
          if (!(await spendAttempt(tx, secret, from))) throw attemptOver()
          if (!(await spendRecoveryCode(tx, personId, body.code))) throw refused(raw, 'recovery code used meanwhile')
        }
        return finishSignIn(database, { raw, reply }, member, [...attempt.factors, 'recovery'], { spend })
      },
    }),
  ]
}
