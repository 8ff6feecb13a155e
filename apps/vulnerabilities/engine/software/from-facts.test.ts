import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Kernel, OperatingSystem, Package, Software } from '@holdfast/inventory/public'
import type { KnownFacts } from '@holdfast/platform/contract'
import { softwareOfFacts } from './from-facts.ts'

function known<Item extends object>(fact: KnownFacts['fact'], scope: string, items: readonly Item[]): KnownFacts {
  const entries = items.map((item, index) => [String(index), item as Readonly<Record<string, unknown>>] as const)
  return { fact, scope, complete: true, observedAt: '2026-01-01T00:00:00.000Z', items: new Map(entries) }
}

const debian: OperatingSystem = { id: 'debian', base: 'debian', family: 'debian', name: 'Debian', version: '12' }

function deb(name: string, version: string, sourceName: string, sourceVersion = version): Package {
  const purl = `pkg:deb/debian/${name}@${encodeURIComponent(version)}?arch=amd64&distro=debian-12`
  return { ecosystem: 'deb', name, version, architecture: 'amd64', sourceName, sourceVersion, purl }
}

function of(packages: readonly Package[], kernels: readonly Kernel[] = [], libraries: readonly Software[] = []) {
  return softwareOfFacts({
    facts: [
      known('inventory.operating-system', '-', [debian]),
      known('inventory.package', 'dpkg', packages),
      known('inventory.kernel', 'running', kernels),
      known('inventory.software', 'pypi', libraries),
    ],
  })
}

test('the running kernel is told apart from installed ones, and from headers', () => {
  const kernels = ['6.1.0-27-amd64', '6.1.0-28-amd64'].map((release, index) =>
    deb(`linux-image-${release}`, `6.1.${115 + index}-1`, 'linux-signed-amd64', `6.1.${115 + index}+1`),
  )
  const found = of(
    [...kernels, deb('linux-libc-dev', '6.1.115-1', 'linux')],
    [{ release: '6.1.0-28-amd64', running: true }],
  )
  assert.deepEqual(
    found.map(({ software }) => [software.kernel, software.source]),
    [
      ['installed', { name: 'linux', version: '6.1.115-1' }],
      ['running', { name: 'linux', version: '6.1.116-1' }],
      ['no-kernel', { name: 'linux', version: '6.1.115-1' }],
    ],
  )
})

test('where no kernel was seen to run, none is said not to', () => {
  const [image] = of([deb('linux-image-6.1.0-27-amd64', '6.1.115-1', 'linux-signed-amd64', '6.1.115+1')])
  assert.equal(image?.software.kernel, undefined)
})

test('a library belongs to the package that brought it, but not below /opt', () => {
  const library = (path: string): Software => ({
    ecosystem: 'pypi',
    name: 'requests',
    version: '2.28.1',
    path,
    purl: 'pkg:pypi/requests@2.28.1',
    package: 'python3-requests',
  })
  const found = of([], [], ['/usr/lib/python3/dist-packages', '/opt/tool/lib'].map(library))
  assert.deepEqual(
    found.map(({ software, path, seen }) => [software.owner, path, seen.key]),
    [
      [{ name: 'python3-requests', ecosystems: ['Debian:12'] }, '/usr/lib/python3/dist-packages', '0'],
      [undefined, '/opt/tool/lib', '1'],
    ],
  )
})
