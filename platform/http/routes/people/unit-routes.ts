import { Type } from 'typebox'
import { defineRoute, type Route, type TenantTransaction } from '../../../contract/index.ts'
import { changeUnit, createUnit, readUnits, removeUnit } from '../../../scope/index.ts'
import { notFound } from '../../conventions/problem.ts'
import { instant, many, one, wholeList } from '../../conventions/reply-schemas.ts'
import { explainedSight, sightFields, tagFields } from './sight-schemas.ts'

const unitSchema = Type.Object({
  id: Type.String({ description: 'Public id: unt_…' }),
  name: Type.String(),
  description: Type.String(),
  ...sightFields,
  members: Type.Integer({ description: 'People who are in it.' }),
  version: Type.Integer(),
  createdAt: instant('When it was made.'),
})

const params = Type.Object({ unit: Type.String({ maxLength: 40 }) })
const name = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' })
const description = Type.Optional(Type.String({ maxLength: 1000 }))

/** Units: parts of the organisation, each with the tags of what belongs to it. */
export const unitRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/units',
    summary: 'Units, by name',
    permission: 'members:read',
    reply: many(unitSchema),
    async handle({ tx }) {
      return { data: (await readUnits(tx)).map(whole), page: { ...wholeList } }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/units/:unit',
    summary: 'One unit',
    permission: 'members:read',
    params,
    reply: one(unitSchema),
    handle: async ({ tx, params: { unit } }) => ({ data: await oneUnit(tx, unit) }),
  }),
  defineRoute({
    method: 'POST',
    path: '/units',
    summary: 'Make a unit',
    permission: 'members:write',
    body: Type.Object({ name, description, ...tagFields }, { additionalProperties: false }),
    reply: one(unitSchema),
    status: 201,
    writes: true,
    async handle({ tx, body }) {
      return explainedSight(async () => ({ data: await oneUnit(tx, await createUnit(tx, body)) }))
    },
  }),
  defineRoute({
    method: 'PATCH',
    path: '/units/:unit',
    summary: 'Change a unit; everybody in it sees accordingly at once',
    permission: 'members:write',
    params,
    body: Type.Object(
      {
        name: Type.Optional(name),
        description,
        include: Type.Optional(tagFields.include),
        exclude: tagFields.exclude,
      },
      { additionalProperties: false },
    ),
    reply: one(unitSchema),
    writes: true,
    async handle({ tx, params: { unit }, body }) {
      return explainedSight(async () => {
        await changeUnit(tx, unit, body)
        return { data: await oneUnit(tx, unit) }
      })
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/units/:unit',
    summary: 'Remove a unit in which nobody is',
    permission: 'members:write',
    params,
    reply: one(Type.Object({ id: Type.String(), removed: Type.Boolean() })),
    writes: true,
    async handle({ tx, params: { unit } }) {
      return explainedSight(async () => {
        await removeUnit(tx, unit)
        return { data: { id: unit, removed: true } }
      })
    },
  }),
]

async function oneUnit(tx: TenantTransaction, id: string) {
  const [unit] = await readUnits(tx, id)
  if (!unit) throw notFound('unit')
  return whole(unit)
}

function whole(unit: Awaited<ReturnType<typeof readUnits>>[number]) {
  return { ...unit, include: [...unit.include], exclude: [...unit.exclude] }
}
