import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { accessPart, createApiToken, ensureFirstOwner, newSignInLink } from '../../access/index.ts'
import { auditPart } from '../../audit/index.ts'
import { signInPart } from '../../sign-in/index.ts'
import { type Database, type DatabaseAccess, newPublicId, type Part } from '../../store/index.ts'
import { type TestServer, testDatabase } from '../../store/testing/index.ts'
import { createServer, type HttpServer, type ServerOptions } from '../create-server.ts'
import { openDoors } from '../doors/open-doors.ts'
import { httpPart } from '../index.ts'
import { ensureCertificate } from '../tls/ensure-certificate.ts'

export interface TestHttpOptions extends Partial<Omit<ServerOptions, 'database' | 'logger' | 'agent'>> {
  readonly agent?: (database: Database) => Promise<NonNullable<ServerOptions['agent']>>
  /** Parts beside access and http. */
  readonly parts?: readonly Part[]
  /** The database server to be on; the usual one unless told. */
  readonly databaseServer?: TestServer
  /** Opens the TLS door as well. */
  readonly tls?: boolean
}

export interface TestHttp {
  readonly server: HttpServer
  readonly database: Database
  /** For processes of their own that work on the same database. */
  readonly access: DatabaseAccess
  readonly admin: Awaited<ReturnType<typeof testDatabase>>['admin']
  /** `http://localhost:…` */
  readonly url: string
  readonly tlsUrl: string | undefined
  /** PEM of the authority of the TLS door. */
  readonly authority: string
  /** A token of a role's permissions in a tenant; of the first tenant's owner unless told. */
  token(scopes?: readonly string[], tenantId?: number): Promise<string>
  /** Asks with a token of the owner; the body is JSON. */
  ask(
    method: string,
    path: string,
    options?: { token?: string; body?: unknown; headers?: Record<string, string> },
  ): Promise<TestReply>
  /** A cookie of the first owner's new session at the plain door. */
  cookie(): Promise<string>
  readonly tenantId: number
  tenant(name?: string): Promise<number>
  /** What the server has logged so far. */
  log(): string
}

export interface TestReply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: a test looks at what it expects
  readonly json: any
}

/** Starts a server for one test file. `t` is `{ after }` of node:test. */
export async function testHttp(
  t: { after(fn: () => unknown): void },
  options: TestHttpOptions = {},
): Promise<TestHttp> {
  const { parts = [], tls, agent, databaseServer, ...choices } = options
  const given = new Set(parts.map(({ part }) => part))
  const own = [accessPart, signInPart, auditPart, httpPart].filter(({ part }) => !given.has(part))
  const { database, access, admin, tenant } = await testDatabase(t, {
    parts: [...own, ...parts],
    ...(databaseServer && { server: databaseServer }),
  })
  const owner = await ensureFirstOwner(database, { tenant: 'First', person: 'Owner' })
  const lines: string[] = []
  const server = createServer({
    routes: [],
    key: Buffer.alloc(32, 7),
    version: '0.0.0-test',
    limits: { caller: 1e9, tenant: 1e9, address: 1e9 },
    ...choices,
    ...(agent && { agent: await agent(database) }),
    database,
    logger: pino({ level: 'info' }, { write: (line) => void lines.push(line) }),
  })
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-http-'))
  const certificate = ensureCertificate({ folder })
  await server.app.ready()
  const doors = await openDoors({
    port: 0,
    ...(tls && { tls: { port: 0, certificate } }),
    handler: (request, response) => server.app.routing(request, response),
  })
  t.after(async () => {
    await doors.close(100)
    await server.app.close()
    rmSync(folder, { recursive: true })
  })
  const url = `http://localhost:${doors.port}`
  const token = async (scopes: readonly string[] = ['*'], tenantId = owner.tenantId) => {
    const person = tenantId === owner.tenantId ? { personId: owner.personId } : {}
    const made = await database.asTenant(tenantId, (tx) =>
      createApiToken(tx, { name: newPublicId('tst'), scopes, ...person }),
    )
    return made.secret
  }
  const standard = await token()
  const ask: TestHttp['ask'] = async (method, path, { token: by = standard, body, headers = {} } = {}) => {
    const reply = await fetch(url + path, {
      method,
      headers: {
        ...(by && { authorization: `Bearer ${by}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      redirect: 'manual',
    })
    const text = await reply.text()
    const isJson = /[/+]json/.test(reply.headers.get('content-type') ?? '')
    return { status: reply.status, headers: reply.headers, text, json: isJson && text ? JSON.parse(text) : undefined }
  }
  const cookie = async () => {
    const link = await newSignInLink(database, owner, 'loopback')
    const reply = await ask('POST', '/api/v1/session', { token: '', body: { link } })
    return String(reply.headers.get('set-cookie')).split(';')[0]!
  }
  return {
    server,
    database,
    access,
    admin,
    url,
    tlsUrl: doors.tlsPort === undefined ? undefined : `https://localhost:${doors.tlsPort}`,
    authority: certificate.authority,
    token,
    ask,
    cookie,
    tenantId: owner.tenantId,
    tenant,
    log: () => lines.join(''),
  }
}
