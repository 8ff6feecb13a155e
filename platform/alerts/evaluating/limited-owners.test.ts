import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Caller } from '../../contract/index.ts'
import { newPublicId } from '../../store/index.ts'
import { changeRule, createRule, readRules } from '../index.ts'
import { alertsInstallation } from '../testing/alerts-installation.ts'

const all = await alertsInstallation({ after })
const { tenant, member, channel, asset, rename, settle, pass, told, admin, context, lists, database } = all

/** A tenant with somebody who sees the assets with one tag, its owner, and a channel. */
async function place() {
  const id = await tenant()
  const owner = await member(id, 'owner', 'Olga')
  await admin.query(`update holdfast.person set email = $2 where public_id = $1`, [owner.id, `${owner.id}@example.com`])
  const jana = await member(id, 'unit-manager')
  const hook = (await channel(id)).id
  const tags = { north: await tag(id, 'north'), south: await tag(id, 'south') }
  await limit(id, jana, [tags.north])
  return { id, owner, jana, hook, tags }
}

async function tag(id: number, name: string): Promise<number> {
  const { rows } = await admin.query<{ tag: number }>(
    `insert into holdfast.tag (tenant_id, public_id, name, path, kind, colour, created_by)
     values ($1, $2, $3, $3, 'static', 'teal', 'x') returning tag_id as tag`,
    [id, newPublicId('tag'), name],
  )
  return rows[0]!.tag
}

const give = (id: number, host: string, given: number) =>
  all.inTenant(id, (tx) =>
    tx.query(
      `insert into asset_tag (tenant_id, asset_id, tag_id, since, given_by)
       select tenant_id, asset_id, $3, now(), 'x' from asset where tenant_id = $1 and public_id = $2`,
      [id, host, given],
    ),
  )

/** Says what somebody sees from now on; null for everything. */
async function limit(id: number, { id: person }: Caller, tags: readonly number[] | null): Promise<void> {
  const scope = tags === null ? null : await scopeOf(id, tags)
  await admin.query(
    `update holdfast.membership set scope_id = $3 where tenant_id = $1
        and person_id = (select id from holdfast.person where public_id = $2)`,
    [id, person, scope],
  )
}

const scopeOf = (id: number, tags: readonly number[]): Promise<number> =>
  database.asTenant(id, async (tx) => (await tx.first<{ id: number }>(`select scope_for($1, '{}') as id`, [tags]))!.id)

/** Makes a rule as somebody who sees a part. */
async function limitedRule(id: number, caller: Caller, tags: readonly number[], channels: readonly string[]) {
  const scope = { id: await scopeOf(id, tags), caller: caller.id }
  const content = {
    ...{
      name: newPublicId('abc'),
      description: '',
      list: 'assets',
      query: 'name:web*',
      trigger: { kind: 'each' as const },
    },
    ...{ collectMinutes: 0, enabled: true, channels },
  }
  return database.asTenant(
    id,
    async (tx) => (await createRule(tx as never, content, { lists, caller, now: context.now() })).id,
    { scope },
  )
}
const notices = async (id: number) =>
  (
    await admin.query(
      `select body from holdfast.notify_message where tenant_id = $1 and body ->> 'type' = 'notice' order by message_id`,
      [id],
    )
  ).rows.map(({ body }) => ({ to: body.to, summary: body.summary, words: body.words }))

test('a rule tells of what its owner sees, and of nothing else', async () => {
  const { id, jana, hook, tags } = await place()
  const inside = await asset(id, 'db-1')
  await asset(id, 'db-2')
  await give(id, inside, tags.north)
  const it = await limitedRule(id, jana, [tags.north], [hook])
  await settle(id)
  await rename(id, inside, 'web-inside')
  await asset(id, 'web-outside')
  await settle(id)
  assert.deepEqual(
    (await told(id, it)).map(({ titles }) => titles),
    [['web-inside']],
  )
  // What comes into their sight, and what leaves it and comes back, begins to match.
  const late = await asset(id, 'web-late')
  await settle(id)
  await give(id, late, tags.north)
  await rename(id, late, 'web-later')
  await settle(id)
  assert.deepEqual((await told(id, it)).at(-1)?.titles, ['web-later'])
})

test('a rule of somebody who sees less by now is paused, and the owners are told once', async () => {
  const { id, owner, jana, hook, tags } = await place()
  const host = await asset(id, 'db-1')
  await give(id, host, tags.north)
  const it = await limitedRule(id, jana, [tags.north], [hook])
  await settle(id)
  await limit(id, jana, [tags.south])
  await rename(id, host, 'web-1')
  await settle(id)
  assert.deepEqual(await told(id, it), [])
  const rule = await all.read(id, it)
  assert.equal(rule.state, 'stopped')
  assert.match(rule.problem!, /Jana, whom it belongs to, sees less by now/)
  assert.deepEqual(await notices(id), [
    {
      to: [`${owner.id}@example.com`],
      summary: `The alert “${rule.name}” is paused`,
      words: [rule.problem, 'Until then nothing that it watches for is told.'],
    },
  ])
  await pass(id, 10)
  await settle(id)
  assert.equal((await notices(id)).length, 1, 'told once')
  // Whoever saves it takes it over, and hears of nothing that began meanwhile.
  await all.inTenant(id, (tx) => changeRule(tx, it, {}, { lists, caller: owner, now: context.now() }))
  await settle(id)
  assert.equal((await all.read(id, it)).state, 'watching')
  assert.deepEqual(await told(id, it), [])
})

test('a rule of somebody who sees more by now goes on with what it watched; one who leaves has none', async () => {
  const { id, jana, hook, tags } = await place()
  const it = await limitedRule(id, jana, [tags.north], [hook])
  await settle(id)
  await limit(id, jana, null)
  const inside = await asset(id, 'web-inside')
  await settle(id)
  await give(id, inside, tags.north)
  await rename(id, inside, 'web-in')
  await asset(id, 'web-outside')
  await settle(id)
  assert.equal((await all.read(id, it)).state, 'watching')
  assert.deepEqual(
    (await told(id, it)).flatMap(({ titles }) => titles),
    ['web-in'],
  )
  await admin.query(
    `delete from holdfast.membership where tenant_id = $1 and person_id = (select id from holdfast.person where public_id = $2)`,
    [id, jana.id],
  )
  await pass(id, 120)
  await settle(id)
  assert.match((await all.read(id, it)).problem!, /no active member any more/)
  assert.equal((await notices(id)).length, 1)
})

test('a rule of somebody who saw everything is paused when they are limited', async () => {
  const { id, jana, hook, tags } = await place()
  await limit(id, jana, null)
  const it = await all.rule(jana, { channels: [hook] })
  await settle(id)
  await limit(id, jana, [tags.north])
  await asset(id, 'web-1')
  await settle(id)
  assert.equal((await all.read(id, it)).state, 'stopped')
  assert.deepEqual(await told(id, it), [])
})

test('limited people see the rules of those who see no more, and no other', async () => {
  const { id, jana, owner, hook, tags } = await place()
  const whole = await all.rule(owner, { channels: [hook] })
  const mine = await limitedRule(id, jana, [tags.north], [hook])
  const theirs = await limitedRule(id, owner, [tags.south], [])
  const scope = { id: await scopeOf(id, [tags.north]), caller: jana.id }
  const seen = await database.asTenant(id, async (tx) => (await readRules(tx as never)).map((rule) => rule.id), {
    scope,
  })
  assert.deepEqual(seen, [mine])
  for (const foreign of [whole, theirs])
    await assert.rejects(
      database.asTenant(id, (tx) => changeRule(tx as never, foreign, {}, { lists, caller: jana, now: context.now() }), {
        scope,
      }),
      /no such alert/,
    )
})
