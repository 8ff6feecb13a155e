import type { TenantTransaction } from '../../contract/index.ts'
import { slaState } from '../sla-tokens.ts'

/** Until when one finding is to be fixed. */
export interface Due {
  /** Id of the rule. */
  readonly rule: string
  readonly state: string
  /** Null while an exception without an end keeps it from coming. */
  readonly at: string | null
}

/** Null where no rule takes it, or it was not looked at yet. */
export async function readDue(tx: TenantTransaction, findingId: string): Promise<Due | null> {
  const { rows } = await tx.query<Due>(
    `select fd.rule, ${slaState} as state, fd.due_at as at
       from finding f join finding_due fd on fd.tenant_id = f.tenant_id and fd.finding_id = f.finding_id
      where f.tenant_id = $1 and f.public_id = $2`,
    [tx.tenantId, findingId],
  )
  return rows[0] ?? null
}
