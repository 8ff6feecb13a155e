import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decodeBatch, encodeBatch } from './batch.ts'
import { EnvelopeError } from './envelope-error.ts'
import { limits } from './limits.ts'
import { openEnvelope } from './open.ts'
import { anyRecord, sampleEnvelopes, sampleSource } from './samples.ts'

const from = sampleSource()

function openAll(bytes: Uint8Array) {
  return decodeBatch(bytes).map((envelope) => openEnvelope(envelope, from.source, from.publicKey))
}

test('a batch comes apart as it was put together, and its envelopes form a chain', () => {
  fc.assert(
    fc.property(fc.array(fc.array(anyRecord, { maxLength: 3 }), { minLength: 1, maxLength: 5 }), (bodies) => {
      const envelopes = sampleEnvelopes(from, bodies)
      const batch = encodeBatch(envelopes)
      const decoded = decodeBatch(batch)
      assert.equal(decoded.length, envelopes.length)
      for (const [index, envelope] of decoded.entries()) {
        const sent = envelopes[index]!
        assert.deepEqual(
          [Buffer.from(envelope.header), Buffer.from(envelope.signature), Buffer.from(envelope.body)],
          [Buffer.from(sent.header), Buffer.from(sent.signature), Buffer.from(sent.body)],
        )
        assert.deepEqual(batch.subarray(envelope.at, envelope.at + envelope.header.length), envelope.header)
      }
      const opened = openAll(batch)
      for (const [index, { header }] of opened.entries()) {
        assert.equal(header.seq, index + 1)
        assert.equal(header.previous, opened[index - 1]?.headerDigest ?? '0'.repeat(64))
      }
    }),
    { numRuns: 50 },
  )
})

test('every single flipped bit of a batch is refused', () => {
  const batch = encodeBatch(
    sampleEnvelopes(from, [
      [{ type: 'clock', at: '2026-11-22T10:14:00.000Z', jumpMs: 1 }],
      [{ type: 'clock', at: '2026-11-22T10:15:00.000Z', jumpMs: 2 }],
    ]),
  )
  assert.equal(openAll(batch).length, 2)
  for (let bit = 0; bit < batch.length * 8; bit++) {
    const broken = Buffer.from(batch)
    broken[bit >> 3] = broken[bit >> 3]! ^ (1 << (bit & 7))
    assert.throws(() => openAll(broken), EnvelopeError, `bit ${bit}`)
  }
})

test('every cut and every tail is refused', () => {
  const batch = encodeBatch(sampleEnvelopes(from, [[], []]))
  for (let length = 0; length < batch.length; length++) {
    assert.throws(() => decodeBatch(batch.subarray(0, length)), EnvelopeError, `cut to ${length}`)
  }
  assert.throws(() => decodeBatch(Buffer.concat([batch, Buffer.alloc(1)])), /after the last envelope/)
})

test('random bytes give a clear refusal and nothing else', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, withMagic) => {
      const batch = withMagic ? Buffer.concat([Buffer.from('HFB1\x01'), bytes]) : Buffer.from(bytes)
      try {
        openAll(batch)
        assert.fail('was accepted')
      } catch (error) {
        assert.ok(error instanceof EnvelopeError, String(error))
      }
    }),
  )
})

test('the bounds hold on both sides', () => {
  const [envelope] = sampleEnvelopes(from, [[]])
  assert.throws(() => encodeBatch([]), { fault: 'too-many' })
  assert.throws(() => encodeBatch(Array(65).fill(envelope)), { fault: 'too-many' })
  const body = new Uint8Array(limits.envelopeBytes)
  assert.throws(() => encodeBatch([{ ...envelope!, body }]), { fault: 'too-large' })
  assert.throws(() => decodeBatch(new Uint8Array(limits.batchBytes + 1)), { fault: 'too-large' })
  const claims = Buffer.concat([Buffer.from('HFB1\x01'), Buffer.from('7fffffff0010', 'hex'), Buffer.alloc(100)])
  assert.throws(() => decodeBatch(claims), { fault: 'too-large', offset: 5 })
})

test('an envelope of another key or another source is refused', () => {
  const other = sampleSource()
  const [forged] = sampleEnvelopes(other, [[]])
  assert.throws(() => openEnvelope(forged!, from.source, from.publicKey), { fault: 'wrong-signature' })
  assert.throws(() => openEnvelope(forged!, 'src_0000000000000000000002', other.publicKey), { fault: 'wrong-source' })
})
