import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signEnrolment, verifyEnrolment } from './enrolment-proof.ts'
import { sampleSource } from './samples.ts'
import { readRequestClaim, signRequest, verifyRequest } from './signed-request.ts'
import { newSourceKey, readPublicKey } from './source-key.ts'

const from = sampleSource()
const now = Date.parse('2026-11-22T10:14:00.000Z')
const request = { method: 'POST', path: '/agent/v1/heartbeat?x=1', body: Buffer.from('{}') }
const headers = (time = now) =>
  signRequest(request, { source: from.source, privateKey: from.privateKey, time: new Date(time).toISOString() })

test('a signed request is recognised, with the offset of its clock', () => {
  const claim = readRequestClaim(headers(now + 1500))!
  assert.deepEqual(verifyRequest(request, claim, from.publicKey, now), { ok: true, offsetMs: 1500 })
  assert.equal(verifyRequest({ ...request, method: 'post' }, claim, from.publicKey, now).ok, true)
})

test('a change of any signed part is refused', () => {
  const claim = readRequestClaim(headers())!
  const changed = [
    { ...request, method: 'GET' },
    { ...request, path: '/agent/v1/heartbeat?x=2' },
    { ...request, body: Buffer.from('{ }') },
    { method: request.method, path: request.path },
  ]
  for (const other of changed)
    assert.deepEqual(verifyRequest(other, claim, from.publicKey, now), {
      ok: false,
      reason: 'wrong-signature',
      offsetMs: 0,
    })
  const later = { ...claim, time: new Date(now + 1).toISOString() }
  assert.equal(verifyRequest(request, later, from.publicKey, now).ok, false)
  const elsewhere = { ...claim, source: 'src_0000000000000000000009' }
  assert.equal(verifyRequest(request, elsewhere, from.publicKey, now).ok, false)
  assert.equal(verifyRequest(request, claim, sampleSource().publicKey, now).ok, false)
})

test('a request from outside the window is refused, and by how much is told', () => {
  for (const off of [-300_001, 300_001]) {
    const claim = readRequestClaim(headers(now + off))!
    assert.deepEqual(verifyRequest(request, claim, from.publicKey, now), {
      ok: false,
      reason: 'outside-window',
      offsetMs: off,
    })
  }
  assert.equal(verifyRequest(request, readRequestClaim(headers(now - 300_000))!, from.publicKey, now).ok, true)
})

test('headers of an odd form are no claim', () => {
  const right = headers()
  assert.ok(readRequestClaim(right))
  const wrong = [
    {},
    { ...right, 'holdfast-source': 'src_x' },
    { ...right, 'holdfast-source': ['a', 'b'] },
    { ...right, 'holdfast-time': '2026-11-22' },
    { ...right, 'holdfast-signature': `${right['holdfast-signature']}A` },
    { ...right, 'holdfast-signature': `${right['holdfast-signature'].slice(0, -1)}_` },
  ]
  for (const each of wrong) assert.equal(readRequestClaim(each), undefined)
})

test('an enrolment proof is bound to its key, activation key and moment', () => {
  const claim = { activationKey: 'secret', publicKey: from.key.publicKey, time: new Date(now).toISOString() }
  const proof = signEnrolment(claim, from.privateKey)
  assert.equal(verifyEnrolment(claim, proof, from.publicKey), true)
  assert.equal(verifyEnrolment({ ...claim, activationKey: 'other' }, proof, from.publicKey), false)
  assert.equal(verifyEnrolment({ ...claim, time: new Date(now + 1).toISOString() }, proof, from.publicKey), false)
  assert.equal(verifyEnrolment(claim, proof, sampleSource().publicKey), false)
  assert.equal(verifyEnrolment(claim, '', from.publicKey), false)
})

test('keys that prove nothing are refused', () => {
  assert.ok(readPublicKey(newSourceKey().publicKey))
  const weak = [
    '00'.repeat(32),
    `01${'00'.repeat(31)}`,
    `01${'00'.repeat(30)}80`,
    `ec${'ff'.repeat(30)}7f`,
    `ee${'ff'.repeat(31)}`,
  ]
  for (const hex of weak) {
    assert.throws(() => readPublicKey(Buffer.from(hex, 'hex').toString('base64url')), { fault: 'malformed' }, hex)
  }
  for (const text of ['', 'x', 'A'.repeat(44)]) assert.throws(() => readPublicKey(text), { fault: 'malformed' })
})
