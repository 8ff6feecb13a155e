import { Type } from 'typebox'
import { defineRoute, type Route } from '../../contract/index.ts'
import { many, wholeList } from '../conventions/reply-schemas.ts'
import { severityName } from './finding-routes.ts'
import { severitySchema } from './finding-schemas.ts'

const checkSchema = Type.Object({
  id: Type.String({ description: 'inventory.password-login-over-ssh-is-off' }),
  title: Type.String(),
  severity: severitySchema,
  category: Type.String(),
  why: Type.String({ description: 'Why it matters.' }),
  remedy: Type.String({ description: 'What to do, in words.' }),
  source: Type.Array(Type.Object({ title: Type.String(), url: Type.Optional(Type.String()) }), {
    description: 'Who says so.',
  }),
})

/** The words of the checks: what is looked for, why it matters, how to remedy it. They name no asset. */
export const checkRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/checks',
    summary:
      'The words of the checks, by their ids: all that the program brought along, and of those from feeds what was found here',
    permission: 'checks:read',
    query: Type.Object({
      after: Type.Optional(Type.String({ maxLength: 200, description: 'Id of the last check of the page before.' })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 1000 })),
    }),
    reply: many(checkSchema),
    async handle({ tx, query: { after = '', limit = 1000 } }) {
      const { rows } = await tx.query<Record<string, unknown> & { severity: number }>(
        `select id, title, severity, category, definition ->> 'why' as why, definition -> 'remedy' ->> 'words' as remedy,
                (select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('title', s -> 'title', 'url', s -> 'url')))
                   from jsonb_array_elements(definition -> 'source') s) as source
           from check_definition c
          where retired_at is null and id > $1
            and (not from_feed or exists (select from finding f where f.tenant_id = $3 and f.check_no = c.check_no))
          order by id limit $2`,
        [after, limit, tx.tenantId],
      )
      const data = rows.map((row) => ({ ...row, severity: severityName(Number(row.severity)) }))
      return { data: data as never, page: { ...wholeList } }
    },
  }),
]
