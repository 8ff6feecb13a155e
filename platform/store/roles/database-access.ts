import type { ConnectionSettings } from '../door/connection-settings.ts'
import type { EnsureRolesOptions } from './ensure-roles.ts'

/** The roles that processes log in as. The others (owner, judge, search) own things and never log in. */
export type LoginRole = 'app' | 'jobs' | 'maintenance'

/** How to reach a database: as each role for running, and as administrator for migrations where that is known. */
export interface DatabaseAccess {
  readonly kind: 'embedded' | 'external'
  readonly admin: ConnectionSettings | undefined
  /** What a migration has to see to: passwords of roles, or the login that stands for them. */
  readonly roles: EnsureRolesOptions
  login(role: LoginRole): ConnectionSettings
}
