import type { Live, LiveProcess } from '@holdfast/platform/contract'
import { bootedAtSeconds, maxCommandLine, parseProcess } from '../proc/parse-process.ts'
import { joinListeners, type ListeningSocket, parseSockets } from '../proc/parse-sockets.ts'
import type { Frames, RemoteShell } from './remote-shell.ts'

const maxText = 256 * 1024 * 1024
const transports = ['tcp', 'tcp', 'udp', 'udp'] as const

/** Processes and sockets of a host over SSH: one question each. */
export function remoteLive(shell: RemoteShell): Live {
  return {
    async processes() {
      return { ok: true, processes: await shell.ask(['hf_processes'], readProcesses) }
    },
    async listeners() {
      const { sockets, holders } = await shell.ask(['hf_sockets'], readSockets)
      return { ok: true, listeners: joinListeners(sockets, holders) }
    },
  }
}

async function readProcesses(frames: Frames): Promise<readonly LiveProcess[]> {
  const bootedAt = bootedAtSeconds(await text(frames))
  const files = byProcess(await text(frames))
  const processes: LiveProcess[] = []
  for (let header = await frames.header(); header !== 'done'; header = await frames.header()) {
    const pid = Number(/^process (\d+)$/.exec(header)?.[1])
    const { bytes } = await frames.stream(16 * maxCommandLine)
    const executable = (await text(frames)).replace(/\n$/, '')
    const own = files.get(pid)
    const process = parseProcess(
      {
        pid,
        stat: own?.get('stat') ?? '',
        status: own?.get('status') ?? '',
        cmdline: bytes ?? new Uint8Array(),
        ...(executable === '' ? {} : { executable }),
        ...(own?.has('cgroup') ? { cgroup: own.get('cgroup') as string } : {}),
        ...(own?.has('loginuid') ? { loginuid: own.get('loginuid') as string } : {}),
      },
      bootedAt,
    )
    if (process) processes.push(process)
  }
  return processes
}

/** Lines as `grep -H` prints them: `/proc/812/status:Uid:…`. */
function byProcess(lines: string): ReadonlyMap<number, ReadonlyMap<string, string>> {
  const processes = new Map<number, Map<string, string>>()
  for (const line of lines.split('\n')) {
    const match = /^\/proc\/(\d+)\/([a-z]+):(.*)$/s.exec(line)
    if (!match) continue
    const pid = Number(match[1])
    const file = match[2] as string
    const own = processes.get(pid) ?? new Map<string, string>()
    processes.set(pid, own)
    own.set(file, own.has(file) ? `${own.get(file)}\n${match[3]}` : (match[3] as string))
  }
  return processes
}

async function readSockets(frames: Frames) {
  const sockets: ListeningSocket[] = []
  for (const transport of transports) sockets.push(...parseSockets(await text(frames), transport))
  const holders = new Map<number, number[]>()
  for (const record of (await text(frames)).split('\0')) {
    const match = /^\/proc\/(\d+)\/fd socket:\[(\d+)\]$/.exec(record)
    if (!match) continue
    const [pid, inode] = [Number(match[1]), Number(match[2])]
    const pids = holders.get(inode) ?? []
    if (!pids.includes(pid)) holders.set(inode, [...pids, pid])
  }
  return { sockets, holders }
}

async function text(frames: Frames): Promise<string> {
  return (await frames.stream(maxText)).bytes?.toString('utf8') ?? ''
}
