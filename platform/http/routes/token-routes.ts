import { Type } from 'typebox'
import {
  covers,
  createApiToken,
  listApiTokens,
  revokeApiToken,
  tokenDays,
  tokenDaysAtMost,
} from '../../access/index.ts'
import { type Caller, defineRoute, type Permission, type Route } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import { notFound, unprocessable } from '../conventions/problem.ts'
import { instant, many, one, wholeList } from '../conventions/reply-schemas.ts'
import { keepSight } from '../../scope/index.ts'
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
  version: Type.Integer(),
  createdAt: instant('When it was made.'),
  expiresAt: instant('When it ends.'),
  usedAt: orNull(instant('When it was last used, to the minute.')),
  revokedAt: orNull(instant('When it was ended before its time.')),
})

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
          Type.Boolean({ description: 'True for a service account, which outlives your membership.' }),
        ),
        sees: Type.Optional(wantedTagsSchema),
      }),
      reply: one(Type.Object({ id: Type.String(), secret: Type.String({ description: 'The token: hfst_…' }) })),
      status: 201,
      writes: true,
      async handle({ tx, body, caller }) {
        for (const [index, scope] of body.scopes.entries()) checkScope(caller, scope, `/body/scopes/${index}`, all())
        const personId = body.service || caller.kind !== 'person' ? undefined : await personIdOf(tx, caller)
        // Whoever is limited hands out nothing that is not.
        const sees = body.sees ?? null
        const { scopeId } = await explainedSight(() => keepSight(tx, sees))
        const made = await createApiToken(tx, {
          scopeId: scopeId ?? caller.scope,
          name: body.name,
          scopes: body.scopes,
          ...(body.days !== undefined && { days: body.days }),
          ...(personId !== undefined && { personId }),
          providerId: await providerIdOf(tx, caller),
        })
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
