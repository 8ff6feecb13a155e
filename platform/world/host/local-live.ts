import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import type { Live, LiveProcess } from '@holdfast/platform/contract'
import { bootedAtSeconds, maxCommandLine, parseProcess } from '../proc/parse-process.ts'
import { joinListeners, type ListeningSocket, parseSockets } from '../proc/parse-sockets.ts'
import { breather } from './breathe.ts'
import { readRegular } from './read-file.ts'
import { unseenOf } from './unseen-of.ts'

/** File descriptors looked at in one pass over all processes at most. */
const maxDescriptors = 4_000_000

/** Process 2, kthreadd, is the parent of all threads of the kernel. */
const kernelParent = '2'
/** A glance leaves out what is younger: the workers of a database live for moments, and are no news. */
const youngSeconds = 2
/** USER_HZ, the same on all architectures that we run on. */
const ticksPerSecond = 100

/** Processes and sockets of this machine, as far as its /proc shows them to us. */
export const localLive: Live = {
  async processes() {
    try {
      const bootedAt = bootedAtSeconds(readFileSync('/proc/stat', 'latin1'))
      const breathe = breather()
      const processes: LiveProcess[] = []
      for (const pid of pidsOf()) {
        await breathe()
        const process = readProcess(pid, bootedAt)
        if (process) processes.push(process)
      }
      return { ok: true, processes }
    } catch (error) {
      return unseenOf(error)
    }
  },
  async listeners() {
    try {
      const sockets = socketsOf()
      return { ok: true, listeners: joinListeners(sockets, await holdersOf(sockets)) }
    } catch (error) {
      return unseenOf(error)
    }
  },
  async glance() {
    const digest = createHash('sha256')
    const latest = (Number.parseFloat(readText('/proc/uptime') ?? '') - youngSeconds) * ticksPerSecond
    for (const pid of pidsOf()) {
      const identity = identityOf(readText(`/proc/${pid}/stat`), latest)
      if (identity !== undefined) digest.update(`${pid} ${identity}\n`)
    }
    for (const { transport, address, port, uid, inode } of socketsOf())
      digest.update(`${transport} ${address} ${port} ${uid} ${inode}\n`)
    return digest.digest('base64')
  },
}

function socketsOf(): readonly ListeningSocket[] {
  const sockets: ListeningSocket[] = []
  for (const transport of ['tcp', 'udp'] as const) {
    for (const family of ['', '6']) {
      // A kernel without IPv6 has no table for it.
      const table = readText(`/proc/net/${transport}${family}`)
      if (table !== undefined) sockets.push(...parseSockets(table, transport))
    }
  }
  return sockets
}

/**
 * Name and start of a process, fields 2 and 22 of /proc/<pid>/stat (proc_pid_stat(5)); undefined for threads of the kernel and for processes
 * that started after `latest` (ticks since boot).
 */
function identityOf(stat: string | undefined, latest: number): string | undefined {
  if (stat === undefined) return undefined
  const end = stat.lastIndexOf(')')
  const fields = stat.slice(end + 2).split(' ')
  const started = fields[19]
  return fields[1] === kernelParent || Number(started) > latest ? undefined : `${stat.slice(0, end)} ${started}`
}

function pidsOf(): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
}

function readProcess(pid: number, bootedAt: number): LiveProcess | undefined {
  const folder = `/proc/${pid}`
  const stat = readText(`${folder}/stat`)
  const status = readText(`${folder}/status`)
  // Gone between the listing and now.
  if (stat === undefined || status === undefined) return undefined
  const cmdline = readRegular(`${folder}/cmdline`, 16 * maxCommandLine)
  return parseProcess(
    {
      pid,
      stat,
      status,
      cmdline: cmdline.ok ? cmdline.bytes : new Uint8Array(),
      executable: readLink(`${folder}/exe`),
      cgroup: readText(`${folder}/cgroup`),
      loginuid: readText(`${folder}/loginuid`),
    },
    bootedAt,
  )
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function readLink(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch {
    return undefined
  }
}

/** Which processes hold which socket inode: one pass over the descriptors of all of them. */
async function holdersOf(sockets: readonly ListeningSocket[]): Promise<ReadonlyMap<number, readonly number[]>> {
  const holders = new Map<number, number[]>()
  const wanted = new Set(sockets.map((socket) => `socket:[${socket.inode}]`))
  if (wanted.size === 0) return holders
  const breathe = breather()
  let looked = 0
  for (const pid of pidsOf()) {
    let descriptors: string[]
    try {
      descriptors = readdirSync(`/proc/${pid}/fd`)
    } catch {
      continue
    }
    for (const descriptor of descriptors) {
      looked += 1
      if (looked > maxDescriptors) return holders
      await breathe()
      const link = readLink(`/proc/${pid}/fd/${descriptor}`)
      if (link === undefined || !wanted.has(link)) continue
      const inode = Number(link.slice('socket:['.length, -1))
      const pids = holders.get(inode)
      if (pids === undefined) holders.set(inode, [pid])
      else if (pids.at(-1) !== pid) pids.push(pid)
    }
  }
  return holders
}
