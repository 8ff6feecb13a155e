import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { FactType } from '@holdfast/platform/contract'
import { Spool } from '@holdfast/platform/edge'
import { readFacts } from '@holdfast/platform/facts'
import { inTenant } from '@holdfast/platform/intake'
import { receivingServer } from './receiving-server.ts'
import { sampleStation, thing, until } from './sample-station.ts'
import { noSmallDisk, smallDisk } from './small-disk.ts'

const skip = noSmallDisk
const server = await receivingServer({ after }, { facts: [thing as unknown as FactType] })

/** What the server knows of the things of a source, after applying. */
async function known(source: string): Promise<Record<string, string>> {
  await server.apply()
  const { rows } = await server.admin.query<{ asset_id: string }>(
    `select o.asset_id from holdfast.asset_source o join holdfast.source s
         on s.tenant_id = o.tenant_id and s.source_id = o.source_id where s.public_id = $1`,
    [source],
  )
  const found = await inTenant(server.database, server.tenantId, (tx) => readFacts(tx, Number(rows[0]?.asset_id)))
  return Object.fromEntries(found.flatMap(({ items }) => [...items].map(([key, item]) => [key, String(item.size)])))
}

async function gaps(source: string): Promise<{ reason: string; lost: number }[]> {
  await server.apply()
  const { rows } = await server.admin.query(
    `select g.reason, g.lost::int from holdfast.source_gap g join holdfast.source s
         on s.tenant_id = g.tenant_id and s.source_id = g.source_id where s.public_id = $1`,
    [source],
  )
  return rows
}

async function epochs(source: string): Promise<string[]> {
  const { rows } = await server.admin.query(
    `select m.opened_because from holdfast.stream m join holdfast.source s
         on s.tenant_id = m.tenant_id and s.source_id = m.source_id where s.public_id = $1 order by m.epoch`,
    [source],
  )
  return rows.map(({ opened_because }) => opened_because)
}

test('an agent whose disk fills up while the server is away says so, loses nothing acknowledged, and tells the gap', {
  skip,
}, async (t) => {
  const disk = smallDisk(t, 512 * 1024)
  const agent = await sampleStation(t, {
    url: server.url,
    activationKey: await server.activationKey(),
    folder: join(disk.path, 'spool'),
  })
  await agent.delivered()
  const acknowledged = agent.spool.acknowledged
  agent.wire.isCut = true
  for (let n = 0; n < 200 && !agent.said.some((line) => line.includes('ENOSPC')); n++) {
    agent.things.set(`thing-${n}`, `${n} ${Array.from({ length: 9000 }, () => Math.random().toString(36)[3]).join('')}`)
    await agent.look()
  }
  assert.ok(
    agent.said.some((line) => /cannot write to the spool: ENOSPC/.test(line)),
    'it says what is wrong',
  )
  assert.ok(agent.spool.pending > 0 && agent.spool.acknowledged === acknowledged)
  agent.wire.isCut = false
  await agent.look()
  await until(async () => (await gaps(agent.source)).length > 0, 'the gap is told')
  await agent.delivered()
  await until(async () => Object.keys(await known(agent.source)).length === agent.things.size, 'all is known again')
  assert.deepEqual(await known(agent.source), Object.fromEntries(agent.things))
  const [gap] = await gaps(agent.source)
  assert.ok(gap?.reason === 'spool-full' && gap.lost > 0)
  assert.deepEqual(
    await epochs(agent.source),
    ['enrolment'],
    'what was spooled before the disk was full is not sent anew',
  )
})

test('an agent on a disk without a free byte delivers what it has, and goes on when there is space', {
  skip,
}, async (t) => {
  const disk = smallDisk(t, 512 * 1024)
  const agent = await sampleStation(t, {
    url: server.url,
    activationKey: await server.activationKey(),
    folder: join(disk.path, 'spool'),
  })
  await agent.delivered()
  agent.wire.isCut = true
  for (let n = 0; n < 10; n++) {
    agent.things.set(`thing-${n}`, `${n}`)
    await agent.look()
  }
  const { last } = agent.spool
  disk.fill()
  agent.wire.isCut = false
  await agent.look()
  await until(() => agent.spool.acknowledged === last || agent.spool.last > last, 'what waited is delivered')
  // A change that finds no room at all is told when there is some.
  agent.things.set('late', '1')
  await agent.look()
  disk.free()
  await agent.look()
  await until(async () => (await known(agent.source)).late === '1', 'what found no room is known')
  await agent.delivered()
  assert.deepEqual(await known(agent.source), Object.fromEntries(agent.things))
  assert.deepEqual(await epochs(agent.source), ['enrolment'])
})

test('a spool on a full disk opens, begins a new epoch and goes on', { skip }, (t) => {
  const disk = smallDisk(t, 256 * 1024)
  const folder = join(disk.path, 'spool')
  const first = new Spool(folder, { maxBytes: 1e8, epoch: 7 })
  for (let n = 0; n < 5; n++) first.append(Buffer.alloc(1000, n))
  first.close()
  disk.fill()
  const second = new Spool(folder, { maxBytes: 1e8, epoch: 7 })
  assert.deepEqual([second.epoch, second.last, second.pending], [7, 5, 5])
  second.acknowledge(3, () => 'digest')
  assert.equal(second.pending, 2)
  assert.deepEqual(second.startEpoch(8), { from: 4, to: 5 })
  assert.deepEqual([second.epoch, second.last], [8, 0])
  disk.free()
  assert.ok(second.append(Buffer.from('goes on')))
  second.close()
  const third = new Spool(folder, { maxBytes: 1e8, epoch: 8 })
  t.after(() => third.close())
  assert.deepEqual([third.epoch, third.last, third.pending], [8, 1, 1])
})

test('after all of this what was counted adds up', async () => {
  await server.apply()
  assert.deepEqual((await server.account()).problems, [])
  assert.deepEqual(server.errors(), [])
})
