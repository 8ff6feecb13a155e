import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { changeRule, muteObject, muteRule, removeRule, startAlerting } from '../index.ts'
import { alertsInstallation } from '../testing/alerts-installation.ts'
import { evaluateNext } from './evaluate-next.ts'

const all = await alertsInstallation({ after })
const { tenant, member, channel, rule, asset, rename, settle, pass, told, read, admin, context, lists, inTenant } = all

async function place(role?: string) {
  const id = await tenant()
  return { id, jana: await member(id, role), hook: (await channel(id)).id }
}

test('what begins to match is told once, and again only after it stopped', async () => {
  const { id, jana, hook } = await place()
  const web = await asset(id, 'web-1')
  const it = await rule(jana, { name: 'Web', channels: [hook] })
  await settle(id)
  assert.deepEqual(await told(id, it), [], 'what matched before is not told')
  const other = await asset(id, 'web-2')
  await settle(id)
  await rename(id, other, 'web-22')
  await settle(id)
  await settle(id)
  assert.deepEqual(await told(id, it), [{ summary: 'Web: 1 asset began to match', total: 1, titles: ['web-2'] }])
  await rename(id, other, 'db-2')
  await settle(id)
  await rename(id, other, 'web-2')
  await rename(id, web, 'web-0')
  await settle(id)
  assert.deepEqual(
    (await told(id, it)).map(({ titles }) => titles),
    [['web-2'], ['web-2']],
  )
  assert.equal((await read(id, it)).matching, 2)
})

test('on random changes, with evaluations, failures and restarts in between, what is told is exactly the rising edges', async () => {
  const names = ['web-a', 'web-b', 'db', 'mail']
  const step = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ kind: fc.constant('rename' as const), asset: fc.nat(3), name: fc.constantFrom(...names) }),
    },
    { weight: 1, arbitrary: fc.constant({ kind: 'fail' as const }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'forget outbox' as const }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'two at once' as const }) },
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const { id, jana, hook } = await place()
      const ids = await Promise.all(['db', 'db', 'web-a', 'mail'].map((name) => asset(id, name)))
      const it = await rule(jana, { channels: [hook] })
      await settle(id)
      const matching = [false, false, true, false]
      const edges: number[] = []
      for (const each of steps) {
        if (each.kind === 'rename') {
          await rename(id, ids[each.asset]!, each.name)
          const matches = each.name.startsWith('web')
          if (matches && !matching[each.asset]) edges.push(each.asset)
          matching[each.asset] = matches
        } else if (each.kind === 'fail') {
          // A worker that is killed in the middle: nothing of its transaction stays.
          await inTenant(id, async () => {
            await evaluateNextUndone(id)
          })
        } else if (each.kind === 'forget outbox') {
          await admin.query('update holdfast.outbox_head set dropped = seq where tenant_id = $1', [id])
          await admin.query('update holdfast.alert_head set seq = 0 where tenant_id = $1', [id])
        } else await Promise.all([settle(id), settle(id)])
        await settle(id)
      }
      const { rows } = await admin.query(
        `select a.public_id as asset from holdfast.alert_item i
           join holdfast.alert_rule r on r.tenant_id = i.tenant_id and r.rule_id = i.rule_id
           join holdfast.asset a on a.tenant_id = i.tenant_id and a.asset_id::text = i.object
          where i.tenant_id = $1 and r.public_id = $2 order by i.item_id`,
        [id, it],
      )
      assert.deepEqual(
        rows.map((row) => ids.indexOf(row.asset)),
        edges,
      )
      assert.equal(
        (await told(id, it)).reduce((sum, { total }) => sum + total, 0),
        edges.length,
      )
    }),
    { numRuns: 15 },
  )
})

async function evaluateNextUndone(id: number): Promise<void> {
  const broken = {
    ...context,
    onError: () => {},
    lists: {
      assets: {
        ...lists.assets!,
        describe: () => {
          throw new Error('killed')
        },
      },
    },
  }
  await evaluateNext(broken, id).catch(() => {})
  await admin.query(
    'update holdfast.alert_rule set problem = null, due_at = now() where tenant_id = $1 and problem is not null',
    [id],
  )
}

test('many within a time: told when there are enough of them, and not before', async () => {
  const { id, jana, hook } = await place()
  const it = await rule(jana, {
    name: 'Flood',
    channels: [hook],
    trigger: { kind: 'count', atLeast: 3, withinMinutes: 10 },
  })
  await settle(id)
  await asset(id, 'web-1')
  await asset(id, 'web-2')
  await settle(id)
  assert.equal((await told(id, it)).length, 0)
  await pass(id, 11)
  await asset(id, 'web-3')
  await settle(id)
  assert.equal((await told(id, it)).length, 0, 'the first two are too long ago')
  await asset(id, 'web-4')
  await asset(id, 'web-5')
  await settle(id)
  assert.deepEqual(await told(id, it), [
    { summary: 'Flood: 3 within 10 minutes: 3 assets began to match', total: 3, titles: ['web-3', 'web-4', 'web-5'] },
  ])
  await asset(id, 'web-6')
  await settle(id)
  assert.equal((await told(id, it)).length, 1, 'it counts anew')
})

test('collected for some time: one message for all of it', async () => {
  const { id, jana, hook } = await place()
  const it = await rule(jana, { channels: [hook], collectMinutes: 60 })
  await settle(id)
  for (const name of ['web-1', 'web-2']) {
    await asset(id, name)
    await settle(id)
  }
  assert.equal((await told(id, it)).length, 0)
  assert.equal((await read(id, it)).waiting, 2)
  await pass(id, 61)
  await settle(id)
  assert.deepEqual(
    (await told(id, it)).map(({ titles }) => titles),
    [['web-1', 'web-2']],
  )
  await pass(id, 61)
  await settle(id)
  assert.equal((await told(id, it)).length, 1, 'nothing more, nothing sent')
})

/** The time of all schedules comes. */
const comes = (id: number) =>
  admin.query(
    `update holdfast.alert_rule set next_at = now() - interval '1 second' where tenant_id = $1 and next_at is not null`,
    [id],
  )

test('at a time of day: always, when there are enough, or when something changed', async () => {
  const { id, jana, hook } = await place()
  const at = new Date(context.now() + 30 * 60_000).toISOString().slice(11, 16)
  const make = (name: string, when: object) =>
    rule(jana, { name, channels: [hook], trigger: { kind: 'schedule', at, zone: 'UTC', ...when } })
  const always = await make('Daily', {})
  const enough = await make('Enough', { when: 'at-least', count: 2 })
  const few = await make('Few', { when: 'at-most', count: 1 })
  const changed = await make('Changed', { when: 'changed' })
  await asset(id, 'web-1')
  await settle(id)
  assert.equal((await told(id, always)).length, 0)
  await comes(id)
  await settle(id)
  const counts = async () =>
    Promise.all([always, enough, few, changed].map(async (each) => (await told(id, each)).length))
  assert.deepEqual(await counts(), [1, 0, 1, 0])
  assert.deepEqual(await told(id, always), [{ summary: 'Daily: 1 asset matches', total: 1, titles: ['web-1'] }])
  const next = Date.parse((await read(id, always)).nextAt!) - context.now()
  assert.ok(next > 0 && next <= 24 * 3_600_000)
  await asset(id, 'web-2')
  await comes(id)
  await settle(id)
  assert.deepEqual(await counts(), [2, 1, 1, 1])
  assert.match((await told(id, changed))[0]!.summary, /2 assets match, 1 new and 0 gone since last time/)
  await comes(id)
  await settle(id)
  assert.deepEqual(await counts(), [3, 2, 1, 1])
})

test('reminders come once a day as long as it matches', async () => {
  const { id, jana, hook } = await place()
  const it = await rule(jana, { name: 'Again', channels: [hook], trigger: { kind: 'each', remind: true } })
  await settle(id)
  const web = await asset(id, 'web-1')
  await settle(id)
  await pass(id, 12 * 60)
  await settle(id)
  assert.equal((await told(id, it)).length, 1)
  await pass(id, 13 * 60)
  await settle(id)
  assert.deepEqual(
    (await told(id, it)).map(({ summary }) => summary),
    ['Again: 1 asset began to match', 'Again: 1 asset still matches'],
  )
  await rename(id, web, 'db')
  await pass(id, 25 * 60)
  await settle(id)
  assert.equal((await told(id, it)).length, 2)
})

test('a muted rule and a muted object are silent, and what came meanwhile is never told', async () => {
  const { id, jana, hook } = await place()
  const it = await rule(jana, { channels: [hook] })
  await settle(id)
  await inTenant(id, (tx) => muteRule(tx, it, new Date(Date.now() + 3_600_000).toISOString()))
  assert.equal((await read(id, it)).state, 'muted')
  const web = await asset(id, 'web-1')
  await settle(id)
  await inTenant(id, (tx) => muteRule(tx, it, null))
  await inTenant(id, (tx) => muteObject(tx, it, { object: web, until: null, off: false }, 'per_x'))
  await rename(id, web, 'db')
  await settle(id)
  await rename(id, web, 'web-1')
  await asset(id, 'web-2')
  await settle(id)
  assert.deepEqual(
    (await told(id, it)).map(({ titles }) => titles),
    [['web-2']],
  )
  await inTenant(id, (tx) => muteObject(tx, it, { object: web, until: null, off: true }, 'per_x'))
  await rename(id, web, 'db')
  await settle(id)
  await rename(id, web, 'web-1')
  await settle(id)
  assert.equal((await told(id, it)).length, 2)
})

test('a rule sees with the eyes of whom it belongs to: it stops when they may not any more, and can be taken over', async () => {
  const { id, jana, hook } = await place('reader')
  const it = await rule(jana, { name: 'Mine', channels: [hook] })
  await settle(id)
  await admin.query(`update holdfast.membership set role = 'knowledge' where tenant_id = $1`, [id])
  await asset(id, 'web-1')
  await settle(id)
  const stopped = await read(id, it)
  assert.equal(stopped.state, 'stopped')
  assert.match(stopped.problem!, /Jana.*may not see.*assets:read/)
  assert.deepEqual(await told(id, it), [])
  await admin.query(`update holdfast.membership set role = 'reader' where tenant_id = $1`, [id])
  await pass(id, 6)
  await settle(id)
  assert.equal((await read(id, it)).state, 'watching')
  assert.deepEqual(
    (await told(id, it)).map(({ titles }) => titles),
    [['web-1']],
    'what came meanwhile is not lost',
  )
  await admin.query('delete from holdfast.membership where tenant_id = $1', [id])
  await asset(id, 'web-2')
  await settle(id)
  assert.match((await read(id, it)).problem!, /no active member.*take it over/)
  const petr = await member(id, 'reader', 'Petr')
  await inTenant(id, (tx) => changeRule(tx, it, {}, { lists, caller: petr, now: context.now() }))
  await settle(id)
  await asset(id, 'web-3')
  await settle(id)
  const taken = await read(id, it)
  assert.deepEqual([taken.state, taken.owner.name], ['watching', 'Petr'])
  assert.deepEqual((await told(id, it)).at(-1)!.titles, ['web-3'])
})

test('a rule whose query means nothing any more says so and holds up no other', async () => {
  const { id, jana, hook } = await place()
  const broken = await rule(jana, { channels: [hook] })
  const fine = await rule(jana, { channels: [hook] })
  await settle(id)
  await admin.query(`update holdfast.alert_rule set query = 'retired:1' where public_id = $1`, [broken])
  await asset(id, 'web-1')
  await settle(id)
  assert.equal((await told(id, fine)).length, 1)
  assert.match((await read(id, broken)).problem!, /retired/)
})

test('within two seconds of a change, of every tenant, also with two workers', async () => {
  const places = await Promise.all([place(), place()])
  const rules = await Promise.all(places.map(({ jana, hook }) => rule(jana, { channels: [hook] })))
  const workers = [1, 2].map(() => startAlerting({ ...context, pollMs: 50 }))
  try {
    const until = async (holds: () => Promise<boolean>) => {
      for (let waited = 0; !(await holds()); waited++) {
        assert.ok(waited < 1500, `waited in vain: ${all.errors.map(String)}`)
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    }
    for (const [n, { id }] of places.entries()) {
      await until(async () => (await read(id, rules[n]!)).state === 'watching')
      await asset(id, 'web-1')
      await until(async () => (await told(id, rules[n]!)).length === 1)
    }
    await inTenant(places[0]!.id, (tx) => removeRule(tx, rules[0]!))
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()))
  }
  assert.deepEqual(all.errors, [])
})
