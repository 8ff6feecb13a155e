import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fakeWorld } from '@holdfast/platform/world'
import { packageFact } from '../facts/index.ts'
import { collectRun } from './collected.fixture.ts'
import { packages } from './packages.ts'

const stanza = (name: string, status = 'install ok installed') =>
  `Package: ${name}\nStatus: ${status}\nArchitecture: amd64\nVersion: 1.0-1\nMaintainer: x\n\n`
const release = 'ID=debian\nVERSION_ID=12\n'

test('what is removed or only configured is not installed; held packages are told', async () => {
  const world = fakeWorld({
    files: {
      '/etc/os-release': release,
      '/var/lib/dpkg/status': stanza('a') + stanza('b', 'deinstall ok config-files') + stanza('c', 'hold ok installed'),
    },
  })
  const items = (await collectRun(packages, world)).items(packageFact, 'dpkg')
  assert.deepEqual(
    items.map(({ name, held }) => [name, held]),
    [
      ['a', undefined],
      ['c', true],
    ],
  )
  assert.equal(items[0]?.purl, 'pkg:deb/debian/a@1.0-1?arch=amd64&distro=debian-12')
})

test('an empty database of another package manager is not a second one', async () => {
  const both = { '/etc/os-release': release, '/var/lib/dpkg/status': stanza('a'), '/lib/apk/db/installed': '' }
  const collected = await collectRun(packages, fakeWorld({ files: both }))
  assert.deepEqual([...collected.scopes.keys()], ['inventory.package dpkg'])
  assert.deepEqual(collected.problems, [])
})

test('a database that is broken in part gives the rest, and says it is not all', async () => {
  const world = fakeWorld({
    files: { '/etc/os-release': release, '/var/lib/dpkg/status': `${stanza('a')}rubbish\n\n${stanza('b')}` },
  })
  const collected = await collectRun(packages, world)
  assert.deepEqual(
    collected.items(packageFact, 'dpkg').map(({ name }) => name),
    ['a', 'b'],
  )
  assert.equal(collected.scopes.get('inventory.package dpkg')?.complete, false)
  assert.match(collected.problems[0]?.detail ?? '', /^\/var\/lib\/dpkg\/status:\d+: /)
})

test('packages of an image without a package manager', async () => {
  const single = stanza('tzdata').replace(/Status:.*\n/, '')
  const world = fakeWorld({ files: { '/etc/os-release': release, '/var/lib/dpkg/status.d/tzdata': single } })
  assert.deepEqual(
    (await collectRun(packages, world)).items(packageFact, 'dpkg').map(({ name }) => name),
    ['tzdata'],
  )
})

test('no database at all is not assessed, and one that may not be read neither', async () => {
  const none = await collectRun(packages, fakeWorld({ files: { '/etc/os-release': release } }))
  assert.equal(none.scopes.size, 0)
  assert.equal(none.problems[0]?.reason, 'missing')
  const closed = await collectRun(
    packages,
    fakeWorld({ files: { '/var/lib/dpkg/status': { text: '', unseen: 'denied' } } }),
  )
  assert.equal(closed.scopes.get('inventory.package dpkg')?.complete, false)
  assert.equal(closed.problems[0]?.reason, 'denied')
})
