import { Type } from 'typebox'
import {
  changeServiceAccount,
  createServiceAccount,
  permissionsOf,
  readRole,
  readServiceAccounts,
  removeServiceAccount,
  type ServiceAccount,
} from '../../access/index.ts'
import { type Caller, defineRoute, type Permission, type Route, type TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import { notFound, unprocessable } from '../conventions/problem.ts'
import { instant, many, one, wholeList } from '../conventions/reply-schemas.ts'
import { explained } from './people/explain-access-error.ts'
import { personIdOf } from './people/people-manager.ts'

const role = Type.Union([Type.String({ pattern: '^[a-z][a-z-]{0,39}$' }), Type.Null()], {
  description: 'The most that its tokens may; null where their scopes are all that limits them.',
})
const name = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' })
const description = Type.String({ maxLength: 1000 })

const accountSchema = Type.Object({
  id: Type.String({ description: 'Public id: svc_…' }),
  name: Type.String(),
  description: Type.String(),
  role: Type.Union([Type.String(), Type.Null()]),
  owner: Type.Union([Type.String(), Type.Null()], { description: 'Who answers for it; null when they left.' }),
  state: Type.Enum(['active', 'disabled']),
  tokens: Type.Integer({ description: 'Live tokens.' }),
  usedAt: Type.Union([instant('When one of its tokens was last used.'), Type.Null()]),
  version: Type.Integer(),
  createdAt: instant('When it was made.'),
})

const params = Type.Object({ account: Type.String({ maxLength: 40 }) })

/** Principals without a person: programs, each with somebody who answers for it. */
export function serviceAccountRoutes(all: () => ReadonlySet<Permission>): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/service-accounts',
      summary: 'Service accounts of the tenant',
      permission: 'tokens:read',
      reply: many(accountSchema),
      async handle({ tx }) {
        return { data: (await readServiceAccounts(tx)).map((each) => ({ ...each })), page: { ...wholeList } }
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/service-accounts/:account',
      summary: 'One service account',
      permission: 'tokens:read',
      params,
      reply: one(accountSchema),
      async handle({ tx, params: { account } }) {
        return { data: await oneAccount(tx, account) }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/service-accounts',
      summary: 'Make a service account, which you answer for; then make tokens of it',
      permission: 'tokens:write',
      body: Type.Object(
        { name, description: Type.Optional(description), role: Type.Optional(role) },
        { additionalProperties: false },
      ),
      reply: one(accountSchema),
      status: 201,
      writes: true,
      async handle({ tx, body, caller }) {
        const content = { description: '', role: null, state: 'active' as const, ...body }
        await checkRole(tx, content.role, caller, all())
        return explained('service account', async () => {
          const id = await createServiceAccount(tx, content, await personIdOf(tx, caller))
          return { data: await oneAccount(tx, id) }
        })
      },
    }),
    defineRoute({
      method: 'PATCH',
      path: '/service-accounts/:account',
      summary: 'Change a service account; disabled, its tokens let nobody in from now on',
      permission: 'tokens:write',
      params,
      body: Type.Object(
        {
          name: Type.Optional(name),
          description: Type.Optional(description),
          role: Type.Optional(role),
          state: Type.Optional(Type.Enum(['active', 'disabled'])),
        },
        { additionalProperties: false },
      ),
      reply: one(accountSchema),
      writes: true,
      async handle({ tx, params: { account }, body, caller }) {
        const content = { ...(await oneAccount(tx, account)), ...body }
        // Whoever raises it, or lets it act again, gives what it may.
        if (body.role !== undefined || body.state === 'active') await checkRole(tx, content.role, caller, all())
        return explained('service account', async () => {
          await changeServiceAccount(tx, account, content)
          await tell(tx, { topic: 'token.changed', body: { serviceAccount: account } })
          return { data: await oneAccount(tx, account) }
        })
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/service-accounts/:account',
      summary: 'Remove a service account; its tokens end with it, at once',
      permission: 'tokens:write',
      params,
      reply: one(Type.Object({ id: Type.String(), removed: Type.Boolean() })),
      writes: true,
      async handle({ tx, params: { account } }) {
        const removed = await removeServiceAccount(tx, account)
        if (removed) await tell(tx, { topic: 'token.changed', body: { serviceAccount: account } })
        return { data: { id: account, removed } }
      },
    }),
  ]
}

/** Nobody makes a program that may more than they. Without a role its tokens' scopes are looked at when they are made. */
async function checkRole(
  tx: TenantTransaction,
  wanted: string | null,
  caller: Caller,
  all: ReadonlySet<Permission>,
): Promise<void> {
  if (wanted === null) return
  const known = await readRole(tx, wanted)
  if (!known) throw unprocessable('/body/role', 'role-unknown', 'There is no such role. Read the list of roles.')
  const given = permissionsOf(known.name, all, known.isOwn ? known.permissions : null)
  const beyond = [...given].find((permission) => !caller.permissions.has(permission))
  if (beyond) throw unprocessable('/body/role', 'exceeds-own', `may what you may not do yourself: ${beyond}`)
}

async function oneAccount(tx: TenantTransaction, id: string): Promise<ServiceAccount> {
  const [account] = await readServiceAccounts(tx, id)
  if (!account) throw notFound('service account')
  return { ...account }
}
