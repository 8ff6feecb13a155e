import { join } from 'node:path'
import { countAhead } from '@holdfast/platform/boards'
import { resultHandler } from '@holdfast/platform/commands'
import type { NumberedJudge } from '@holdfast/platform/content'
import { eventHandler, eventRegistry, keepEventPartitions } from '@holdfast/platform/events'
import { factHandler, factRegistry, readKnowledge } from '@holdfast/platform/facts'
import { startJudging } from '@holdfast/platform/findings'
import { platformAlertLists, platformEntities, platformJobs } from '@holdfast/platform/http'
import { createApplier, type RecordHandler } from '@holdfast/platform/intake'
import { startJobs, startUpkeep } from '@holdfast/platform/jobs'
import type { EntityExtension } from '@holdfast/platform/search'
import { type Database, openDatabase, openHome, watchSchema } from '@holdfast/platform/store'
import { startTagging } from '@holdfast/platform/tags'
import { blueprintJob, eraseJob, fillDemoJob, followTask, startRollUp } from '@holdfast/platform/tenants'
import { type InstallationKeys, openInstallationKeys } from '@holdfast/platform/trust'
import type { Logger } from 'pino'
import { serverFaces } from '../../apps/server.ts'
import { changeDemos } from '../demo/change-demos.ts'
import { fillDemo } from '../demo/fill-demo.ts'
import type { ChildLink } from './child-link.ts'
import { runningAccess } from './database-access.ts'
import { isHeld } from './is-held.ts'
import { makeLogger } from './logger.ts'
import { startNotifying } from './notifying.ts'
import { type OpenContent, openContent } from './open-content.ts'
import { allParts } from './parts.ts'
import { periodicTasks } from './periodic-tasks.ts'
import { searchListsOf } from './search-lists.ts'
import { serverKey } from './server-key.ts'
import type { Settings } from './settings.ts'
import { slaOf } from './sla.ts'
import { statesFactsOf } from './states-facts.ts'
import { taggingOf } from './tagging.ts'
import { ticketsOf } from './tickets.ts'
import { whatFollows } from './what-follows.ts'

/** Runs one worker process until it is told to stop: takes in what sources sent, judges, and does scheduled work. */
export async function runWorker(settings: Settings, link: ChildLink, version: string): Promise<void> {
  const home = openHome(settings.home)
  const supervised = process.send !== undefined
  const logger = makeLogger({
    name: 'worker',
    level: settings.logLevel,
    ...(supervised && { file: join(home.path, 'logs', 'worker.log') }),
  })
  const content = await openContent(home.path)
  link.tell({ type: 'loaded' })
  await link.start
  if (link.stop.aborted) return
  const database = await openDatabase({
    access: runningAccess(settings),
    parts: allParts(serverFaces),
    onSlow: ({ text, ms }) => logger.warn({ ms: Math.round(ms), query: text.slice(0, 500) }, 'slow query'),
    onLost: (error) => logger.warn({ err: error }, 'database connection lost'),
  })
  const schema = await watchSchema(database, allParts(serverFaces), (words) => logger.warn(words))
  const stop = AbortSignal.any([link.stop, schema.ended])
  try {
    const judges = await content.put(database, logger)
    await keepEventPartitions(database)
    const keys = openInstallationKeys(join(home.path, 'keys'), new Date().toISOString())
    const notifying = startNotifying(database, { settings, home: home.path, version, logger })
    try {
      await work(
        database,
        { content, judges, keys, home: home.path, secret: serverKey(home.path) },
        { stop, tell: link.tell },
        logger,
      )
    } finally {
      await notifying.stop()
    }
    schema.ended.throwIfAborted()
  } finally {
    schema.stop()
    await database.close()
  }
}

interface Means {
  readonly content: OpenContent
  readonly judges: readonly NumberedJudge[]
  readonly keys: InstallationKeys
  /** Path of the home directory of the installation. */
  readonly home: string
  /** The 32 bytes that other secrets are derived from. */
  readonly secret: Uint8Array
}

async function work(
  database: Database,
  { content, judges, keys, home, secret }: Means,
  link: Pick<ChildLink, 'stop' | 'tell'>,
  logger: Logger,
): Promise<void> {
  const follows = whatFollows(serverFaces)
  const registry = factRegistry(serverFaces.flatMap((face) => face.app.facts))
  const facts = factHandler({ registry, projections: follows.projections, onKnown: follows.onKnown })
  const events = eventHandler(eventRegistry(serverFaces.flatMap((face) => face.app.events)))
  const applier = createApplier(database, {
    handlers: [facts, events, resultHandler as RecordHandler],
    onMoved: follows.onMoved,
    onFailure: ({ error, ...about }) => logger.error({ err: error, ...about }, 'envelopes were not applied'),
  })
  const judging = startJudging({
    database,
    judges,
    load: readKnowledge,
    onError: (error, about) => logger.error({ err: error, ...about }, 'judging failed'),
  })
  const following = content.follow(database, logger, (changed) => judging.replace(changed))
  const tagging = startTagging({
    database,
    ...taggingOf(serverFaces),
    onError: (error, about) => logger.error({ err: error, ...about }, 'tagging failed'),
  })
  const extensions = serverFaces.flatMap((face) => face.entities as readonly EntityExtension[])
  const onFailure = (error: unknown, about: { readonly task: string; readonly tenantId: number }) =>
    logger.error({ err: error, ...about }, 'a periodic task failed for a tenant')
  const rollUp = startRollUp({
    database,
    onError: (error) => logger.error({ err: error }, 'numbers for providers were not kept'),
  })
  const upkeep = startUpkeep(
    database,
    [
      searchListsOf(serverFaces),
      slaOf(serverFaces),
      ticketsOf(serverFaces),
      ...serverFaces.flatMap((face) => [...(face.upkeep ?? []), ...(face.upkeepAt?.(home) ?? [])]),
    ],
    statesFactsOf(serverFaces),
    (error, about) => logger.error({ err: error, ...about }, 'upkeep failed'),
  )
  const jobs = await startJobs({
    database,
    kinds: [
      ...platformJobs(extensions, { signingKey: () => keys.current, isHeld }),
      eraseJob({ database, signingKey: () => keys.current }),
      fillDemoJob({ database, fill: fillDemo(database, () => keys.signedBundle, secret) }),
      blueprintJob({
        database,
        language: taggingOf(serverFaces).language,
        lists: platformAlertLists(extensions),
        now: () => Date.now(),
      }),
    ],
    tasks: [
      ...periodicTasks({
        registry,
        keys,
        assets: platformEntities(extensions).assets,
        isHeld,
        onMoved: follows.onMoved,
        onFailure,
      }),
      countAhead({ ...platformEntities(extensions) }, onFailure),
      followTask(onFailure),
      changeDemos({ trust: () => keys.signedBundle, secret, now: () => Date.now(), onFailure }),
    ],
    scheduled: serverFaces.flatMap((face) => face.jobs),
    onError: (error, about) => logger.error({ err: error, ...about }, 'job failed'),
    log: (level, message) => logger[level === 'warning' ? 'warn' : 'debug'](message),
  })
  const applying = applier.run(link.stop)
  link.tell({ type: 'ready' })
  logger.info({ judges: judges.length }, 'working')
  // Runs until told to stop.
  await applying
  logger.info('stopping')
  following.stop()
  await Promise.all([judging.stop(), tagging.stop(), upkeep.stop(), rollUp.stop(), jobs.stop()])
}
