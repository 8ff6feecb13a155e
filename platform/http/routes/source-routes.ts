import { type Static, Type } from 'typebox'
import { CommandError, issueCommand, readCommand, readCommands } from '../../commands/index.ts'
import { defineRoute, type Route, type TenantTransaction } from '../../contract/index.ts'
import { listGaps, readSource, revokeSource } from '../../intake/index.ts'
import type { SigningKey } from '../../trust/index.ts'
import { type AgentFiles, archiveAtOnce, type InstallPlace } from '../agent/agent-files.ts'
import { conflict, notFound, stillPacking, unprocessable } from '../conventions/problem.ts'
import { instant, many, one, wholeList } from '../conventions/reply-schemas.ts'
import { exportRoute } from '../export/export-route.ts'
import { languageRoutes } from '../search/language-routes.ts'
import { listRoute } from '../search/list-route.ts'
import { orNull } from './finding-schemas.ts'
import { shownSource, sourceList, sourceSchema } from './source-list.ts'

const gapSchema = Type.Object({
  from: instant('From when on.'),
  to: instant('Until when.'),
  reason: Type.String({ description: 'spool-full, server-went-back …' }),
  lost: Type.Union([Type.Integer(), Type.Null()], { description: 'Records that were lost, where it is known.' }),
  toldAt: instant('When the server learnt of it.'),
})

const commandSchema = Type.Object({
  id: Type.String({ description: 'Public id: cmd_…' }),
  source: Type.String(),
  kind: Type.String(),
  state: Type.String({ description: 'issued, delivered, accepted, done, failed, refused or expired.' }),
  issuedBy: Type.String(),
  issuedAt: instant('When it was asked.'),
  expiresAt: instant('Until when it may be carried out.'),
  deliveredAt: orNull(instant('When the source got it.')),
  finishedAt: orNull(instant('When it ended.')),
  detail: orNull(Type.String()),
})

export interface SourceServices {
  readonly files: AgentFiles
  /** Where hosts reach this server. */
  readonly place: () => InstallPlace
  /** Signs commands. */
  readonly signingKey: () => SigningKey
}

/** Sources, and what is asked of them. */
export function sourceRoutes(services: SourceServices): readonly Route[] {
  return [...readingRoutes(services.files), ...commandRoutes(services), updateRoute(services)]
}

const params = Type.Object({ source: Type.String({ maxLength: 40 }) })

const readingRoutes = (files: AgentFiles): readonly Route[] => [
  listRoute(sourceList(files)),
  exportRoute(sourceList(files)),
  ...languageRoutes(sourceList(files)),
  defineRoute({
    method: 'GET',
    path: '/sources/:source',
    summary: 'One source',
    permission: 'sources:read',
    params,
    reply: one(sourceSchema),
    async handle({ tx, params: { source } }) {
      const found = await readSource(tx, source)
      if (!found) throw notFound('source')
      return { data: await shownSource(tx, found, files) }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/sources/:source/gaps',
    summary: 'Times of which the observations of a source were lost, newest first',
    permission: 'sources:read',
    params,
    query: Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })) }),
    reply: many(gapSchema),
    async handle({ tx, params: { source }, query }) {
      if (!(await readSource(tx, source))) throw notFound('source')
      return { data: await listGaps(tx, source, query.limit ?? 50), page: { ...wholeList } }
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/sources/:source',
    summary: 'Revoke a source: nothing is taken from it any more, what it said stays',
    permission: 'sources:write',
    params,
    reply: one(Type.Object({ revoked: Type.Boolean() })),
    writes: true,
    async handle({ tx, params: { source }, caller }) {
      const revoked = await revokeSource(tx, source, { by: caller.id, at: new Date().toISOString() })
      return { data: { revoked } }
    },
  }),
]

const issuedSchema = Type.Object({ id: Type.String(), state: Type.String(), source: Type.String() })

/** A host may be away when it is asked. */
const updateSeconds = 86_400

function updateRoute({ files, signingKey }: SourceServices): Route {
  return defineRoute({
    method: 'POST',
    path: '/sources/:source/update',
    summary:
      'Have an agent exchange itself for the version that this server hands out; it goes back where the new one does not work',
    permission: 'sources:update',
    params,
    reply: one(issuedSchema),
    status: 202,
    writes: true,
    async handle({ tx, params: { source }, caller: { kind, id, name } }) {
      const found = await readSource(tx, source)
      if (!found) throw notFound('source')
      const archive = found.platform === null ? undefined : await archiveAtOnce(files, found.platform)
      if (archive === 'packing') throw stillPacking(found.platform!)
      if (!archive)
        throw conflict('no-archive', `This server has no agent for ${found.platform ?? 'that source'} to hand out.`)
      const { version, sha256, size } = archive
      const args = { version, platform: found.platform as string, sha256, size }
      const order = { source, kind: 'update', args, by: { kind, id, name }, expiresSeconds: updateSeconds } as const
      const issued = await explained(() => issueCommand(tx, signingKey(), order, new Date()))
      return { data: { id: issued.id, state: issued.state, source } }
    },
  })
}

function commandRoutes({ signingKey }: SourceServices): readonly Route[] {
  const collectBody = Type.Object({
    collectors: Type.Optional(
      Type.Array(Type.String({ pattern: '^[a-z][a-z0-9-]*\\.[a-z][a-z0-9-]*$', maxLength: 100 }), { maxItems: 100 }),
    ),
    full: Type.Optional(Type.Boolean({ description: 'Tell everything again, not only what changed.' })),
  })
  type Collect = Static<typeof collectBody>
  const collect = (
    tx: TenantTransaction,
    source: string,
    body: Collect,
    by: { kind: 'person' | 'token' | 'system'; id: string; name: string },
  ) =>
    explained(async () => {
      const { kind, id, name } = by
      const issued = await issueCommand(
        tx,
        signingKey(),
        { source, kind: 'collect-now', args: body, by: { kind, id, name } },
        new Date(),
      )
      return { id: issued.id, state: issued.state, source }
    })
  return [
    defineRoute({
      method: 'POST',
      path: '/sources/:source/collect',
      summary: 'Ask a source to look now',
      permission: 'sources:command',
      params,
      body: collectBody,
      reply: one(issuedSchema),
      status: 202,
      writes: true,
      async handle({ tx, params: { source }, body, caller }) {
        return { data: await collect(tx, source, body, caller) }
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/assets/:asset/collect',
      summary: 'Ask all sources of an asset that can look to look now',
      permission: 'sources:command',
      params: Type.Object({ asset: Type.String({ maxLength: 40 }) }),
      body: collectBody,
      reply: many(issuedSchema),
      status: 202,
      writes: true,
      async handle({ tx, params: { asset }, body, caller }) {
        const { rows } = await tx.query<{ source: string }>(
          `select s.public_id as source from asset a
             join asset_source o on o.tenant_id = a.tenant_id and o.asset_id = a.asset_id
             join source s on s.tenant_id = o.tenant_id and s.source_id = o.source_id
            where a.tenant_id = $1 and a.public_id = $2 and s.status = 'active' and s.kind in ('agent', 'scanner', 'sensor')
            order by s.source_id limit 20`,
          [tx.tenantId, asset],
        )
        if (rows.length === 0) throw conflict('no-source', 'No source that could be asked tells of this asset.')
        const data = []
        for (const { source } of rows) data.push(await collect(tx, source, body, caller))
        return { data, page: { ...wholeList } }
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/sources/:source/commands',
      summary: 'What was asked of a source, newest first',
      permission: 'sources:read',
      params,
      reply: many(commandSchema),
      async handle({ tx, params: { source } }) {
        if (!(await readSource(tx, source))) throw notFound('source')
        return { data: [...(await readCommands(tx, source))], page: { ...wholeList } }
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/commands/:command',
      summary: 'One command',
      permission: 'sources:read',
      params: Type.Object({ command: Type.String({ maxLength: 40 }) }),
      reply: one(commandSchema),
      async handle({ tx, params: { command } }) {
        const found = await readCommand(tx, command)
        if (!found) throw notFound('command')
        return { data: found }
      },
    }),
  ]
}

async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    if (error.code === 'not-found') throw notFound('source')
    if (error.code === 'invalid') throw unprocessable('/body', 'invalid', error.message)
    throw conflict(error.code, error.message)
  }
}
