import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { outboxPart } from '../../outbox/index.ts'
import { createServer } from '../create-server.ts'
import { testHttp } from '../testing/index.ts'

const { ask, admin, database, server } = await testHttp({ after }, { parts: [outboxPart] })
const headers = { 'idempotency-key': 'the-same' }
const body = { name: 'once', scopes: ['tokens:read'] }

test('a secret that was told once is told again to the same request, and is not to be read in the database', async () => {
  const first = await ask('POST', '/api/v1/tokens', { body, headers })
  const again = await ask('POST', '/api/v1/tokens', { body, headers })
  assert.deepEqual([first.status, again.status], [201, 201])
  const { secret } = first.json.data
  assert.match(secret, /^hfst_/)
  assert.equal(again.json.data.secret, secret)
  const tables = await admin.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'holdfast' and table_type = 'BASE TABLE'`,
  )
  for (const { name } of tables.rows) {
    const { rows } = await admin.query(`select string_agg(t::text, ' ') as all from holdfast.${name} t`)
    const text = String(rows[0].all)
    assert.ok(!text.includes(secret) && !text.includes(Buffer.from(secret).toString('hex')), name)
  }
})

test('a reply under a key that is gone is refused, not carried out again', async () => {
  const other = createServer({
    database,
    routes: [],
    key: Buffer.alloc(32, 8),
    version: '0',
    logger: server.app.log as never,
  })
  await other.app.ready()
  const made = await ask('POST', '/api/v1/tokens', { body: { name: 'by', scopes: ['*'] } })
  const by = { authorization: `Bearer ${made.json.data.secret}`, 'idempotency-key': 'another' }
  const payload = { name: 'twice', scopes: ['tokens:read'] }
  const send = (app: typeof other.app) =>
    app.inject({ method: 'POST', url: '/api/v1/tokens', headers: { host: 'localhost', ...by }, payload })
  assert.equal((await send(server.app)).statusCode, 201)
  const reply = await send(other.app)
  assert.deepEqual([reply.statusCode, reply.json().code], [409, 'reply-unreadable'])
  await other.app.close()
})
