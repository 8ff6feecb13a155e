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
  /** Name of that person; null for what evidence or a policy did. */
  readonly byName: string | null
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
    `select e.at, e.by, p.name as "byName", e.kind,
            case when t.name is null then e.detail else e.detail || jsonb_build_object('name', t.name) end as detail
       from ticket_entry e
       left join person p on p.public_id = e.by
       left join person t on e.kind = 'assigned' and t.public_id = e.detail ->> 'to'
      where e.tenant_id = $1 and e.number = $2 order by e.entry_id desc limit ${mostShown}`,
    [tx.tenantId, number],
  )
  return rows
}
