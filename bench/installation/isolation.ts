import {
  compileCount,
  compileFacets,
  compilePage,
  type Entity,
  type EntityExtension,
  plan,
} from '@holdfast/platform/search'
import type { Database } from '@holdfast/platform/store'
import type pg from 'pg'
import { serverFaces } from '../../apps/server.ts'
import { platformEntities } from '../../platform/http/entities/platform-entities.ts'
import { type Figure, median } from '../bench.ts'
import { once } from './ask.ts'

const queries = {
  assets: ['', 'openPort.port:443', 'software:package-900', 'operatingSystem.id:debian and cpuCount > 2', 'name:*77*'],
  findings: ['', 'status:open', 'severity:high and status:new', 'asset.name:web*', 'not severity:low'],
} as const

type Statement = { readonly text: string; readonly values: readonly unknown[] }

/** The same statements under row-level security and by a superuser, for whom it does not exist; taken in turns. */
export async function measureIsolation(
  database: Database,
  admin: pg.Client,
  tenant: number,
  times: number,
): Promise<Figure> {
  const entities = platformEntities(serverFaces.flatMap((face) => face.entities as readonly EntityExtension[]))
  await admin.query('set search_path = holdfast, public')
  const ratios: { what: string; ratio: number; ms: number }[] = []
  for (const list of ['assets', 'findings'] as const) {
    for (const text of queries[list]) {
      for (const [kind, statement] of statements(entities[list], text, tenant)) {
        const under: number[] = []
        const without: number[] = []
        for (let round = 0; round <= times; round += 1) {
          const tenantly = await once(() =>
            database.asTenant(tenant, (tx) => tx.query(statement.text, statement.values), { readOnly: true }),
          )
          const freely = await once(async () => {
            await admin.query('begin')
            await admin.query(`select set_config('holdfast.tenant', $1, true)`, [String(tenant)])
            await admin.query(statement.text, [...statement.values])
            await admin.query('commit')
          })
          if (round === 0) continue
          under.push(tenantly)
          without.push(freely)
        }
        ratios.push({ what: `${kind} of ${list} ${text}`, ratio: median(under) / median(without), ms: median(under) })
      }
    }
  }
  await admin.query('reset search_path')
  const worst = ratios.reduce((a, b) => (a.ratio > b.ratio ? a : b))
  return {
    what: 'row-level security against the same queries without it, median of ratios',
    value: median(ratios.map(({ ratio }) => ratio)),
    unit: '×',
    atMost: 1.3,
    note: `${ratios.length} statements; worst ${worst.ratio.toFixed(2)} × of ${worst.what} (${worst.ms.toFixed(1)} ms)`,
  }
}

function statements(entity: Entity, text: string, tenant: number): readonly (readonly [string, Statement])[] {
  const checked = plan(text, entity, { now: Date.now(), zone: 'UTC' })
  if (!checked.ok) throw new Error(`${text}: ${checked.problems[0]?.message}`)
  const id = entity.name === 'assets' ? 'a.public_id' : 'f.public_id'
  const page = compilePage(checked.plan, { tenant, select: { id }, size: 100, seal: { sign: () => '' } })
  if (!page.ok) throw new Error('a first page has no cursor to refuse')
  const facets = compileFacets(checked.plan, { tenant })
  return [
    ['page', page],
    ['count', compileCount(checked.plan, { tenant, cap: 100_000 })],
    ...facets.slice(0, 2).map((facet) => [`facets ${facet.tokens.join(', ')}`, facet] as const),
  ]
}
