import { recordAudit } from '../../audit/index.ts'
import type { TenantTransaction } from '../../contract/index.ts'
import type { WriteRecord } from '../context.ts'

/** Notes a write in the audit log of its tenant, in the transaction of the write itself. */
export async function auditWrite(tx: TenantTransaction, record: WriteRecord): Promise<void> {
  const { caller, action, params, body, address, traceId } = record
  await recordAudit(tx, {
    actor: { kind: caller.kind, id: caller.id, name: caller.name },
    action,
    target: Object.values(params).join(' '),
    ...(body !== undefined && { after: body }),
    address,
    traceId,
  })
}
