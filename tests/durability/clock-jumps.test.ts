import assert from 'node:assert/strict'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { FactType } from '@holdfast/platform/contract'
import { readFacts } from '@holdfast/platform/facts'
import { inTenant } from '@holdfast/platform/intake'
import { shiftClock } from './shift-clock.ts'

const { receivingServer } = await import('./receiving-server.ts')
const { thing } = await import('./sample-station.ts')
type Report = import('./clock-station.ts').Report
type Order = import('./clock-station.ts').Order

const hour = 3_600_000
const day = 24 * hour
const folder = mkdtempSync(join(tmpdir(), 'hf-clocks-'))
after(() => rmSync(folder, { recursive: true }))
const server = await receivingServer({ after }, { facts: [thing as unknown as FactType] })

/** A station whose clock is its own. */
class ClockStation {
  readonly #child: ChildProcess
  source = ''

  private constructor(child: ChildProcess) {
    this.#child = child
  }

  static async start(t: { after(fn: () => unknown): void }, shift = 0): Promise<ClockStation> {
    const words = [server.url, await server.activationKey(), mkdtempSync(join(folder, 'spool-')), String(shift)]
    const child = fork(fileURLToPath(new URL('./clock-station.ts', import.meta.url)), words, {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    t.after(() => child.kill('SIGKILL'))
    await answerOf(child)
    return new ClockStation(child)
  }

  /** Does as told, and answers when the server has all of it. */
  async tell(order: Order): Promise<Report> {
    this.#child.send(order)
    const report = (await answerOf(this.#child)) as Report
    this.source = report.source
    return report
  }
}

async function answerOf(child: ChildProcess): Promise<unknown> {
  const waiting = new AbortController()
  const { signal } = waiting
  try {
    return await Promise.race([
      once(child, 'message', { signal }).then(([message]) => message),
      once(child, 'exit', { signal }).then(([code]) => assert.fail(`the station ended with ${code}`)),
    ])
  } finally {
    waiting.abort()
  }
}

async function known(source: string): Promise<Record<string, string>> {
  await server.apply()
  const { rows } = await server.admin.query<{ asset_id: string }>(
    `select o.asset_id from holdfast.asset_source o join holdfast.source s
         on s.tenant_id = o.tenant_id and s.source_id = o.source_id where s.public_id = $1`,
    [source],
  )
  const found = await inTenant(server.database, server.tenantId, (tx) => readFacts(tx, Number(rows[0]?.asset_id)))
  return Object.fromEntries(found.flatMap(({ items }) => [...items].map(([key, { size }]) => [key, String(size)])))
}

async function streams(source: string): Promise<string[]> {
  const { rows } = await server.admin.query(
    `select m.opened_because as because from holdfast.stream m join holdfast.source s
         on s.tenant_id = m.tenant_id and s.source_id = m.source_id where s.public_id = $1 order by m.epoch`,
    [source],
  )
  return rows.map(({ because }) => because)
}

/** What the server says of the clock of a source. */
async function clockOf(source: string): Promise<{ offset: number | null; jump: number | null }> {
  const { rows } = await server.admin.query(
    `select t.clock_offset_ms::float8 as offset, t.clock_jump_ms::float8 as jump from holdfast.source_state t join holdfast.source s
         on s.tenant_id = t.tenant_id and s.source_id = t.source_id where s.public_id = $1`,
    [source],
  )
  return rows[0]
}

const isAbout = (value: number | null, expected: number) => value !== null && Math.abs(value - expected) < 60_000

for (const [what, shift] of [
  ['an hour ahead', hour],
  ['three days back', -3 * day],
  ['to 1970', -Date.now()],
  ['to 2099', Date.parse('2099-01-01') - Date.now()],
] as const) {
  test(`a source whose clock is set ${what} is heard all the same, and the jump is known`, async (t) => {
    const agent = await ClockStation.start(t)
    await agent.tell({ thing: ['before', '1'] })
    await agent.tell({ shift, thing: ['after', '2'] })
    const { said } = await agent.tell({ thing: ['later', '3'] })
    assert.deepEqual(await known(agent.source), { a: '1', before: '1', after: '2', later: '3' })
    assert.deepEqual(await streams(agent.source), ['enrolment'], said.join('\n'))
    assert.ok(isAbout((await clockOf(agent.source)).jump, shift), JSON.stringify(await clockOf(agent.source)))
  })
}

test('a source on a host with a wrong clock enrols, and the server knows by how much it is off', async (t) => {
  const agent = await ClockStation.start(t, 5 * hour)
  await agent.tell({ thing: ['b', '2'] })
  assert.deepEqual(await known(agent.source), { a: '1', b: '2' })
  assert.ok(isAbout((await clockOf(agent.source)).offset, 5 * hour), JSON.stringify(await clockOf(agent.source)))
})

test('clocks of sources and server that jump at random lose and double nothing, and history never runs backwards', async (t) => {
  t.after(() => shiftClock(0))
  const agents = await Promise.all([ClockStation.start(t), ClockStation.start(t)])
  const random = (range: number) => Math.round((Math.random() - 0.5) * 2 * range)
  for (let n = 0; n < 12; n++) {
    shiftClock(n % 3 === 0 ? random(2 * day) : 0)
    await Promise.all(
      agents.map((agent) => agent.tell({ shift: random(2 * day), thing: [`thing-${n % 5}`, String(n)] })),
    )
    await server.apply()
  }
  shiftClock(0)
  for (const agent of agents) {
    await agent.tell({ shift: 0, thing: ['last', 'x'] })
    assert.deepEqual(await known(agent.source), {
      ...{ a: '1', last: 'x' },
      ...{ 'thing-0': '10', 'thing-1': '11', 'thing-2': '7', 'thing-3': '8', 'thing-4': '9' },
    })
    assert.deepEqual(await streams(agent.source), ['enrolment'])
  }
  const { rows } = await server.admin.query(
    'select count(*)::int as backwards from holdfast.fact_change where received_until < received_from',
  )
  assert.equal(rows[0].backwards, 0)
  assert.deepEqual((await server.account()).problems, [])
  assert.deepEqual(server.errors(), [])
})
