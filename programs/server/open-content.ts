import {
  type AppContent,
  loadAppContent,
  type NumberedJudge,
  numberJudges,
  refreshOpenChecks,
  syncContent,
} from '@holdfast/platform/content'
import type { PlatformTransaction, ServerFace } from '@holdfast/platform/contract'
import { markContentChanged, markSomeDue } from '@holdfast/platform/findings'
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

const lookAgainMs = 2000

export async function openContent(home: string): Promise<OpenContent> {
  const marks = () => serverFaces.map((face) => face.contentMark?.(home) ?? '').join('\n')
  const load = () => Promise.all(serverFaces.map((face) => loadAppContent(face, home)))
  let mark = marks()
  let contents = await load()
  return {
    put: (database, logger) => put(database, logger, contents),
    follow(database, logger, onChange) {
      let stopped = false
      const look = async () => {
        try {
          const now = marks()
          if (now !== mark) {
            const loaded = await load()
            onChange(await put(database, logger, loaded, contents))
            contents = loaded
            mark = now
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

function put(
  database: Database,
  logger: Logger,
  contents: readonly AppContent[],
  before?: readonly AppContent[],
): Promise<readonly NumberedJudge[]> {
  return database.asPlatform(
    async (tx) => {
      const changed = await syncContent(tx, contents)
      const numbered = await numberJudges(tx, contents)
      await refreshOpenChecks(
        tx,
        numbered.filter(({ judge }) => changed.includes(judge.id)),
      )
      const marked = await markTouched(tx, contents, before, numbered, changed)
      if (marked > 0) logger.info({ judges: changed, assets: marked }, 'content changed')
      return numbered
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
): Promise<number> {
  let marked = 0
  for (const [index, { judges }] of contents.entries()) {
    const mine = judges.map(({ judge }) => judge.id).filter((id) => changed.includes(id))
    if (mine.length === 0) continue
    const touched = await touchedBy(serverFaces[index]!, tx, before?.[index], contents[index]!)
    if (touched === 'all') marked += await markContentChanged(tx, numbered, mine)
    else marked += await markSomeDue(tx, mine, touched)
  }
  return marked
}

async function touchedBy(face: ServerFace, tx: Transaction, before: AppContent | undefined, after: AppContent) {
  const [was, is] = [before?.judges[0]?.content, after.judges[0]?.content]
  if (!face.touchedBy || was === undefined || is === undefined) return 'all'
  return face.touchedBy(tx as unknown as PlatformTransaction, was, is)
}
