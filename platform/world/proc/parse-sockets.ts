import { formatIpv6 } from '@holdfast/kit/ip-address'
import type { LiveListener } from '@holdfast/platform/contract'

/** A listening socket as a table of /proc/net has it. */
export interface ListeningSocket {
  readonly transport: 'tcp' | 'udp'
  readonly address: string
  readonly port: number
  readonly uid: number
  readonly inode: number
}

/** `TCP_LISTEN` and, for UDP sockets without a peer, `TCP_CLOSE` (net/tcp_states.h). */
const waiting = { tcp: '0A', udp: '07' } as const
const maxSockets = 100_000

/** Reads /proc/net/{tcp,tcp6,udp,udp6}: one row per socket, addresses in hexadecimal words of the host's byte order (little-endian on x86 and arm64). */
export function parseSockets(text: string, transport: 'tcp' | 'udp'): readonly ListeningSocket[] {
  const sockets: ListeningSocket[] = []
  for (const line of text.split('\n')) {
    const fields = line.trim().split(/\s+/)
    const [, local, remote, state] = fields
    if (state !== waiting[transport] || local === undefined || !/^0+:0000$/.test(remote ?? '')) continue
    const [hex = '', port = ''] = local.split(':')
    const address = hex.length === 8 ? ipv4(hex) : hex.length === 32 ? ipv6(hex) : undefined
    if (address === undefined) continue
    const row = {
      transport,
      address,
      port: Number.parseInt(port, 16),
      uid: Number(fields[7]),
      inode: Number(fields[9]),
    }
    if (Number.isSafeInteger(row.uid) && Number.isSafeInteger(row.inode)) sockets.push(row)
    if (sockets.length >= maxSockets) break
  }
  return sockets
}

/** Sockets of one address and port are one listener (`SO_REUSEPORT`); the pids are those that hold any of them. */
export function joinListeners(
  sockets: readonly ListeningSocket[],
  holders: ReadonlyMap<number, readonly number[]>,
): readonly LiveListener[] {
  const listeners = new Map<string, { listener: LiveListener; pids: Set<number> }>()
  for (const { inode, ...socket } of sockets) {
    const key = `${socket.transport}|${socket.address}|${socket.port}`
    const entry = listeners.get(key) ?? { listener: { ...socket, pids: [] }, pids: new Set<number>() }
    listeners.set(key, entry)
    for (const pid of holders.get(inode) ?? []) entry.pids.add(pid)
  }
  return [...listeners.values()].map(({ listener, pids }) => ({ ...listener, pids: [...pids].sort((a, b) => a - b) }))
}

function ipv4(hex: string): string {
  return [6, 4, 2, 0].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)).join('.')
}

function ipv6(hex: string): string {
  const groups: number[] = []
  for (let word = 0; word < 32; word += 8) {
    const byte = (at: number) => Number.parseInt(hex.slice(word + at, word + at + 2), 16)
    groups.push((byte(6) << 8) | byte(4), (byte(2) << 8) | byte(0))
  }
  return formatIpv6(groups)
}
