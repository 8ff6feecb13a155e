import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { decodeBody, encodeBody } from './body.ts'
import { EnvelopeError } from './envelope-error.ts'
import { limits } from './limits.ts'
import { packBodies } from './pack-bodies.ts'
import type { EnvelopeRecord } from './record.ts'
import { anyRecord } from './samples.ts'
import { storable } from './storable.ts'

const raw = (text: string) => decodeBody({ encoding: 'json', bytes: Buffer.from(text) })

test('records come back as they were sent', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyRecord, { maxLength: 8 }), async (records) => {
      const parsed = await decodeBody(encodeBody(records))
      const expected = storable(JSON.parse(JSON.stringify(records)))
      assert.deepEqual(
        parsed.map((each) => each.ok && JSON.parse(JSON.stringify(each.record))),
        JSON.parse(JSON.stringify(expected)),
      )
    }),
    { numRuns: 100 },
  )
})

test('packed bodies hold all records in their order, within the target', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyRecord, { maxLength: 30 }), async (records) => {
      const bodies = packBodies(records, 2000)
      const parsed = (await Promise.all(bodies.map(decodeBody))).flat()
      assert.deepEqual(
        parsed.map((each) => each.ok && each.record.type),
        records.map(({ type }) => type),
      )
    }),
    { numRuns: 50 },
  )
  assert.deepEqual(packBodies([]), [])
})

test('a record too large for any envelope is named, not cut', () => {
  let seed = 1
  const noise = () => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed.toString(36)
  }
  const set: Record<string, { noise: string }> = {}
  for (let index = 0; index < 60_000; index++) set[`k${index}`] = { noise: noise() + noise() + noise() + noise() }
  const record: EnvelopeRecord = {
    type: 'facts',
    about: 'self',
    fact: 'sample.thing',
    version: 1,
    scope: '',
    mode: 'full',
    complete: true,
    observedAt: '2026-11-22T10:14:00.000Z',
    set,
    gone: [],
  }
  assert.throws(() => packBodies([record]), { fault: 'too-large' })
})

test('a record that makes no sense is refused alone', async () => {
  const right = { type: 'clock', at: '2026-11-22T10:14:00.000Z', jumpMs: 1 }
  const wrong: readonly (readonly [unknown, RegExp])[] = [
    [null, /is an object/],
    [[], /is an object/],
    [{}, /unknown record type/],
    [{ type: 'constructor' }, /unknown record type/],
    [{ type: '__proto__' }, /unknown record type/],
    [{ type: 'clock', at: 'yesterday', jumpMs: 1 }, /instant/],
    [{ type: 'clock', at: right.at, jumpMs: 1e300 }, /whole number/],
    [{ type: 'gap', from: right.at, to: right.at, reason: '<b>' }, /kebab-case/],
    [{ type: 'asset', ref: '', kind: 'host', name: 'x', identifiers: [] }, /ref/],
    [{ type: 'asset', ref: 'self', kind: 'toaster', name: 'x', identifiers: [] }, /kind is one of/],
    [{ type: 'asset', ref: 'self', kind: 'host', name: 'x', identifiers: [{ kind: 'mac' }] }, /identifier/],
    [{ type: 'event', about: 'self', event: 'no-dot', version: 1, at: right.at, body: {} }, /app\.noun/],
    [{ type: 'event', about: 'self', event: 'a.b', version: 0, at: right.at, body: {} }, /version/],
    [{ type: 'event', about: 'self', event: 'a.b', version: 1, at: right.at, body: 'text' }, /object/],
  ]
  const parsed = await raw(JSON.stringify([...wrong.map(([record]) => record), right]))
  for (const [index, [record, reason]] of wrong.entries()) {
    const result = parsed[index]!
    assert.ok(!result.ok, JSON.stringify(record))
    assert.match(result.reason, reason)
  }
  assert.deepEqual(parsed.at(-1), { ok: true, record: right })
})

test('the size of keys, scopes and items is bounded', async () => {
  const facts = (change: object) => ({
    type: 'facts',
    about: 'self',
    fact: 'sample.thing',
    version: 1,
    scope: 's',
    mode: 'full',
    complete: true,
    observedAt: '2026-11-22T10:14:00.000Z',
    set: { k: { a: 1 } },
    gone: [],
    ...change,
  })
  const outcomes = async (...changes: object[]) =>
    (await raw(JSON.stringify(changes.map(facts)))).map((parsed) => (parsed.ok ? 'ok' : parsed.reason.slice(0, 20)))
  assert.deepEqual(await outcomes({}), ['ok'])
  assert.deepEqual(await outcomes({ scope: 'é'.repeat(400) }), ['ok'])
  assert.notDeepEqual(await outcomes({ scope: 'é'.repeat(401) }), ['ok'])
  assert.notDeepEqual(await outcomes({ set: { ['€'.repeat(600)]: {} } }), ['ok'])
  assert.notDeepEqual(await outcomes({ set: { k: { a: 'x'.repeat(limits.itemBytes) } } }), ['ok'])
  assert.notDeepEqual(await outcomes({ set: { k: 'text' } }, { gone: [7] }, { complete: 'yes' }), ['ok', 'ok', 'ok'])
})

test('a bomb, a pit and rubbish are refused as a whole', async () => {
  const bomb = deflateSync(Buffer.alloc(limits.bodyBytes + 1, 32))
  await assert.rejects(decodeBody({ encoding: 'json+deflate', bytes: bomb }), { fault: 'too-large' })
  await assert.rejects(raw('['.repeat(500_000)), { fault: 'malformed' })
  await assert.rejects(raw(`[${'{"a":'.repeat(80)}1${'}'.repeat(80)}]`), /nests deeper/)
  await assert.rejects(raw('{}'), /no array/)
  await assert.rejects(raw('[1,'), /no JSON/)
  await assert.rejects(decodeBody({ encoding: 'json', bytes: Buffer.from([0x5b, 0xff, 0x5d]) }), /UTF-8/)
  await assert.rejects(raw(`[${'1,'.repeat(limits.records)}1]`), { fault: 'too-many' })
  // Brackets inside strings are text.
  assert.equal((await raw(JSON.stringify(['['.repeat(500), '\\"['.repeat(500)]))).length, 2)
})

test('any bytes as body give records or a clear refusal', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.json().map((text) => Buffer.from(text)),
        fc.uint8Array({ maxLength: 200 }),
      ),
      fc.constantFrom('json' as const, 'json+deflate' as const),
      fc.boolean(),
      async (bytes, encoding, packed) => {
        const body = packed && encoding === 'json+deflate' ? deflateSync(bytes) : bytes
        try {
          await decodeBody({ encoding, bytes: body })
        } catch (error) {
          assert.ok(error instanceof EnvelopeError, String(error))
        }
      },
    ),
  )
})

test('what the database cannot hold is made visible; markup is left alone', async () => {
  const at = '2026-11-22T10:14:00.000Z'
  const body = `[{"type":"event","about":"a","event":"a.b","version":1,"at":"${at}","body":{"n\\u0000":"x\\u0000y","s":["\\ud83d!","\\ud83d\\ude00"],"__proto__":"p","m":"<b>&amp;"}}]`
  const [parsed] = await raw(body)
  assert.ok(parsed?.ok && parsed.record.type === 'event')
  assert.equal(JSON.stringify(parsed.record.body), '{"n␀":"x␀y","s":["\ufffd!","😀"],"__proto__":"p","m":"<b>&amp;"}')
})
