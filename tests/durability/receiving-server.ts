import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { OnMoved } from '@holdfast/platform/assets'
import { openCommandDoor, resultHandler } from '@holdfast/platform/commands'
import { loadAppContent, numberJudges, syncContent } from '@holdfast/platform/content'
import type { FactType, ServerFace, TenantTransaction } from '@holdfast/platform/contract'
import { type FactsKnown, factHandler, factRegistry, moveFacts, readKnowledge } from '@holdfast/platform/facts'
import { judgingBacklog, markFactsChanged, startJudging } from '@holdfast/platform/findings'
import { configureByHeartbeat } from '@holdfast/platform/fleet'
import type { AgentFiles } from '@holdfast/platform/http'
import { platformRoutes } from '@holdfast/platform/http'
import { type TestHttp, testHttp } from '@holdfast/platform/http/testing'
import {
  account,
  createActivationKey,
  createApplier,
  createIntake,
  type Intake,
  inTenant,
  type ReplayFilter,
  replaySetAside,
} from '@holdfast/platform/intake'
import type { EntityExtension } from '@holdfast/platform/search'
import { everyPart } from '@holdfast/platform/store/testing'
import { openInstallationKeys, SecretBox } from '@holdfast/platform/trust'
import { SampleAgent } from '../../platform/intake/testing/sample-agent.ts'
import { agentModules } from '../../programs/server/agent-modules.ts'

const noFiles: AgentFiles = {
  ...{ installScript: () => '', authority: () => '', version: () => '0', platforms: () => [] },
  archive: async () => undefined,
}

/**
 * A server with real doors, a database of its own and all of the platform's routes, that receives when it is sent something and applies
 * when it is told to. `aheadMs` of its `clock` moves the server's clock.
 */
export async function receivingServer(
  t: { after(fn: () => unknown): void },
  options: {
    readonly facts?: readonly FactType[]
    readonly faces?: readonly ServerFace[]
    readonly web?: string
    /** Agents to hand out; then it opens the TLS door, and sources can be asked to do something. */
    readonly files?: AgentFiles
  } = {},
) {
  const { faces = [], web, files } = options
  const facts = [...(options.facts ?? []), ...faces.flatMap(({ app }) => app.facts)]
  const judges = faces.flatMap((face) => face.judges)
  const projections = faces.flatMap((face) => face.projections)
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-durability-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const keys = openInstallationKeys(folder, new Date().toISOString())
  const clock = { aheadMs: 0 }
  const now = () => Date.now() + clock.aheadMs
  const onKnown = (tx: TenantTransaction, { asset, changed }: FactsKnown) =>
    markFactsChanged(tx, judges, { assetId: asset.assetId, facts: changed })
  const onMoved: OnMoved = (tx, move) => moveFacts(tx, move, { projections, onKnown })
  let intake: Intake | undefined
  const http: TestHttp = await testHttp(t, {
    parts: everyPart(),
    tls: files !== undefined,
    ...(web !== undefined && { web }),
    routes: [
      ...faces.flatMap((face) => face.routes),
      ...platformRoutes({
        extensions: faces.flatMap((face) => face.entities as readonly EntityExtension[]),
        onMoved,
        files: files ?? noFiles,
        modules: agentModules,
        place: () => ({ server: http.tlsUrl ?? 'http://localhost', ownAuthority: files !== undefined }),
        signingKey: () => keys.current,
        channelSecrets: new SecretBox(Buffer.alloc(32, 9)),
        machine: () => ({ version: '0', node: '0', startedAt: new Date().toISOString(), disk: null }),
      }),
    ],
    agent: async (database) => {
      intake = await createIntake(database, {
        trust: () => keys.signedBundle,
        now,
        onHeartbeat: configureByHeartbeat({ signingKey: () => keys.current, now: now ?? Date.now }),
      })
      if (!files) return { intake, commands: async () => [], files: noFiles }
      const door = await openCommandDoor(database)
      t.after(() => door.close())
      return { intake, files, commands: (source, waitMs, stop) => door.take(source, waitMs / 1000, stop) }
    },
  })
  t.after(() => intake?.close())
  const { database, tenantId } = http
  const handlers = (types: readonly FactType[]) => [
    factHandler({ registry: factRegistry(types), projections, onKnown }),
    resultHandler,
  ]
  const activationKey = async (tenant = tenantId) =>
    (await inTenant(database, tenant, (tx) => createActivationKey(tx, { name: 'test' }))).key
  return {
    ...http,
    intake: intake as unknown as Intake,
    signingKey: () => keys.current,
    clock,
    activationKey,
    /** A source of a tenant that numbers and signs as it should. */
    agent: async (tenant = tenantId) => new SampleAgent(intake!).enrol(await activationKey(tenant)),
    /** Sends bytes to the door as a source does; never throws for an answer of any status. */
    post: (source: string, bytes: Uint8Array) => postBytes(`${http.url}/agent/v1/envelopes`, source, bytes),
    /** Applies all that waits, as a worker that knows these facts. */
    apply: (types = facts) => createApplier(database, { handlers: handlers(types), onMoved, now }).drain(),
    replay: (filter: ReplayFilter, types: readonly FactType[], tenant = tenantId) =>
      replaySetAside(database, tenant, filter, { handlers: handlers(types), onMoved, now }),
    account: (tenant = tenantId) => inTenant(database, tenant, (tx) => account(tx), { readOnly: true }),
    /** Judges all that is due. */
    async judge() {
      const contents = await Promise.all(faces.map((face) => loadAppContent(face)))
      await database.asPlatform((tx) => syncContent(tx, contents))
      const numbered = await database.asPlatform((tx) => numberJudges(tx, contents))
      const failures: unknown[] = []
      const judging = startJudging({
        database,
        judges: numbered,
        load: readKnowledge,
        pollMs: 20,
        onError: (error) => void failures.push(error),
      })
      while ((await judgingBacklog({ database })).due > 0 && failures.length === 0) await sleep(20)
      await judging.stop()
      if (failures.length > 0) throw failures[0]
    },
    /** Errors in the server's log. */
    errors: () =>
      http
        .log()
        .split('\n')
        .filter((line) => line !== '' && (JSON.parse(line) as { level: number }).level >= 50),
  }
}

export type ReceivingServer = Awaited<ReturnType<typeof receivingServer>>

async function postBytes(url: string, source: string, bytes: Uint8Array) {
  const reply = await fetch(url, {
    method: 'POST',
    headers: { 'holdfast-source': source, 'content-type': 'application/octet-stream' },
    body: Buffer.from(bytes),
  })
  const answer = (await reply.json()) as { outcomes?: Outcome[]; code?: string; detail?: string }
  return { status: reply.status, ...answer, outcomes: (answer.outcomes ?? []).map(inWords) }
}

type Outcome = { readonly status: string; readonly reason?: string; readonly expected?: number }

/** `stored`, `out-of-order 3`, `refused wrong-signature`. */
function inWords({ status, reason, expected }: Outcome): string {
  return [status, reason ?? expected].filter((word) => word !== undefined).join(' ')
}
