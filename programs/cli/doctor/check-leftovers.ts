import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Settings } from '../../server/settings.ts'
import { type Checked, ok, warn } from './check.ts'

/** What killed programs left in the home; the next start deals with all of it. */
export function checkLeftovers({ home }: Settings, serverRuns: boolean): Checked[] {
  if (!existsSync(home) || serverRuns) return []
  const found: Checked[] = []
  const left = list(home).filter((name) => name.startsWith('restore.part-'))
  if (existsSync(join(home, 'restore-ready.json')))
    found.push(warn('restore', 'was interrupted at its very end', 'The next start finishes it: ./holdfast up'))
  else if (left.length > 0)
    found.push(
      warn(
        'restore',
        `was interrupted: ${left.join(', ')}`,
        'Nothing of it counts: restore again, or start; both remove it.',
      ),
    )
  const pid = postmaster(join(home, 'database', 'data', 'postmaster.pid'))
  const holder = lockHolder(join(home, 'lock'))
  if (pid !== undefined && !isRunning(pid))
    found.push(
      warn(
        'database lock',
        `postmaster.pid names process ${pid}, which is gone`,
        'The next start recovers the database: ./holdfast up',
      ),
    )
  else if (pid !== undefined && !holder)
    found.push(
      warn(
        'database lock',
        `process ${pid} runs the database and nobody watches over it`,
        'The next start takes it over: ./holdfast up',
      ),
    )
  return found.length > 0 ? found : [ok('leftovers', 'none')]
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function postmaster(path: string): number | undefined {
  try {
    const pid = Number(readFileSync(path, 'utf8').split('\n')[0])
    return Number.isInteger(pid) && pid > 1 ? pid : undefined
  } catch {
    return undefined
  }
}

/** The lock itself belongs to the kernel; its file names the last holder. */
function lockHolder(path: string): boolean {
  try {
    return isRunning(Number(readFileSync(path, 'utf8')))
  } catch {
    return false
  }
}

function isRunning(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2))
  } catch {
    return false
  }
}
