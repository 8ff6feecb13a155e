import { closeSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs'
import { join } from 'node:path'

const folders = ['logs', 'log', 'agent/log', 'agent/logs'] as const
/** Of each file; older lines say little about what is wrong now. */
const lastBytes = 256 * 1024
const mostFiles = 20

/** The last lines of every log of a home, by the file's path in it. */
export function recentLogs(home: string): Record<string, string[]> {
  const found: Record<string, string[]> = {}
  for (const folder of folders) {
    for (const name of names(join(home, folder))) {
      if (Object.keys(found).length >= mostFiles) return found
      const lines = tail(join(home, folder, name))
      if (lines) found[`${folder}/${name}`] = lines
    }
  }
  return found
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
      .sort()
  } catch {
    return []
  }
}

function tail(path: string): string[] | undefined {
  let fd: number
  try {
    fd = openSync(path, 'r')
  } catch {
    return undefined
  }
  try {
    const { size } = fstatSync(fd)
    const bytes = Buffer.alloc(Math.min(size, lastBytes))
    const read = readSync(fd, bytes, 0, bytes.length, size - bytes.length)
    const lines = bytes.toString('utf8', 0, read).split('\n').filter(Boolean)
    // The first line was cut: half a secret is not known again.
    return size > lastBytes ? lines.slice(1) : lines
  } finally {
    closeSync(fd)
  }
}
