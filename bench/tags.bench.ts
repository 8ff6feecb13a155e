import type { TenantTransaction } from '@holdfast/platform/contract'
import {
  compileCount,
  compileFacets,
  compilePage,
  compileValues,
  type Entity,
  type EntityExtension,
  plan,
  type Token,
} from '@holdfast/platform/search'
import { newPublicId } from '@holdfast/platform/store'
import { changeMany, createTag, markAssets, tagNext, undoChange } from '@holdfast/platform/tags'
import { serverFaces } from '../apps/server.ts'
import { platformEntities } from '../platform/http/entities/platform-entities.ts'
import { testDatabase } from '../platform/store/testing/index.ts'
import { allParts } from '../programs/server/parts.ts'
import { taggingOf } from '../programs/server/tagging.ts'
import { type Bench, type Figure, median, percentile } from './bench.ts'

const seal = { sign: () => 'bench' }
const by = 'bench'

export const bench: Bench = {
  name: 'tags',
  summary:
    'Tags of one large tenant: a changed asset asked by all of them, a new query asked of all assets, all that match tagged and undone, lists by tag. PostgreSQL shares this machine.',
  async run({ scale, log }) {
    const assets = Math.max(200, Math.round(100_000 * scale))
    const tags = Math.max(10, Math.round(100 * Math.min(1, scale * 10)))
    const rounds = scale === 1 ? 50 : 3
    const ends: (() => unknown)[] = []
    try {
      const { database, admin, tenant } = await testDatabase(
        { after: (end) => ends.unshift(end) },
        { parts: allParts(serverFaces).filter(({ part }) => part !== 'store') },
      )
      const tenantId = await tenant('Bench')
      const inTenant = <T>(work: (tx: TenantTransaction) => Promise<T>) =>
        database.asTenant(tenantId, (tx) => work(tx as unknown as TenantTransaction), { timeoutMs: 600_000 })
      const tagging = taggingOf(serverFaces)
      const { assets: entity } = platformEntities(
        serverFaces.flatMap((face) => face.entities as readonly EntityExtension[]),
      )
      const context = {
        database,
        ...tagging,
        now: Date.now,
        onError: (error: unknown) => {
          throw error
        },
      }
      const settle = async () => {
        while (await tagNext(context, tenantId));
      }
      const writer = { language: tagging.language, by, now: Date.now() }
      const make = (name: string, query: string | null) =>
        inTenant((tx) =>
          createTag(tx, { name, parent: null, query, colour: 'grey', criticality: 3, description: '' }, writer),
        )
      await fill(inTenant, tenantId, assets)
      // The marks of assets that were put there by hand: each would be asked, a hundred at a time.
      await admin.query('delete from holdfast.tag_due; analyze')
      for (let n = 0; n < tags; n++) await make(`Every ${n}`, queryOf(n))
      const whole = await time(settle)
      log(`${assets} assets, ${tags} dynamic tags asked of all in ${whole.toFixed(1)} s`)
      await admin.query('analyze')

      const one: number[] = []
      for (let round = 0; round < rounds; round++) {
        const { rows } = await admin.query<{ id: string }>(
          'select asset_id as id from holdfast.asset where tenant_id = $1 offset $2 limit 1',
          [tenantId, (round * 997) % assets],
        )
        await inTenant((tx) => markAssets(tx, [Number(rows[0]!.id)]))
        one.push((await time(() => tagNext(context, tenantId))) * 1000)
      }
      await make('Another', 'operatingSystem.version:3 and name:*7*')
      const another = await time(settle)

      const hand = await make('By hand', null)
      const asked = plan('', entity, { now: Date.now(), zone: 'UTC' })
      if (!asked.ok) throw new Error('the empty query')
      const done = { change: '', changed: 0 }
      const bulk = await time(async () =>
        Object.assign(
          done,
          await inTenant((tx) => changeMany(tx, { tag: hand, kind: 'assign', by, plan: asked.plan, asked: '' })),
        ),
      )
      if (done.changed !== assets) throw new Error(`${done.changed} of ${assets} assets were tagged`)
      const undo = await time(() => inTenant((tx) => undoChange(tx, done.change, by)))
      await inTenant((tx) => changeMany(tx, { tag: hand, kind: 'assign', by, plan: asked.plan, asked: '' }))
      await admin.query('analyze')

      const ask = async (statement: { text: string; values: readonly unknown[] }) => {
        await inTenant((tx) => tx.query(statement.text, statement.values))
      }
      const page = await times(rounds, (round) => ask(pageOf(entity, tenantId, `tags:"Every ${round % tags}"`)))
      const notPage = await times(rounds, (round) => ask(pageOf(entity, tenantId, `not tags:"Every ${round % tags}"`)))
      const count = await times(rounds, (round) => ask(countOf(entity, tenantId, `not tags:"Every ${round % tags}"`)))
      const name = entity.names.get('tags.name') as Token
      const typed = await times(rounds, () => ask(compileValues(entity, name, { tenant: tenantId, prefix: 'ev' })))
      const facet = await times(Math.min(rounds, 10), () =>
        ask(compileFacets(planOf(entity, ''), { tenant: tenantId, tokens: ['tags.name'] })[0]!),
      )
      const { rows } = await admin.query<{ n: string }>('select count(*) as n from holdfast.asset_tag')
      const note = `${assets} assets, ${tags} dynamic tags, ${Number(rows[0]!.n)} pairs`
      const ms = (what: string, values: readonly number[], share = 0.95): Figure => ({
        ...{ what, value: percentile(values, share) * 1000, unit: 'ms', note },
      })
      return [
        {
          what: 'one changed asset, asked by every dynamic tag (median)',
          value: median(one),
          unit: 'ms',
          atMost: 50,
          note,
        },
        { what: 'a new query asked of all assets', value: another, unit: 's', atMost: 10, note },
        { what: 'every asset tagged at once', value: bulk, unit: 's', atMost: 20, note },
        { what: 'the same undone', value: undo, unit: 's', atMost: 20, note },
        { ...ms('list page, tags:x, p95', page), atMost: 300 },
        { ...ms('list page, not tags:x, p95', notPage), atMost: 300 },
        { ...ms('count of not tags:x, p95', count) },
        { ...ms('completion of a tag with counts, p95', typed), atMost: 100 },
        { ...ms('facet of tags, unfiltered, p95', facet), atMost: 200 },
      ]
    } finally {
      for (const end of ends) await end()
    }
  },
}

/** From one that finds a third of all down to some that find a handful. */
function queryOf(n: number): string {
  const kinds = [
    `name:host-${n % 10}*`,
    `operatingSystem.version:${n % 12}`,
    `cpuCount:[${n % 8} .. ${(n % 8) + 2}] and not operatingSystem:debian`,
    `name:*${n}*`,
  ]
  return `${kinds[n % kinds.length]} and not name:never-${n}`
}

async function fill(
  inTenant: <T>(work: (tx: TenantTransaction) => Promise<T>) => Promise<T>,
  tenantId: number,
  assets: number,
): Promise<void> {
  const ids = Array.from({ length: assets }, () => newPublicId('ast'))
  await inTenant(async (tx) => {
    await tx.query(`insert into network (tenant_id, public_id, name, is_default) values ($1, $2, 'Default', true)`, [
      tenantId,
      newPublicId('net'),
    ])
    await tx.query(
      `insert into asset (tenant_id, public_id, network_id, kind, name, first_seen_at, last_seen_at)
       select $1, id, (select network_id from network where tenant_id = $1), 'host', 'host-' || place, now(), now()
         from unnest($2::text[]) with ordinality as made (id, place)`,
      [tenantId, ids],
    )
    await tx.query(
      `insert into inventory_host (tenant_id, asset_id, os_name, os_id, os_version, cpu_count)
       select tenant_id, asset_id, case asset_id % 3 when 0 then 'Debian' when 1 then 'Alpine' else 'Rocky' end,
              'x', (asset_id % 12)::text, asset_id % 16
         from asset where tenant_id = $1`,
      [tenantId],
    )
  })
}

function planOf(entity: Entity, text: string) {
  const checked = plan(text, entity, { now: Date.now(), zone: 'UTC' })
  if (!checked.ok) throw new Error(checked.problems[0]?.message)
  return checked.plan
}

function pageOf(entity: Entity, tenant: number, text: string) {
  const page = compilePage(planOf(entity, text), {
    tenant,
    select: { id: 'a.public_id', name: 'a.name' },
    size: 100,
    seal,
  })
  if (!page.ok) throw new Error('no page')
  return page
}

function countOf(entity: Entity, tenant: number, text: string) {
  return compileCount(planOf(entity, text), { tenant, cap: 100_000 })
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}

async function times(rounds: number, work: (round: number) => Promise<void>): Promise<number[]> {
  await work(0)
  const took: number[] = []
  for (let round = 0; round < rounds; round++) took.push(await time(() => work(round)))
  return took
}
