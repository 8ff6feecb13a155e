import type { Database } from '../../store/index.ts'
import type { SecretBox } from '../../trust/index.ts'
import type { EgressGuard } from '../egress/egress-guard.ts'
import type { MailServer } from '../send/mail-server-url.ts'

/** What every delivery shares. */
export interface DeliveringContext {
  readonly database: Database
  readonly box: SecretBox
  readonly guard: EgressGuard
  /** Of the installation, for tenants without one of their own. */
  readonly mail: MailServer | undefined
  /** How people reach this server: `https://holdfast.example:8443`. */
  readonly server: () => string
  /** Name of this machine, for syslog. */
  readonly host: string
  readonly version: string
  readonly now: () => number
  readonly random: () => number
}

/** How long a delivery belongs to who took it; longer than any try lasts. */
export const leaseSeconds = 120
