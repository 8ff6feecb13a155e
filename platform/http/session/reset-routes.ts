import { Type } from 'typebox'
import { AccessError, heldMember, roleToGive } from '../../access/index.ts'
import { recordAudit } from '../../audit/index.ts'
import type { Permission, TenantTransaction } from '../../contract/index.ts'
import { tellPeople } from '../../notify/index.ts'
import { tell } from '../../outbox/index.ts'
import { resetSecondFactor } from '../../sign-in/index.ts'
import type { Database } from '../../store/index.ts'
import { type DoorRoute, doorRoute } from '../api/door-route.ts'
import { conflict, Problem } from '../conventions/problem.ts'
import { asCaller } from '../request/as-caller.ts'
import { explained } from '../routes/people/explain-access-error.ts'
import { managerOf } from '../routes/people/people-manager.ts'
import { belongsElsewhere } from './account-change.ts'

/** What an administrator does for somebody who lost what they sign in with. */
export function resetRoutes(database: Database, all: () => ReadonlySet<Permission>): readonly DoorRoute[] {
  return [
    doorRoute({
      method: 'POST',
      path: '/members/reset-second-factor',
      summary:
        'Take a member’s authenticator, passkeys and recovery codes, and end their sessions; they are told by mail',
      needs: 'session',
      body: Type.Object({ member: Type.String({ maxLength: 40 }) }, { additionalProperties: false }),
      reply: Type.Object({
        data: Type.Object({
          totp: Type.Boolean({ description: 'They had an authenticator.' }),
          passkeys: Type.Integer(),
          recoveryCodes: Type.Integer(),
          told: Type.Boolean({ description: 'A mail to them is on its way: an address is noted.' }),
        }),
      }),
      async handle({ raw, identity, body }) {
        const { caller } = identity!
        if (!caller.permissions.has('members:write'))
          throw new Problem(403, 'not-permitted', 'This takes the permission members:write.')
        if (body.member === caller.id)
          throw conflict('own-account', 'Change your own second factor under your account.')
        const now = Date.now()
        // Told and written down first: what is not done after it can be done again, what was done is never silent.
        const { personId, told } = await explained('member', () =>
          asCaller(
            database,
            caller,
            async (tx) => {
              const member = await heldMember(tx, body.member)
              if (member.kind !== 'own') throw new AccessError('not-found', 'There is no such member of your own.')
              await roleToGive(tx, member.role, await managerOf(tx, caller, all()))
              if (await belongsElsewhere(database, member.personId, caller.tenantId))
                throw conflict(
                  'belongs-elsewhere',
                  'They belong to another organisation too, whose way in this would be. Whoever runs the installation can help them.',
                )
              await recordAudit(tx, {
                actor: { kind: caller.kind, id: caller.id, name: caller.name },
                action: 'POST /members/reset-second-factor',
                target: body.member,
                address: raw.ip,
                traceId: raw.id,
              })
              await tell(tx, { topic: 'member.changed', body: { member: body.member } })
              const sent = await tellMember(tx, member, { by: caller.name, now })
              return { personId: member.personId, told: sent }
            },
            {},
          ),
        )
        const reset = await resetSecondFactor(database, { tenantId: caller.tenantId, personId })
        if (!reset)
          throw conflict('belongs-elsewhere', 'They came to another organisation meanwhile, or left this one.')
        return { data: { ...reset, told } }
      },
    }),
  ]
}

async function tellMember(
  tx: TenantTransaction,
  { email, name }: { readonly email: string | null; readonly name: string },
  { by, now }: { readonly by: string; readonly now: number },
): Promise<boolean> {
  const { people } = await tellPeople(tx, {
    to: [email],
    summary: 'Your second factor was reset',
    words: [
      `${name}, ${by} took your authenticator, passkeys and recovery codes, and your sessions ended.`,
      'Sign in as before and set up a new second factor. If you did not ask for this, tell whoever manages people in your organisation at once.',
    ],
    path: '/account',
    now,
  })
  return people > 0
}
