import { Type } from 'typebox'
import {
  changeGrant,
  grantDays,
  grantDaysAtMost,
  makeGrant,
  readGrants,
  revokeGrant,
  type TenantGrant,
} from '../../../access/index.ts'
import { defineRoute, type Permission, type Route, type TenantTransaction } from '../../../contract/index.ts'
import { tell } from '../../../outbox/index.ts'
import { notFound } from '../../conventions/problem.ts'
import { instant, many, one, wholeList } from '../../conventions/reply-schemas.ts'
import { orNull } from '../finding-schemas.ts'
import { explained } from '../people/explain-access-error.ts'
import { managerOf } from '../people/people-manager.ts'

const role = Type.String({
  pattern: '^[a-z][a-z-]{0,39}$',
  description: 'What guests may at most, by the name of a role.',
})

const grantSchema = Type.Object({
  id: Type.String({ description: 'Public id: grt_…' }),
  provider: Type.Object({ id: Type.String(), name: Type.String() }),
  role,
  state: Type.Enum(['living', 'expired', 'revoked']),
  grantedBy: Type.String(),
  grantedAt: instant('When it was granted.'),
  expiresAt: instant('When it ends.'),
  revokedAt: orNull(instant('When it was revoked.')),
  revokedBy: orNull(Type.String()),
  guests: Type.Integer({ description: 'People of the provider who came by it and were not removed.' }),
  version: Type.Integer(),
})

const params = Type.Object({ grant: Type.String({ maxLength: 40 }) })

/** The ways in that this tenant gave to the provider that owns it: list, one, grant anew, shorten, revoke. */
export function grantRoutes(all: () => ReadonlySet<Permission>): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/grants',
      summary: 'Grants by which people of the provider come into this tenant, newest first',
      permission: 'grants:read',
      reply: many(grantSchema),
      async handle({ tx }) {
        return { data: (await readGrants(tx)).map((each) => ({ ...each })), page: { ...wholeList } }
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/grants/:grant',
      summary: 'One grant',
      permission: 'grants:read',
      params,
      reply: one(grantSchema),
      handle: async ({ tx, params: { grant } }) => ({ data: await oneGrant(tx, grant) }),
    }),
    defineRoute({
      method: 'POST',
      path: '/grants',
      summary: 'Let people of the provider in, in place of the grant before',
      permission: 'grants:write',
      body: Type.Object(
        { role, days: Type.Optional(Type.Integer({ minimum: 1, maximum: grantDaysAtMost, default: grantDays })) },
        { additionalProperties: false },
      ),
      reply: one(Type.Object({ id: Type.String() })),
      status: 201,
      writes: true,
      async handle({ tx, body, caller }) {
        const id = await explained('grant', async () => makeGrant(tx, body, await managerOf(tx, caller, all())))
        await tell(tx, { topic: 'member.changed', body: { grant: id } })
        return { data: { id } }
      },
    }),
    defineRoute({
      method: 'PATCH',
      path: '/grants/:grant',
      summary: 'Change what guests may, or until when',
      permission: 'grants:write',
      params,
      body: Type.Object(
        { role: Type.Optional(role), expiresAt: Type.Optional(instant('When it ends; at most five years from now.')) },
        { additionalProperties: false },
      ),
      reply: one(grantSchema),
      writes: true,
      async handle({ tx, params: { grant }, body, caller }) {
        await explained('grant', async () => changeGrant(tx, grant, body, await managerOf(tx, caller, all())))
        await tell(tx, { topic: 'member.changed', body: { grant } })
        return { data: await oneGrant(tx, grant) }
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/grants/:grant',
      summary: 'Revoke a grant: guests are out at once, with their tokens and what they offered to others',
      permission: 'grants:write',
      params,
      reply: one(Type.Object({ id: Type.String(), revoked: Type.Boolean() })),
      writes: true,
      async handle({ tx, params: { grant }, caller }) {
        await explained('grant', () => revokeGrant(tx, grant, `${caller.name} (${caller.id})`))
        await tell(tx, { topic: 'member.removed', body: { grant } })
        return { data: { id: grant, revoked: true } }
      },
    }),
  ]
}

async function oneGrant(tx: TenantTransaction, id: string): Promise<TenantGrant> {
  const [grant] = await readGrants(tx, id)
  if (!grant) throw notFound('grant')
  return { ...grant }
}
