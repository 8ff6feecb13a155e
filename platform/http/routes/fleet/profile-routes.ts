import { type Static, Type } from 'typebox'
import { defineRoute, type Route, type TenantTransaction } from '../../../contract/index.ts'
import {
  changeProfile,
  createProfile,
  type NewProfile,
  previewProfile,
  readProfiles,
  removeProfile,
} from '../../../fleet/index.ts'
import { settingsSchema } from '../../../trust/index.ts'
import { notFound } from '../../conventions/problem.ts'
import { instant, many, one, wholeList } from '../../conventions/reply-schemas.ts'
import { whoIs } from '../tags/tag-routes.ts'
import { explained } from './explain-fleet-error.ts'

const closed = { additionalProperties: false }
const params = Type.Object({ profile: Type.String({ maxLength: 40 }) })
const fields = {
  name: Type.String({ minLength: 1, maxLength: 256 }),
  description: Type.String({ maxLength: 2000 }),
  priority: Type.Integer({ minimum: 1, maximum: 10_000, description: '1 is asked first.' }),
  isDefault: Type.Boolean({ description: 'For agents that no other profile is for.' }),
  settings: settingsSchema,
}
const tagIds = Type.Array(Type.String({ maxLength: 40 }), {
  maxItems: 200,
  description: 'Public ids of tags: it is for agents of which an asset has one of them.',
})

const profileSchema = Type.Object({
  id: Type.String({ description: 'Public id: prf_…' }),
  version: Type.Integer(),
  ...fields,
  tags: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), colour: Type.String() })),
  createdBy: Type.String(),
  createdAt: instant('When it was made.'),
  updatedAt: instant('When it was last changed.'),
})

/** Configuration profiles of agents. Which one an agent has, why, and whether it works by it, is told with the source. */
export const profileRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/agent-profiles',
    summary: 'Configuration profiles in the order in which they are asked, the default one last',
    permission: 'sources:read',
    reply: many(profileSchema),
    handle: async ({ tx }) => ({ data: (await readProfiles(tx)).map(shown), page: { ...wholeList } }),
  }),
  defineRoute({
    method: 'GET',
    path: '/agent-profiles/:profile',
    summary: 'One configuration profile',
    permission: 'sources:read',
    params,
    reply: one(profileSchema),
    handle: async ({ tx, params: { profile } }) => ({ data: await oneProfile(tx, profile) }),
  }),
  defineRoute({
    method: 'POST',
    path: '/agent-profiles/preview',
    summary: 'How many agents would work by a profile if it were saved so. Nothing is changed',
    permission: 'sources:read',
    body: Type.Object(
      {
        tags: tagIds,
        priority: fields.priority,
        isDefault: fields.isDefault,
        profile: Type.Optional(
          Type.String({ maxLength: 40, description: 'Public id of the one that is being changed.' }),
        ),
      },
      closed,
    ),
    reply: one(
      Type.Object({
        agents: Type.Integer({ description: 'Living agents.' }),
        tagged: Type.Integer({ description: 'How many of them have an asset with one of the tags.' }),
        takes: Type.Integer({ description: 'How many would work by it: the others go by one that is asked before.' }),
      }),
    ),
    handle: async ({ tx, body }) => ({ data: await previewProfile(tx, body) }),
  }),
  defineRoute({
    method: 'POST',
    path: '/agent-profiles',
    summary: 'Make a configuration profile; agents take it with their next sign of life',
    permission: 'sources:write',
    body: Type.Object(
      {
        name: fields.name,
        settings: fields.settings,
        description: Type.Optional(fields.description),
        priority: Type.Optional(fields.priority),
        isDefault: Type.Optional(fields.isDefault),
        tags: Type.Optional(tagIds),
      },
      closed,
    ),
    reply: one(profileSchema),
    status: 201,
    writes: true,
    async handle({ tx, body, caller }) {
      return explained('profile', async () => {
        const { description = '', priority = 100, isDefault = false, tags = [] } = body
        const wanted = { name: body.name, settings: body.settings, description, priority, isDefault, tags }
        return { data: await oneProfile(tx, await createProfile(tx, wanted, whoIs(caller))) }
      })
    },
  }),
  defineRoute({
    method: 'PATCH',
    path: '/agent-profiles/:profile',
    summary: 'Change a configuration profile',
    permission: 'sources:write',
    params,
    body: Type.Partial(Type.Object({ ...fields, tags: tagIds }, closed), closed),
    reply: one(profileSchema),
    writes: true,
    async handle({ tx, params: { profile }, body }) {
      return explained('profile', async () => {
        await changeProfile(tx, profile, body as Partial<NewProfile>)
        return { data: await oneProfile(tx, profile) }
      })
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/agent-profiles/:profile',
    summary: 'Remove a configuration profile; its agents go by the next one that is for them',
    permission: 'sources:write',
    params,
    reply: one(Type.Object({ id: Type.String(), removed: Type.Boolean() })),
    writes: true,
    async handle({ tx, params: { profile } }) {
      await explained('profile', () => removeProfile(tx, profile))
      return { data: { id: profile, removed: true } }
    },
  }),
]

async function oneProfile(tx: TenantTransaction, id: string): Promise<Static<typeof profileSchema>> {
  const [found] = await readProfiles(tx, id)
  if (!found) throw notFound('profile')
  return shown(found)
}

function shown(profile: Awaited<ReturnType<typeof readProfiles>>[number]): Static<typeof profileSchema> {
  return { ...profile, tags: profile.tags.map((tag) => ({ ...tag })) }
}
