import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { TenantTransaction } from '../../contract/index.ts'
import { outboxPart, tell } from '../../outbox/index.ts'
import { testHttp } from '../testing/index.ts'

const { url, token, tenantId, tenant, database, admin, ask } = await testHttp(
  { after },
  { parts: [outboxPart], heartbeatMs: 50 },
)

const say = (id: number, topic: string, n: number) =>
  database.asTenant(id, (tx) => tell(tx as unknown as TenantTransaction, { topic, body: { n } }))

/** Reads a stream until `enough` says so or it ends; gives its text. */
async function read(
  options: { token: string; query?: string; lastEventId?: string; onOpen?: () => Promise<unknown> },
  enough: (text: string) => boolean,
): Promise<{ text: string; ended: boolean }> {
  const reply = await fetch(`${url}/api/v1/events${options.query ?? ''}`, {
    headers: {
      authorization: `Bearer ${options.token}`,
      ...(options.lastEventId && { 'last-event-id': options.lastEventId }),
    },
  })
  assert.equal(reply.headers.get('content-type'), 'text/event-stream')
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of reply.body!) {
    const wasEmpty = text === ''
    text += decoder.decode(chunk as Uint8Array, { stream: true })
    if (wasEmpty) await options.onOpen?.()
    if (enough(text)) return { text, ended: false }
  }
  return { text, ended: true }
}

test('a stream tells what happens in its tenant and topics, and is resumed without a hole', async () => {
  const other = await tenant()
  const by = await token()
  await say(tenantId, 'finding.changed', 0)
  const onOpen = async () => {
    await say(other, 'finding.changed', 99)
    await say(tenantId, 'job.done', 1)
    await say(tenantId, 'finding.changed', 2)
  }
  const { text } = await read({ token: by, query: '?topics=finding.', onOpen }, (so) => so.includes('"n":2'))
  assert.match(text, /^retry: 2000\nid: 1\nevent: ready\n/)
  assert.match(text, /id: 3\nevent: finding\.changed\ndata: \{"at":".+Z","body":\{"n":2\}\}\n\n/)
  assert.ok(!text.includes('"n":99') && !text.includes('job.done'))
  await say(tenantId, 'finding.changed', 3)
  const again = await read({ token: by, lastEventId: '1' }, (so) => so.includes('"n":3'))
  assert.deepEqual(
    [...again.text.matchAll(/"n":(\d+)/g)].map(([, n]) => n),
    ['1', '2', '3'],
  )
})

test('who comes from nowhere is told to look anew', async () => {
  const { text } = await read({ token: await token(), lastEventId: '123456' }, (so) => so.includes('anew'))
  assert.match(text, /id: \d+\nevent: anew\n/)
})

test('a stream has a heartbeat, and ends when its token is revoked', async () => {
  const by = await token()
  const { ended } = await read(
    { token: by, onOpen: () => admin.query('update api_token set revoked_at = now()') },
    () => false,
  )
  assert.equal(ended, true)
  const fresh = await token()
  const beating = await read({ token: fresh }, (so) => so.includes(': still here'))
  assert.equal(beating.ended, false)
})

test('odd topics and callers without the permission are refused before the stream begins', async () => {
  assert.equal((await ask('GET', '/api/v1/events?topics=a%20b', { token: await token() })).status, 422)
  assert.equal((await ask('GET', '/api/v1/events', { token: await token(['findings:read', 'x:y']) })).status, 403)
})
