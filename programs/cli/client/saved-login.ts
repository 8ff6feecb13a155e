import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { CliError } from '../cli-error.ts'

/** A server and the token that commands use for it. */
export interface SavedLogin {
  readonly server: string
  readonly token: string
  /** PEM certificate that the server's certificate must lead to. */
  readonly authority?: string
}

type Environment = Readonly<Record<string, string | undefined>>

/** Where `holdfast login` keeps its token: `$XDG_CONFIG_HOME/holdfast/login.json`, readable for this account only. */
export function configPath(environment: Environment): string {
  return join(environment.XDG_CONFIG_HOME || join(environment.HOME || homedir(), '.config'), 'holdfast', 'login.json')
}

/**
 * The server and token to use: `HOLDFAST_SERVER` and `HOLDFAST_TOKEN`, then what was kept. A folder's own files never
 * name a server, since a foreign checkout could then ask for the token. Undefined when there is none.
 */
export function findLogin(environment: Environment): SavedLogin | undefined {
  const { HOLDFAST_SERVER: server, HOLDFAST_TOKEN: token, HOLDFAST_CA: ca } = environment
  if (token) {
    if (!server) throw new CliError('HOLDFAST_TOKEN is set without HOLDFAST_SERVER, the address of its server.')
    return { server: originOf(server, 'HOLDFAST_SERVER'), token, ...(ca && { authority: readFileSync(ca, 'utf8') }) }
  }
  try {
    return JSON.parse(readFileSync(configPath(environment), 'utf8')) as SavedLogin
  } catch {
    return undefined
  }
}

export function originOf(text: string, name: string): string {
  try {
    return new URL(text).origin
  } catch {
    throw new CliError(`${name} is no address: "${text.slice(0, 80)}". Expected: https://holdfast.example:8443`)
  }
}
