import { takeFileLock } from './file-lock.ts'

const patienceMs = 10_000
const pauseMs = 10

/**
 * Does brief work while no other process that names the same file does. It waits without giving way to anything else, so this is for what happens once at a
 * start. Throws after ten seconds.
 */
export function whileLocked<T>(path: string, work: () => T): T {
  for (const until = performance.now() + patienceMs; ; ) {
    const lock = takeFileLock(path)
    if ('release' in lock) {
      try {
        return work()
      } finally {
        lock.release()
      }
    }
    if (performance.now() > until) throw new Error(`${path} is held by process ${lock.heldBy} for too long`)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs)
  }
}
