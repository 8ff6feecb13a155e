import type { Door, RateLimiter } from '../access/index.ts'
import type { Caller, Permission, StateFacts, TenantTransaction } from '../contract/index.ts'
import type { Database } from '../store/index.ts'
import type { SecretBox } from '../trust/index.ts'
import type { Metrics } from './observe/metrics.ts'
import type { CursorSeal } from './request/cursor.ts'
import type { Identity } from './request/identify-caller.ts'
import type { TenantQuotas } from './request/tenant-quotas.ts'

/** One write that a caller made, for the audit log; told inside the transaction of the write. */
export interface WriteRecord {
  readonly caller: Caller
  /** `POST /findings/:finding/exceptions` */
  readonly action: string
  readonly path: string
  readonly params: Readonly<Record<string, string>>
  readonly body: unknown
  readonly status: number
  readonly address: string
  readonly traceId: string
}

/** What all routes of one server share. */
export interface HttpContext {
  readonly database: Database
  /** All permissions that exist, for patterns to choose from. */
  readonly permissions: ReadonlySet<Permission>
  readonly cursors: CursorSeal
  /** For secrets at rest. */
  readonly seal: SecretBox
  readonly metrics: Metrics
  /** Per session or token, per tenant, and per address before anybody is known. */
  readonly limits: { readonly caller: RateLimiter; readonly tenant: RateLimiter; readonly address: RateLimiter }
  /** What providers allow their tenants. */
  readonly quotas: TenantQuotas
  readonly onWrite: (tx: TenantTransaction, record: WriteRecord) => Promise<void>
  /** Stores facts that routes are told. */
  readonly stateFacts: StateFacts
  /** Bigger request bodies are refused, in bytes. */
  readonly bodyLimit: number
}

/** What is known of one request before its route runs. */
export interface RequestFacts {
  readonly door: Door
  identity?: Identity | undefined
}
