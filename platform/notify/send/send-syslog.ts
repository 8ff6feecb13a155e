import { createSocket } from 'node:dgram'
import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { EgressError, type EgressGuard } from '../egress/egress-guard.ts'
import { cleanAnswer, errorAnswer, type Outcome } from './outcome.ts'
import { octetCounted } from './syslog-frame.ts'

export interface SyslogTarget {
  readonly host: string
  readonly port: number
  readonly transport: 'tls' | 'tcp' | 'udp'
  /** Certificate (PEM) that the receiver is trusted by, instead of the public authorities. */
  readonly ca?: string | undefined
}

const totalMs = 15_000
/** Larger datagrams are lost on the way more often than not. */
const mostDatagram = 60_000

/**
 * Sends messages of RFC 5424 in their order. Syslog has no acknowledgement: success is that the connection took all of it and ended in order. Without
 * TLS only to networks that an administrator allowed.
 */
export async function sendSyslog(
  target: SyslogTarget,
  messages: readonly Buffer[],
  guard: EgressGuard,
  mostMs = totalMs,
): Promise<Outcome> {
  try {
    const checked = await guard.resolve(target.host)
    if (target.transport !== 'tls' && !checked.allowed)
      return { ok: false, answer: 'Syslog without TLS goes to networks only that an administrator allowed. Use TLS.' }
    const answer =
      target.transport === 'udp'
        ? await overUdp(checked.address, checked.family, target.port, messages)
        : await overStream(target, checked.address, messages, mostMs)
    return { ok: true, answer }
  } catch (error) {
    return { ok: false, answer: error instanceof EgressError ? cleanAnswer(error.message) : errorAnswer(error) }
  }
}

function overStream(
  { host, port, transport, ca }: SyslogTarget,
  address: string,
  messages: readonly Buffer[],
  mostMs: number,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const bare = host.replace(/^\[|\]$/g, '')
    const isName = !/^[\d.]+$|:/.test(bare)
    let protocol = 'TCP'
    const socket: Socket =
      transport === 'tls'
        ? connectTls({ host: address, port, ...(isName && { servername: bare }), ...(ca && { ca }) }, () => {
            protocol = (socket as ReturnType<typeof connectTls>).getProtocol() ?? 'TLS'
            write()
          })
        : connectTcp({ host: address, port }, () => write())
    const timer = setTimeout(() => fail(new Error(`Not taken within ${mostMs / 1000} seconds.`)), mostMs)
    const fail = (error: Error) => {
      clearTimeout(timer)
      socket.destroy()
      reject(error)
    }
    const bytes = Buffer.concat(messages.map(octetCounted))
    let ended = false
    const write = () =>
      socket.end(bytes, () => {
        ended = true
      })
    // What is answered is nothing that syslog knows, but it must be read for the end to be seen.
    socket.resume()
    socket.on('error', fail)
    socket.on('close', () => {
      clearTimeout(timer)
      if (ended) resolve(`${bytes.length} bytes taken over ${protocol}`)
      else reject(new Error('The connection ended before all was taken.'))
    })
  })
}

function overUdp(address: string, family: 4 | 6, port: number, messages: readonly Buffer[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(family === 4 ? 'udp4' : 'udp6')
    socket.on('error', (error) => {
      socket.close()
      reject(error)
    })
    let sent = 0
    const next = (): void => {
      const message = messages[sent]
      if (!message) {
        socket.close()
        resolve(`${sent} datagrams sent; UDP tells nobody whether they came`)
        return
      }
      socket.send(message.subarray(0, mostDatagram), port, address, (error) => {
        if (error) return reject(error)
        sent++
        next()
      })
    }
    next()
  })
}
