import { readdirSync, readFileSync } from 'node:fs'
import { type Installation, startInstallation } from '../tests/journeys/installation.ts'
import type { Bench } from './bench.ts'

export const bench: Bench = {
  name: 'agent',
  summary: "This host's agent with all its collectors: memory and processor time while nothing happens.",
  async run({ scale, log }) {
    const installation = await startInstallation()
    try {
      await waitUntilQuiet(installation, scale, log)
      const seconds = Math.max(5, Math.round(300 * scale))
      const before = measure(installation.home)
      log(`watching ${before.length} processes for ${seconds} s`)
      const started = performance.now()
      await sleep(seconds * 1000)
      const after = measure(installation.home)
      const elapsed = (performance.now() - started) / 1000
      const ticks = sum(after, 'ticks') - sum(before, 'ticks')
      const each = after.map(({ name, rss }) => `${name} ${(rss / 1024).toFixed(0)} MB`).join(', ')
      return [
        {
          what: 'memory of all agent processes, RSS',
          value: sum(after, 'rss') / 1024,
          unit: 'MB',
          atMost: 100,
          note: each,
        },
        { what: 'the same, shared pages counted once (PSS)', value: sum(after, 'pss') / 1024, unit: 'MB' },
        {
          what: 'processor time while idle',
          value: ticks / elapsed,
          unit: '% of a core',
          atMost: 0.2,
          note: `over ${elapsed.toFixed(0)} s`,
        },
      ]
    } finally {
      await installation.remove()
    }
  },
}

interface Measured {
  readonly name: string
  /** KiB. */
  readonly rss: number
  readonly pss: number
  /** User and system time in hundredths of a second: per second of clock time that is per cent of a core. */
  readonly ticks: number
}

/** The agent's processes of one installation. */
function measure(home: string): Measured[] {
  const found: Measured[] = []
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0')
      if (!command.some((word) => word.endsWith('agent.mjs')) || !command.some((word) => word.startsWith(home)))
        continue
      const status = readFileSync(`/proc/${pid}/status`, 'latin1')
      const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1')
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      found.push({
        name: command.includes('station') ? 'station' : 'observer',
        rss: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]),
        pss: Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1]),
        ticks: Number(fields[11]) + Number(fields[12]),
      })
    } catch {
      // It ended while we looked.
    }
  }
  return found
}

/** The first collection is over when half a minute passes with hardly any work. */
async function waitUntilQuiet(installation: Installation, scale: number, log: (line: string) => void): Promise<void> {
  for (let tries = 0; tries < 10; tries++) {
    const before = sum(measure(installation.home), 'ticks')
    await sleep(scale === 1 ? 30_000 : 3000)
    const used = sum(measure(installation.home), 'ticks') - before
    if (measure(installation.home).length >= 2 && (used < 15 || scale < 1)) return
    log(`the agent used ${used * 10} ms in the last 30 s`)
  }
}

function sum(all: readonly Measured[], field: 'rss' | 'pss' | 'ticks'): number {
  return all.reduce((total, one) => total + one[field], 0)
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
