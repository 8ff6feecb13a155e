import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { argsProblem, type Command, signCommand, verifyCommand } from './command.ts'
import { openInstallationKeys, rotateInstallationKey } from './installation-keys.ts'
import { isSignedBy, signText } from './signed-text.ts'
import { newSigningKey } from './signing-key.ts'
import { isTrusted, nextTrustBundle, readTrustBundle, signTrustBundle, type TrustBundle } from './trust-bundle.ts'

const now = '2026-11-22T10:00:00.000Z'
const key = newSigningKey()
const bundle: TrustBundle = {
  v: 1,
  number: 1,
  keys: [{ id: key.id, publicKey: key.publicKey, notBefore: '2026-01-01T00:00:00.000Z' }],
}
const command: Command = {
  v: 1,
  id: 'cmd_0123456789abcdefghijkl',
  source: 'src_1',
  kind: 'collect-now',
  args: { collectors: ['inventory.dpkg'], full: true },
  issuedAt: now,
  expiresAt: '2026-11-22T11:00:00.000Z',
}
const receiver = { bundle, source: 'src_1', declares: ['collect-now'], now }

function folder(t: { after(fn: () => void): void }): string {
  const path = mkdtempSync(join(tmpdir(), 'trust-'))
  t.after(() => rmSync(path, { recursive: true }))
  return path
}

test('a signature is for one purpose, one text and one key', () => {
  const signed = signText('command', 'text', key)
  assert.equal(isSignedBy('command', signed, key.publicKey), true)
  assert.equal(isSignedBy('content', signed, key.publicKey), false)
  assert.equal(isSignedBy('command', { ...signed, text: 'texts' }, key.publicKey), false)
  assert.equal(isSignedBy('command', signed, newSigningKey().publicKey), false)
  assert.equal(isSignedBy('command', { ...signed, signature: '' }, key.publicKey), false)
  const respelled = `${signed.signature.slice(0, -1)}${signed.signature.endsWith('A') ? 'B' : 'A'}`
  assert.equal(isSignedBy('command', { ...signed, signature: respelled }, key.publicKey), false)
})

test('a source obeys a command that is meant for it, now', () => {
  assert.deepEqual(verifyCommand(signCommand(command, key), receiver), { ok: true, command })
})

for (const [reason, change] of [
  ['wrong-source', { source: 'src_2' }],
  ['expired', { expiresAt: now }],
  ['not-yet-valid', { issuedAt: '2026-11-22T10:20:00.000Z' }],
  ['malformed', { args: { collectors: [1] } }],
  ['malformed', { args: { shell: 'rm -rf /' } }],
] as const) {
  test(`a source refuses and reports a command that is ${reason} (${Object.keys(change)})`, () => {
    const verdict = verifyCommand(signCommand({ ...command, ...change } as Command, key), receiver)
    assert.deepEqual(verdict, { ok: false, reason, id: command.id })
  })
}

test('a source refuses kinds that it does not declare, and prototypes of kinds', () => {
  const declared = { ...receiver, declares: ['collect-now', 'constructor', 'quarantine'] }
  assert.equal(verifyCommand(signCommand(command, key), { ...receiver, declares: [] }).ok, false)
  for (const kind of ['quarantine', 'constructor']) {
    const verdict = verifyCommand(signCommand({ ...command, kind } as unknown as Command, key), declared)
    assert.deepEqual(verdict, { ok: false, reason: 'malformed', id: command.id })
  }
  assert.match(argsProblem('constructor', {}) ?? '', /there is no command/)
})

test('a source refuses what another key signed, and what was altered', () => {
  const foreign = signCommand(command, newSigningKey())
  assert.deepEqual(verifyCommand(foreign, receiver), { ok: false, reason: 'wrong-signature' })
  const own = signCommand(command, key)
  const altered = { ...own, command: own.command.replace('true', 'false') }
  assert.deepEqual(verifyCommand(altered, receiver), { ok: false, reason: 'wrong-signature' })
  assert.deepEqual(verifyCommand({ ...own, command: 1 as never }, receiver), { ok: false, reason: 'malformed' })
  const huge = { command: 'x'.repeat(70_000), signature: own.signature }
  assert.deepEqual(verifyCommand(huge, receiver), { ok: false, reason: 'malformed' })
})

test('keys are made at the first start, for this account only, and stay', (t) => {
  const path = folder(t)
  const first = openInstallationKeys(path, now)
  assert.equal(statSync(join(path, 'installation-keys.json')).mode & 0o777, 0o600)
  assert.deepEqual(openInstallationKeys(path, '2027-01-01T00:00:00.000Z'), first)
  assert.deepEqual(verifyCommand(signCommand(command, first.current), { ...receiver, bundle: first.bundle }).ok, true)
})

test('keys that others can read, or that make no sense, are refused and not replaced', (t) => {
  const path = folder(t)
  openInstallationKeys(path, now)
  const file = join(path, 'installation-keys.json')
  chmodSync(file, 0o640)
  assert.throws(() => openInstallationKeys(path, now), /can be read by other accounts/)
  chmodSync(file, 0o600)
  writeFileSync(file, '{"v":1,"keys":[{"privateKey":"secret"')
  assert.throws(
    () => openInstallationKeys(path, now),
    (error: Error) => !error.message.includes('secret'),
  )
  assert.match(readFileSync(file, 'utf8'), /secret/)
})

test('a source follows a rotation with any key it knows, and never goes back', (t) => {
  const path = folder(t)
  const first = openInstallationKeys(path, now)
  const later = '2027-02-01T00:00:00.000Z'
  const second = rotateInstallationKey(path, later)
  assert.notEqual(second.current.id, first.current.id)
  assert.deepEqual(openInstallationKeys(path, later), second)
  assert.deepEqual(nextTrustBundle(first.bundle, second.signedBundle, later), { ok: true, bundle: second.bundle })
  assert.deepEqual(nextTrustBundle(second.bundle, first.signedBundle, later), { ok: false, reason: 'went-back' })
  const third = rotateInstallationKey(path, '2027-03-01T00:00:00.000Z')
  assert.equal(nextTrustBundle(first.bundle, third.signedBundle, later).ok, true)
  const signed = signText('command', 'x', first.current)
  assert.equal(isTrusted(third.bundle, 'command', signed, '2027-03-02T00:00:00.000Z'), true)
  assert.equal(isTrusted(third.bundle, 'command', signed, '2029-01-01T00:00:00.000Z'), false)
})

test('a bundle of a stranger is not followed', () => {
  const stranger = newSigningKey()
  const theirs = {
    ...bundle,
    number: 9,
    keys: [{ ...bundle.keys[0]!, id: stranger.id, publicKey: stranger.publicKey }],
  }
  assert.deepEqual(nextTrustBundle(bundle, signTrustBundle(theirs, [stranger]), now), {
    ok: false,
    reason: 'wrong-signature',
  })
  assert.equal(nextTrustBundle(bundle, signTrustBundle(theirs, [stranger, key]), now).ok, true)
})

test('what is no bundle is not read as one', () => {
  for (const text of [
    '',
    '{}',
    'null',
    '[]',
    JSON.stringify({ ...bundle, keys: [] }),
    JSON.stringify({ ...bundle, number: 0 }),
  ])
    assert.equal(readTrustBundle(text), undefined, text)
  const renamed = { ...bundle, keys: [{ ...bundle.keys[0], id: '0'.repeat(16) }] }
  assert.equal(readTrustBundle(JSON.stringify(renamed)), undefined)
})
