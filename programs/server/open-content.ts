import {
  type AppContent,
  loadAppContent,
  type NumberedJudge,
  numberJudges,
  refreshOpenChecks,
  syncContent,
} from '@holdfast/platform/content'
import type { PlatformTransaction, ServerFace, Touched } from '@holdfast/platform/contract'
import { readKnowledge } from '@holdfast/platform/facts'
import { markContentChanged, markSomeDue, openAlike } from '@holdfast/platform/findings'
import type { Database, Transaction } from '@holdfast/platform/store'
import type { Logger } from 'pino'
import { serverFaces } from '../../apps/server.ts'

/** What the apps judge with: the program's own, and what was imported into the home directory. */
export interface OpenContent {
  /** Makes the database know it, and answers with the judges as they are numbered there. What is stored is judged again by those that changed. */
  put(database: Database, logger: Logger): Promise<readonly NumberedJudge[]>
  /** Loads it anew whenever something was imported, until stopped. */
  follow(database: Database, logger: Logger, onChange: (judges: readonly NumberedJudge[]) => void): { stop(): void }
}

const lookAgainMs = 500

export async function openContent(home: string): Promise<OpenContent> {
  const marks = () => serverFaces.map((face) => face.contentMark?.(home) ?? '').join('\n')
  const load = () => Promise.all(serverFaces.map((face) => loadAppContent(face, home)))
  let mark = marks()
  let contents = await load()
  return {
    put: async (database, logger) => (await put(database, logger, contents)).judges,
    follow(database, logger, onChange) {
      let stopped = false
      const look = async () => {
        try {
          const now = marks()
          if (now !== mark) {
            const began = performance.now()
            const loaded = await load()
            const known = await put(database, logger, loaded, contents)
            onChange(known.judges)
            const before = contents
            contents = loaded
            mark = now
            await openOnAll(database, logger, { ...known, before, began })
          }
        } catch (error) {
          // What is judged by stays as it was, and it is tried again.
          logger.error({ err: error }, 'content could not be loaded')
        }
        if (!stopped) timer = setTimeout(look, lookAgainMs).unref()
      }
      let timer = setTimeout(look, lookAgainMs).unref()
      return {
        stop() {
          stopped = true
          clearTimeout(timer)
        },
      }
    },
  }
}

interface Put {
  readonly judges: readonly NumberedJudge[]
  /** Assets on which one and the same is found at once, by the judge that finds it. */
  readonly alike: readonly (Touched & { readonly judge: string })[]
  /** When the last of the assets that the change touches was known, on the clock of `performance`. */
  readonly listed: number
}

function put(
  database: Database,
  logger: Logger,
  contents: readonly AppContent[],
  before?: readonly AppContent[],
): Promise<Put> {
  return database.asPlatform(
    async (tx) => {
      const changed = await syncContent(tx, contents)
      const numbered = await numberJudges(tx, contents)
      await refreshOpenChecks(
        tx,
        numbered.filter(({ judge }) => changed.includes(judge.id)),
      )
      const { marked, ...rest } = await markTouched(tx, contents, before, numbered, changed)
      if (marked > 0) logger.info({ judges: changed, assets: marked }, 'content changed')
      return { judges: numbered, ...rest }
    },
    { idempotent: true, timeoutMs: 300_000 },
  )
}

/** Judges again what the change may concern: all assets, unless the app can tell which. */
async function markTouched(
  tx: Transaction,
  contents: readonly AppContent[],
  before: readonly AppContent[] | undefined,
  numbered: readonly NumberedJudge[],
  changed: readonly string[],
): Promise<Omit<Put, 'judges'> & { marked: number }> {
  let marked = 0
  let listed = performance.now()
  const alike: Put['alike'][number][] = []
  for (const [index, { judges }] of contents.entries()) {
    const mine = judges.map(({ judge }) => judge).filter(({ id }) => changed.includes(id))
    if (mine.length === 0) continue
    const touched = await touchedBy(serverFaces[index]!, tx, before?.[index], contents[index]!)
    listed = performance.now()
    if (touched === 'all') {
      const ids = mine.map(({ id }) => id)
      marked += await markContentChanged(tx, numbered, ids)
      continue
    }
    for (const { id, needs } of mine) {
      // What hangs on facts that few assets have is alike on none of them.
      const theirs = needs === undefined ? touched : touched.map((each) => ({ ...each, alike: false }))
      marked += await markSomeDue(tx, [id], theirs)
      alike.push(...theirs.filter((each) => each.alike).map((each) => ({ ...each, judge: id })))
    }
  }
  return { marked, alike, listed }
}

/** Opens what the change makes judges find on assets that are alike. What fails here waits for the judging of each. */
async function openOnAll(
  database: Database,
  logger: Logger,
  { judges, alike, listed, before, began }: Put & { before: readonly AppContent[]; began: number },
): Promise<void> {
  if (alike.length === 0) return
  const old = before.flatMap((content) => content.judges)
  let opened = 0
  for (const touched of alike) {
    const was = old.find(({ judge }) => judge.id === touched.judge)
    const is = judges.find(({ judge }) => judge.id === touched.judge)
    if (!was || !is) continue
    const context = { database, load: readKnowledge, now: () => new Date() }
    opened += await openAlike(context, { before: was, after: is }, touched).catch((error: unknown) => {
      logger.error({ err: error, judge: touched.judge }, 'findings could not be opened at once')
      return 0
    })
  }
  // Nothing is left to wait for: each is looked at by itself now, which also closes what the change does away with.
  for (const judge of new Set(alike.map((touched) => touched.judge))) {
    const mine = alike.filter((touched) => touched.judge === judge).map((touched) => ({ ...touched, alike: false }))
    await database.asPlatform((tx) => markSomeDue(tx, [judge], mine), { idempotent: true, timeoutMs: 300_000 })
  }
  const assets = alike.reduce((sum, { assetIds }) => sum + assetIds.length, 0)
  logger.info(
    {
      assets,
      listedMs: Math.round(listed - began),
      findings: opened,
      writtenMs: Math.round(performance.now() - began),
    },
    'findings were opened at once',
  )
}

async function touchedBy(face: ServerFace, tx: Transaction, before: AppContent | undefined, after: AppContent) {
  const [was, is] = [before?.judges[0]?.content, after.judges[0]?.content]
  if (!face.touchedBy || was === undefined || is === undefined) return 'all'
  return face.touchedBy(tx as unknown as PlatformTransaction, was, is)
}
