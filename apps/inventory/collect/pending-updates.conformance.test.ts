import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { globSync } from 'node:fs'
import { test } from 'node:test'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { fakeWorld, hostWorld } from '@holdfast/platform/world'
import { packageIndexFact, pendingUpdateFact } from '../facts/index.ts'
import { collectRun, without } from './collected.fixture.ts'
import { pendingUpdates } from './pending-updates.ts'

const lists = '/var/lib/apt/lists'
const noLists =
  without('apt-get') || (globSync(`${lists}/*Packages*`).length === 0 && 'apt has fetched no package index')

test('pending updates are those apt would install', { skip: noLists }, async () => {
  // With nothing held back, apt names every package that has a newer candidate.
  const said = execFileSync('apt', ['list', '--upgradable'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  const expected = said.split('\n').flatMap((line) => {
    const match = /^([^/\s]+)\/\S+ (\S+) (\S+) \[upgradable from: (\S+)\]$/.exec(line)
    return match ? [`${match[1]} ${match[4]} ${match[2]}`] : []
  })
  const collected = await collectRun(pendingUpdates, hostWorld())
  const found = collected
    .items(pendingUpdateFact, 'apt')
    .map((each) => `${each.package} ${each.installed} ${each.candidate}`)
  assert.deepEqual(found.sort(), expected.sort())
})

test('indexes are those that the signed release files list', { skip: noLists }, async () => {
  const collected = await collectRun(pendingUpdates, hostWorld())
  const indexes = collected.items(packageIndexFact, 'apt')
  assert.ok(indexes.length > 0)
  for (const index of indexes) {
    assert.equal(index.digest, 'matches', index.path)
    assert.ok(index.packages > 0 && index.publishedAt !== undefined, index.path)
    assert.equal(index.signature, 'verified', index.path)
  }
})

const status = (version: string) => `Package: openssl
Status: install ok installed
Architecture: amd64
Version: ${version}
Maintainer: x

`
const stanza = (name: string, version: string) => `Package: ${name}\nArchitecture: amd64\nVersion: ${version}\n\n`
const base = `${lists}/deb.debian.org_debian_dists_bookworm`
const securityBase = `${lists}/deb.debian.org_debian-security_dists_bookworm-security`
const sources =
  'deb http://deb.debian.org/debian bookworm main\ndeb http://deb.debian.org/debian-security bookworm-security main\n'
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const release = (label: string, suite: string, index: string, more = '') =>
  `Origin: Debian\nLabel: ${label}\nSuite: ${suite}\nCodename: ${suite}\nDate: Sat, 21 Nov 2026 10:00:00 UTC\n${more}Components: main\nSHA256:\n ${sha256(index)} ${index.length} main/binary-amd64/Packages\n`

function apt(files: Readonly<Record<string, string | Uint8Array>>, installed = '3.0.1-1') {
  return fakeWorld({
    files: {
      '/etc/os-release': 'ID=debian\nVERSION_ID=12\n',
      '/var/lib/dpkg/status': status(installed),
      '/etc/apt/sources.list': sources,
      ...files,
    },
  })
}

const main = stanza('aaa', '1') + stanza('openssl', '3.0.3-1')
const security = stanza('openssl', '3.0.2-1~deb12u1')

test('an update is a security update when the security index has a newer version, in every compression', async () => {
  const forms: readonly (readonly [string, (text: string) => string | Uint8Array])[] = [
    ['', (text) => text],
    ['.gz', (text) => gzipSync(text)],
    ['.zst', (text) => zstdCompressSync(text)],
  ]
  for (const [ending, pack] of forms) {
    const collected = await collectRun(
      pendingUpdates,
      apt({
        [`${base}_InRelease`]: release('Debian', 'stable', main),
        [`${base}_main_binary-amd64_Packages${ending}`]: pack(main),
        [`${securityBase}_InRelease`]: release('Debian-Security', 'stable-security', security),
        [`${securityBase}_main_binary-amd64_Packages${ending}`]: pack(security),
      }),
    )
    const [update] = collected.items(pendingUpdateFact, 'apt')
    assert.equal(update?.candidate, '3.0.3-1')
    assert.equal(update?.security, true)
    assert.equal(update?.securityVersion, '3.0.2-1~deb12u1')
    assert.equal(update?.suite, 'stable-security')
    assert.deepEqual(
      collected.items(packageIndexFact, 'apt').map(({ digest, packages }) => [digest, packages]),
      [
        ['matches', 2],
        ['matches', 1],
      ],
    )
    assert.deepEqual(collected.problems, [])
  }
})

test('an index that was tampered with offers nothing, and says so', async () => {
  const collected = await collectRun(
    pendingUpdates,
    apt({
      [`${base}_InRelease`]: release('Debian', 'stable', main),
      [`${base}_main_binary-amd64_Packages`]: main.replace('3.0.3', '9.9.9'),
      [`${securityBase}_InRelease`]: release('Debian-Security', 'stable-security', security),
      [`${securityBase}_main_binary-amd64_Packages`]: security,
    }),
  )
  assert.equal(collected.items(pendingUpdateFact, 'apt')[0]?.candidate, '3.0.2-1~deb12u1')
  assert.equal(collected.scopes.get('inventory.pending-update apt')?.complete, false)
  assert.match(collected.problems[0]?.detail ?? '', /is not the index that its release file lists/)
})

test('a repository without an index leaves the answer incomplete, none at all leaves none', async () => {
  const half = await collectRun(
    pendingUpdates,
    apt({ [`${base}_InRelease`]: release('Debian', 'stable', main), [`${base}_main_binary-amd64_Packages`]: main }),
  )
  assert.equal(half.items(pendingUpdateFact, 'apt').length, 1)
  assert.equal(half.scopes.get('inventory.pending-update apt')?.complete, false)
  assert.match(half.problems[0]?.detail ?? '', /no package index of .*bookworm-security/)
  const none = await collectRun(pendingUpdates, apt({}))
  assert.equal(none.scopes.size, 0)
  assert.match(none.problems[0]?.detail ?? '', /not assessed/)
})

test('suites apt upgrades nothing from, and versions that are not newer, are no updates', async () => {
  const collected = await collectRun(
    pendingUpdates,
    apt(
      {
        [`${base}_InRelease`]: release('Debian', 'experimental', main, 'NotAutomatic: yes\n'),
        [`${base}_main_binary-amd64_Packages`]: main,
        [`${securityBase}_InRelease`]: release('Debian-Security', 'stable-security', security),
        [`${securityBase}_main_binary-amd64_Packages`]: security,
      },
      '3.0.2-1~deb12u1',
    ),
  )
  assert.deepEqual(collected.items(pendingUpdateFact, 'apt'), [])
  assert.equal(collected.scopes.get('inventory.pending-update apt')?.complete, true)
})
