import type { TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import { newTicket, type Standing } from '../course/ticket-state.ts'
import { type Grouping, groupFindings } from '../grouping/group-findings.ts'
import { tellAssigned } from '../telling/tell-assignee.ts'
import { addEntry } from './write-state.ts'

export interface OpeningTickets {
  /** Internal ids. */
  readonly findingIds: readonly number[]
  readonly grouping: Grouping
  /** Internal id of the person who is to do it. */
  readonly assignee?: number
  /** The earliest time of its findings unless told. */
  readonly dueAt?: string
  /** Public id of a person, or the rule of a policy: `policy:payment`. */
  readonly by: string
  /** As what it begins; open unless told. */
  readonly standing?: Extract<Standing, { kind: 'open' } | { kind: 'ignored'; by: 'person' }>
}

export interface OpenedTickets {
  /** Numbers of the tickets that are new. */
  readonly opened: readonly number[]
  /** Numbers of those that were there and cover more findings now. */
  readonly extended: readonly number[]
  /** Findings that are fixed, excepted, or in a living ticket already. */
  readonly leftOut: number
}

interface Row {
  readonly findingId: number
  readonly id: string
  readonly asset: string
  readonly assetName: string
  readonly check: string
  readonly title: string
  readonly summary: string | null
  readonly fix: string | null
  readonly severity: number
  readonly dueAt: string | null
}

const longestKey = 2000

/**
 * Opens tickets for findings that are open and in no living ticket. A living ticket of the same key takes them in, so that the same call twice changes
 * nothing. Tickets of one tenant are opened one after the other.
 */
export async function openTickets(tx: TenantTransaction, opening: OpeningTickets, now: number): Promise<OpenedTickets> {
  // The row is the lock: numbers have no gaps and no twins.
  await tx.query('insert into ticket_head (tenant_id) values ($1) on conflict do nothing', [tx.tenantId])
  await tx.query('select from ticket_head where tenant_id = $1 for update', [tx.tenantId])
  const rows = await readOpen(tx, opening.findingIds)
  const byId = new Map(rows.map((row) => [row.id, row]))
  const groups = groupFindings(
    rows.map(({ id, asset, check, fix }) => ({
      id,
      asset,
      check,
      ...(fix !== null && { fix: fix.slice(0, longestKey) }),
    })),
    opening.grouping,
  )
  const opened: number[] = []
  const extended: number[] = []
  for (const { key, findings } of groups) {
    const members = findings.map((id) => byId.get(id)!)
    const known = await livingTicket(tx, key)
    const number = known ?? (await newRow(tx, key, members, opening, now))
    await tx.query(
      `insert into ticket_finding (tenant_id, number, finding_id) select $1, $2, unnest($3::bigint[]) on conflict do nothing`,
      [tx.tenantId, number, members.map(({ findingId }) => findingId)],
    )
    const kind = known === undefined ? 'opened' : 'added'
    const at = new Date(now).toISOString()
    await addEntry(tx, number, { at, by: opening.by, kind, detail: { findings: members.length } })
    await tell(tx, { topic: known === undefined ? 'ticket.new' : 'ticket.changed', body: { ticket: number } })
    if (known === undefined) opened.push(number)
    else extended.push(number)
  }
  const { assignee, by, standing } = opening
  if (assignee !== undefined && standing?.kind !== 'ignored')
    await tellAssigned(tx, { numbers: opened, assignee }, by, now)
  return { opened, extended, leftOut: new Set(opening.findingIds).size - rows.length }
}

async function readOpen(tx: TenantTransaction, findingIds: readonly number[]): Promise<readonly Row[]> {
  const { rows } = await tx.query<Row>(
    `select f.finding_id as "findingId", f.public_id as id, a.public_id as asset, a.name as "assetName", c.id as check, c.title,
            d.evidence ->> 'summary' as summary, d.fix, f.severity, fd.due_at as "dueAt"
       from finding f
       join asset a on a.tenant_id = f.tenant_id and a.asset_id = f.asset_id
       join check_definition c on c.check_no = f.check_no
       join finding_detail d on d.tenant_id = f.tenant_id and d.finding_id = f.finding_id
       left join finding_due fd on fd.tenant_id = f.tenant_id and fd.finding_id = f.finding_id
      where f.tenant_id = $1 and f.finding_id = any ($2::bigint[]) and f.status <> 'fixed' and f.disposition = 'none'
        and not exists (select from ticket_finding m join ticket t on t.tenant_id = m.tenant_id and t.number = m.number
                         where m.tenant_id = f.tenant_id and m.finding_id = f.finding_id and t.standing not in ('fixed', 'invalid'))
      order by f.finding_id`,
    [tx.tenantId, findingIds],
  )
  return rows
}

async function livingTicket(tx: TenantTransaction, key: string): Promise<number | undefined> {
  const { rows } = await tx.query<{ number: number }>(
    `select number from ticket where tenant_id = $1 and key = $2 and standing not in ('fixed', 'invalid')`,
    [tx.tenantId, key],
  )
  return rows[0]?.number
}

async function newRow(
  tx: TenantTransaction,
  key: string,
  members: readonly Row[],
  { assignee, dueAt, by, standing = { kind: 'open' }, grouping }: OpeningTickets,
  now: number,
): Promise<number> {
  const { since, timesReopened } = newTicket(now)
  const earliest = members.flatMap((row) => row.dueAt ?? []).sort()[0]
  const until = standing.kind === 'ignored' ? standing.until : undefined
  const at = new Date(since).toISOString()
  const { rows } = await tx.query<{ number: number }>(
    `with numbered as (update ticket_head set last_number = last_number + 1 where tenant_id = $1 returning last_number)
     insert into ticket (tenant_id, number, key, title, severity, standing, ignored_by, ignored_until, standing_since, times_reopened, assignee,
                         due_at, opened_by, opened_at, looked_at)
     select $1, last_number, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $8, $8 from numbered returning number`,
    [
      ...[tx.tenantId, key, titleOf(members, grouping), Math.max(...members.map(({ severity }) => severity))],
      ...[standing.kind, standing.kind === 'ignored' ? standing.by : null],
      ...[until === undefined ? null : new Date(until).toISOString(), at, timesReopened, assignee ?? null],
      ...[dueAt ?? earliest ?? null, by],
    ],
  )
  return rows[0]!.number
}

function titleOf(members: readonly Row[], grouping: Grouping): string {
  const [first] = members as readonly [Row, ...Row[]]
  const title = {
    finding: `${first.summary ?? first.title} (${first.assetName})`,
    asset: `What is wrong on ${first.assetName}`,
    check: first.title,
    fix: first.fix ?? first.title,
  }[grouping]
  return title.replace(/\s+/g, ' ').trim().slice(0, 1000)
}
