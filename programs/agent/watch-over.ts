import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { getPriority, setPriority } from 'node:os'
import type { Duplex } from 'node:stream'
import { sendFrame } from '@holdfast/platform/edge'

const everyMs = 30_000
/** A station larger than this has met something that it cannot digest. */
const usualResidentKb = 600 * 1024
/** More than this share of one core over two looks in a row is a loop, not work. */
const maxShare = 0.9
const looksBeforeKill = 4

/** Ends a station that grew, spins, or no longer answers; the observer then starts a fresh one. */
export function watchOver(
  child: ChildProcess,
  pipe: Duplex,
  say: (line: string) => void,
): { heard(): void; limit(limits: unknown): void; end(): void } {
  let maxResidentKb = usualResidentKb
  let silent = 0
  let spinning = 0
  let last = cpuTicks(child.pid)
  const timer = setInterval(() => {
    const resident = residentKb(child.pid)
    const ticks = cpuTicks(child.pid)
    spinning = (ticks - last) * 10 > everyMs * maxShare ? spinning + 1 : 0
    last = ticks
    silent++
    const reason =
      resident > maxResidentKb
        ? `it holds ${Math.round(resident / 1024)} MB`
        : spinning >= looksBeforeKill
          ? 'it has used a whole core for two minutes'
          : silent > looksBeforeKill
            ? 'it has not answered for two minutes'
            : undefined
    if (reason) {
      say(`the station is ended: ${reason}`)
      child.kill('SIGKILL')
    } else sendFrame(pipe, { ping: true }).catch(() => {})
  }, everyMs)
  timer.unref()
  return {
    heard() {
      silent = 0
    },
    limit(limits) {
      const { nice, memoryMegabytes } = (limits ?? {}) as Record<string, unknown>
      maxResidentKb = isWithin(memoryMegabytes, 128, 4096) ? memoryMegabytes * 1024 : usualResidentKb
      if (child.pid === undefined) return
      try {
        // The service manager's own measure holds for this process, and is where a station goes back to.
        setPriority(child.pid, isWithin(nice, 0, 19) ? nice : getPriority())
      } catch {
        say('the station could not be made less nice without privileges; that holds from the next start on')
      }
    },
    end: () => clearInterval(timer),
  }
}

/** The station speaks here, which parses what others wrote. */
function isWithin(value: unknown, least: number, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
}

function residentKb(pid: number | undefined): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0)
  } catch {
    return 0
  }
}

/** User and system time in hundredths of a second. */
function cpuTicks(pid: number | undefined): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return Number(fields[11]) + Number(fields[12])
  } catch {
    return 0
  }
}
