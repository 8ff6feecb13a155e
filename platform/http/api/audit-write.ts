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
    ...(body !== undefined && { after: withoutSecrets(body) }),
    address,
    traceId,
  })
}

/** What was written, but for texts whose name says that they are secrets: the log is read by more people than may know them. */
function withoutSecrets(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(withoutSecrets)
  if (typeof body !== 'object' || body === null) return body
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [
      name,
      typeof value === 'string' && /(secret|password|passphrase)$/i.test(name) ? '(not kept)' : withoutSecrets(value),
    ]),
  )
}
