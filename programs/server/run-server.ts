import { join } from 'node:path'
import { createServer, ensureCertificate, Metrics, openDoors } from '@holdfast/platform/http'
import { openDatabase, openHome } from '@holdfast/platform/store'
import type { ChildLink } from './child-link.ts'
import { runningAccess } from './database-access.ts'
import { loadFaces } from './faces.ts'
import { makeLogger } from './logger.ts'
import { allParts } from './parts.ts'
import { readyCheck } from './ready-check.ts'
import { serverKey } from './server-key.ts'
import type { Settings } from './settings.ts'
import { webFolder } from './web-folder.ts'

const graceMs = 5000

const serverFaces = await loadFaces()

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
  const database = await openDatabase({
    access: runningAccess(settings),
    parts: allParts(serverFaces),
    onSlow: ({ text, ms }) => logger.warn({ ms: Math.round(ms), query: text.slice(0, 500) }, 'slow query'),
    onLost: (error) => logger.warn({ err: error }, 'database connection lost'),
  })
  try {
    const server = createServer({
      database,
      routes: serverFaces.flatMap((face) => face.routes),
      permissions: serverFaces.flatMap((face) => face.app.permissions),
      key: serverKey(home.path),
      version,
      logger,
      ready: readyCheck(database),
      metrics: new Metrics(),
      ...webFolder(),
    })
    await server.app.ready()
    const doors = await openDoors({
      port: settings.port,
      tls: { port: settings.tlsPort, certificate },
      handler: (request, response) => server.app.routing(request, response),
    })
    logger.info({ port: doors.port, tlsPort: doors.tlsPort }, 'listening')
    link.tell({ type: 'ready', port: doors.port, ...(doors.tlsPort !== undefined && { tlsPort: doors.tlsPort }) })
    await new Promise<void>((resolve) => {
      if (link.stop.aborted) resolve()
      link.stop.addEventListener('abort', () => resolve(), { once: true })
    })
    logger.info('stopping')
    await doors.close(graceMs)
    await server.app.close()
  } finally {
    await database.close()
  }
}
