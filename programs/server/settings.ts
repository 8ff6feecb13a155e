import { Resolver } from 'node:dns'
import type { EgressGuard, MailServer } from '@holdfast/platform/notify'
import { homePath } from '@holdfast/platform/store'
import { readMail, readNotifyNetworks } from './notify-settings.ts'
import { SettingError } from './setting-error.ts'

export { SettingError }

/** What the environment says about this installation. */
export interface Settings {
  readonly home: string
  /** Plain HTTP on loopback. */
  readonly port: number
  readonly tlsPort: number
  /** Further names that the server is reached by, for its generated certificate and for install commands. */
  readonly hosts: readonly string[]
  /** The operator's certificate; generated otherwise. */
  readonly certificate: { readonly certificate: string; readonly key: string } | undefined
  /** The mail server that tenants without one of their own use. */
  readonly mail: MailServer | undefined
  /** What may be spoken to beside the public Internet when alerts are sent. */
  readonly notify: EgressGuard
  /** Name servers that are asked for proofs of domains; those of this machine otherwise. */
  readonly nameServers: readonly string[] | undefined
  readonly databaseUrl: string | undefined
  readonly databaseAdminUrl: string | undefined
  readonly logLevel: string
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']

/** Reads and checks the environment. Throws SettingError. */
export function readSettings(environment: NodeJS.ProcessEnv = process.env): Settings {
  const port = readPort(environment, 'HOLDFAST_PORT', 8080)
  const tlsPort = readPort(environment, 'HOLDFAST_TLS_PORT', 8443)
  if (port === tlsPort && port !== 0)
    throw new SettingError(`HOLDFAST_PORT and HOLDFAST_TLS_PORT are both ${port}: two doors need two ports.`)
  const certificate = environment.HOLDFAST_TLS_CERTIFICATE
  const key = environment.HOLDFAST_TLS_KEY
  if (Boolean(certificate) !== Boolean(key)) {
    throw new SettingError(
      'HOLDFAST_TLS_CERTIFICATE and HOLDFAST_TLS_KEY (PEM files) belong together: set both or none.',
    )
  }
  const logLevel = environment.HOLDFAST_LOG ?? 'info'
  if (!logLevels.includes(logLevel))
    throw new SettingError(`HOLDFAST_LOG is "${logLevel}"; known: ${logLevels.join(', ')}.`)
  return {
    home: homePath(environment),
    port,
    tlsPort,
    hosts: (environment.HOLDFAST_HOSTS ?? '')
      .split(',')
      .map((host) => host.trim())
      .filter(Boolean),
    certificate: certificate && key ? { certificate, key } : undefined,
    mail: readMail(environment),
    notify: readNotifyNetworks(environment),
    nameServers: readNameServers(environment),
    databaseUrl: environment.DATABASE_URL || undefined,
    databaseAdminUrl: environment.DATABASE_ADMIN_URL || undefined,
    logLevel,
  }
}

function readPort(environment: NodeJS.ProcessEnv, name: string, standard: number): number {
  const text = environment[name]
  if (text === undefined || text === '') return standard
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port
  throw new SettingError(`${name} is "${text.slice(0, 40)}"; a port is a number up to 65535.`)
}

/** `HOLDFAST_NAME_SERVERS`: addresses with or without a port, by commas. Throws SettingError. */
function readNameServers(environment: NodeJS.ProcessEnv): readonly string[] | undefined {
  const text = environment.HOLDFAST_NAME_SERVERS
  if (!text) return undefined
  const servers = text.split(',').map((server) => server.trim())
  try {
    new Resolver().setServers(servers)
  } catch {
    throw new SettingError(`HOLDFAST_NAME_SERVERS is "${text}"; write addresses by commas: 10.0.0.53, [fd00::53]:5353.`)
  }
  return servers
}
