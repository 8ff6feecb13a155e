import { startTurns, type Turns } from '../../jobs/index.ts'
import type { AlertingContext } from './alerting-context.ts'
import { evaluateNext } from './evaluate-next.ts'

export interface AlertingOptions extends Omit<AlertingContext, 'now'> {
  /** How long what no notice tells of may wait, in milliseconds; 1000 unless told. */
  readonly pollMs?: number
  readonly now?: () => number
}

export type Alerting = Turns

/** Watches what alerts ask for: tenant by tenant in turns, until stopped. Several workers share the work. */
export function startAlerting({ pollMs = 1000, ...options }: AlertingOptions): Alerting {
  const context: AlertingContext = { now: Date.now, ...options }
  return startTurns({
    database: context.database,
    dueTenants: () => dueTenants(context),
    next: (tenantId) => evaluateNext(context, tenantId),
    onError: context.onError,
    pollMs,
  })
}

async function dueTenants({ database }: AlertingContext): Promise<number[]> {
  const { rows } = await database.asPlatform((tx) =>
    tx.query<{ tenant_id: number }>('select tenant_id from alert_tenants()'),
  )
  return rows.map(({ tenant_id }) => tenant_id)
}
