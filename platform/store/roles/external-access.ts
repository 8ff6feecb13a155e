import { readFileSync } from 'node:fs'
import type { ConnectionOptions } from 'node:tls'
import type { ConnectionSettings } from '../door/connection-settings.ts'
import { StoreError } from '../store-error.ts'
import type { DatabaseAccess } from './database-access.ts'

/**
 * Access to a database that somebody else runs. `url` (DATABASE_URL) is the login for running: it is a member of the
 * running roles and takes on one of them in each connection. `adminUrl` (DATABASE_ADMIN_URL) is needed for migrations only.
 * Throws `database-url` with the name of the variable; the message never holds the password.
 */
export function externalAccess(options: { url: string; adminUrl?: string | undefined }): DatabaseAccess {
  const running = parseDatabaseUrl(options.url, 'DATABASE_URL')
  if (
    running.user.startsWith('holdfast_') &&
    ['app', 'scoped', 'jobs', 'maintenance', 'owner', 'judge', 'search'].includes(running.user.slice(9))
  ) {
    throw new StoreError(
      'database-url',
      `DATABASE_URL logs in as ${running.user}, which is a role that a login takes on. Use a login of its own, for instance holdfast_server.`,
    )
  }
  return {
    kind: 'external',
    admin: options.adminUrl ? parseDatabaseUrl(options.adminUrl, 'DATABASE_ADMIN_URL') : undefined,
    roles: { login: { user: running.user, ...(running.password && { password: running.password }) } },
    login: (role) => ({ ...running, role: `holdfast_${role}` }),
  }
}

/**
 * Reads `postgres://user:password@host:port/database?sslmode=…&sslrootcert=…`. `host=/directory` in the query names a
 * Unix socket. A host that is not this machine is reached by TLS with a verified certificate unless sslmode says otherwise.
 */
export function parseDatabaseUrl(text: string, variable: string): ConnectionSettings {
  const bad = (reason: string) =>
    new StoreError('database-url', `${variable} ${reason}. Expected: postgres://user:password@host:5432/database`)
  let url: URL
  try {
    // A URL without host is no URL for a special scheme, thus a stand-in.
    url = new URL(text.replace(/^(postgres(?:ql)?:\/\/(?:[^@/]*@)?)(?=\/)/, '$1socket.invalid'))
  } catch {
    throw bad('is no URL')
  }
  if (!/^postgres(ql)?:$/.test(url.protocol)) throw bad(`has the scheme "${url.protocol.slice(0, 20)}"`)
  const host = url.searchParams.get('host') ?? decode(url.hostname, bad).replace(/^\[(.*)\]$/, '$1')
  if (!host || host === 'socket.invalid') throw bad('names no host')
  const database = decode(url.pathname.slice(1), bad)
  if (!database) throw bad('names no database')
  const user = decode(url.username, bad)
  if (!user) throw bad('names no user')
  const password = decode(url.password, bad)
  const port = Number(url.searchParams.get('port') ?? (url.port || 5432))
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw bad('has a port that is no number')
  const ssl = readTls(url, host, bad)
  return { host, port, database, user, ...(password && { password }), ...(ssl && { ssl }) }
}

function readTls(url: URL, host: string, bad: (reason: string) => StoreError): ConnectionOptions | undefined {
  const isHere = host.startsWith('/') || host === 'localhost' || host === '::1' || /^127\./.test(host)
  const mode = url.searchParams.get('sslmode') ?? (isHere ? 'disable' : 'verify-full')
  const rootFile = url.searchParams.get('sslrootcert')
  let ca: string | undefined
  try {
    if (rootFile) ca = readFileSync(rootFile, 'utf8')
  } catch {
    throw bad(`names a file in sslrootcert that cannot be read (${rootFile})`)
  }
  switch (mode) {
    case 'disable':
      return undefined
    case 'require':
      return { rejectUnauthorized: ca !== undefined, ...(ca && { ca, checkServerIdentity: () => undefined }) }
    case 'verify-ca':
      return { rejectUnauthorized: true, checkServerIdentity: () => undefined, ...(ca && { ca }) }
    case 'verify-full':
      return { rejectUnauthorized: true, ...(ca && { ca }) }
    default:
      throw bad(`has an sslmode that is not offered (use disable, require, verify-ca or verify-full)`)
  }
}

function decode(text: string, bad: (reason: string) => StoreError): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw bad('holds a % that is no escape')
  }
}
