import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type DatabasePosition, settleTimeline } from '@holdfast/platform/intake'
import type { Database } from '@holdfast/platform/store'

const everyMs = 5000

/**
 * Notes outside of the database where it stands, so that a database that was put back to yesterday is noticed: then it
 * begins another timeline, and sources send anew what it has forgotten. Resolves when the first look is done; `stop` notes
 * the last position.
 */
export async function keepPosition(
  database: Database,
  home: string,
  onWentBack: () => void,
): Promise<{ stop(): Promise<void> }> {
  const path = join(home, 'database-position.json')
  let last = read(path)
  const look = async () => {
    const { position, wentBack } = await settleTimeline(database, last)
    last = position
    write(path, position)
    if (wentBack) onWentBack()
  }
  await look()
  let running: Promise<void> | undefined
  const timer = setInterval(() => {
    // While the database is away there is nothing to note.
    running ??= look()
      .catch(() => {})
      .finally(() => {
        running = undefined
      })
  }, everyMs)
  timer.unref()
  return {
    async stop() {
      clearInterval(timer)
      await running
      await look().catch(() => {})
    },
  }
}

function read(path: string): DatabasePosition | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as DatabasePosition
  } catch {
    return undefined
  }
}

function write(path: string, position: DatabasePosition) {
  try {
    writeFileSync(`${path}.part`, JSON.stringify(position), { mode: 0o600 })
    renameSync(`${path}.part`, path)
  } catch {
    // A full disk: the older note is as true, only less fresh.
  }
}
