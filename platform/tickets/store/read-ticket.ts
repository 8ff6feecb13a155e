import type { TenantTransaction } from '../../contract/index.ts'

export interface TicketFinding {
  readonly id: string
  readonly summary: string
  readonly severity: number
  readonly status: string
  readonly disposition: string
  readonly place: string
  readonly asset: { readonly id: string; readonly name: string }
}

export interface TicketEntry {
  readonly at: string
  readonly by: string | null
  readonly kind: string
  readonly detail: Readonly<Record<string, unknown>>
}

const mostShown = 200

/** The findings that a ticket covers, open ones first; at most 200. */
export async function readTicketFindings(tx: TenantTransaction, number: number): Promise<readonly TicketFinding[]> {
  const { rows } = await tx.query<TicketFinding>(
    `select f.public_id as id, coalesce(d.evidence ->> 'summary', c.title) as summary, f.severity, f.status, f.disposition, f.place,
            jsonb_build_object('id', a.public_id, 'name', a.name) as asset
       from ticket_finding m
       join finding f on f.tenant_id = m.tenant_id and f.finding_id = m.finding_id
       join finding_detail d on d.tenant_id = f.tenant_id and d.finding_id = f.finding_id
       join asset a on a.tenant_id = f.tenant_id and a.asset_id = f.asset_id
       join check_definition c on c.check_no = f.check_no
      where m.tenant_id = $1 and m.number = $2
      order by f.status = 'fixed', f.severity desc, f.finding_id limit ${mostShown}`,
    [tx.tenantId, number],
  )
  return rows
}

/** What happened to a ticket, newest first; at most 200. */
export async function readTicketEntries(tx: TenantTransaction, number: number): Promise<readonly TicketEntry[]> {
  const { rows } = await tx.query<TicketEntry>(
    `select at, by, kind, detail from ticket_entry where tenant_id = $1 and number = $2 order by entry_id desc limit ${mostShown}`,
    [tx.tenantId, number],
  )
  return rows
}
