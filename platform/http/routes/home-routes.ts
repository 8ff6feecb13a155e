import { type Static, Type } from 'typebox'
import { defineRoute, type Route, type TenantTransaction } from '../../contract/index.ts'
import { instant, one } from '../conventions/reply-schemas.ts'
import { severityName } from './finding-routes.ts'
import { orNull, severitySchema } from './finding-schemas.ts'

const countsSchema = Type.Object({
  critical: Type.Integer(),
  high: Type.Integer(),
  medium: Type.Integer(),
  low: Type.Integer(),
  info: Type.Integer(),
})

const homeSchema = Type.Object({
  assets: Type.Object({
    total: Type.Integer(),
    judged: Type.Integer({ description: 'Those that were judged at least once.' }),
    notSeen: Type.Integer({ description: 'Those that no source told of for seven days.' }),
  }),
  open: countsSchema,
  notAssessed: Type.Integer({ description: 'Checks on assets that could not be answered: never counted as clean.' }),
  doNow: Type.Array(
    Type.Object({
      check: Type.String(),
      title: Type.String(),
      severity: severitySchema,
      why: Type.String(),
      remedy: Type.String(),
      findings: Type.Integer(),
      assets: Type.Integer(),
      since: instant('When the oldest of them was found.'),
      query: Type.String({ description: 'The list of findings that it counts.' }),
    }),
    { maxItems: 3 },
  ),
  sources: Type.Object({
    total: Type.Integer(),
    well: Type.Integer(),
    silent: Type.Integer(),
    neverHeard: Type.Integer(),
    words: Type.String({ description: 'How they are, in one sentence.' }),
  }),
  happened: Type.Array(
    Type.Object({
      at: instant('When.'),
      kind: Type.Enum(['opened', 'reopened', 'fixed', 'disposition', 'enrolled']),
      title: Type.String(),
      summary: orNull(Type.String({ description: 'What decided, where it happened once.' })),
      check: orNull(Type.String()),
      times: Type.Integer({ description: 'How many findings of one check on one asset it is told of.' }),
      severity: Type.Union([severitySchema, Type.Null()]),
      asset: Type.Union([Type.Object({ id: Type.String(), name: Type.String() }), Type.Null()]),
      finding: orNull(Type.String()),
    }),
  ),
  testedAt: orNull(instant('When anything was last judged.')),
})
type Home = Static<typeof homeSchema>

/** Keys of the navigation's counters. */
const countersSchema = Type.Record(Type.String(), Type.Integer())

/** The start page in one request, and the numbers beside the navigation. */
export const homeRoutes: readonly Route[] = [
  defineRoute({
    method: 'GET',
    path: '/home',
    summary: 'What to do now, how the sources are, what just happened',
    permission: 'home:read',
    reply: one(homeSchema),
    async handle({ tx }) {
      const home: Home = {
        assets: await countAssets(tx),
        open: await countOpen(tx),
        notAssessed: await countNotAssessed(tx),
        doNow: await doNow(tx),
        sources: await countSources(tx),
        happened: await happened(tx),
        testedAt: await lastTested(tx),
      }
      return { data: home }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/counters',
    summary: 'The numbers beside the navigation',
    permission: 'home:read',
    reply: one(countersSchema),
    async handle({ tx }) {
      const { total } = await countAssets(tx)
      const open = await countOpen(tx)
      const sources = await countSources(tx)
      const { rows } = await tx.query<{ running: number; exceptions: number; requested: number }>(
        `select (select count(*)::int from job where tenant_id = $1 and state in ('queued', 'running')) as running,
                (select count(*)::int from exception where tenant_id = $1 and state = 'approved') as exceptions,
                (select count(*)::int from exception where tenant_id = $1 and state = 'requested') as requested`,
        [tx.tenantId],
      )
      const findings = Object.values(open).reduce((sum, count) => sum + count, 0)
      return {
        data: {
          assets: total,
          'findings.open': findings,
          'findings.critical': open.critical,
          sources: sources.total,
          'sources.silent': sources.silent,
          'not-assessed': await countNotAssessed(tx),
          exceptions: rows[0]!.exceptions,
          'exceptions.requested': rows[0]!.requested,
          'jobs.running': rows[0]!.running,
        },
      }
    },
  }),
]

async function countAssets(tx: TenantTransaction): Promise<Home['assets']> {
  const { rows } = await tx.query<Home['assets']>(
    `select count(*)::int as total, count(*) filter (where last_seen_at < now() - interval '7 days')::int as "notSeen",
            count(*) filter (where exists (select from assessment t
              where t.tenant_id = $1 and t.asset_id = a.asset_id and t.tests > 0))::int as judged
       from asset a where tenant_id = $1 and merged_into is null`,
    [tx.tenantId],
  )
  return rows[0]!
}

async function countOpen(tx: TenantTransaction): Promise<Home['open']> {
  const { rows } = await tx.query<{ severity: number; findings: number }>(
    `select severity, sum(findings)::int as findings from finding_count
      where tenant_id = $1 and status <> 'fixed' and disposition = 'none' group by severity`,
    [tx.tenantId],
  )
  const count = (level: number) => rows.find(({ severity }) => severity === level)?.findings ?? 0
  return { critical: count(5), high: count(4), medium: count(3), low: count(2), info: count(1) }
}

async function countNotAssessed(tx: TenantTransaction): Promise<number> {
  const { rows } = await tx.query<{ many: number }>(
    'select count(*)::int as many from not_assessed where tenant_id = $1',
    [tx.tenantId],
  )
  return rows[0]!.many
}

/**
 * The worst first; of equally bad ones what has more findings. What feeds name is one thing for each place, since one upgrade closes many of them; other
 * checks are one thing each.
 */
async function doNow(tx: TenantTransaction): Promise<Home['doNow']> {
  const { rows } = await tx.query<Omit<Home['doNow'][number], 'severity' | 'query'> & Thing>(
    `select coalesce(c.id, f.place) as check, c.title, f.severity, c.definition ->> 'why' as why,
            c.definition -> 'remedy' ->> 'words' as remedy, f.app, f.place, f.findings, f.assets, f.since, x.fix
       from (select case when d.from_feed then null else f.check_no end as check_no, case when d.from_feed then f.place end as place,
                    d.app, max(f.severity) as severity, count(*)::int as findings, count(distinct f.asset_id)::int as assets,
                    min(f.first_found_at) as since
               from finding f join check_definition d using (check_no)
              where f.tenant_id = $1 and f.status <> 'fixed' and f.disposition = 'none' group by 1, 2, 3
              order by severity desc, findings desc, 1, 2 limit 3) f
       left join check_definition c using (check_no)
       left join lateral (
         select case when count(distinct t.fix) = 1 then min(t.fix) end as fix
           from finding o join finding_detail t on t.tenant_id = o.tenant_id and t.finding_id = o.finding_id
          where o.tenant_id = $1 and o.place = f.place and o.status <> 'fixed' and o.disposition = 'none') x on f.place is not null
      order by f.severity desc, f.findings desc, 1`,
    [tx.tenantId],
  )
  return rows.map(({ app, place, fix, ...row }) => ({
    ...row,
    ...(place === null
      ? {
          title: row.title ?? '',
          why: row.why ?? '',
          remedy: row.remedy ?? '',
          query: `check:\`${row.check}\` and status:open`,
        }
      : upgrade(app, place, fix, row.findings)),
    severity: severityName(row.severity),
  }))
}

interface Thing {
  readonly severity: number
  readonly app: string
  /** Of what feeds name; null otherwise. */
  readonly place: string | null
  /** The one way that is named for all of it. */
  readonly fix: string | null
}

function upgrade(app: string, place: string, fix: string | null, findings: number) {
  const name = place.slice(place.indexOf('/') + 1)
  const words = fix ?? `upgrade ${name} to the newest version that is offered`
  return {
    title: `${name} has known vulnerabilities`,
    why: findings === 1 ? 'One vulnerability of it is known.' : `${findings} vulnerabilities of it are known.`,
    remedy: `${words.charAt(0).toUpperCase()}${words.slice(1)}.`,
    query: `app:${app} and place:\`${place.replaceAll('`', '``')}\` and status:open`,
  }
}

async function countSources(tx: TenantTransaction): Promise<Home['sources']> {
  const { rows } = await tx.query<{
    total: number
    well: number
    silent: number
    neverHeard: number
    name: string | null
  }>(
    `select count(*)::int as total, count(*) filter (where s.last_seen_at >= now() - interval '10 minutes')::int as well,
            count(*) filter (where s.last_seen_at < now() - interval '10 minutes')::int as silent,
            count(*) filter (where s.last_seen_at is null)::int as "neverHeard",
            min(src.name) filter (where s.last_seen_at < now() - interval '10 minutes') as name
       from source src left join source_state s on s.tenant_id = src.tenant_id and s.source_id = src.source_id
      where src.tenant_id = $1 and src.status = 'active'`,
    [tx.tenantId],
  )
  const { name, ...counts } = rows[0]!
  return { ...counts, words: sourceWords(counts, name) }
}

function sourceWords(counts: { total: number; well: number; silent: number }, name: string | null): string {
  const { total, well, silent } = counts
  if (total === 0) return 'There is no source yet: install an agent, and it shows up here.'
  if (silent === 0) return total === 1 ? 'The one source is well.' : `All ${total} sources are well.`
  const others = silent === 1 ? '' : ` and ${silent - 1} more`
  return `${well} of ${total} sources are well; ${name}${others} fell silent.`
}

/** What happened to findings of one check on one asset at one moment is told once, with its number. */
async function happened(tx: TenantTransaction): Promise<Home['happened']> {
  const { rows } = await tx.query<Omit<Home['happened'][number], 'severity'> & { severity: number | null }>(
    `with latest as (
       select * from finding_transition
        where tenant_id = $1 and kind in ('opened', 'reopened', 'fixed', 'disposition')
        order by at desc, transition_id desc limit 1000)
     (select t.at, t.kind, c.title, c.id as check, count(*)::int as times, max(f.severity) as severity,
             jsonb_build_object('id', a.public_id, 'name', a.name) as asset,
             case when count(*) = 1 then min(f.public_id) end as finding,
             case when count(*) = 1 then min(d.evidence ->> 'summary') end as summary
        from latest t
        join finding f on f.tenant_id = $1 and f.finding_id = t.finding_id
        join finding_detail d on d.tenant_id = $1 and d.finding_id = t.finding_id
        join asset a on a.tenant_id = $1 and a.asset_id = f.asset_id
        join check_definition c on c.check_no = f.check_no
       group by t.at, t.kind, c.title, c.id, a.public_id, a.name
       order by t.at desc limit 12)
     union all
     (select enrolled_at, 'enrolled', name, null, 1, null, null, null, null from source
       where tenant_id = $1 order by enrolled_at desc limit 3)
     order by 1 desc limit 12`,
    [tx.tenantId],
  )
  return rows.map((row) => ({ ...row, severity: row.severity === null ? null : severityName(row.severity) }))
}

async function lastTested(tx: TenantTransaction): Promise<string | null> {
  const { rows } = await tx.query<{ at: string | null }>(
    'select max(tested_at) as at from assessment where tenant_id = $1 and tests > 0',
    [tx.tenantId],
  )
  return rows[0]!.at
}
