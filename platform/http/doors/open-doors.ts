import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { ServerTls } from '../tls/ensure-certificate.ts'
import { answerNonsense } from './answer-nonsense.ts'

export interface DoorOptions {
  /** Plain HTTP, on 127.0.0.1 and ::1 only. 0 chooses a free one. */
  readonly port: number
  /** TLS, on all addresses. Absent: no such door. */
  readonly tls?: { readonly port: number; readonly certificate: ServerTls }
  readonly handler: RequestListener
}

export interface Doors {
  readonly port: number
  readonly tlsPort: number | undefined
  /** Uses another certificate for connections from now on. */
  replaceCertificate(certificate: ServerTls): void
  /** Takes no more connections, lets running requests end within `graceMs`, then cuts what is left. */
  close(graceMs: number): Promise<void>
}

/** A port that is taken or not allowed, as one clear line. */
export class PortError extends Error {
  override readonly name = 'PortError'
  readonly port: number

  constructor(variable: string, port: number, code: string, cause: unknown) {
    const reason =
      code === 'EADDRINUSE'
        ? 'is in use by another program'
        : code === 'EACCES'
          ? 'may not be opened by this account'
          : `cannot be opened (${code})`
    super(`Port ${port} ${reason}. Choose another with ${variable}.`, { cause })
    this.port = port
  }
}

/** Opens both doors. Throws PortError; then neither is open. */
export async function openDoors(options: DoorOptions): Promise<Doors> {
  const servers: Server[] = []
  try {
    const plain = await open(createServer(options.handler), 'HOLDFAST_PORT', options.port, '127.0.0.1')
    servers.push(plain)
    const { port } = plain.address() as { port: number }
    const six = await open(createServer(options.handler), 'HOLDFAST_PORT', port, '::1').catch(skipWithoutIp6)
    if (six) servers.push(six)
    const tls = options.tls && (await openTls(options.tls, options.handler))
    if (tls) servers.push(tls)
    return {
      port,
      tlsPort: tls && (tls.address() as { port: number }).port,
      replaceCertificate: ({ certificate, key }) => tls?.setSecureContext({ cert: certificate, key }),
      close: async (graceMs) => void (await Promise.all(servers.map((server) => close(server, graceMs)))),
    }
  } catch (error) {
    for (const server of servers) server.close()
    throw error
  }
}

async function openTls(tls: NonNullable<DoorOptions['tls']>, handler: RequestListener) {
  const { certificate, key } = tls.certificate
  const server = createTlsServer({ cert: certificate, key, minVersion: 'TLSv1.2', handshakeTimeout: 10_000 }, handler)
  server.on('tlsClientError', (_, socket) => socket.destroy())
  try {
    return await open(server, 'HOLDFAST_TLS_PORT', tls.port, '::')
  } catch (error) {
    if (!withoutIp6((error as Error).cause)) throw error
    return open(server, 'HOLDFAST_TLS_PORT', tls.port, '0.0.0.0')
  }
}

function open<S extends Server>(server: S, variable: string, port: number, host: string): Promise<S> {
  server.requestTimeout = 60_000
  server.headersTimeout = 15_000
  server.keepAliveTimeout = 65_000
  server.maxHeadersCount = 100
  server.on('clientError', answerNonsense)
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new PortError(variable, port, String(error.code), error)),
    )
    server.listen({ port, host, backlog: 1024 }, () => resolve(server))
  })
}

function withoutIp6(cause: unknown): boolean {
  return ['EAFNOSUPPORT', 'EADDRNOTAVAIL'].includes(String((cause as NodeJS.ErrnoException | undefined)?.code))
}

function skipWithoutIp6(error: Error): undefined {
  if (withoutIp6(error.cause)) return undefined
  throw error
}

function close(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs)
    server.close(() => {
      clearTimeout(cut)
      resolve()
    })
    server.closeIdleConnections()
  })
}
