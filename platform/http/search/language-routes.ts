import { Type } from 'typebox'
import { defineRoute, type Route } from '../../contract/index.ts'
import { compileValues, complete, describeEntity, withValues } from '../../search/index.ts'
import { Problem } from '../conventions/problem.ts'
import { one } from '../conventions/reply-schemas.ts'
import { querySaidSchema, sayQuery } from './list-route.ts'
import { readQuery } from './read-query.ts'
import type { Searchable } from './searchable.ts'

const text = Type.String({ maxLength: 1_000_000 })

const completionSchema = Type.Object({
  expects: Type.String({ description: 'What can stand at the cursor: term, operator, value …' }),
  at: Type.Integer({ description: 'Start of the range that an item replaces, in UTF-16 code units.' }),
  length: Type.Integer(),
  prefix: Type.String(),
  token: Type.Union([Type.String(), Type.Null()]),
  items: Type.Array(
    Type.Object({
      text: Type.String({ description: 'What is put in place of the range.' }),
      label: Type.String(),
      kind: Type.String(),
      summary: Type.Optional(Type.String()),
      count: Type.Optional(Type.Integer()),
    }),
  ),
})

const problemSchema = Type.Object({
  code: Type.String(),
  message: Type.String(),
  at: Type.Integer(),
  length: Type.Integer(),
  suggestion: Type.Optional(
    Type.Object({
      sentence: Type.String(),
      edit: Type.Optional(Type.Object({ at: Type.Integer(), length: Type.Integer(), text: Type.String() })),
    }),
  ),
})

/** Help for whoever writes a query about a list: its tokens, what can follow, and what a text means. */
export function languageRoutes(list: Pick<Searchable, 'path' | 'entity' | 'permission'>): readonly Route[] {
  const { entity, permission } = list
  const path = `/query${list.path}`
  return [
    defineRoute({
      method: 'GET',
      path,
      summary: `Tokens that queries about ${entity.spec.many} know`,
      permission,
      reply: one(Type.Unsafe<object>({ type: 'object', description: 'Name, words and tokens of the entity.' })),
      async handle() {
        return { data: describeEntity(entity) }
      },
    }),
    defineRoute({
      method: 'POST',
      path: `${path}/complete`,
      summary: `What can stand at the cursor of a query about ${entity.spec.many}`,
      permission,
      body: Type.Object({ text, cursor: Type.Integer({ minimum: 0, description: 'In UTF-16 code units.' }) }),
      reply: one(completionSchema),
      async handle({ tx, body }) {
        let found = complete(body.text, body.cursor, entity)
        if (found.wantsValues && found.token) {
          const statement = compileValues(entity, found.token, { tenant: tx.tenantId, prefix: found.prefix })
          const { rows } = await tx.query<{ value: string; count: number }>(statement.text, statement.values)
          found = withValues(found, rows)
        }
        const { expects, at, length, prefix, token, items } = found
        return {
          data: {
            expects,
            at,
            length,
            prefix,
            token: token?.fullName ?? null,
            items: items.map((item) => ({ ...item })),
          },
        }
      },
    }),
    defineRoute({
      method: 'POST',
      path: `${path}/check`,
      summary: `What a query about ${entity.spec.many} means, or what is wrong with it`,
      permission,
      body: Type.Object({ text, zone: Type.Optional(Type.String({ maxLength: 64 })) }),
      reply: one(
        Type.Object({ ok: Type.Boolean(), said: Type.Optional(querySaidSchema), problems: Type.Array(problemSchema) }),
      ),
      async handle({ body }) {
        try {
          const plan = readQuery(entity, { q: body.text, zone: body.zone }, Date.now())
          return { data: { ok: true, said: sayQuery(plan), problems: [] } }
        } catch (error) {
          if (!(error instanceof Problem) || error.code !== 'invalid-query') throw error
          const problems = error.errors.map(({ pointer: _, ...problem }) => problem)
          return { data: { ok: false, problems: problems as never } }
        }
      },
    }),
  ]
}
