import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openCommandDoor } from '@holdfast/platform/commands'
import { configureByHeartbeat } from '@holdfast/platform/fleet'
import {
  createServer,
  type DoorOptions,
  type Doors,
  ensureCertificate,
  Metrics,
  openDoors,
  platformRoutes,
} from '@holdfast/platform/http'
import { createIntake } from '@holdfast/platform/intake'
import { EgressGuard } from '@holdfast/platform/notify'
import type { EntityExtension } from '@holdfast/platform/search'
import { openDatabase, openHome, watchSchema } from '@holdfast/platform/store'
import { openInstallationKeys } from '@holdfast/platform/trust'
import { serverFaces } from '../../apps/server.ts'
import { agentFiles } from './agent-files.ts'
import { agentModules } from './agent-modules.ts'
import type { ChildLink } from './child-link.ts'
import { countIntake } from './count-intake.ts'
import { runningAccess } from './database-access.ts'
import { installPlace } from './install-place.ts'
import { probeInstallation } from './installation-gauges.ts'
import { isHeld } from './is-held.ts'
import { makeLogger } from './logger.ts'
import { machineFacts } from './machine-facts.ts'
import { channelSecrets } from './notify-settings.ts'
import { packWhenIdle } from './pack-when-idle.ts'
import { allParts } from './parts.ts'
import { probeMetrics } from './probe-metrics.ts'
import { readyCheck } from './ready-check.ts'
import { serverKey } from './server-key.ts'
import type { Settings } from './settings.ts'
import { statesFactsOf } from './states-facts.ts'
import { webFolder } from './web-folder.ts'
import { whatFollows } from './what-follows.ts'

const graceMs = 5000
const patienceMs = 4000

/** Runs one server process until it is told to stop. */
export async function runServer(settings: Settings, link: ChildLink, version: string): Promise<void> {
  const home = openHome(settings.home)
  const supervised = process.send !== undefined
  const logger = makeLogger({
    name: 'server',
    level: settings.logLevel,
    ...(supervised && { file: join(home.path, 'logs', 'server.log') }),
  })
  const certificate = ensureCertificate({
    folder: join(home.path, 'tls'),
    hosts: settings.hosts,
    ...(settings.certificate && { operator: settings.certificate }),
  })
  link.tell({ type: 'loaded' })
  await link.start
  if (link.stop.aborted) return
  let tlsPort = settings.tlsPort
  const database = await openDatabase({
    access: runningAccess(settings),
    parts: allParts(serverFaces),
    onSlow: ({ text, ms }) => logger.warn({ ms: Math.round(ms), query: text.slice(0, 500) }, 'slow query'),
    onLost: (error) => logger.warn({ err: error }, 'database connection lost'),
  })
  const schema = await watchSchema(database, allParts(serverFaces), (words) => logger.warn(words))
  const stop = AbortSignal.any([link.stop, schema.ended])
  try {
    const keys = openInstallationKeys(join(home.path, 'keys'), new Date().toISOString())
    const intake = await createIntake(database, {
      trust: () => keys.signedBundle,
      onHeartbeat: configureByHeartbeat({ signingKey: () => keys.current }),
    })
    const commands = await openCommandDoor(database)
    const files = agentFiles({
      home: home.path,
      authority: () => certificate.authority,
      signingKey: () => keys.current,
      onMissing: (line) => logger.warn(line),
    })
    const metrics = new Metrics()
    probeMetrics(metrics, database)
    probeInstallation(metrics, database)
    const place = installPlace({ settings, certificate, tlsPort: () => tlsPort })
    const server = createServer({
      database,
      routes: [
        ...platformRoutes({
          extensions: serverFaces.flatMap((face) => face.entities as readonly EntityExtension[]),
          slaRules: serverFaces.flatMap((face) => face.slaRules ?? []),
          onMoved: whatFollows(serverFaces).onMoved,
          files,
          modules: agentModules,
          isHeld,
          place,
          signingKey: () => keys.current,
          channelSecrets: channelSecrets(home.path),
          machine: machineFacts(home.path, version),
        }),
        ...serverFaces.flatMap((face) => [...face.routes, ...(face.routesAt?.(home.path) ?? [])]),
      ],
      stateFacts: statesFactsOf(serverFaces),
      permissions: serverFaces.flatMap((face) => face.app.permissions),
      agent: {
        intake: countIntake(intake, metrics),
        files,
        commands: (source, waitMs, stop) => commands.take(source, waitMs / 1000, stop),
      },
      key: serverKey(home.path),
      version,
      logger,
      ready: readyCheck(database, schema),
      metrics,
      egress: EgressGuard.of(process.env.HOLDFAST_NOTIFY_NETWORKS ?? ''),
      ...(settings.nameServers && { nameServers: settings.nameServers }),
      address: () => place().server,
      ...webFolder(),
    })
    await server.app.ready()
    const doors = await openPatiently({
      port: settings.port,
      tls: { port: settings.tlsPort, certificate },
      handler: (request, response) => server.app.routing(request, response),
    })
    tlsPort = doors.tlsPort ?? settings.tlsPort
    logger.info({ port: doors.port, tlsPort: doors.tlsPort }, 'listening')
    link.tell({ type: 'ready', port: doors.port, ...(doors.tlsPort !== undefined && { tlsPort: doors.tlsPort }) })
    void packWhenIdle(() => files.archive(`${process.platform}-${process.arch}`), stop)
    await new Promise<void>((resolve) => {
      if (stop.aborted) resolve()
      stop.addEventListener('abort', () => resolve(), { once: true })
    })
    logger.info('stopping')
    server.endWaiting()
    await doors.close(graceMs)
    await server.app.close()
    await commands.close()
    await intake.close()
    schema.ended.throwIfAborted()
  } finally {
    schema.stop()
    await database.close()
  }
}

/** A server that was left alone may take a moment to let its doors go. */
async function openPatiently(options: DoorOptions): Promise<Doors> {
  for (const until = performance.now() + patienceMs; ; ) {
    try {
      return await openDoors(options)
    } catch (error) {
      const code = ((error as Error).cause as NodeJS.ErrnoException | undefined)?.code
      if (code !== 'EADDRINUSE' || performance.now() > until) throw error
      await sleep(200)
    }
  }
}
