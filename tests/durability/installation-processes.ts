import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** What the processes of an installation are for. */
export type Role = 'launcher' | 'supervisor' | 'server' | 'worker' | 'postmaster' | 'backend' | 'observer' | 'station'

export interface InstallationProcess {
  readonly pid: number
  readonly role: Role
}

/** The processes of the installation with this home that run now. */
export function installationProcesses(home: string): InstallationProcess[] {
  const found: InstallationProcess[] = []
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry) && Number(entry) !== process.pid)) {
    const pid = Number(name)
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0')
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      if (state === 'Z') continue
      parents.set(pid, Number(parent))
      const role = roleOf(home, pid, words)
      if (role) found.push({ pid, role })
    } catch {
      // Gone already.
    }
  }
  const postmasters = new Set(found.filter(({ role }) => role === 'postmaster').map(({ pid }) => pid))
  for (const [pid, parent] of parents) if (postmasters.has(parent)) found.push({ pid, role: 'backend' })
  return found
}

function roleOf(home: string, pid: number, words: readonly string[]): Role | undefined {
  if (words.includes('-D') && words.includes(`${home}/database/data`)) return 'postmaster'
  if (words.some((word) => word.startsWith(`${home}/`) && word.endsWith('agent.mjs')))
    return words.includes('station') ? 'station' : 'observer'
  const isOurs = readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`HOLDFAST_HOME=${home}\0`)
  if (!isOurs) return undefined
  if (words.some((word) => word.endsWith('programs/server/main.ts'))) {
    if (words.includes('server')) return 'server'
    if (words.includes('worker')) return 'worker'
  }
  if (words.some((word) => word.endsWith('programs/cli/main.ts'))) return 'supervisor'
  return words.some((word) => word.endsWith('/holdfast')) ? 'launcher' : undefined
}

/** kill -9; false when it is gone already. */
export function killNow(pid: number): boolean {
  try {
    process.kill(pid, 'SIGKILL')
    return true
  } catch {
    return false
  }
}

/** kill -9 of all processes of the installation at once, as a power cut would, until none is left. Answers with their number. */
export async function cutPower(home: string): Promise<number> {
  // Those who start others go first.
  const order: Role[] = ['launcher', 'supervisor', 'observer', 'postmaster', 'server', 'worker', 'station', 'backend']
  const killed = new Set<number>()
  for (;;) {
    const processes = installationProcesses(home)
    if (processes.length === 0) return killed.size
    for (const { pid } of processes.sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role)))
      if (killNow(pid)) killed.add(pid)
    await sleep(20)
  }
}
