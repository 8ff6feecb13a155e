import type { TenantTransaction } from '../../contract/index.ts'

/** Whether somebody (public id) wants mail about tickets; they do unless they said otherwise. */
export async function wantsTicketMail(tx: TenantTransaction, person: string): Promise<boolean> {
  const { rows } = await tx.query('select from ticket_mute where tenant_id = $1 and person = $2', [tx.tenantId, person])
  return rows.length === 0
}

export async function wantTicketMail(tx: TenantTransaction, person: string, wants: boolean): Promise<void> {
  await tx.query(
    wants
      ? 'delete from ticket_mute where tenant_id = $1 and person = $2'
      : 'insert into ticket_mute (tenant_id, person) values ($1, $2) on conflict do nothing',
    [tx.tenantId, person],
  )
}
