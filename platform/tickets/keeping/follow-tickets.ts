import type { TenantTransaction } from '../../contract/index.ts'
import { followFindings } from '../course/follow-findings.ts'
import type { CoveredFinding } from '../course/ticket-state.ts'
import { courseColumns, stateOf, type TicketRow } from '../store/ticket-row.ts'
import { writeState } from '../store/write-state.ts'

interface Covered {
  readonly number: number
  readonly status: CoveredFinding['status']
  readonly excepted: boolean
  readonly severity: number
  readonly lastFoundAt: string
}

/** Lets tickets follow what their findings say now: the same again changes nothing. Answers with how many stand otherwise than before. */
export async function followTickets(tx: TenantTransaction, numbers: readonly number[], now: number): Promise<number> {
  const { rows: tickets } = await tx.query<TicketRow>(
    `select ${courseColumns} from ticket t where t.tenant_id = $1 and t.number = any ($2::int[]) order by t.number for no key update`,
    [tx.tenantId, numbers],
  )
  const findings = Map.groupBy(await readCovered(tx, numbers), ({ number }) => number)
  let changed = 0
  for (const row of tickets) {
    const mine = findings.get(row.number) ?? []
    const covered = mine.map(({ lastFoundAt, status, excepted }) => ({
      ...{ status, excepted },
      lastFoundAt: Date.parse(lastFoundAt),
    }))
    const step = followFindings(stateOf(row), covered, now)
    if (step.because === undefined) continue
    await writeState(tx, row.number, step, null)
    changed++
  }
  await tx.query(
    `update ticket t set looked_at = $3, severity = coalesce(w.worst, t.severity)
       from unnest($2::int[]) as n (number)
       left join (select * from jsonb_to_recordset($4::jsonb) as r (number int, worst smallint)) w on w.number = n.number
      where t.tenant_id = $1 and t.number = n.number`,
    [tx.tenantId, numbers, new Date(now).toISOString(), JSON.stringify(worstOf(findings))],
  )
  return changed
}

function worstOf(findings: ReadonlyMap<number, readonly Covered[]>) {
  return [...findings].flatMap(([number, mine]) => {
    const open = mine.filter(({ status }) => status === 'open')
    return open.length === 0 ? [] : [{ number, worst: Math.max(...open.map(({ severity }) => severity)) }]
  })
}

async function readCovered(tx: TenantTransaction, numbers: readonly number[]): Promise<readonly Covered[]> {
  const { rows } = await tx.query<Covered>(
    `select m.number, case when f.status = 'fixed' then 'fixed' else 'open' end as status, f.disposition <> 'none' as excepted, f.severity,
            -- What the latest test looked at had been observed then; to judge once more what was observed before is no new evidence.
            case when d.untested_since is null and s.observed_at > '-infinity' then s.observed_at else coalesce(d.found_until, f.first_found_at) end as "lastFoundAt"
       from ticket_finding m
       join finding f on f.tenant_id = m.tenant_id and f.finding_id = m.finding_id
       join finding_detail d on d.tenant_id = f.tenant_id and d.finding_id = f.finding_id
       join check_definition c on c.check_no = f.check_no
       left join assessment s on s.tenant_id = f.tenant_id and s.asset_id = f.asset_id and s.judge = c.judge
      where m.tenant_id = $1 and m.number = any ($2::int[])`,
    [tx.tenantId, numbers],
  )
  return rows
}
