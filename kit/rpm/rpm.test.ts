import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bytesInMemory, runReader } from '../reading/index.ts'
import { writeHeader } from './header-writer.fixture.ts'
import { parseSourceRpm, readRpmDatabase, rpmPurl, rpmVersion } from './index.ts'
import { writeNdb } from './ndb-writer.fixture.ts'

const bash = writeHeader([
  [1000, 'bash'],
  [1001, '5.1.8'],
  [1002, '9.el9'],
  [1003, 2],
  [1004, ['The shell', 'Die Shell']],
  [1022, 'x86_64'],
  [1044, 'bash-5.1.8-9.el9.src.rpm'],
  [1116, 0],
  [1117, ['bash']],
  [1118, ['/usr/bin/']],
])
const key = writeHeader([
  [1000, 'gpg-pubkey'],
  [1001, 'fd431d51'],
  [1002, '4ae0493b'],
])
const database = writeNdb([
  { number: 1, blob: bash },
  { number: 2, blob: key },
])

test('packages, with files when asked', () => {
  const { items, problems } = runReader(readRpmDatabase({ format: 'ndb', withFiles: true }), bytesInMemory(database))
  assert.deepEqual(problems, [])
  assert.deepEqual(
    items.map(({ name, epoch, version, release, architecture }) => [name, epoch, version, release, architecture]),
    [
      ['bash', 2, '5.1.8', '9.el9', 'x86_64'],
      ['gpg-pubkey', undefined, 'fd431d51', '4ae0493b', undefined],
    ],
  )
  assert.equal(items[0]?.summary, 'The shell')
  assert.deepEqual(
    items[0]?.files.map((file) => file.path),
    ['/usr/bin/bash'],
  )
  const without = runReader(readRpmDatabase({ format: 'ndb' }), bytesInMemory(database))
  assert.deepEqual(without.items[0]?.files, [])
})

test('names: version, source and package URL', () => {
  const parts = { name: 'bash', epoch: 2, version: '5.1.8', release: '9.el9', architecture: 'x86_64' }
  assert.equal(rpmVersion(parts), '2:5.1.8-9.el9')
  assert.equal(
    rpmPurl(parts, { id: 'rhel', release: '9.4' }),
    'pkg:rpm/rhel/bash@5.1.8-9.el9?arch=x86_64&distro=rhel-9.4&epoch=2',
  )
  assert.deepEqual(parseSourceRpm('java-1.8.0-openjdk-1.8.0.1-2.el8.src.rpm'), {
    name: 'java-1.8.0-openjdk',
    version: '1.8.0.1-2.el8',
  })
  assert.equal(parseSourceRpm('(none)'), undefined)
})

test('a torn header is a problem, and the other packages are read', () => {
  const torn = writeNdb([
    { number: 1, blob: bash.subarray(0, 60) },
    { number: 2, blob: key },
  ])
  const { items, problems } = runReader(readRpmDatabase({ format: 'ndb' }), bytesInMemory(torn))
  assert.deepEqual(
    items.map((item) => item.name),
    ['gpg-pubkey'],
  )
  assert.equal(problems[0]?.part, 'header 1')
})

for (const format of ['sqlite', 'ndb', 'bdb'] as const) {
  test(`${format}: what is no database is a problem`, () => {
    for (const bytes of [new Uint8Array(0), new Uint8Array(5000), Uint8Array.from({ length: 5000 }, (_, i) => i * 7)]) {
      const { items, problems } = runReader(readRpmDatabase({ format }), bytesInMemory(bytes))
      assert.deepEqual(items, [])
      assert.equal(problems.length, 1)
    }
  })
}

test('mutilated databases never throw', () => {
  const places = fc.oneof(fc.nat(63), fc.integer({ min: 4096, max: database.length - 1 }))
  fc.assert(
    fc.property(fc.array(fc.tuple(places, fc.nat(255)), { maxLength: 12 }), (edits) => {
      const copy = database.slice()
      for (const [at, value] of edits) copy[at] = value
      runReader(readRpmDatabase({ format: 'ndb', withFiles: true }), bytesInMemory(copy))
    }),
    { numRuns: 5000 },
  )
})
