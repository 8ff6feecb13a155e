import type { ConnectionOptions } from 'node:tls'

/** Where and as whom to connect. A host that starts with `/` is the directory of a Unix socket. */
export interface ConnectionSettings {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  readonly password?: string
  readonly ssl?: boolean | ConnectionOptions
  /** The role to take on after login, for an external database where one login stands for several roles. */
  readonly role?: string
}
