import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { appendFileSync, globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { rootWorld } from '@holdfast/platform/world'
import { packageIndexFact, pendingUpdateFact } from '../facts/index.ts'
import { collectRun, without } from './collected.fixture.ts'
import { pendingUpdates } from './pending-updates.ts'

const skip =
  without('dnf', 'createrepo_c', 'modifyrepo_c', 'rpmbuild') ||
  (process.geteuid?.() !== 0 && 'rpm installs into a root as root only')
const folder = mkdtempSync(join(tmpdir(), 'holdfast-dnf-'))
const root = join(folder, 'root')
after(() => rmSync(folder, { recursive: true, force: true }))

// Debian's rpm keeps its database in the home directory; a host has it in /var/lib/rpm.
const env = { ...process.env, HOME: folder }
writeFileSync(join(folder, '.rpmmacros'), '%_dbpath /var/lib/rpm\n')
const run = (program: string, ...options: readonly string[]) =>
  execFileSync(program, options, { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'ignore'] })
const dnf = (...options: readonly string[]) =>
  spawnSync('dnf', ['--installroot', root, '--releasever', '9', '-q', ...options], { encoding: 'utf8', env }).stdout

/** Name, versions; the last is only in the repository. */
const fixtures: readonly (readonly [string, ...string[]])[] = [
  ['secure', '1.0-1', '1.0-2', '1.1-1'],
  ['plain', '2.0-1', '2.0-10'],
  ['current', '3.0-1'],
  ['epoch', '9.0-1', '1:1.0-1'],
]

function build(name: string, evr: string): void {
  const [, epoch, version, release] = /^(?:(\d+):)?([^-]+)-(.+)$/.exec(evr) ?? []
  const spec = `Name: ${name}\n${epoch ? `Epoch: ${epoch}\n` : ''}Version: ${version}\nRelease: ${release}\nSummary: F\nLicense: MIT\nBuildArch: noarch\n%description\nF\n%files\n`
  writeFileSync(join(folder, 'fixture.spec'), spec)
  run('rpmbuild', '--define', `_topdir ${folder}/build`, '-bb', join(folder, 'fixture.spec'))
}

before(() => {
  if (skip) return
  for (const [name, ...versions] of fixtures) for (const version of versions) build(name, version)
  const repository = join(folder, 'build/RPMS/noarch')
  run('createrepo_c', repository)
  writeFileSync(
    join(folder, 'updateinfo.xml'),
    `<?xml version="1.0"?><updates>
<update status="final" type="security" version="1"><id>FIX-1</id><title>t</title><issued date="2026-11-01"/><severity>Important</severity><pkglist><collection><package name="secure" version="1.0" release="2" epoch="0" arch="noarch"><filename>x</filename></package></collection></pkglist></update>
<update status="final" type="bugfix" version="1"><id>FIX-2</id><title>t</title><issued date="2026-11-01"/><pkglist><collection><package name="plain" version="2.0" release="10" epoch="0" arch="noarch"><filename>x</filename></package></collection></pkglist></update>
</updates>`,
  )
  run('modifyrepo_c', join(folder, 'updateinfo.xml'), join(repository, 'repodata'))
  mkdirSync(join(root, 'etc/yum.repos.d'), { recursive: true })
  writeFileSync(join(root, 'etc/os-release'), 'ID=rocky\nVERSION_ID=9.4\n')
  writeFileSync(
    join(root, 'etc/yum.repos.d/fixture.repo'),
    `[fixture]\nname=Fixture\nbaseurl=file://${repository}\nenabled=1\ngpgcheck=0\n`,
  )
  const installed = fixtures.map(([name, version]) => join(repository, `${name}-${version}.noarch.rpm`))
  run('rpm', '--root', root, '-i', '--nodeps', ...installed)
  dnf('makecache')
})

test('pending updates are those of dnf check-update', { skip }, async () => {
  const said = dnf('check-update').trim().split('\n')
  const expected = said.flatMap((line) => {
    const [name, version] = line.split(/\s+/)
    return name?.includes('.') ? [`${name.replace(/\.[^.]+$/, '')} ${version}`] : []
  })
  const collected = await collectRun(pendingUpdates, rootWorld(root))
  const items = collected.items(pendingUpdateFact, 'rpm')
  assert.deepEqual(items.map((each) => `${each.package} ${each.candidate}`).sort(), expected.sort())
  assert.equal(items.length, 3)
  assert.deepEqual(
    items.filter(({ security }) => security).map(({ package: name, securityVersion }) => `${name} ${securityVersion}`),
    ['secure 1.0-2'],
  )
  const [index] = collected.items(packageIndexFact, 'rpm')
  assert.deepEqual([index?.digest, index?.security, index?.packages], ['matches', true, 8])
  assert.deepEqual(collected.problems, [])
})

test('an index that is not the one described says nothing', { skip }, async () => {
  const [primary = ''] = globSync(join(root, 'var/cache/dnf/fixture-*/repodata/*-primary.xml.*'))
  // Bytes after the compressed content do not change what it unpacks to.
  appendFileSync(primary, '\0')
  const collected = await collectRun(pendingUpdates, rootWorld(root))
  assert.deepEqual(collected.items(pendingUpdateFact, 'rpm'), [])
  assert.equal(collected.scopes.get('inventory.pending-update rpm')?.complete ?? false, false)
  assert.ok(collected.problems.length > 0)
})

test('without what dnf fetched, updates are not assessed', { skip }, async () => {
  rmSync(join(root, 'var/cache'), { recursive: true })
  const collected = await collectRun(pendingUpdates, rootWorld(root))
  assert.equal(collected.scopes.size, 0)
  assert.match(collected.problems[0]?.detail ?? '', /not assessed \(fixture/)
})
