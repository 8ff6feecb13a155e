import { connect as connectNet, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type pg from 'pg'
import type { ConnectionSettings } from './connection-settings.ts'

const cancelCode = 80_877_102 // PostgreSQL protocol, CancelRequest
const sslCode = 80_877_103 // SSLRequest

/** Asks the server to cancel what a connection is running, over a connection of its own. Resolves when asked, never fails. */
export function cancelQuery(client: pg.PoolClient, settings: ConnectionSettings): Promise<void> {
  const { processID, secretKey } = client as unknown as { processID: number | null; secretKey: number | null }
  if (processID === null || secretKey === null) return Promise.resolve()
  const request = packet(cancelCode, processID, secretKey)
  return new Promise((resolve) => {
    const socket = settings.host.startsWith('/')
      ? connectNet(`${settings.host}/.s.PGSQL.${settings.port}`)
      : connectNet(settings.port, settings.host)
    socket.setTimeout(5000, () => socket.destroy())
    socket.on('error', () => resolve())
    socket.on('close', () => resolve())
    socket.on('connect', () => {
      if (settings.ssl) askOverTls(socket, settings, request, resolve)
      else socket.end(request)
    })
  })
}

function askOverTls(socket: Socket, settings: ConnectionSettings, request: Buffer, done: () => void) {
  socket.write(packet(sslCode))
  socket.once('data', (answer) => {
    if (answer[0] !== 0x53) return socket.destroy()
    const choices = typeof settings.ssl === 'object' ? settings.ssl : {}
    const secure = connectTls({ ...choices, socket, servername: settings.host }, () => secure.end(request))
    secure.on('error', done)
    secure.on('close', done)
    return undefined
  })
}

function packet(...words: number[]): Buffer {
  const buffer = Buffer.alloc(4 + 4 * words.length)
  buffer.writeInt32BE(buffer.length, 0)
  words.forEach((word, index) => {
    buffer.writeInt32BE(word, 4 + 4 * index)
  })
  return buffer
}
