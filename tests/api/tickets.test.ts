import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { TenantTransaction } from '@holdfast/platform/contract'
import { serverFaces } from '../../apps/server.ts'
import { ticketsOf } from '../../programs/server/tickets.ts'
import { applyAndJudge, sampleInstallation } from './sample-installation.ts'

const { admin, ask, database, tenantId } = await sampleInstallation({ after })
const keep = ticketsOf(serverFaces)
const dayMs = 86_400_000
let ahead = 0

/** Does what a worker does, until nothing is left to do. */
async function settle(): Promise<void> {
  await applyAndJudge(database)
  const next = () =>
    database.asTenant(tenantId, (tx) =>
      keep.next(tx as unknown as TenantTransaction, Date.now() + ahead, async () => []),
    )
  while (await next());
}

/** Reports these weaknesses, `host rule`, and no others. */
const report = async (...rows: readonly string[]) => {
  const lines = rows.map((row) => {
    const [host, rule, severity = 'HIGH'] = row.split(' ')
    return `"${rule}","${host}/","443","${severity}","told","",""`
  })
  const content = Buffer.from(`"id","fqdn/ip","port","severity","finding","cve","cwe"\n${lines.join('\n')}`)
  const body = { content: content.toString('base64'), whole: true }
  const { status, text } = await ask('POST', '/api/v1/vulnerabilities/reports', { body })
  assert.equal(status, 200, text)
  await settle()
}
const tickets = async (q = '') => {
  const { status, json, text } = await ask('GET', `/api/v1/tickets?q=${encodeURIComponent(q)}&limit=100`)
  assert.equal(status, 200, text)
  return (json.data as { number: number; state: string; findings: number; title: string }[])
    .map(({ number, state, findings }) => `${number} ${state} ${findings}`)
    .sort()
}
const open = (q: string, more: object = {}) => ask('POST', '/api/v1/tickets', { body: { q, ...more } })
const edit = (number: number, body: object) =>
  ask('PATCH', `/api/v1/tickets/${number}`, { body, headers: { 'if-match': '*' } })
const read = async (number: number) => (await ask('GET', `/api/v1/tickets/${number}`)).json.data

test('a ticket for each finding, or for each asset; the same again changes nothing', async () => {
  await report('a weak', 'a old', 'b weak')
  const first = (await open('asset.name:a')).json.data
  assert.deepEqual([first.opened, first.extended, first.leftOut], [[1, 2], [], 0])
  assert.deepEqual((await open('asset.name:a')).json.data, { opened: [], extended: [], leftOut: 2 })
  assert.deepEqual((await open('asset.name:b', { grouping: 'asset' })).json.data.opened, [3])
  assert.deepEqual(await tickets(), ['1 open 1', '2 open 1', '3 open 1'])
  assert.match((await read(3)).title, /on b$/)
})

test('only evidence closes a ticket as fixed; what is found again opens it', async () => {
  assert.equal((await edit(1, { action: 'resolve', comment: 'Done.' })).status, 200)
  assert.deepEqual(await tickets('state:resolved'), ['1 resolved 1'])
  await report('a weak', 'a old', 'b weak')
  // Each day all is judged again, and a resolved ticket is looked at every five minutes.
  await database.asTenant(tenantId, (tx) =>
    tx.query('update judgement_due set due_at = now() where tenant_id = $1', [tenantId]),
  )
  await applyAndJudge(database)
  await database.asTenant(tenantId, (tx) =>
    tx.query(`update ticket set looked_at = now() - interval '6 minutes' where tenant_id = $1`, [tenantId]),
  )
  await settle()
  assert.deepEqual(await tickets('state:reopened'), ['1 reopened 1'], 'a test after the word found it still')
  await report('b weak')
  assert.deepEqual(await tickets('state:fixed'), ['1 fixed 1', '2 fixed 1'])
  assert.equal((await edit(1, { action: 'reopen' })).status, 422)
  await report('a weak', 'b weak')
  const again = await tickets('state:reopened')
  assert.equal(again.length, 1)
  const { history } = await read(Number(again[0]!.split(' ')[0]))
  assert.equal(history[0].detail.because, 'found-again')
  assert.equal(history[0].by, null)
})

test('a ticket is given to somebody, gets a date, is ignored for a time, and tells it all', async () => {
  const { id } = (await ask('GET', '/api/v1/members')).json.data[0]
  const dueAt = new Date(Date.now() - dayMs).toISOString()
  const { status, json, text } = await edit(3, { assignee: id, dueAt, comment: 'Soon.' })
  assert.equal(status, 200, text)
  assert.equal(json.data.assignee.id, id)
  assert.deepEqual(await tickets('overdue:true'), ['3 open 1'])
  assert.deepEqual(
    json.data.history.map(({ kind }: { kind: string }) => kind),
    ['comment', 'due', 'assigned', 'opened'],
  )
  const until = new Date(Date.now() + 2 * dayMs).toISOString()
  await edit(3, { action: 'ignore', until })
  assert.deepEqual(await tickets('state:ignored'), ['3 ignored 1'])
  ahead = 3 * dayMs
  await database.asTenant(tenantId, (tx) =>
    tx.query(`update ticket set ignored_until = now() - interval '1 second' where tenant_id = $1 and number = 3`, [
      tenantId,
    ]),
  )
  await settle()
  ahead = 0
  assert.deepEqual(await tickets('number:3'), ['3 reopened 1'])
  for (const [body, words] of [
    [{ assignee: `per_${'0'.repeat(22)}` }, /\/body\/assignee/],
    [{ action: 'ignore', until: '2020-01-01T00:00:00Z' }, /\/body\/until/],
    [{ until }, /\/body\/until/],
  ] as const)
    assert.match((await edit(3, body)).text, words)
  assert.equal((await edit(999, { comment: 'x' })).status, 404)
})

test('exceptions ignore a ticket while they hold', async () => {
  const covered = (await read(3)).covers[0]
  const { json } = await ask('GET', `/api/v1/findings/${covered.id}`)
  const scope = { asset: covered.asset.id, check: json.data.check.id, place: covered.place }
  const body = { scope, reason: 'false-positive', justification: 'It is none.' }
  const made = await ask('POST', '/api/v1/exceptions', { body })
  await settle()
  assert.deepEqual(await tickets('number:3'), ['3 ignored 1'])
  assert.equal((await edit(3, { action: 'reopen' })).status, 422)
  await ask('DELETE', `/api/v1/exceptions/${made.json.data.id}`, { headers: { 'if-match': '*' } })
  await settle()
  assert.deepEqual(await tickets('number:3'), ['3 reopened 1'])
})

test('many are changed at once, all or none', async () => {
  const many = (list: number[], more: object) =>
    ask('POST', '/api/v1/tickets/edit', { body: { tickets: list, ...more } })
  assert.match((await many([3, 999], { comment: 'x' })).text, /there is no ticket 999/)
  assert.equal((await read(3)).history.filter(({ kind }: { kind: string }) => kind === 'comment').length, 1)
  assert.equal((await many([1, 3], { comment: 'Together.' })).json.data.changed, 2)
})

test('a policy opens tickets of what is found from then on, by the first rule that takes it', async () => {
  const put = (rules: object[]) =>
    ask('PUT', '/api/v1/ticket-policy', { body: { rules }, headers: { 'if-match': '*' } })
  const rules = [
    { id: 'never', name: 'Never', query: 'place:*noise*', action: 'nothing' },
    { id: 'later', name: 'Later', query: 'severity:low', action: 'ignore', days: 30 },
    { id: 'rest', name: 'The rest', query: '', action: 'open', grouping: 'asset', days: 5 },
  ]
  assert.equal((await put(rules)).status, 200)
  const before = (await tickets()).length
  await report('a weak', 'b weak', 'c one', 'c two', 'c noise', 'd mild LOW')
  const all = await tickets()
  assert.equal(all.length, before + 2)
  const [byRest, ...more] = await tickets('openedBy:`policy:rest`')
  assert.match(byRest!, / open 2$/)
  assert.deepEqual(more, [])
  assert.equal((await tickets('openedBy:`policy:later` and state:ignored')).length, 1)
  for (const [wrong, words] of [
    [{ ...rules[0], query: 'severty:low' }, /rules\/0\/query/],
    [{ ...rules[0], assignee: `per_${'0'.repeat(22)}` }, /rules\/0\/assignee/],
  ] as const)
    assert.match((await put([wrong])).text, words)
  await settle()
  assert.equal((await tickets()).length, all.length, 'nothing is opened twice')
})

test('numbers are never used twice, also when many are opened at once', async () => {
  await report(...Array.from({ length: 12 }, (_, index) => `m${index} weak`), 'a weak')
  const replies = await Promise.all(
    Array.from({ length: 12 }, (_, index) => open(`asset.name:m${index}`, { grouping: 'check' })),
  )
  for (const { status, text } of replies) assert.equal(status, 200, text)
  const numbers = (await tickets()).map((one) => Number(one.split(' ')[0]))
  assert.equal(new Set(numbers).size, numbers.length)
})

test('people are mailed what is given to them, and once what is overdue, unless they want no mail', async () => {
  await ask('PUT', '/api/v1/ticket-policy', { body: { rules: [] }, headers: { 'if-match': '*' } })
  const { rows: people } = await admin.query<{ id: string }>(
    `with made as (
       insert into holdfast.person (public_id, name, email) values ('per_' || repeat('7', 22), 'Anna', 'anna@example.org') returning id, public_id)
     insert into holdfast.membership (tenant_id, person_id, role)
     select $1, id, 'remediation-user' from made returning (select public_id from made) as id`,
    [tenantId],
  )
  const anna = people[0]!.id
  const mails = async () => {
    const { rows } = await admin.query<{ body: { summary: string; words: string[]; to: string[] } }>(
      `select body from holdfast.notify_message where tenant_id = $1 and body ->> 'type' = 'notice' order by message_id`,
      [tenantId],
    )
    return rows.map(
      ({ body: { summary, words, to } }) =>
        `${to.join()}: ${summary}: ${words.map((word) => word.split(' ')[0]).join()}`,
    )
  }
  await report('mail-1 one', 'mail-1 two', 'mail-2 one')
  const open = await ask('POST', '/api/v1/tickets', { body: { q: 'asset.name:mail-*', assignee: anna } })
  const [a, b, c] = open.json.data.opened as number[]
  assert.equal(open.json.data.opened.length, 3)
  assert.deepEqual(await mails(), [`anna@example.org: 3 tickets are yours now: #${a},#${b},#${c}`])
  const { history } = (await read(a!)) as {
    history: { kind: string; byName: string | null; detail: { name?: string } }[]
  }
  assert.ok(history.every(({ kind }) => kind === 'opened'))
  const dueAt = new Date(Date.now() + dayMs).toISOString()
  const many = await ask('POST', '/api/v1/tickets/edit', { body: { tickets: [a, b], dueAt } })
  assert.equal(many.json.data.changed, 2, many.text)
  await settle()
  assert.equal((await mails()).length, 1)
  ahead = 2 * dayMs
  await settle()
  await settle()
  assert.deepEqual((await mails()).slice(1), [`anna@example.org: 2 tickets of yours are overdue: #${a},#${b}`])
  await edit(a!, { assignee: null })
  await edit(a!, { assignee: anna })
  assert.deepEqual((await mails()).slice(2), [`anna@example.org: A ticket is yours now: #${a}`])
  const given = (await read(a!)).history.find(
    ({ kind, detail }: { kind: string; detail: { to: string | null } }) => kind === 'assigned' && detail.to !== null,
  )
  assert.equal(given.detail.name, 'Anna')
  await admin.query(`insert into holdfast.ticket_mute (tenant_id, person) values ($1, $2)`, [tenantId, anna])
  await edit(a!, { assignee: null })
  await edit(a!, { assignee: anna })
  assert.equal((await mails()).length, 3)
  ahead = 0
})

test('whether one wants mail is said for oneself', async () => {
  const path = '/api/v1/ticket-mail'
  assert.deepEqual((await ask('GET', path)).json.data, { wants: true })
  assert.equal((await ask('PUT', path, { body: { wants: false }, headers: { 'if-match': '*' } })).status, 200)
  assert.deepEqual((await ask('GET', path)).json.data, { wants: false })
})

test('an alert watches tickets', async () => {
  const { json, text, status } = await ask('POST', '/api/v1/alerts/preview', {
    body: { list: 'tickets', query: 'state:open' },
  })
  assert.equal(status, 200, text)
  assert.equal(json.data.now, (await tickets('state:open')).length)
  assert.match(json.data.items[0].title, /^#\d+ /)
})
