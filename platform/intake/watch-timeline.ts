import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import type { Database } from '../store/index.ts'
import { type DatabasePosition, settleTimeline } from './timeline.ts'

const everyMs = 10_000

export interface TimelineWatch {
  /** The database stood before where it was last seen: sources will begin anew and state everything once more. */
  readonly wentBack: boolean
  close(): Promise<void>
}

/**
 * Settles which history the database tells, before any source is heard, and keeps its position in a file outside of it. Of several
 * servers on one database each keeps a file of its own.
 */
export async function watchTimeline(database: Database, file: string): Promise<TimelineWatch> {
  const settled = await settleTimeline(database, readPosition(file))
  writePosition(file, settled.position)
  let busy: Promise<void> | undefined
  const note = async () => {
    try {
      // What is found behind while running is settled at the next start: the sources notice by themselves until then.
      const { position } = await settleTimeline(database, undefined)
      writePosition(file, position)
    } catch {
      // The database is away, or the disk is full; the last position stays, which is only older.
    }
  }
  const timer = setInterval(() => {
    busy ??= note().finally(() => {
      busy = undefined
    })
  }, everyMs)
  timer.unref()
  return {
    wentBack: settled.wentBack,
    async close() {
      clearInterval(timer)
      await busy
      await note()
    },
  }
}

/** Undefined when there is none yet, or what is there makes no sense: then nothing is known, which is no proof of anything. */
function readPosition(file: string): DatabasePosition | undefined {
  try {
    const { system, wal, timeline } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
    const isRight =
      typeof system === 'string' &&
      typeof wal === 'string' &&
      /^[0-9A-F]{1,8}\/[0-9A-F]{1,8}$/.test(wal) &&
      typeof timeline === 'string' &&
      /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(timeline)
    return isRight ? { system, wal, timeline } : undefined
  } catch {
    return undefined
  }
}

function writePosition(file: string, position: DatabasePosition): void {
  const partial = `${file}.part-${process.pid}`
  const fd = openSync(partial, 'w', 0o600)
  try {
    writeSync(fd, `${JSON.stringify(position)}\n`)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
  renameSync(partial, file)
}
