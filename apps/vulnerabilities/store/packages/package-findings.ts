import { type Severity, severities, severityLevel, type TenantTransaction } from '@holdfast/platform/contract'

/** What became of the findings of one package. */
export interface PackageFindings {
  /** Open ones that nobody decided about, by severity. */
  readonly open: Readonly<Record<Severity, number>>
  readonly excepted: number
  readonly fixed: number
  /** When the first was found; undefined where none ever was. */
  readonly firstFoundAt: string | undefined
  /** By week (its Monday), the earliest first, of those in which something was found or fixed: the last 26 of them. */
  readonly weeks: readonly PackageWeek[]
}

export interface PackageWeek {
  /** `2026-11-23` */
  readonly week: string
  readonly found: number
  readonly fixed: number
}

const mostWeeks = 26

/** Findings at some places, and below them: `npm/lodash` is also `npm/lodash in /srv/shop`. */
const atPlaces = `
  from (select f.* from finding f where f.tenant_id = $1 and f.place = any ($2)
        union all
        select f.* from unnest($2::text[]) as p (place)
          join finding f on f.tenant_id = $1 and f.place >= p.place || ' in ' and f.place < p.place || ' in!') f
  join vulnerabilities_cve using (check_no)`

export async function packageFindings(tx: TenantTransaction, places: readonly string[]): Promise<PackageFindings> {
  const { rows: counts } = await tx.query<{ severity: number; open: number; excepted: number; fixed: number }>(
    `select severity, count(*) filter (where status <> 'fixed' and disposition = 'none')::int as open,
            count(*) filter (where status <> 'fixed' and disposition <> 'none')::int as excepted,
            count(*) filter (where status = 'fixed')::int as fixed ${atPlaces} group by 1`,
    [tx.tenantId, places],
  )
  const { rows: weeks } = await tx.query<PackageWeek & { first: string }>(
    `select to_char(week, 'YYYY-MM-DD') as week, sum(found)::int as found, sum(fixed)::int as fixed,
            to_char(min(min(first)) over () at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as first
       from (select date_trunc('week', first_found_at at time zone 'UTC') as week, count(*) as found, 0 as fixed, min(first_found_at) as first
               ${atPlaces} group by 1
             union all
             select date_trunc('week', fixed_at at time zone 'UTC'), 0, count(*), null ${atPlaces} where status = 'fixed' group by 1) w
      group by week order by week desc limit $3`,
    [tx.tenantId, places, mostWeeks],
  )
  const sum = (of: (row: (typeof counts)[number]) => number) => counts.reduce((total, row) => total + of(row), 0)
  return {
    open: Object.fromEntries(
      severities.map((severity) => [
        severity,
        counts.find((row) => row.severity === severityLevel(severity))?.open ?? 0,
      ]),
    ) as Record<Severity, number>,
    excepted: sum(({ excepted }) => excepted),
    fixed: sum(({ fixed }) => fixed),
    firstFoundAt: weeks[0]?.first,
    weeks: weeks.map(({ week, found, fixed }) => ({ week, found, fixed })).reverse(),
  }
}
