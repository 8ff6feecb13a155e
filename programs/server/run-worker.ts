import { join } from 'node:path'
import { openDatabase, openHome } from '@holdfast/platform/store'
import type { ChildLink } from './child-link.ts'
import { runningAccess } from './database-access.ts'
import { loadFaces } from './faces.ts'
import { makeLogger } from './logger.ts'
import { allParts } from './parts.ts'
import type { Settings } from './settings.ts'

const serverFaces = await loadFaces()

/** Runs one worker process until it is told to stop: takes in what sources sent, judges, and does scheduled work. */
export async function runWorker(settings: Settings, link: ChildLink): Promise<void> {
  const home = openHome(settings.home)
  const supervised = process.send !== undefined
  const logger = makeLogger({
    name: 'worker',
    level: settings.logLevel,
    ...(supervised && { file: join(home.path, 'logs', 'worker.log') }),
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
    link.tell({ type: 'ready' })
    await new Promise<void>((resolve) => {
      if (link.stop.aborted) resolve()
      link.stop.addEventListener('abort', () => resolve(), { once: true })
    })
  } finally {
    await database.close()
  }
}
