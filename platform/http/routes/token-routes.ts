import { Type } from 'typebox'
import {
  activeServiceAccount,
  covers,
  createApiToken,
  listApiTokens,
  overlapHoursAtMost,
  revokeApiToken,
  rotateApiToken,
  type TokenToRotate,
  tokenDays,
  tokenDaysAtMost,
  tokenToRotate,
} from '../../access/index.ts'
import { type Caller, defineRoute, type Permission, type Route, type TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import { keepSight } from '../../scope/index.ts'
import { notFound, Problem, unprocessable } from '../conventions/problem.ts'
import { instant, many, one, wholeList } from '../conventions/reply-schemas.ts'
import { explained } from './people/explain-access-error.ts'
import { personIdOf, providerIdOf } from './people/people-manager.ts'
import { explainedSight, sightSchema, wantedTagsSchema, withSight } from './people/sight-schemas.ts'

const orNull = (schema: ReturnType<typeof instant>) => Type.Union([schema, Type.Null()])

const tokenSchema = Type.Object({
  id: Type.String({ description: 'Public id: tok_…' }),
  name: Type.String(),
  hint: Type.String({ description: 'The last four characters of the token.' }),
  scopes: Type.Array(Type.String()),
  person: Type.Union([Type.String(), Type.Null()], { description: 'Who it acts for; null for a service account.' }),
  sees: sightSchema,
  service: Type.Union([Type.Object({ id: Type.String(), name: Type.String() }), Type.Null()], {
    description: 'The service account that it is of.',
  }),
  replacedBy: Type.Union([Type.String(), Type.Null()], {
    description: 'The token that came in its place; this one ends with the overlap.',
  }),
  version: Type.Integer(),
  createdAt: instant('When it was made.'),
  expiresAt: instant('When it ends.'),
  usedAt: orNull(instant('When it was last used, to the minute.')),
  revokedAt: orNull(instant('When it was ended before its time.')),
})

const madeToken = Type.Object({ id: Type.String(), secret: Type.String({ description: 'The token: hfst_…' }) })

const tokenParams = Type.Object({ token: Type.String({ maxLength: 40 }) })

/** API tokens: list, make, end. `all` gives the permissions that exist. */
export function tokenRoutes(all: () => ReadonlySet<Permission>): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/tokens',
      summary: 'API tokens of the tenant, newest first',
      permission: 'tokens:read',
      reply: many(tokenSchema),
      async handle({ tx }) {
        return { data: await withSight(tx, await listApiTokens(tx)), page: { ...wholeList } }
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/tokens/:token',
      summary: 'One API token',
      permission: 'tokens:read',
      params: tokenParams,
      reply: one(tokenSchema),
      async handle({ tx, params }) {
        const [token] = await withSight(tx, await listApiTokens(tx, params.token))
        if (!token) throw notFound('token')
        return { data: token }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/tokens',
      summary: 'Make an API token; its secret is told this once',
      permission: 'tokens:write',
      body: Type.Object({
        name: Type.String({ minLength: 1, maxLength: 200 }),
        scopes: Type.Array(Type.String({ pattern: '^(\\*|[a-z*][a-z-]*)(:(\\*|[a-z][a-z-]*))?$', maxLength: 100 }), {
          minItems: 1,
          maxItems: 100,
          description: 'Permissions, or patterns of them: findings:read, *:read. None may exceed your own.',
        }),
        days: Type.Optional(Type.Integer({ minimum: 1, maximum: tokenDaysAtMost, default: tokenDays })),
        service: Type.Optional(
          Type.Boolean({ description: 'True for a token of no person, which outlives your membership.' }),
        ),
        serviceAccount: Type.Optional(
          Type.String({ maxLength: 40, description: 'Public id of the service account that it is of: svc_…' }),
        ),
        sees: Type.Optional(wantedTagsSchema),
      }),
      reply: one(madeToken),
      status: 201,
      writes: true,
      async handle({ tx, body, caller }) {
        for (const [index, scope] of body.scopes.entries()) checkScope(caller, scope, `/body/scopes/${index}`, all())
        const ofService = body.serviceAccount
        const account =
          ofService === undefined
            ? undefined
            : await explained('service account', () => activeServiceAccount(tx, ofService))
        const impersonal = body.service || account !== undefined || caller.kind !== 'person'
        const personId = impersonal ? undefined : await personIdOf(tx, caller)
        // Whoever is limited hands out nothing that is not.
        const sees = body.sees ?? null
        const { scopeId } = await explainedSight(() => keepSight(tx, sees))
        const made = await createApiToken(tx, {
          scopeId: scopeId ?? caller.scope,
          name: body.name,
          scopes: body.scopes,
          ...(body.days !== undefined && { days: body.days }),
          personId,
          serviceId: account?.serviceId,
          providerId: await providerIdOf(tx, caller),
        })
        return { data: made }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/tokens/:token/rotate',
      summary: 'Make a token in the place of this one, which goes on for an overlap; the new secret is told this once',
      permission: 'tokens:write',
      params: tokenParams,
      body: Type.Object(
        {
          overlapHours: Type.Optional(
            Type.Integer({
              minimum: 0,
              maximum: overlapHoursAtMost,
              default: 24,
              description: 'How long the old one goes on; 0 ends it at once.',
            }),
          ),
        },
        { additionalProperties: false },
      ),
      reply: one(madeToken),
      status: 201,
      writes: true,
      async handle({ tx, params, body, caller }) {
        const old = await tokenToRotate(tx, params.token)
        if (!old) throw notFound('live token that was not rotated yet')
        await mayRotate(tx, old, caller, all())
        const made = await rotateApiToken(tx, params.token, old, body.overlapHours ?? 24)
        await tell(tx, { topic: 'token.changed', body: { token: params.token } })
        return { data: made }
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/tokens/:token',
      summary: 'End an API token at once',
      permission: 'tokens:write',
      params: tokenParams,
      reply: one(Type.Object({ revoked: Type.Boolean() })),
      writes: true,
      async handle({ tx, params }) {
        const revoked = await revokeApiToken(tx, params.token)
        // Whoever listens by it is cut off at once.
        if (revoked) await tell(tx, { topic: 'token.changed', body: { token: params.token } })
        return { data: { revoked } }
      },
    }),
  ]
}

/** Nobody hands out more than they have. */
function checkScope(caller: Caller, scope: string, pointer: string, all: ReadonlySet<Permission>) {
  const covered = [...all].filter((permission) => covers(scope, permission))
  if (covered.length === 0) throw unprocessable(pointer, 'unknown', `covers no permission that exists: ${scope}`)
  const beyond = covered.filter((permission) => !caller.permissions.has(permission))
  if (beyond.length > 0)
    throw unprocessable(pointer, 'exceeds-own', `covers what you may not do yourself: ${beyond[0]}`)
}

/** The new secret is in the hands of whoever rotates: they get no more by it than they have, and nobody's person. */
async function mayRotate(
  tx: TenantTransaction,
  old: TokenToRotate,
  caller: Caller,
  all: ReadonlySet<Permission>,
): Promise<void> {
  const isOwn = old.personId !== null && old.personId === (await personIdOf(tx, caller))
  if (old.personId !== null && !isOwn)
    throw new Problem(
      403,
      'not-permitted',
      'This token acts for somebody else: only they can rotate it. You can end it.',
    )
  if (!isOwn && (caller.scope !== undefined || old.providerId !== ((await providerIdOf(tx, caller)) ?? null)))
    throw new Problem(403, 'not-permitted', 'This token reaches further than you.')
  for (const scope of old.scopes) {
    const beyond = [...all].find((permission) => covers(scope, permission) && !caller.permissions.has(permission))
    if (beyond && !isOwn)
      throw new Problem(403, 'not-permitted', `This token may ${beyond}, which you may not yourself.`)
  }
}
