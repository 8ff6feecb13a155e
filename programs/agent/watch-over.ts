import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { Duplex } from 'node:stream'
import { sendFrame } from '@holdfast/platform/edge'

const everyMs = 30_000
/** A station larger than this has met something that it cannot digest. */
const maxResidentKb = 600 * 1024
/** More than this share of one core over two looks in a row is a loop, not work. */
const maxShare = 0.9
const looksBeforeKill = 4

/** Ends a station that grew, spins, or no longer answers; the observer then starts a fresh one. */
export function watchOver(
  child: ChildProcess,
  pipe: Duplex,
  say: (line: string) => void,
): { heard(): void; end(): void } {
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
    end: () => clearInterval(timer),
  }
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
