import { type Static, Type } from 'typebox'
import { defineRoute, type Route, type TenantTransaction } from '../../../contract/index.ts'
import {
  type ActivationKey,
  changeActivationKey,
  createActivationKey,
  deleteActivationKey,
  type KeyChange,
  listActivationKeys,
  networkIdOf,
  revokeActivationKey,
} from '../../../intake/index.ts'
import { type KeyTag, markAssetsOfKey, readKeyTags, setKeyTags } from '../../../tags/index.ts'
import { installCommandAtOnce, keyPlaceholder } from '../../agent/agent-files.ts'
import { notFound } from '../../conventions/problem.ts'
import { instant, many, one, wholeList } from '../../conventions/reply-schemas.ts'
import { orNull } from '../finding-schemas.ts'
import { explained as explainedTag } from '../tags/explain-tag-error.ts'
import { whoIs } from '../tags/tag-routes.ts'
import { explained } from './explain-fleet-error.ts'
import type { FleetServices } from './fleet-routes.ts'

const closed = { additionalProperties: false }
const moduleId = Type.String({ pattern: '^[a-z][a-z0-9-]*$', maxLength: 63 })
const tagReference = Type.Object({ id: Type.String(), name: Type.String(), colour: Type.String() })

const keySchema = Type.Object({
  id: Type.String({ description: 'Public id: key_…' }),
  name: Type.String(),
  hint: Type.String(),
  state: Type.Enum(['works', 'disabled', 'revoked', 'expired', 'used-up']),
  tags: Type.Array(tagReference, { description: 'Tags that the assets of its agents have.' }),
  modules: orNull(
    Type.Array(Type.String(), { description: 'Apps whose collectors its agents may run; null for all.' }),
  ),
  network: orNull(Type.String({ description: 'Public id of the network of its agents; null for the default one.' })),
  limit: Type.Union([Type.Integer(), Type.Null()], { description: 'How many sources may enrol with it.' }),
  uses: Type.Integer({ description: 'How many did.' }),
  sources: Type.Integer({ description: 'How many living sources have it now.' }),
  expiresAt: orNull(instant('When it ends.')),
  revokedAt: orNull(instant('When it was ended.')),
  disabledAt: orNull(instant('Since when it is disabled.')),
  disabledBecause: orNull(Type.String()),
  createdBy: orNull(Type.String()),
  createdAt: instant('When it was made.'),
  lastUsedAt: orNull(instant('When a source last enrolled with it.')),
  version: Type.Integer(),
})

const fields = {
  tags: Type.Array(Type.String({ maxLength: 40 }), { maxItems: 50, description: 'Public ids of static tags.' }),
  modules: orNull(Type.Array(moduleId, { maxItems: 100, uniqueItems: true })),
  network: orNull(Type.String({ maxLength: 40 })),
  limit: Type.Integer({ minimum: 1, maximum: 1_000_000, description: 'How many sources may enrol with it.' }),
}

const commandFields = {
  proxy: Type.Optional(
    Type.String({
      maxLength: 300,
      pattern: '^http://[A-Za-z0-9.:\\[\\]-]+/?$',
      description: 'Proxy that the install command is to name: http://proxy.example:3128',
    }),
  ),
  platform: Type.Optional(Type.Enum(['linux-x64', 'linux-arm64'])),
}
const told = {
  command: orNull(
    Type.String({
      description:
        'For a shell on the host; null where there is no agent for its platform, or it is still being packed.',
    }),
  ),
  packing: Type.Boolean({
    description: 'True while an agent is being packed that the command does not know yet: ask GET /install-command.',
  }),
}

const newKeySchema = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 200 }),
  limit: Type.Optional(fields.limit),
  days: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 3650, description: 'How long it can be used; without end when absent.' }),
  ),
  tags: Type.Optional(fields.tags),
  modules: Type.Optional(fields.modules),
  network: Type.Optional(fields.network),
  ...commandFields,
})

const changeSchema = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    limit: Type.Optional(orNull(fields.limit)),
    expiresAt: Type.Optional(orNull(instant('When it ends; null for never.'))),
    tags: Type.Optional(fields.tags),
    modules: Type.Optional(fields.modules),
    network: Type.Optional(fields.network),
    disabled: Type.Optional(orNull(Type.Object({ reason: Type.String({ minLength: 1, maxLength: 1000 }) }, closed))),
  },
  closed,
)

const params = Type.Object({ key: Type.String({ maxLength: 40 }) })

/** Activation keys: what they allow, whom they tag, and which of them still work. */
export function keyRoutes({ files, place }: FleetServices): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/activation-keys',
      summary: 'Activation keys, newest first',
      permission: 'sources:read',
      reply: many(keySchema),
      handle: async ({ tx }) => ({ data: await shownKeys(tx), page: { ...wholeList } }),
    }),
    defineRoute({
      method: 'GET',
      path: '/activation-keys/:key',
      summary: 'One activation key',
      permission: 'sources:read',
      params,
      reply: one(keySchema),
      handle: async ({ tx, params: { key } }) => ({ data: await oneKey(tx, key) }),
    }),
    defineRoute({
      method: 'POST',
      path: '/activation-keys',
      summary: 'Make an activation key, with the command that installs an agent by it; both are told this once',
      permission: 'sources:write',
      body: newKeySchema,
      reply: one(
        Type.Object({
          id: Type.String(),
          key: Type.String({ description: 'hfak_…' }),
          ...told,
        }),
      ),
      status: 201,
      writes: true,
      async handle({ tx, body, caller }) {
        return explained('network', () =>
          explainedTag(async () => {
            const { name, limit, days, tags, modules, network, proxy } = body
            const made = await createActivationKey(tx, {
              name,
              createdBy: whoIs(caller),
              ...(limit !== undefined && { limit }),
              ...(days !== undefined && { expiresAt: new Date(Date.now() + days * 86_400_000).toISOString() }),
              ...(modules && { modules }),
              ...(network && { networkId: await networkIdOf(tx, network) }),
            })
            if (tags && tags.length > 0) await setKeyTags(tx, made.id, tags)
            const where = { ...place(), ...(proxy !== undefined && { proxy }) }
            return { data: { ...made, ...(await installCommandAtOnce(files, where, made.key, body.platform)) } }
          }),
        )
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/install-command',
      summary: `The command that installs an agent, with ${keyPlaceholder} in the place of an activation key; asking begins to pack the agent`,
      permission: 'sources:read',
      query: Type.Object(commandFields),
      reply: one(Type.Object(told)),
      async handle({ query: { proxy, platform } }) {
        const where = { ...place(), ...(proxy !== undefined && { proxy }) }
        return { data: await installCommandAtOnce(files, where, keyPlaceholder, platform) }
      },
    }),
    defineRoute({
      method: 'PATCH',
      path: '/activation-keys/:key',
      summary: 'Change, disable or enable a key; its tags and modules hold for the agents that it has, too',
      permission: 'sources:write',
      params,
      body: changeSchema,
      reply: one(keySchema),
      writes: true,
      async handle({ tx, params: { key }, body, caller }) {
        return explained('activation key', () =>
          explainedTag(async () => {
            const { tags, disabled, ...rest } = body as Static<typeof changeSchema>
            const change: KeyChange = {
              ...(rest as KeyChange),
              ...(disabled !== undefined && {
                disabled: disabled && { because: disabled.reason, by: whoIs(caller) },
              }),
            }
            if (!(await changeActivationKey(tx, key, change))) throw notFound('activation key')
            if (tags) await setKeyTags(tx, key, tags)
            return { data: await oneKey(tx, key) }
          }),
        )
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/activation-keys/:key',
      summary:
        'End an activation key; who enrolled with it stays. With `remove` it leaves the list, too, and takes its tags from their assets',
      permission: 'sources:write',
      params,
      query: Type.Object({ remove: Type.Optional(Type.Boolean()) }),
      reply: one(Type.Object({ revoked: Type.Boolean() })),
      writes: true,
      async handle({ tx, params: { key }, query }) {
        if (query.remove !== true)
          return { data: { revoked: await revokeActivationKey(tx, key, new Date().toISOString()) } }
        await markAssetsOfKey(tx, key)
        return { data: { revoked: await deleteActivationKey(tx, key) } }
      },
    }),
  ]
}

async function oneKey(tx: TenantTransaction, id: string): Promise<Static<typeof keySchema>> {
  const [found] = await shownKeys(tx, id)
  if (!found) throw notFound('activation key')
  return found
}

async function shownKeys(tx: TenantTransaction, id?: string): Promise<Static<typeof keySchema>[]> {
  const keys = await listActivationKeys(tx, id)
  const tags = keys.length > 0 ? await readKeyTags(tx) : new Map<string, readonly KeyTag[]>()
  return keys.map((key) => ({
    ...key,
    state: stateOf(key),
    tags: [...(tags.get(key.id) ?? [])],
    modules: key.modules && [...key.modules],
  }))
}

function stateOf({ revokedAt, disabledAt, expiresAt, limit, uses }: ActivationKey) {
  if (revokedAt !== null) return 'revoked'
  if (disabledAt !== null) return 'disabled'
  if (expiresAt !== null && Date.parse(expiresAt) < Date.now()) return 'expired'
  return limit !== null && uses >= limit ? 'used-up' : 'works'
}
