import type { TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import { type TenantWriter, toldThere, wordsOf } from '../children/told.ts'
import { TenantError } from '../tenant-error.ts'

/** Holds a tenant that this provider owns: nothing of it is deleted, neither by age nor by hand, until it is let go. Throws TenantError. */
export async function holdChild(tx: TenantTransaction, id: string, reason: string, by: TenantWriter): Promise<void> {
  const hold = { reason, by: wordsOf(by), at: new Date().toISOString() }
  await write(tx, id, hold, toldThere(by, { action: 'tenant:hold', target: id, after: { reason } }))
}

/** Lets a held tenant go. Throws TenantError. */
export async function releaseChild(tx: TenantTransaction, id: string, by: TenantWriter): Promise<void> {
  await write(tx, id, null, toldThere(by, { action: 'tenant:release', target: id, after: {} }))
}

async function write(tx: TenantTransaction, id: string, hold: object | null, told: string): Promise<void> {
  const { rows } = await tx.query<{ done: boolean }>('select tenant_hold_child($1, $2, $3) as done', [
    id,
    hold && JSON.stringify(hold),
    told,
  ])
  if (!rows[0]!.done) throw new TenantError('not-found', 'There is no such tenant.')
  await tell(tx, { topic: 'tenant.changed', body: { tenant: id } })
}
