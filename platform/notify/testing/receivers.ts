import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { createServer as createHttps } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createServer as createTls } from 'node:tls'
import { SMTPServer } from 'smtp-server'

type After = { after(fn: () => unknown): void }
export interface Pair {
  readonly certificate: string
  readonly key: string
}

export interface ReceivedMail {
  readonly from: string
  readonly to: readonly string[]
  readonly source: string
  readonly user: string | undefined
  readonly secure: boolean
}

export interface MailReceiver {
  readonly port: number
  readonly mails: ReceivedMail[]
  /** While false every connection is refused with 421. */
  up: boolean
  /** What it answers to the content instead of taking it. */
  refuse: { code: number; text: string } | undefined
}

/** A real SMTP server with STARTTLS and AUTH on loopback, gone after the test. */
export async function mailReceiver(
  t: After,
  tls: Pair,
  login = { user: 'holdfast', password: 'mail-secret-7' },
): Promise<MailReceiver> {
  const receiver: { -readonly [K in keyof MailReceiver]: MailReceiver[K] } = {
    port: 0,
    mails: [],
    up: true,
    refuse: undefined,
  }
  const server = new SMTPServer({
    key: tls.key,
    cert: tls.certificate,
    authMethods: ['PLAIN', 'LOGIN'],
    onConnect(_, done) {
      if (receiver.up) return done()
      done(Object.assign(new Error('closed for today'), { responseCode: 421 }))
    },
    onAuth(auth, _, done) {
      if (auth.username === login.user && auth.password === login.password) return done(null, { user: login.user })
      done(new Error(`wrong password ${auth.password}`))
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        if (receiver.refuse)
          return done(Object.assign(new Error(receiver.refuse.text), { responseCode: receiver.refuse.code }))
        receiver.mails.push({
          from: (session.envelope.mailFrom || { address: '' }).address,
          to: session.envelope.rcptTo.map(({ address }) => address),
          source: Buffer.concat(chunks).toString('utf8'),
          user: session.user as string | undefined,
          secure: session.secure,
        })
        done(null, 'taken')
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  receiver.port = (server.server.address() as AddressInfo).port
  t.after(() => new Promise<void>((resolve) => server.close(() => resolve())))
  return receiver
}

export interface ReceivedPost {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface HttpReceiver {
  readonly url: string
  readonly posts: ReceivedPost[]
  /** What it answers; 200 unless told. */
  answer: (post: ReceivedPost) => { status: number; body?: string; headers?: Record<string, string>; waitMs?: number }
}

/** A real HTTP or HTTPS server on loopback, gone after the test. */
export async function httpReceiver(t: After, tls?: Pair): Promise<HttpReceiver> {
  const receiver: { -readonly [K in keyof HttpReceiver]: HttpReceiver[K] } = {
    url: '',
    posts: [],
    answer: () => ({ status: 200, body: 'ok' }),
  }
  const listener = (request: import('node:http').IncomingMessage, reply: import('node:http').ServerResponse) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const post = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString('utf8') }
      receiver.posts.push(post)
      const { status, body = '', headers = {}, waitMs = 0 } = receiver.answer(post)
      setTimeout(() => {
        reply.writeHead(status, headers)
        reply.end(body)
      }, waitMs).unref()
    })
  }
  const server: Server = tls
    ? (createHttps({ cert: tls.certificate, key: tls.key }, listener) as unknown as Server)
    : createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  receiver.url = `${tls ? 'https' : 'http'}://localhost:${(server.address() as AddressInfo).port}`
  t.after(() => {
    server.closeAllConnections()
    return new Promise<void>((resolve) => server.close(() => resolve()))
  })
  return receiver
}

/** A receiver of syslog over TLS (RFC 5425) on loopback: what it got, cut by the lengths it was told. */
export async function syslogReceiver(
  t: After,
  tls: Pair,
): Promise<{ readonly port: number; readonly entries: string[] }> {
  const entries: string[] = []
  const server = createTls({ cert: tls.certificate, key: tls.key }, (socket) => {
    let bytes = Buffer.alloc(0)
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk])
      for (;;) {
        const space = bytes.indexOf(32)
        const length = Number(bytes.subarray(0, Math.max(0, space)).toString())
        if (space < 1 || bytes.length < space + 1 + length) return
        entries.push(bytes.subarray(space + 1, space + 1 + length).toString('utf8'))
        bytes = bytes.subarray(space + 1 + length)
      }
    })
    socket.on('end', () => socket.end())
    socket.on('error', () => {})
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  t.after(() => new Promise<void>((resolve) => server.close(() => resolve())))
  return { port: (server.address() as AddressInfo).port, entries }
}
