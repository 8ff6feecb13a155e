import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { openCommandDoor } from '@holdfast/platform/commands'
import { loadAppContent, numberJudges, syncContent } from '@holdfast/platform/content'
import { type FactName, itemKey, type ServerFace, type TenantTransaction } from '@holdfast/platform/contract'
import { toInstant } from '@holdfast/platform/envelope'
import { eventHandler, eventRegistry, keepEventPartitions } from '@holdfast/platform/events'
import { factHandler, factRegistry, readKnowledge } from '@holdfast/platform/facts'
import { startJudging } from '@holdfast/platform/findings'
import { configureByHeartbeat } from '@holdfast/platform/fleet'
import { type AgentFiles, platformRoutes } from '@holdfast/platform/http'
import { type TestHttp, type TestHttpOptions, testHttp } from '@holdfast/platform/http/testing'
import { createActivationKey, createApplier, createIntake, type Intake } from '@holdfast/platform/intake'
import type { EntityExtension } from '@holdfast/platform/search'
import type { Database } from '@holdfast/platform/store'
import { newSigningKey, SecretBox } from '@holdfast/platform/trust'
import { serverFaces } from '../../apps/server.ts'
import { SampleAgent } from '../../platform/intake/testing/sample-agent.ts'
import { agentModules } from '../../programs/server/agent-modules.ts'
import { allParts } from '../../programs/server/parts.ts'
import { statesFactsOf } from '../../programs/server/states-facts.ts'
import { whatFollows } from '../../programs/server/what-follows.ts'

import { homeWithFeeds } from './sample-feeds.ts'

/** A server with all routes of platform and apps, on a database of its own. */
export interface SampleInstallation extends TestHttp {
  readonly intake: Intake
  /** Enrols a source in a tenant that tells of hosts in which every check fails once, and judges them. Names carry the prefix. */
  fill(tenantId: number, prefix: string): Promise<SampleAgent>
}

/** A file that stands for an agent. */
const standIn = fileURLToPath(new URL('../../apps/server.ts', import.meta.url))
const standInSize = statSync(standIn).size

export async function sampleInstallation(
  t: { after(fn: () => unknown): void },
  options: Pick<TestHttpOptions, 'databaseServer'> = {},
): Promise<SampleInstallation> {
  const follows = whatFollows(serverFaces)
  const key = newSigningKey()
  const files: AgentFiles = {
    installScript: () => '#!/bin/sh\n',
    authority: () => 'no authority',
    version: () => '1.0.1',
    platforms: () => ['linux-x64'],
    archive: async () => ({
      path: standIn,
      name: 'agent.tar.gz',
      version: '1.0.1',
      sha256: '0'.repeat(64),
      size: standInSize,
    }),
  }
  const home = await homeWithFeeds(t)
  let intake: Intake | undefined
  const http = await testHttp(t, {
    ...options,
    parts: allParts(serverFaces).filter(({ part }) => part !== 'store'),
    routes: [
      ...platformRoutes({
        extensions: serverFaces.flatMap((face) => face.entities as readonly EntityExtension[]),
        slaRules: serverFaces.flatMap((face) => face.slaRules ?? []),
        onMoved: follows.onMoved,
        files,
        modules: agentModules,
        place: () => ({ server: 'https://holdfast.example:8443', ownAuthority: true }),
        signingKey: () => key,
        channelSecrets: new SecretBox(Buffer.alloc(32, 9)),
        machine: () => ({ version: '0', node: '0', startedAt: toInstant(Date.now()), disk: null }),
      }),
      ...serverFaces.flatMap((face) => [...face.routes, ...(face.routesAt?.(home) ?? [])]),
    ],
    stateFacts: statesFactsOf(serverFaces),
    permissions: serverFaces.flatMap((face) => face.app.permissions),
    agent: async (database) => {
      intake = await createIntake(database, {
        trust: () => ({ text: 'trust' }),
        onHeartbeat: configureByHeartbeat({ signingKey: () => key }),
      })
      const door = await openCommandDoor(database)
      t.after(async () => {
        await door.close()
        await intake?.close()
      })
      return { intake, files, commands: (source, waitMs, stop) => door.take(source, waitMs / 1000, stop) }
    },
  })
  return { ...http, intake: intake!, fill: (tenantId, prefix) => fill(http.database, intake!, tenantId, prefix) }
}

async function fill(database: Database, intake: Intake, tenantId: number, prefix: string): Promise<SampleAgent> {
  const { key } = await database.asTenant(tenantId, (tx) =>
    createActivationKey(tx as unknown as TenantTransaction, { name: `${prefix}key` }),
  )
  const agent = await new SampleAgent(intake).enrol(key)
  for (const [number, face] of serverFaces.entries()) await tellFailures(agent, face, `${prefix}${number}`)
  await applyAndJudge(database)
  return agent
}

/** One host per check, with the facts of its failing case. */
async function tellFailures(agent: SampleAgent, face: ServerFace, prefix: string): Promise<void> {
  if (!face.checks) return
  const types = new Map(serverFaces.flatMap(({ app }) => app.facts).map((fact) => [fact.name, fact]))
  const folder = new URL(`${face.checks.href}/`)
  const observedAt = toInstant(Date.now())
  for (const check of readdirSync(folder).filter((name) => existsSync(new URL(`${name}/fail.json`, folder)))) {
    const fixture = JSON.parse(readFileSync(new URL(`${check}/fail.json`, folder), 'utf8')) as Fixture
    const ref = `${prefix}-${check}`
    const facts = Object.entries(fixture.facts).flatMap(([name, scopes]) => {
      const type = types.get(name as FactName)
      if (!type) return []
      return scopes.map(({ scope, complete, items }) => ({
        type: 'facts' as const,
        about: ref,
        fact: type.name,
        version: type.version,
        scope,
        mode: 'full' as const,
        complete,
        observedAt,
        set: Object.fromEntries(items.map((item) => [itemKey(type, item), item])),
        gone: [],
      }))
    })
    const identifiers = [{ kind: 'hostname', value: ref }]
    await agent.tell([{ type: 'asset', ref, kind: 'host', name: ref, identifiers }, ...facts])
  }
}

interface Fixture {
  readonly facts: Readonly<
    Record<string, readonly { scope: string; complete: boolean; items: readonly Record<string, unknown>[] }[]>
  >
}

/** Does what a worker does, until nothing is left to do. */
export async function applyAndJudge(database: Database, faces: readonly ServerFace[] = serverFaces): Promise<void> {
  const follows = whatFollows(faces)
  const contents = await Promise.all(faces.map((face) => loadAppContent(face)))
  const judges = await database.asPlatform(async (tx) => {
    await syncContent(tx, contents)
    return numberJudges(tx, contents)
  })
  const registry = factRegistry(serverFaces.flatMap((face) => face.app.facts))
  const failures: unknown[] = []
  await keepEventPartitions(database)
  const applier = createApplier(database, {
    handlers: [
      factHandler({ registry, projections: follows.projections, onKnown: follows.onKnown }),
      eventHandler(eventRegistry(serverFaces.flatMap((face) => face.app.events))),
    ],
    onMoved: follows.onMoved,
    onFailure: ({ error }) => failures.push(error),
  })
  await applier.drain()
  const judging = startJudging({ database, judges, load: readKnowledge, onError: (error) => failures.push(error) })
  for (;;) {
    const { rows } = await database.asPlatform((tx) => tx.query('select tenant_id from judgement_tenants()'))
    if (rows.length === 0 || failures.length > 0) break
    await sleep(20)
  }
  await judging.stop()
  if (failures.length > 0) throw failures[0]
}
