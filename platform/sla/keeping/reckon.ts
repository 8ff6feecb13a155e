import type { SlaRule, TenantTransaction } from '../../contract/index.ts'
import { takeInOrder } from '../../findings/index.ts'
import { clockAt, type Timeline } from '../clock/clock.ts'
import { dateColumn, type SlaLanguage } from '../rules/sla-rules.ts'

interface Taken {
  readonly id: number
  readonly rule: SlaRule
  readonly started: string
  readonly dueBy: string | null
  readonly fixed: string | null
}

/**
 * Reckons anew until when these findings are to be fixed, and writes what changed: the same again changes nothing. Answers with the number of rows that
 * are others now.
 */
export async function reckon(
  tx: TenantTransaction,
  language: SlaLanguage,
  rules: readonly SlaRule[],
  findingIds: readonly number[],
  now: number,
): Promise<number> {
  const taken = await takenBy(tx, language, rules, findingIds, now)
  const pauses = await pausesOf(
    tx,
    taken.map(({ id }) => id),
  )
  const rows = taken.map((one) => ({
    id: one.id,
    rule: one.rule.id,
    started: one.started,
    due: dueOf(one, pauses.get(one.id) ?? [], now),
  }))
  const { rows: written } = await tx.query<{ changed: number }>(
    `with told as (select * from jsonb_to_recordset($3::jsonb) as t (id bigint, rule text, started timestamptz(3), due timestamptz(3))),
     gone as (
       delete from finding_due d where d.tenant_id = $1 and d.finding_id = any ($2::bigint[]) and not exists (select from told t where t.id = d.finding_id)
       returning 1),
     came as (
       insert into finding_due as d (tenant_id, finding_id, rule, started_at, due_at)
       select $1, t.id, t.rule, t.started, t.due from told t
         join finding f on f.tenant_id = $1 and f.finding_id = t.id
       on conflict (tenant_id, finding_id) do update set rule = excluded.rule, started_at = excluded.started_at, due_at = excluded.due_at
         where (d.rule, d.started_at, d.due_at) is distinct from (excluded.rule, excluded.started_at, excluded.due_at)
       returning 1)
     select ((select count(*) from gone) + (select count(*) from came))::int as changed`,
    [tx.tenantId, findingIds, JSON.stringify(rows)],
  )
  return written[0]!.changed
}

/** The rule of each finding that any rule takes, with its dates. */
async function takenBy(
  tx: TenantTransaction,
  { entity }: SlaLanguage,
  rules: readonly SlaRule[],
  findingIds: readonly number[],
  now: number,
): Promise<readonly Taken[]> {
  const columns = ({ start = [], dueBy }: SlaRule) => {
    const starts = start.flatMap((name) => (name === 'firstFound' ? firstFound : (dateColumn(entity, name) ?? [])))
    return {
      started: `coalesce(${[...starts, firstFound].join(', ')})`,
      dueBy: (dueBy === undefined ? undefined : dateColumn(entity, dueBy)) ?? 'null::timestamptz',
      fixed: `case when f.status = 'fixed' then f.fixed_at end`,
    }
  }
  const options = { entity, now, columns }
  const taken = await takeInOrder<SlaRule, Omit<Taken, 'rule' | 'id'>>(tx, rules, findingIds, options)
  return taken.flatMap(({ rule, rows }) => rows.map((row) => ({ ...row, rule })))
}

/** What came back begins anew: a person had fixed it in its time. */
const firstFound =
  'greatest(f.first_found_at, (select d.reopened_at from finding_detail d where d.tenant_id = f.tenant_id and d.finding_id = f.finding_id))'

type Pause = NonNullable<Timeline['pauses']>[number]

/** The times in which exceptions held, from the history of each finding. */
async function pausesOf(
  tx: TenantTransaction,
  findingIds: readonly number[],
): Promise<ReadonlyMap<number, readonly Pause[]>> {
  const { rows } = await tx.query<{ id: number; at: string; held: boolean }>(
    `select finding_id as id, at, disposition <> 'none' as held from finding_transition
      where tenant_id = $1 and finding_id = any ($2::bigint[]) and kind = 'disposition' order by finding_id, transition_id`,
    [tx.tenantId, findingIds],
  )
  const pauses = new Map<number, { from: number; to?: number }[]>()
  for (const { id, at, held } of rows) {
    const mine = pauses.get(id) ?? []
    pauses.set(id, mine)
    const last = mine.at(-1)
    if (held && (!last || last.to !== undefined)) mine.push({ from: Date.parse(at) })
    if (!held && last && last.to === undefined) last.to = Date.parse(at)
  }
  return pauses
}

function dueOf({ rule, started, dueBy, fixed }: Taken, pauses: readonly Pause[], now: number): string | null {
  const { days, calendar } = rule
  const begun = Date.parse(started)
  const timeline = { firstFound: begun, pauses, ...(fixed !== null && { fixed: Date.parse(fixed) }) }
  // A clock that begins later than now is asked as of its beginning: when it ends is known already.
  const { due } = clockAt(
    { days, start: ['firstFound'], ...(calendar && { calendar }) },
    timeline,
    Math.max(now, begun),
  )
  if (due === undefined) return null
  return new Date(dueBy === null ? due : Math.max(due, Date.parse(dueBy))).toISOString()
}
