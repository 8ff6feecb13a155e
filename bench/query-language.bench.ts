import { createHmac } from 'node:crypto'
import {
  compileCount,
  compileFacets,
  compilePage,
  compileValues,
  complete,
  evaluator,
  type Plan,
  parse,
  plan,
  type Statement,
  type Token,
} from '@holdfast/platform/search'
import { sampleEntity, samplePart, sampleTime } from '@holdfast/platform/search/testing'
import { type TestDatabase, testDatabase } from '@holdfast/platform/store/testing'
import { type Bench, type Figure, median, percentile } from './bench.ts'

const seal = { sign: (text: string) => createHmac('sha256', 'bench').update(text).digest('base64url') }

/** A condition and its negation: both are counted to the end, so that neither can stop early. */
const pairs = [
  'port:22',
  'software:package-17',
  'name:*77*',
  'severity:high',
  'status:fixed',
  'owner:team-5',
  'lastSeen > now-7d',
]
const lists = [
  '',
  'severity >= high sort by name',
  'status:open sort by risk desc',
  'not port:22 and online:true',
  'name:77 or software:package-3',
]

export const bench: Bench = {
  name: 'query-language',
  summary:
    'One tenant of 50,000 hosts, 150,000 ports and 10 million host-software pairs beside another of the same size, under row-level security; warm.',
  async run({ scale, log }) {
    const closing: (() => unknown)[] = []
    try {
      const opened = await testDatabase({ after: (close) => closing.push(close) }, { parts: [samplePart] })
      const hosts = Math.max(100, Math.round(50_000 * scale))
      const [tenant, other] = [await opened.tenant('Large'), await opened.tenant('Other')]
      for (const id of [tenant, other]) {
        log(`filling a tenant with ${hosts} hosts`)
        await fill(opened, id, hosts)
      }
      await opened.admin.query('vacuum analyze')
      const run = async (statement: Statement) =>
        (await opened.database.asTenant(tenant, (tx) => tx.query(statement.text, statement.values))).rows
      return [
        ...(await measureNegations(run, tenant, hosts)),
        ...(await measureLists(run, tenant, hosts)),
        ...measureTexts(),
      ]
    } finally {
      for (const close of closing) await close()
    }
  },
}

type Run = (statement: Statement) => Promise<Record<string, unknown>[]>

/** Written by the database itself: names, ports and software as skewed as `power` makes them. */
async function fill({ admin }: TestDatabase, tenant: number, hosts: number): Promise<void> {
  await admin.query('set role holdfast_owner')
  await admin.query(`select set_config('holdfast.tenant', $1, false), setseed(0.5)`, [String(tenant)])
  await admin.query(
    `insert into sample_software (tenant_id, id, name, version, version_key, hosts)
     select $1, n, 'package-' || n, '1.' || n % 50, '11}' || n % 50 || '#', 0 from generate_series(1, 5000) n`,
    [tenant],
  )
  await admin.query(
    `insert into sample_host (tenant_id, id, name, owner, note, severity, status, risk, memory, first_seen, last_seen, online, software_ids)
     select $1, n, 'host-' || md5(n::text), 'team-' || floor(20 * power(random(), 2)), 'rack ' || n % 100,
            1 + floor(5 * power(random(), 2)), (array['new', 'active', 'active', 'fixed'])[1 + n % 4], floor(101 * random()),
            (1 + n % 64) * 1073741824::bigint, timestamptz '2026-11-22 10:30Z' - random() * interval '300 days',
            timestamptz '2026-11-22 10:30Z' - random() * interval '30 days', n % 7 > 0,
            array(select distinct 1 + floor(5000 * power(random(), 3))::int from generate_series(1, 200) where n > 0)
       from generate_series(1, $2::int) n`,
    [tenant, hosts],
  )
  await admin.query(
    `insert into sample_port select $1, n, p, 'tcp', null from generate_series(1, $2::int) n, unnest(array[22, 443, 8000 + n % 50]) p
      where p <> 22 or n % 3 > 0`,
    [tenant, hosts],
  )
  await admin.query(
    `update sample_software s set hosts = c.hosts
       from (select unnest(software_ids) as id, count(*)::int as hosts from sample_host where tenant_id = $1 group by 1) c
      where s.tenant_id = $1 and s.id = c.id`,
    [tenant],
  )
  await admin.query('reset role')
}

function planOf(text: string): Plan {
  const checked = plan(text, sampleEntity, sampleTime)
  if (!checked.ok) throw new Error(`${text}: ${checked.problems[0]?.message}`)
  return checked.plan
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

async function measureNegations(run: Run, tenant: number, hosts: number): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const text of pairs) {
    const positive = compileCount(planOf(`(${text}) and name:*`), { tenant })
    const negative = compileCount(planOf(`not (${text}) and name:*`), { tenant })
    const counts = [Number((await run(positive))[0]?.count), Number((await run(negative))[0]?.count)]
    if (counts[0]! + counts[1]! !== hosts) throw new Error(`${text}: ${counts} do not add up to ${hosts}`)
    const times: [number[], number[]] = [[], []]
    for (let round = 0; round < 15; round += 1) {
      times[0].push(await timed(() => run(positive)))
      times[1].push(await timed(() => run(negative)))
    }
    const [plain, negated] = [median(times[0]), median(times[1])]
    const note = `${plain.toFixed(1)} ms for ${counts[0]} hosts, ${negated.toFixed(1)} ms for ${counts[1]}`
    figures.push({ what: `not ${text}, against ${text}`, value: negated / plain, unit: '×', atMost: 1.3, note })
  }
  return figures
}

async function measureLists(run: Run, tenant: number, hosts: number): Promise<Figure[]> {
  const pages: number[] = []
  const facets: number[] = []
  const values: number[] = []
  for (let round = 0; round < 20; round += 1) {
    for (const text of lists) {
      const made = planOf(text)
      const page = compilePage(made, { tenant, select: { id: 'h.id', name: 'h.name' }, size: 50, seal })
      if (!page.ok) throw new Error('a first page has no cursor to refuse')
      pages.push(await timed(() => run(page)))
      if (round % 5 > 0) continue
      const scalar = compileFacets(made, { tenant, tokens: ['owner', 'severity', 'status', 'disposition', 'online'] })
      facets.push(await timed(() => Promise.all(scalar.map(run))))
    }
    const token = sampleEntity.names.get('software.name') as Token
    values.push(await timed(() => run(compileValues(sampleEntity, token, { tenant, prefix: `package-${round}` }))))
  }
  const note = `${hosts} hosts, ${lists.length} queries`
  return [
    { what: 'a page of 50, p95', value: percentile(pages, 0.95), unit: 'ms', atMost: 300, note },
    { what: 'five facets of it side by side, p95', value: percentile(facets, 0.95), unit: 'ms', atMost: 1000, note },
    {
      what: 'values with counts for autocompletion, p95',
      value: percentile(values, 0.95),
      unit: 'ms',
      atMost: 100,
      note: '5,000 values',
    },
  ]
}

function measureTexts(): Figure[] {
  const text =
    'status:open and severity:[3 .. 5] and software:(name:openssl and version:"<3.0.15") or not port:22 and name:*web*'
  const times: number[] = []
  const places: number[] = []
  for (let round = 0; round < 2000; round += 1) {
    const start = performance.now()
    planOf(text)
    times.push(performance.now() - start)
    const middle = performance.now()
    complete(text, round % text.length, sampleEntity)
    places.push(performance.now() - middle)
  }
  const long = `${'severity:high or '.repeat(9999)}risk:1 and owner:[${'x, '.repeat(250_000)}x]`
  const start = performance.now()
  parse(long)
  const parsed = performance.now() - start
  const test = evaluator(planOf(text).where)
  const row = {
    status: 'new',
    severity: 4,
    name: 'web-1',
    ports: [{ number: 22, protocol: 'tcp' }],
    software: [{ name: 'openssl', version: '3.0.11' }],
  }
  const begin = performance.now()
  for (let round = 0; round < 100_000; round += 1) test(row)
  const evaluated = 100_000 / ((performance.now() - begin) / 1000)
  return [
    {
      what: 'reading and typing a query, p95',
      value: percentile(times, 0.95),
      unit: 'ms',
      note: `${text.length} characters`,
    },
    { what: 'completing it at any place, p95', value: percentile(places, 0.95), unit: 'ms', atMost: 5 },
    { what: 'reading a query of a mebibyte', value: parsed, unit: 'ms', note: `${long.length} characters` },
    { what: 'rows tested in memory', value: evaluated, unit: 'rows/s' },
  ]
}
