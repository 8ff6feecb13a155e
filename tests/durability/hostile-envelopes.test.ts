import assert from 'node:assert/strict'
import { sign } from 'node:crypto'
import { after, test } from 'node:test'
import { deflateSync } from 'node:zlib'
import {
  decodeHeader,
  type EnvelopeRecord,
  encodeBatch,
  encodeHeader,
  limits,
  newSourceKey,
  readPrivateKey,
  type SealedEnvelope,
  sealEnvelope,
  signRequest,
  toInstant,
} from '@holdfast/platform/envelope'
import fc from 'fast-check'
import type { SampleAgent } from '../../platform/intake/testing/sample-agent.ts'
import { receivingServer } from './receiving-server.ts'

const server = await receivingServer({ after })
const { post, agent: newAgent } = server

const note = (n: number): EnvelopeRecord => ({ type: 'clock', at: '2026-11-22T10:14:00.000Z', jumpMs: n })
const send = (agent: SampleAgent, envelopes: readonly SealedEnvelope[]) => post(agent.source, encodeBatch(envelopes))

/** The numbers and header digests that the log holds of a source. */
async function logged(agent: SampleAgent): Promise<number[]> {
  const { rows } = await server.admin.query<{ seq: string }>(
    `select e.seq from holdfast.envelope e join holdfast.source s on s.tenant_id = e.tenant_id and s.source_id = e.source_id
      where s.public_id = $1 order by e.epoch, e.seq`,
    [agent.source],
  )
  return rows.map(({ seq }) => Number(seq))
}

/** Another envelope with the right number, whose header is changed and signed again with `key`. */
function forge(
  agent: SampleAgent,
  change: Record<string, unknown> = {},
  options: { key?: SampleAgent['privateKey']; body?: Buffer } = {},
): SealedEnvelope {
  const [honest] = agent.seal([[note(0)]])
  const body = options.body ?? honest!.body
  const header = encodeHeader({ ...decodeHeader(honest!.header), ...change } as never)
  return { header, body, signature: sign(null, header, options.key ?? agent.privateKey) }
}

test('malformed envelopes are refused with a reason and spoil nothing beside them', async () => {
  const agent = await newAgent()
  const batch = encodeBatch(agent.seal([[note(1)], [note(2)]]))
  const changed = (change: (copy: Buffer) => void) => {
    const copy = Buffer.from(batch)
    change(copy)
    return copy
  }
  const broken: [string, Uint8Array, number][] = [
    ['nothing', new Uint8Array(), 400],
    ['noise', Buffer.alloc(5000, 0xa5), 400],
    ['another magic', changed((copy) => copy.write('HFB2')), 400],
    ['no envelope', changed((copy) => copy.writeUInt8(0, 4)), 413],
    ['more envelopes than a batch has', changed((copy) => copy.writeUInt8(65, 4)), 413],
    ['one envelope more than there is', changed((copy) => copy.writeUInt8(3, 4)), 400],
    ['one envelope less than there is', changed((copy) => copy.writeUInt8(1, 4)), 400],
    ['a length that ends within the header', changed((copy) => copy.writeUInt32BE(9, 5)), 400],
    ['a length of four gigabytes', changed((copy) => copy.writeUInt32BE(0xffffffff, 5)), 413],
    ['a header longer than its envelope', changed((copy) => copy.writeUInt16BE(1000, 9)), 400],
    ['bytes after the end', Buffer.concat([batch, Buffer.from('x')]), 400],
  ]
  for (let length = 1; length < batch.length; length += 7)
    broken.push([`cut after ${length} bytes`, batch.subarray(0, length), 400])
  for (const [what, bytes, status] of broken) {
    const reply = await post(agent.source, bytes)
    assert.equal(reply.status, status, what)
    assert.ok(reply.detail, what)
  }
  assert.deepEqual(await logged(agent), [])

  const one = agent.chain.seq
  const headers: [string, Record<string, unknown>, string][] = [
    ['of a version from the future', { v: 2 }, 'refused unknown-version'],
    ['with number zero', { seq: 0 }, 'refused malformed'],
    ['with a fraction as number', { seq: one + 0.5 }, 'refused malformed'],
    ['with a number beyond 2^53', { seq: 2 ** 60 }, 'refused malformed'],
    ['of no epoch', { epoch: -1 }, 'refused malformed'],
    ['of an unknown epoch', { epoch: 7 }, 'refused epoch-unknown'],
    ['with a size that is not the body', { size: 3 }, 'refused wrong-digest'],
    ['in an unknown encoding', { encoding: 'xml' }, 'refused malformed'],
    ['sent on a day that does not exist', { sentAt: '2026-02-30T00:00:00.000Z' }, 'refused malformed'],
    ['of another source', { source: 'src_0000000000000000000001' }, 'refused wrong-source'],
  ]
  const right = { ...agent.chain }
  for (const [what, change, outcome] of headers) {
    const forged = forge(agent, change)
    agent.chain = right
    assert.deepEqual((await send(agent, [forged])).outcomes, [outcome], what)
  }
  // The first batch is still good, and what stands beside a refused envelope is taken.
  const forged = forge(agent, { v: 9 })
  const reply = await post(agent.source, batch)
  assert.deepEqual(reply.outcomes, ['stored', 'stored'])
  agent.chain = right
  assert.deepEqual((await send(agent, [forged, ...agent.seal([[note(3)]])])).outcomes, [
    'refused unknown-version',
    'stored',
  ])
  assert.deepEqual(await logged(agent), [1, 2, 3])
})

test('a batch changed anywhere stores only what its source signed', async () => {
  const agent = await newAgent()
  const seals = agent.seal([[note(1)], [note(2)], [note(3)]])
  const batch = encodeBatch(seals)
  const flip = fc.record({ at: fc.nat(batch.length - 1), by: fc.integer({ min: 1, max: 255 }) })
  await fc.assert(
    fc.asyncProperty(fc.array(flip, { minLength: 1, maxLength: 4 }), async (flips) => {
      const copy = Buffer.from(batch)
      for (const { at, by } of flips) copy[at] = copy[at]! ^ by
      const reply = await post(agent.source, copy)
      assert.ok([200, 400, 413].includes(reply.status), `${reply.status}`)
    }),
    { numRuns: 200 },
  )
  await post(agent.source, batch)
  const { rows } = await server.admin.query(
    `select e.header, e.signature, e.body from holdfast.envelope e
       join holdfast.source s on s.tenant_id = e.tenant_id and s.source_id = e.source_id where s.public_id = $1 order by e.seq`,
    [agent.source],
  )
  assert.deepEqual(
    rows,
    seals.map(({ header, signature, body }) => ({
      header: Buffer.from(header),
      signature: Buffer.from(signature),
      body: Buffer.from(body),
    })),
  )
})

test('oversized envelopes are turned away before they cost memory, and bombs are set aside', async () => {
  const agent = await newAgent()
  const tooLong = await post(agent.source, Buffer.alloc(limits.batchBytes + 1))
  assert.equal(tooLong.status, 413)
  const large = Buffer.alloc(2 * limits.envelopeBytes)
  encodeBatch(agent.seal([[note(1)]])).copy(large)
  large.writeUInt32BE(large.length - 9, 5)
  assert.equal((await post(agent.source, large)).status, 413)
  agent.chain = { ...agent.chain, seq: 0, digest: '0'.repeat(64) }

  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
  const bodies: [string, Buffer, string][] = [
    ['inflates to eight times what is allowed', deflateSync(Buffer.alloc(8 * limits.bodyBytes)), 'too-large'],
    ['is no zlib stream', Buffer.from('no zlib stream'), 'malformed'],
    ['nests without end', deflateSync(deep), 'malformed'],
    ['holds more records than a body has', deflateSync(`[${'{},'.repeat(limits.records)}{}]`), 'too-many'],
    ['is no UTF-8', deflateSync(Buffer.from([0x5b, 0xff, 0x5d])), 'malformed'],
    ['is no list', deflateSync('{"type":"clock"}'), 'malformed'],
  ]
  for (const [, bytes] of bodies) {
    const sealed = sealEnvelope(
      agent.chain,
      { encoding: 'json+deflate', bytes },
      { privateKey: agent.privateKey, sentAt: toInstant(Date.now()) },
    )
    agent.chain = sealed.chain
    assert.deepEqual((await send(agent, [sealed.envelope])).outcomes, ['stored'])
  }
  assert.deepEqual((await send(agent, agent.seal([[note(1)]]))).outcomes, ['stored'])
  await server.apply()
  const { json } = await server.ask('GET', '/api/v1/set-aside/records?limit=200')
  const aside = (json.data as { source: string; type: string; reason: string }[]).filter(
    ({ source, type }) => source === agent.source && type === 'body',
  )
  assert.deepEqual(
    aside.map(({ reason }) => reason).reverse(),
    bodies.map(([, , reason]) => reason),
  )
  assert.equal((await server.account()).pending, 0, 'what follows a bomb is applied')
})

test('replayed envelopes are acknowledged again and stored once; another one with their number is a conflict', async () => {
  const agent = await newAgent()
  const batch = encodeBatch(agent.seal([[note(1)], [note(2)], [note(3)]]))
  assert.deepEqual((await post(agent.source, batch)).outcomes, ['stored', 'stored', 'stored'])
  const again = await Promise.all(Array.from({ length: 20 }, () => post(agent.source, batch)))
  for (const { outcomes } of again) assert.deepEqual(outcomes, ['duplicate', 'duplicate', 'duplicate'])

  agent.chain = { ...agent.chain, seq: 1, digest: '0'.repeat(64) }
  const other = agent.seal([[note(99)]])
  assert.deepEqual((await send(agent, other)).outcomes, ['conflict'])
  assert.deepEqual((await send(agent, other)).outcomes, ['conflict'], 'also the second time')
  // Recorded by one source and played to the server as another one's.
  const thief = await newAgent()
  assert.deepEqual((await post(thief.source, batch)).outcomes, Array(3).fill('refused wrong-source'))
  assert.deepEqual(await logged(agent), [1, 2, 3])
  assert.deepEqual(await logged(thief), [])
  const { rows } = await server.admin.query(
    `select count(*)::int as kept from holdfast.envelope_conflict c join holdfast.source s
         on s.tenant_id = c.tenant_id and s.source_id = c.source_id where s.public_id = $1`,
    [agent.source],
  )
  assert.equal(rows[0].kept, 1, 'the other envelope is kept aside, once')
})

test('re-ordered envelopes are stored in their order, each once, whatever order they arrive in', async () => {
  const many = 12
  const sends = fc.array(fc.shuffledSubarray([...Array(many).keys()], { minLength: 1 }), {
    minLength: 1,
    maxLength: 12,
  })
  await fc.assert(
    fc.asyncProperty(sends, async (orders) => {
      const agent = await newAgent()
      const envelopes = agent.seal(Array.from({ length: many }, (_, n) => [note(n)]))
      const acknowledged = new Set<number>()
      let next = 0
      for (const order of orders) {
        const { outcomes } = await send(
          agent,
          order.map((n) => envelopes[n]!),
        )
        for (const [place, n] of order.entries()) {
          const expected = n < next ? 'duplicate' : n === next ? 'stored' : `out-of-order ${next + 1}`
          assert.equal(outcomes[place], expected)
          if (n === next) next++
          if (n < next) acknowledged.add(n)
        }
      }
      assert.deepEqual(
        await logged(agent),
        [...Array(next).keys()].map((n) => n + 1),
      )
      assert.equal(acknowledged.size, next)
    }),
    { numRuns: 25 },
  )
})

test('wrongly signed envelopes and requests are refused, and tell nobody more than that', async () => {
  const agent = await newAgent()
  const stranger = readPrivateKey(newSourceKey())
  const start = { ...agent.chain }
  const cases: [string, () => SealedEnvelope][] = [
    ['by another key', () => forge(agent, {}, { key: stranger })],
    ['by nobody', () => ({ ...agent.seal([[note(1)]])[0]!, signature: Buffer.alloc(64) })],
    [
      'with the signature of another envelope',
      () => {
        const [one, two] = agent.seal([[note(1)], [note(2)]])
        return { ...one!, signature: two!.signature }
      },
    ],
  ]
  for (const [what, make] of cases) {
    const envelope = make()
    agent.chain = start
    assert.deepEqual((await send(agent, [envelope])).outcomes, ['refused wrong-signature'], what)
  }
  const [one, two] = agent.seal([[note(1)], [note(2222)]])
  agent.chain = start
  assert.deepEqual((await send(agent, [{ ...one!, body: two!.body }])).outcomes, ['refused wrong-digest'])
  assert.equal((await post('src_0000000000000000000001', encodeBatch([one!]))).status, 401)
  assert.equal((await post("src_' or 1=1 --", encodeBatch([one!]))).status, 401)
  assert.deepEqual(await logged(agent), [])

  const body = Buffer.from('{}')
  const headers = signRequest(
    { method: 'POST', path: '/agent/v1/heartbeat', body },
    { source: agent.source, privateKey: stranger, time: toInstant(Date.now()) },
  )
  const beat = await fetch(`${server.url}/agent/v1/heartbeat`, { method: 'POST', headers: { ...headers }, body })
  assert.equal(beat.status, 401)
})

test('future-dated envelopes are taken in their order and dated by the server; requests from the future are told its time', async () => {
  const agent = await newAgent()
  const before = Date.now()
  const far = ['9999-12-31T23:59:59.999Z', '1970-01-01T00:00:00.000Z', '2099-01-01T00:00:00.000Z']
  const envelopes = far.flatMap((sentAt) => agent.seal([[{ type: 'clock', at: sentAt, jumpMs: 1 }]], sentAt))
  assert.deepEqual((await send(agent, envelopes)).outcomes, ['stored', 'stored', 'stored'])
  const { rows } = await server.admin.query<{ seq: string; sent_at: string; received_at: string }>(
    `select e.seq, to_char(e.sent_at, 'YYYY') as sent_at, e.received_at from holdfast.envelope e
       join holdfast.source s on s.tenant_id = e.tenant_id and s.source_id = e.source_id where s.public_id = $1 order by e.seq`,
    [agent.source],
  )
  assert.deepEqual(
    rows.map(({ seq, sent_at }) => [Number(seq), sent_at]),
    [
      [1, '9999'],
      [2, '1970'],
      [3, '2099'],
    ],
  )
  for (const { received_at } of rows) {
    const at = Date.parse(String(received_at))
    assert.ok(at >= before - 1000 && at <= Date.now() + 1000, `received at ${received_at}`)
  }
  await server.apply()
  assert.equal((await server.account()).pending, 0)

  for (const [what, aheadMs] of [
    ['an hour ahead', 3_600_000],
    ['ten years ago', -10 * 365 * 86_400_000],
  ] as const) {
    const path = '/agent/v1/heartbeat'
    const body = Buffer.from(JSON.stringify({ ...agent.state, epoch: agent.chain.epoch, acknowledged: 3, waiting: 0 }))
    const headers = signRequest(
      { method: 'POST', path, body },
      { source: agent.source, privateKey: agent.privateKey, time: toInstant(Date.now() + aheadMs) },
    )
    const reply = await fetch(server.url + path, { method: 'POST', headers: { ...headers }, body })
    assert.equal(reply.status, 400, what)
    assert.match(((await reply.json()) as { detail: string }).detail, /clock of the source is off by/, what)
    const offset = Date.parse(reply.headers.get('date')!) - Date.now()
    assert.ok(Math.abs(offset) < 10_000, `${what}: the answer tells the server's time`)
  }
})

test('after all of this what was counted adds up, and the server has failed at nothing', async () => {
  await server.apply()
  assert.deepEqual((await server.account()).problems, [])
  assert.deepEqual(server.errors(), [])
})
