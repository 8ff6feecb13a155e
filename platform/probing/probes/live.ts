import type { Look } from '../look.ts'
import { type Draft, found, int, type Probe, ProbeError, text } from '../probe.ts'

function liveOf(look: Look) {
  const { live } = look.world
  if (live === undefined) throw new ProbeError('this world shows nothing that runs', 'not applicable')
  return live
}

/** Processes that run. Their times, priorities and capabilities are not shown by worlds. Source: OVAL 5.11, unix process58_item. */
export const process58: Probe = async (wanted, look) => {
  const seen = await liveOf(look).processes()
  if (!seen.ok) throw new ProbeError(`processes: ${seen.reason}`)
  const items: Draft[] = []
  for (const one of seen.processes) {
    const line = one.arguments.length > 0 ? one.arguments.join(' ') : `[${one.name}]`
    if (!wanted.takes('command_line', line) || !wanted.takes('pid', String(one.pid))) continue
    items.push({
      entities: [
        text('command_line', line),
        int('pid', one.pid),
        int('ppid', one.parent),
        int('ruid', one.uid),
        int('user_id', one.uid),
        ...(one.loginUid === undefined ? [] : [int('loginuid', one.loginUid)]),
      ],
    })
  }
  return found(items)
}

/** Sockets that wait for peers. Source: OVAL 5.11, linux inetlisteningserver_item. */
export const inetListeningServers: Probe = async (wanted, look) => {
  const live = liveOf(look)
  const [sockets, running] = [await live.listeners(), await live.processes()]
  if (!sockets.ok) throw new ProbeError(`sockets: ${sockets.reason}`)
  const names = new Map(running.ok ? running.processes.map(({ pid, name }) => [pid, name]) : [])
  const items: Draft[] = []
  for (const { transport, address, port, uid, pids } of sockets.listeners) {
    if (!wanted.takes('protocol', transport) || !wanted.takes('local_address', address)) continue
    if (!wanted.takes('local_port', String(port))) continue
    for (const pid of pids.length > 0 ? pids : [undefined])
      items.push({
        entities: [
          text('protocol', transport),
          text('local_address', address),
          int('local_port', port),
          text('local_full_address', `${address}:${port}`),
          ...(pid === undefined ? [] : [text('program_name', names.get(pid) ?? ''), int('pid', pid)]),
          int('user_id', uid),
        ],
      })
  }
  return found(items)
}
