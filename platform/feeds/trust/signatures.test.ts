import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { createMessage, generateKey, type PrivateKey, sign } from 'openpgp'
import { FeedStore, findFiles, readFeeds, syncFeed, takeFiles } from '../index.ts'
import { type FeedServer, feedServer } from '../sync/feed-server.fixture.ts'
import { wordFeeds, words } from '../testing/word-feeds.ts'
import { checkSignature } from './check-signature.ts'
import { KeyRing } from './key-ring.ts'
import { readPublicKey } from './read-public-key.ts'
import { signaturesBeside } from './signature-beside.ts'

const root = mkdtempSync(join(tmpdir(), 'holdfast-trust-'))
let server: FeedServer
let folder: string
let maker: PrivateKey
let other: PrivateKey

before(async () => {
  server = await feedServer()
  const made = (name: string) =>
    generateKey({ userIDs: [{ name, email: 'csaf@example.org' }], format: 'object', type: 'ecc' })
  maker = (await made('A painter')).privateKey
  other = (await made('A stranger')).privateKey
})
after(async () => {
  await server.close()
  rmSync(root, { recursive: true, force: true })
})
beforeEach(() => {
  folder = mkdtempSync(join(root, 'feeds-'))
  for (const map of [server.files, server.faults, server.redirects]) map.clear()
})

async function signatureOf(text: string, key = maker): Promise<string> {
  return (await sign({
    message: await createMessage({ binary: Buffer.from(text) }),
    signingKeys: key,
    detached: true,
  })) as string
}

const fingerprintOf = (key: PrivateKey) => key.getFingerprint().toUpperCase()

/** A provider with one document, which `signature` signs. */
async function publish(text: string, signature: string | undefined, named = fingerprintOf(maker)): Promise<void> {
  const put = (path: string, content: string) => server.files.set(path, Buffer.from(content))
  const keys = [{ fingerprint: named, url: `${server.url}/keys/painter.asc` }]
  const distributions = [{ directory_url: `${server.url}/csaf/` }]
  put('/provider-metadata.json', JSON.stringify({ distributions, public_openpgp_keys: keys }))
  put('/keys/painter.asc', maker.toPublic().armor())
  put('/csaf/2026/a.json', text)
  put('/csaf/2026/a.json.sha512', createHash('sha512').update(text).digest('hex'))
  server.files.delete('/csaf/2026/a.json.asc')
  if (signature !== undefined) put('/csaf/2026/a.json.asc', signature)
  put('/csaf/changes.csv', `2026/a.json,${/^words \S+ (\S+)/.exec(text)?.[1]}T00:00:00Z\n`)
}

async function sync(signed = false) {
  const store = FeedStore.open(folder)
  const origin = { kind: 'csaf' as const, metadata: `${server.url}/provider-metadata.json` }
  const definition = { ...(wordFeeds.feeds[0] as (typeof wordFeeds.feeds)[number]), origin }
  try {
    return await syncFeed({
      ...{ store, content: wordFeeds, definition, environment: {}, signed },
      ...{ limits: { pauseMs: 1, tries: 2 }, stop: new AbortController().signal },
    })
  } finally {
    store.close()
  }
}

test('the keys that a publisher names first are trusted, and only what they signed is taken from then on', async () => {
  const [first, second, third] = ['2026-11-01', '2026-11-02', '2026-11-03'].map((day) => words('colours', day, [day]))
  await publish(first as string, await signatureOf(first as string))
  const taken = await sync()
  assert.equal(taken.outcome, 'new')
  assert.deepEqual(taken.manifest?.provenance, {
    kind: 'signature',
    from: `${server.url}/provider-metadata.json`,
    by: `A painter <csaf@example.org> (${fingerprintOf(maker)})`,
  })
  const [pinned] = new KeyRing(folder).list()
  assert.deepEqual([pinned?.how, pinned?.feeds], ['first use', ['colours']])
  const before = readFeeds(folder)
  await publish(second as string, await signatureOf(first as string))
  assert.match(
    (await sync()).reason ?? '',
    new RegExp(`a\\.json has a bad signature by A painter .*${fingerprintOf(maker)}`),
  )
  await publish(second as string, await signatureOf(second as string, other))
  const unknown = await sync()
  assert.match(unknown.reason ?? '', /is signed by the key [0-9A-F]{16}; trusted for colours is A painter/)
  assert.ok(unknown.reason?.includes(other.getKeyID().toHex().toUpperCase()))
  await publish(second as string, 'no signature at all')
  assert.match((await sync()).reason ?? '', /is not an OpenPGP signature/)
  assert.deepEqual(readFeeds(folder), before)
  await publish(third as string, undefined)
  assert.match((await sync(true)).reason ?? '', /a signature is demanded of it/)
  assert.deepEqual(readFeeds(folder), before)
  assert.equal((await sync()).manifest?.provenance.kind, 'checksum')
})

test('a key that is not the one whose fingerprint the publisher names changes nothing', async () => {
  const text = words('colours', '2026-11-01', ['red'])
  await publish(text, await signatureOf(text), fingerprintOf(other))
  assert.match((await sync()).reason ?? '', /painter\.asc is the key .* names/)
  assert.deepEqual([readFeeds(folder).feeds, new KeyRing(folder).list()], [[], []])
})

async function take(source: string, signed: readonly string[] = []) {
  const store = FeedStore.open(folder)
  try {
    const provenance = { kind: 'file' as const, from: source }
    const files = findFiles([source], undefined, signaturesBeside(new KeyRing(folder)))
    return await takeFiles(files, { store, contents: [wordFeeds], provenance, signed })
  } finally {
    store.close()
  }
}

async function trust(feeds: string[]): Promise<void> {
  const key = await readPublicKey(Buffer.from(maker.toPublic().armor()), 'painter.asc')
  new KeyRing(folder).add({ ...key, feeds, how: 'hand', from: 'painter.asc', since: '2026-11-01T00:00:00Z' })
}

test('files that were brought with their signatures are held against them', async () => {
  const source = mkdtempSync(join(root, 'source-'))
  const text = words('colours', '2026-11-01', ['red'])
  writeFileSync(join(source, 'a.txt'), text)
  assert.equal((await take(source, ['colours'])).feeds[0]?.outcome, 'refused')
  writeFileSync(join(source, 'a.txt.asc'), await signatureOf(text))
  const untrusted = await take(source)
  assert.equal(untrusted.feeds[0]?.manifest?.provenance.kind, 'file')
  assert.match(untrusted.skipped[0]?.reason ?? '', /^is by the key [0-9A-F]{16}, which is not trusted here/)
  await trust(['animals'])
  assert.equal((await take(source)).feeds[0]?.manifest?.provenance.kind, 'file')
  await trust(['colours'])
  const { provenance } = (await take(source, ['colours'])).feeds[0]?.manifest ?? {}
  assert.deepEqual([provenance?.kind, provenance?.by?.startsWith('A painter')], ['signature', true])
  const before = readFeeds(folder)
  writeFileSync(join(source, 'a.txt'), words('colours', '2026-11-02', ['blue']))
  const bad = await take(source)
  assert.match(
    bad.broken[0]?.reason ?? '',
    new RegExp(`^its signature by A painter .*${fingerprintOf(maker)}.* is bad`),
  )
  assert.deepEqual(readFeeds(folder), before)
})

test('private keys, several keys and texts are refused as keys', async () => {
  await assert.rejects(readPublicKey(Buffer.from(maker.armor()), 'k'), /k holds a private key/)
  await assert.rejects(readPublicKey(Buffer.from('hello'), 'k'), /k is not an OpenPGP key/)
  const two = Buffer.concat([maker, other].map((key) => Buffer.from(key.toPublic().write() as Uint8Array)))
  await assert.rejects(readPublicKey(two, 'k'), /k holds 2 keys/)
})

const hasGpg = spawnSync('gpg', ['--version']).status === 0

test('what GnuPG signs is verified', { skip: hasGpg ? false : 'no gpg on this machine' }, async () => {
  for (const kind of ['rsa3072', 'ed25519']) {
    const home = join(root, kind)
    mkdirSync(home, { mode: 0o700 })
    const gpg = (...args: string[]) =>
      execFileSync('gpg', [
        '--homedir',
        home,
        '--batch',
        '--quiet',
        '--passphrase',
        '',
        '--pinentry-mode',
        'loopback',
        ...args,
      ])
    try {
      gpg('--quick-generate-key', 'A peer <peer@example.org>', kind, 'sign', 'never')
      const path = join(home, 'a.json')
      writeFileSync(path, '{"a":1}')
      gpg('--armor', '--detach-sign', path)
      gpg('--output', `${path}.sig`, '--detach-sign', path)
      const key = await readPublicKey(gpg('--export'), 'peer')
      const [, shown] = /^fpr:+([0-9A-F]{40}):/m.exec(gpg('--list-keys', '--with-colons').toString()) ?? []
      assert.equal(key.fingerprint, shown)
      const trusted = { ...key, v: 1 as const, feeds: [], how: 'hand' as const, from: 'peer', since: '' }
      for (const ending of ['.asc', '.sig'])
        assert.equal((await checkSignature(path, path + ending, [trusted])).outcome, 'good')
      writeFileSync(path, readFileSync(path, 'utf8').replace('1', '2'))
      assert.equal((await checkSignature(path, `${path}.asc`, [trusted])).outcome, 'bad')
    } finally {
      spawnSync('gpgconf', ['--homedir', home, '--kill', 'all'])
    }
  }
})
