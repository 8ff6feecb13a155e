import { copyFileSync, statSync, truncateSync } from 'node:fs'

/**
 * Keeps a log below its limit: the full file becomes `<path>.1` and starts anew. It is emptied, not replaced, since
 * PostgreSQL keeps it open (for appending) through our own end and adoption.
 */
export function rotateLog(path: string, limit = 10 * 1024 * 1024) {
  try {
    if (statSync(path).size < limit) return
    copyFileSync(path, `${path}.1`)
    truncateSync(path, 0)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    // On a full disk there is no copy, and emptying the file helps.
    if (code === 'ENOSPC') truncateSync(path, 0)
    else if (code !== 'ENOENT') throw error
  }
}
