import { readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** A running postmaster of a certain data directory, told from any later process with the same number by its start. */
export interface Postmaster {
  readonly pid: number
  /** Clock ticks since boot, from /proc/<pid>/stat. */
  readonly started: string
  /** `starting`, `ready`, `stopping` or `standby`, from the eighth line of postmaster.pid; empty when not yet written. */
  readonly status: string
}

/** The postmaster that runs on this data directory, checked through /proc; undefined when there is none. */
export function findPostmaster(data: string): Postmaster | undefined {
  let lines: string[]
  try {
    lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return undefined
  }
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid < 2) return undefined
  const started = startOf(pid)
  if (!started || !servesData(pid, data)) return undefined
  return { pid, started, status: (lines[7] ?? '').trim() }
}

export function isRunning(postmaster: Postmaster): boolean {
  return startOf(postmaster.pid) === postmaster.started
}

/** Waits until it takes connections; undefined when it ended instead, or is about to. */
export async function whenReady(postmaster: Postmaster, data: string): Promise<Postmaster | undefined> {
  for (;;) {
    const now = findPostmaster(data)
    if (now?.pid !== postmaster.pid || now.status === 'stopping') return undefined
    if (now.status === 'ready') return now
    await sleep(20)
  }
}

/** Sends a signal unless the process is gone. */
export function signal(postmaster: Postmaster, name: 'SIGINT' | 'SIGQUIT' | 'SIGKILL') {
  if (!isRunning(postmaster)) return
  try {
    process.kill(postmaster.pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Stops it: fast shutdown, after `patience` ms immediate, at last killed. All three leave the data sound. */
export async function stopPostmaster(postmaster: Postmaster, patience = 30_000): Promise<void> {
  for (const [name, wait] of [
    ['SIGINT', patience],
    ['SIGQUIT', 10_000],
    ['SIGKILL', 10_000],
  ] as const) {
    signal(postmaster, name)
    if (await isGoneWithin(postmaster, wait)) return
  }
}

/**
 * Kills what a killed postmaster left: PostgreSQL refuses to start while one of its old processes lives, rightly.
 * They end by themselves within moments; those that are busy for longer are helped.
 */
export async function endOrphans(data: string, socketLock: string, patience = 2000): Promise<void> {
  const until = Date.now() + patience
  for (;;) {
    const orphans = processesIn(data)
    if (orphans.length === 0) {
      // Its number may by now be of another process of this account, or of its own remains that nobody has waited for: PostgreSQL would refuse to start.
      if (!findPostmaster(data))
        for (const lock of [join(data, 'postmaster.pid'), socketLock]) rmSync(lock, { force: true })
      return
    }
    if (Date.now() > until) {
      for (const pid of orphans) kill(pid)
      if (Date.now() > until + 5000) return
    }
    await sleep(25)
  }
}

/** Kills the programs that were told to work on a data directory, or work in it, and waits until they are gone. */
export async function endProcessesOf(data: string): Promise<void> {
  for (;;) {
    const left = runningProcesses().filter((pid) => wasTold(pid, data) || servesData(pid, data))
    if (left.length === 0) return
    for (const pid of left) kill(pid)
    await sleep(25)
  }
}

async function isGoneWithin(postmaster: Postmaster, wait: number): Promise<boolean> {
  const until = Date.now() + wait
  while (isRunning(postmaster)) {
    if (Date.now() > until) return false
    await sleep(10)
  }
  return true
}

/**
 * A PostgreSQL process has its data directory as working directory. Root without CAP_SYS_PTRACE, as in many containers,
 * may not look there in a process of another account; the command line of the postmaster then has to do.
 */
function servesData(pid: number, data: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data) && isPostgres(readlinkSync(`/proc/${pid}/exe`))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EACCES') return false
  }
  return isPostgres(wordsOf(pid)[0] ?? '') && wasTold(pid, data)
}

function wasTold(pid: number, data: string): boolean {
  const words = wordsOf(pid)
  return words[words.indexOf('-D') + 1] === data
}

function wordsOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
  } catch {
    return []
  }
}

function processesIn(data: string): number[] {
  return runningProcesses().filter((pid) => servesData(pid, data))
}

function runningProcesses(): number[] {
  const names = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return names.map(Number).filter((pid) => startOf(pid))
}

function kill(pid: number) {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // Gone by itself.
  }
}

/** A replaced program shows as `postgres (deleted)`. */
function isPostgres(executable: string): boolean {
  return basename(executable).replace(/ \(deleted\)$/, '') === 'postgres'
}

/** Undefined when there is no such process, or only its remains that nobody has waited for. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is a name in parentheses that may itself hold blanks and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19]
  } catch {
    return undefined
  }
}
