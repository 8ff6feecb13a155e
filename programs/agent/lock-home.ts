import { constants, fstatSync, openSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { tryFlock } from '@holdfast/platform/lock'

/** Exit code of an agent whose home another process holds. */
export const homeIsHeld = 76

/** Another process works in the same home. `message` names it. */
export class HomeHeld extends Error {}

/** An agent that was told to end may take a moment to let go. */
const patienceMs = 8000

/**
 * Takes the home of an agent for this process, until its end, however it ends. It is the folder itself that is locked: no file in it, since the folder is
 * of the account without privileges, which must not choose what this process opens. Throws HomeHeld.
 */
export async function lockHome(home: string, waitMs = patienceMs): Promise<void> {
  const fd = openSync(home, constants.O_RDONLY | constants.O_DIRECTORY)
  for (const until = performance.now() + waitMs; !tryFlock(fd, 'exclusive'); ) {
    if (performance.now() > until) throw new HomeHeld(held(home, holderOf(fd)))
    await sleep(100)
  }
}

function held(home: string, holder: number | undefined): string {
  const who = holder === undefined ? 'another process' : `process ${holder}`
  return `${home} is in use by ${who}: one agent at a time works in a home; end that one first`
}

/** The process that holds a lock on an open file, as /proc/locks (proc_locks(5)) tells it; undefined where that does not say. */
function holderOf(fd: number): number | undefined {
  const { ino } = fstatSync(fd)
  try {
    for (const line of readFileSync('/proc/locks', 'latin1').split('\n')) {
      const [, pid, inode] = /^\d+: FLOCK +ADVISORY +WRITE (\d+) [0-9a-f]+:[0-9a-f]+:(\d+) /.exec(line) ?? []
      if (inode === String(ino) && pid !== '0') return Number(pid)
    }
  } catch {
    // Not every kernel shows it.
  }
  return undefined
}
