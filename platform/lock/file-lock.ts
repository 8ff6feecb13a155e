import { closeSync, constants, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs'
import koffi from 'koffi'

// Operations of flock(2).
const operations = { shared: 1, exclusive: 2 } as const
const notBlocking = 4
let flock: ((fd: number, operation: number) => number) | undefined

/** Held by this process until `release` or its end, however it ends: the kernel lets go of it. */
export interface FileLock {
  release(): void
}

/**
 * Takes the exclusive lock on a file and writes this process's id into it. When another process holds it, the answer
 * is that process's id (0 when it has not written it yet). flock(2) is used rather than a pid file, since it cannot go stale.
 */
export function takeFileLock(path: string): FileLock | { heldBy: number } {
  const fd = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600)
  if (!tryFlock(fd, 'exclusive')) {
    const pid = Number.parseInt(readFileSync(path, 'utf8'), 10)
    closeSync(fd)
    return { heldBy: Number.isNaN(pid) ? 0 : pid }
  }
  ftruncateSync(fd, 0)
  writeSync(fd, `${process.pid}\n`, 0)
  let held = true
  return {
    release() {
      if (held) closeSync(fd)
      held = false
    },
  }
}

/** Takes or changes a lock on an open file without waiting; false when somebody else's is in the way. */
export function tryFlock(fd: number, operation: keyof typeof operations): boolean {
  flock ??= koffi.load('libc.so.6').func('int flock(int fd, int operation)') as (fd: number, op: number) => number
  return flock(fd, operations[operation] | notBlocking) === 0
}
