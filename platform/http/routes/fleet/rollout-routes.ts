import { type Static, type TSchema, Type } from 'typebox'
import { defineRoute, type Route, type TenantTransaction } from '../../../contract/index.ts'
import {
  pauseRollout,
  previewRings,
  readRings,
  readRolloutSources,
  readRollouts,
  resumeRollout,
  rollBack,
  setRings,
  startRollout,
  stopRollout,
} from '../../../fleet/index.ts'
import { type AgentFiles, archiveAtOnce } from '../../agent/agent-files.ts'
import { notFound, stillPacking } from '../../conventions/problem.ts'
import { instant, many, one, wholeList } from '../../conventions/reply-schemas.ts'
import { orNull } from '../finding-schemas.ts'
import { whoIs } from '../tags/tag-routes.ts'
import { explained } from './explain-fleet-error.ts'
import type { FleetServices } from './fleet-routes.ts'

const closed = { additionalProperties: false }
const ringFields = {
  name: Type.String({ minLength: 1, maxLength: 100 }),
  tag: orNull(
    Type.String({ maxLength: 40, description: 'Public id of the tag whose assets’ agents are in it; null for all.' }),
  ),
  share: Type.Integer({ minimum: 1, maximum: 100, description: 'Of 100 of them, by chance.' }),
  waitMinutes: Type.Integer({ minimum: 0, maximum: 43_200, description: 'So long the next ring waits at least.' }),
  healthyPercent: Type.Integer({ minimum: 1, maximum: 100, description: 'So many of 100 must come back healthy …' }),
  withinMinutes: Type.Integer({ minimum: 1, maximum: 43_200, description: '… within so many minutes.' }),
}
const ringSchema = Type.Object({ ...ringFields, tagName: orNull(Type.String()) })
const count = Type.Integer({ minimum: 0 })
const rolloutSchema = Type.Object({
  id: Type.String({ description: 'Public id: rol_…' }),
  version: Type.Integer(),
  agentVersion: Type.String(),
  state: Type.Enum(['running', 'paused', 'stopped', 'done', 'rolling-back', 'rolled-back']),
  because: orNull(Type.String({ description: 'Why it is held, or goes back.' })),
  ring: Type.Integer({ description: 'Index of the present ring.' }),
  ringSince: instant('Since when.'),
  rings: Type.Array(
    Type.Object({
      ...ringFields,
      counts: Type.Object({
        ...{ waiting: count, ordered: count, healthy: count, failed: count, away: count },
        ...{ back: count, 'back-ordered': count, 'back-failed': count },
      }),
    }),
  ),
  startedBy: Type.String(),
  startedAt: instant('When it began.'),
  endedAt: orNull(instant('When it ended.')),
})
const params = Type.Object({ rollout: Type.String({ maxLength: 40 }) })
const reason = Type.Object({ reason: Type.String({ minLength: 1, maxLength: 1000 }) }, closed)

/** Update rings, and versions on their way through them. */
export function rolloutRoutes({ files }: Pick<FleetServices, 'files'>): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/update-rings',
      summary: 'The rings in which agents are updated, in their order, and the version that this server hands out',
      permission: 'sources:read',
      reply: one(Type.Object({ agentVersion: Type.String(), rings: Type.Array(ringSchema) })),
      handle: async ({ tx }) => ({ data: { agentVersion: files.version(), rings: await ringsOf(tx) } }),
    }),
    defineRoute({
      method: 'PUT',
      path: '/update-rings',
      summary: 'Set all rings; a version that is on its way keeps those that it began with',
      permission: 'sources:update',
      body: Type.Object({ rings: Type.Array(Type.Object(ringFields, closed), { minItems: 1, maxItems: 20 }) }, closed),
      reply: one(Type.Object({ agentVersion: Type.String(), rings: Type.Array(ringSchema) })),
      writes: true,
      async handle({ tx, body }) {
        await explained('tag', () => setRings(tx, body.rings))
        return { data: { agentVersion: files.version(), rings: await ringsOf(tx) } }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/update-rings/preview',
      summary: 'About how many agents each of some rings would have. Nothing is changed',
      permission: 'sources:read',
      body: Type.Object(
        {
          rings: Type.Array(Type.Object({ tag: ringFields.tag, share: ringFields.share }, closed), {
            minItems: 1,
            maxItems: 20,
          }),
        },
        closed,
      ),
      reply: one(
        Type.Object({
          agents: Type.Integer({ description: 'Living agents.' }),
          rings: Type.Array(Type.Integer(), { description: 'In the order of the rings; chance decides about shares.' }),
        }),
      ),
      async handle({ tx, body }) {
        const { agents, rings } = await previewRings(tx, body.rings)
        return { data: { agents, rings: [...rings] } }
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/update-rollouts',
      summary: 'Versions that went through the rings, newest first',
      permission: 'sources:read',
      reply: many(rolloutSchema),
      handle: async ({ tx }) => ({ data: (await readRollouts(tx)).map(shown), page: { ...wholeList } }),
    }),
    defineRoute({
      method: 'GET',
      path: '/update-rollouts/:rollout',
      summary: 'One of them, with how the agents of each ring stand',
      permission: 'sources:read',
      params,
      reply: one(rolloutSchema),
      handle: async ({ tx, params: { rollout } }) => ({ data: await oneRollout(tx, rollout) }),
    }),
    defineRoute({
      method: 'GET',
      path: '/update-rollouts/:rollout/sources',
      summary: 'How each agent of a rollout stands; those that failed first, a thousand at most',
      permission: 'sources:read',
      params,
      reply: many(
        Type.Object({
          id: Type.String(),
          name: Type.String(),
          ring: Type.Integer(),
          state: Type.String(),
          detail: orNull(Type.String()),
          changedAt: instant('Since when it is so.'),
        }),
      ),
      async handle({ tx, params: { rollout } }) {
        await oneRollout(tx, rollout)
        return { data: (await readRolloutSources(tx, rollout)).map((each) => ({ ...each })), page: { ...wholeList } }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/update-rollouts',
      summary: 'Send the version that this server hands out on its way through the rings',
      permission: 'sources:update',
      body: Type.Object({}, closed),
      reply: one(rolloutSchema),
      status: 201,
      writes: true,
      async handle({ tx, caller }) {
        return explained('rollout', async () => {
          const offered = { version: files.version(), archives: await archivesOf(files) }
          return { data: await oneRollout(tx, await startRollout(tx, offered, whoIs(caller), new Date())) }
        })
      },
    }),
    action('pause', 'Hold a rollout: nobody more is told to update', reason, (tx, id, body) =>
      pauseRollout(tx, id, (body as Static<typeof reason>).reason),
    ),
    action(
      'resume',
      'Let it go on; what failed in the present ring is seen and forgiven',
      Type.Object({}, closed),
      (tx, id) => resumeRollout(tx, id, new Date()),
    ),
    action('stop', 'End it where it is: who has the new version keeps it', Type.Object({}, closed), (tx, id) =>
      stopRollout(tx, id),
    ),
    action('roll-back', 'Have everybody who took the new version go back to the one before', reason, (tx, id, body) =>
      rollBack(tx, id, (body as Static<typeof reason>).reason),
    ),
  ]
}

function action(
  name: string,
  summary: string,
  body: TSchema,
  work: (tx: TenantTransaction, id: string, body: unknown) => Promise<void>,
): Route {
  return defineRoute({
    method: 'POST',
    path: `/update-rollouts/:rollout/${name}`,
    summary,
    permission: 'sources:update',
    params,
    body,
    reply: one(rolloutSchema),
    writes: true,
    async handle(request) {
      const { rollout } = request.params
      await explained('rollout', () => work(request.tx, rollout, request.body))
      return { data: await oneRollout(request.tx, rollout) }
    },
  })
}

async function archivesOf(files: AgentFiles) {
  const found: Record<string, { sha256: string; size: number }> = {}
  for (const platform of files.platforms()) {
    const archive = await archiveAtOnce(files, platform)
    if (archive === 'packing') throw stillPacking(platform)
    if (archive) found[platform] = { sha256: archive.sha256, size: archive.size }
  }
  return found
}

async function ringsOf(tx: TenantTransaction): Promise<Static<typeof ringSchema>[]> {
  return (await readRings(tx)).map((ring) => ({ ...ring }))
}

async function oneRollout(tx: TenantTransaction, id: string): Promise<Static<typeof rolloutSchema>> {
  const [found] = await readRollouts(tx, id)
  if (!found) throw notFound('rollout')
  return shown(found)
}

function shown({ rings, ...rollout }: Awaited<ReturnType<typeof readRollouts>>[number]): Static<typeof rolloutSchema> {
  return { ...rollout, rings: rings.map((ring) => ({ ...ring, counts: { ...ring.counts } })) }
}
