import { type Static, Type } from 'typebox'
import { closeSession, cookieName, RateLimiter, redeemSignInLink } from '../../access/index.ts'
import type { Caller, TenantTransaction } from '../../contract/index.ts'
import type { Database } from '../../store/index.ts'
import { type GuestState, readGuestState } from '../../tenants/index.ts'
import { type DoorRoute, doorRoute } from '../api/door-route.ts'
import { countRequest } from '../api/mount-routes.ts'
import { Problem } from '../conventions/problem.ts'
import { asCaller } from '../request/as-caller.ts'
import { sessionCookie } from '../request/cookies.ts'
import { type Identity, plainName } from '../request/identify-caller.ts'
import { sightSchema, withSight } from '../routes/people/sight-schemas.ts'
import { finishSignIn, signInReply } from './finish-sign-in.ts'

const sessionSchema = Type.Object({
  data: Type.Object({
    person: Type.Object({
      id: Type.String({ description: 'Public id of the person or token.' }),
      name: Type.String(),
      kind: Type.Union([Type.Literal('person'), Type.Literal('token'), Type.Literal('system')]),
    }),
    tenantKind: Type.String({
      description:
        '`provider` for a tenant that owns others; `demo` for one of simulated hosts; `guest` for one that ends.',
    }),
    ownsTenants: Type.Boolean({
      description: 'Whether there is any tenant that this one owns: a customer, or a demo.',
    }),
    mayOwnDemo: Type.Boolean({
      description: 'Whether a demo can be made here: in a provider, or a tenant that nobody owns.',
    }),
    guest: Type.Union(
      [
        Type.Object({
          offer: Type.String({ description: 'Name of the pack whose campaign it is for.' }),
          title: Type.String(),
          endsAt: Type.String({ format: 'date-time' }),
          address: Type.Union([Type.String(), Type.Null()]),
          pendingAddress: Type.Union([Type.String(), Type.Null()]),
        }),
        Type.Null(),
      ],
      { description: 'In a tenant that a guest opened for one campaign: when it ends, and who hears of that.' },
    ),
    guestOf: Type.Union([Type.Object({ id: Type.String(), name: Type.String() }), Type.Null()], {
      description: 'The provider as whose guest the caller is in a customer’s tenant.',
    }),
    role: Type.Union([Type.String(), Type.Null()], { description: 'Role in the tenant; null for a service account.' }),
    permissions: Type.Array(Type.String(), { description: 'What the caller may do, sorted.' }),
    expiresAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
      description: 'When the session ends in any case; null for a token.',
    }),
    lacks: Type.Union([Type.Literal('second-factor'), Type.Null()], {
      description: 'What must be set up before anything else can be done; null when nothing.',
    }),
    sees: sightSchema,
    version: Type.String({ description: 'Version of this server.' }),
  }),
  tenant: Type.Object({ id: Type.String(), name: Type.String() }),
})

/** Signing in by link, who one is, signing out. */
export function sessionRoutes(options: { database: Database; version: string }): readonly DoorRoute[] {
  const { database, version } = options
  // A link is 256 random bits: this is against noise, not against guessing.
  const attempts = new RateLimiter({ quota: 20, windowSeconds: 60 })
  return [
    doorRoute({
      method: 'POST',
      path: '/session',
      summary: 'Sign in with a one-time link; sets the cookie of this door',
      needs: 'nobody',
      body: Type.Object({
        link: Type.String({ minLength: 1, maxLength: 200, description: 'What follows # in the link.' }),
      }),
      reply: signInReply,
      status: 201,
      async handle({ raw, reply, body }) {
        countRequest(reply, attempts, raw.ip, 'sign-in')
        const { door } = raw.facts
        const member = await redeemSignInLink(database, body.link, door)
        if (!member) {
          raw.log.warn({ door, address: raw.ip }, 'sign-in refused')
          throw new Problem(
            401,
            'link-invalid',
            'This link was used already, is older than 15 minutes, or belongs to the other door. Make a new one: ./holdfast login',
          )
        }
        return finishSignIn(database, { raw, reply }, member, ['machine'])
      },
    }),
    doorRoute({
      method: 'GET',
      path: '/session',
      summary: 'Who the caller is, where, and what they may do',
      needs: 'anybody',
      reply: sessionSchema,
      async handle({ identity }) {
        const { caller } = identity!
        const sees = caller.scope === undefined ? null : await sightOf(database, caller)
        const kind = await kindOf(database, caller.tenantId)
        const guest = kind.tenantKind === 'guest' ? await readGuestState(database, caller.tenantId) : undefined
        return describe(identity!, version, { ...kind, guest: guest ?? null, sees })
      },
    }),
    doorRoute({
      method: 'DELETE',
      path: '/session',
      summary: 'Sign out',
      needs: 'anybody',
      reply: Type.Object({ data: Type.Object({ ended: Type.Boolean() }) }),
      async handle({ raw, reply, identity }) {
        const { door } = raw.facts
        const session = identity?.session
        const ended = session ? await closeSession(database, session.personId, session.id) : false
        reply.header('set-cookie', sessionCookie(cookieName[door], undefined, { tls: door === 'tls', maxAge: 0 }))
        return { data: { ended } }
      },
    }),
  ]
}

interface TenantKind {
  readonly tenantKind: string
  readonly ownsTenants: boolean
  readonly mayOwnDemo: boolean
}

async function kindOf(database: Database, tenantId: number): Promise<TenantKind> {
  return database.asPlatform(
    async (tx) =>
      (await tx.first<TenantKind>(
        `select kind as "tenantKind", exists (select from tenant c where c.parent_id = t.id and c.state <> 'leaving') as "ownsTenants",
                kind = 'provider' or kind = 'customer' and parent_id is null as "mayOwnDemo" from tenant t where id = $1`,
        [tenantId],
      )) ?? { tenantKind: '', ownsTenants: false, mayOwnDemo: false },
    { readOnly: true },
  )
}

async function sightOf(database: Database, caller: Caller): Promise<Static<typeof sightSchema>> {
  const work = async (tx: TenantTransaction) => {
    const { rows } = await tx.query<{ id: string; name: string }>(
      `select u.public_id as id, u.name from person p join membership m on m.tenant_id = $1 and m.person_id = p.id
         join unit u on u.tenant_id = m.tenant_id and u.unit_id = m.unit_id where p.public_id = $2`,
      [tx.tenantId, caller.id],
    )
    return withSight(tx, [{ scopeId: caller.scope!, unit: rows[0] ?? null }])
  }
  return (await asCaller(database, caller, work, { readOnly: true }))[0]!.sees
}

function describe(
  identity: Identity,
  version: string,
  {
    tenantKind,
    ownsTenants,
    mayOwnDemo,
    guest,
    sees,
  }: TenantKind & {
    readonly guest: GuestState | null
    readonly sees: Static<typeof sightSchema>
  },
) {
  const { caller, tenant, role, session, guestOf, lacks } = identity
  return {
    data: {
      person: { id: caller.id, name: plainName(identity), kind: caller.kind },
      tenantKind,
      ownsTenants,
      mayOwnDemo,
      guest: guest && { ...guest },
      guestOf: guestOf ?? null,
      role,
      permissions: [...caller.permissions].sort(),
      expiresAt: session?.expiresAt ?? null,
      lacks: lacks ?? null,
      sees,
      version,
    },
    tenant,
  }
}
