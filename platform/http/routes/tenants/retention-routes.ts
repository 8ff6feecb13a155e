import { Type } from 'typebox'
import { defineRoute, type Route, type TenantTransaction } from '../../../contract/index.ts'
import { readPushed, readRetention, retentionBounds, setRetention } from '../../../tenants/index.ts'
import { many, one, wholeList } from '../../conventions/reply-schemas.ts'
import { pushedSchema } from './blueprint-schemas.ts'

const { events, past, audit } = retentionBounds
const days = (bounds: { readonly least: number; readonly most: number | null }, description: string) =>
  Type.Union(
    [Type.Integer({ minimum: bounds.least, ...(bounds.most !== null && { maximum: bounds.most }) }), Type.Null()],
    { description },
  )
const fields = {
  events: days(events, 'Days that events are kept; null for as long as the installation keeps each of them.'),
  past: days(past, `Days that one can look back: past rows and the history of facts; null for ${past.most}.`),
  audit: days(audit, `Days that the audit log is kept, ${audit.least} at least; null for without end.`),
}
const retentionSchema = Type.Object({ ...fields, version: Type.Integer() })

/** For how long the tenant keeps what, and what its provider pushed. */
export const retentionRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/tenant/retention',
    summary: 'For how many days this tenant keeps what, where that is less than the installation does',
    permission: 'tenant:read',
    reply: one(retentionSchema),
    handle: async ({ tx }) => ({ data: await ownRetention(tx) }),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/tenant/retention',
    summary: 'Keep less; what is older goes with the next night, but nothing goes while a legal hold is on the tenant',
    permission: 'tenant:write',
    body: Type.Partial(Type.Object(fields), { additionalProperties: false }),
    reply: one(retentionSchema),
    writes: true,
    async handle({ tx, body }) {
      const { version: _, ...present } = await ownRetention(tx)
      const next = { ...present, ...body }
      await setRetention(tx, Object.fromEntries(Object.entries(next).filter(([, value]) => value !== null)))
      return { data: await ownRetention(tx) }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/tenant/pushed',
    summary: 'What the provider of this tenant pushed into it',
    permission: 'tenant:read',
    reply: many(pushedSchema),
    handle: async ({ tx }) => ({ data: (await readPushed(tx)).map((each) => ({ ...each })), page: { ...wholeList } }),
  }),
]

async function ownRetention(tx: TenantTransaction) {
  const { events: e = null, past: p = null, audit: a = null } = await readRetention(tx)
  const { rows } = await tx.query<{ version: number }>('select version from tenant where id = $1', [tx.tenantId])
  return { events: e, past: p, audit: a, version: rows[0]!.version }
}
