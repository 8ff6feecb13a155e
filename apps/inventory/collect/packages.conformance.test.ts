import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { hostWorld, openImageWorld, rootWorld } from '@holdfast/platform/world'
import { packageFact } from '../facts/index.ts'
import { collectRun, without } from './collected.fixture.ts'
import { packageOwners } from './owners/package-owners.ts'
import { packages } from './packages.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-packages-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const run = (program: string, ...options: readonly string[]) =>
  execFileSync(program, options, { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] })

test('this host has the packages that dpkg-query lists', { skip: without('dpkg-query') }, async () => {
  const fields = ['Package', 'Version', 'Architecture', 'source:Package', 'source:Version', 'db:Status-Status']
  const listed = run('dpkg-query', '-W', '-f', `${fields.map((field) => `\${${field}}`).join('\t')}\n`)
  const expected = listed
    .trim()
    .split('\n')
    .filter((line) => !/\t(?:config-files|not-installed)$/.test(line))
    .map((line) => line.replace(/\t[^\t]+$/, ''))
  const collected = await collectRun(packages, hostWorld())
  const found = collected
    .items(packageFact, 'dpkg')
    .map((each) => [each.name, each.version, each.architecture, each.sourceName, each.sourceVersion].join('\t'))
  assert.ok(found.length > 20)
  assert.deepEqual(found.sort(), expected.sort())
})

test('packages marked automatic are those of apt-mark', { skip: without('apt-mark') }, async () => {
  const expected = run('apt-mark', 'showauto').trim().split('\n').filter(Boolean)
  const collected = await collectRun(packages, hostWorld())
  const found = collected.items(packageFact, 'dpkg').filter(({ automatic }) => automatic)
  const native = run('dpkg', '--print-architecture').trim()
  const names = found.map(({ name, architecture }) =>
    [native, 'all'].includes(architecture) ? name : `${name}:${architecture}`,
  )
  assert.deepEqual(names.sort(), expected.sort())
})

test('files belong to the packages that dpkg says', { skip: without('dpkg-query') }, async () => {
  const paths = ['/usr/bin', '/usr/sbin', '/lib/systemd/system', '/etc/init.d']
    .filter((path) => existsSync(path))
    .flatMap((path) =>
      readdirSync(path, { withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => `${path}/${name}`),
    )
  const owners = await packageOwners(hostWorld(), paths)
  // dpkg knows files by the name the package gave them, under /usr or not; for what it does not know it only complains.
  const spellings = paths.flatMap((path) => [path, path.replace(/^\/usr/, ''), `/usr${path}`])
  const said = spawnSync('dpkg-query', ['-S', ...new Set(spellings)], { encoding: 'utf8', maxBuffer: 1 << 28 }).stdout
  const listed = new Map<string, string>()
  for (const line of said.split('\n').filter((each) => !each.startsWith('diversion '))) {
    const [owner = '', path = ''] = line.split(/(?<=[^:]): /)
    for (const spelling of [path, path.replace(/^\/usr/, ''), `/usr${path}`])
      if (paths.includes(spelling)) listed.set(spelling, owner.split(',')[0]?.split(':')[0] ?? '')
  }
  assert.ok(listed.size > 100)
  for (const [path, owner] of listed) assert.equal(owners.get(path), owner, path)
})

const spec = `
Name: fixture
Epoch: 7
Version: 1.0
Release: 3
Summary: Fixture
License: MIT
BuildArch: noarch
%description
Fixture.
%package part
Summary: Part
%description part
Part.
%files
/opt/fixture/program
%files part
/opt/fixture/part
%install
mkdir -p %{buildroot}/opt/fixture; echo 1 > %{buildroot}/opt/fixture/program; echo 2 > %{buildroot}/opt/fixture/part
`

test('a root made by rpm has the packages and files that rpm lists', { skip: without('rpm', 'rpmbuild') }, async () => {
  writeFileSync(join(folder, 'fixture.spec'), spec)
  run('rpmbuild', '--define', `_topdir ${folder}/build`, '-bb', join(folder, 'fixture.spec'))
  const built = readdirSync(join(folder, 'build/RPMS/noarch')).map((name) => join(folder, 'build/RPMS/noarch', name))
  const root = join(folder, 'root')
  mkdirSync(join(root, 'etc'), { recursive: true })
  writeFileSync(join(root, 'etc/os-release'), 'ID=rocky\nVERSION_ID=9.4\nPRETTY_NAME="Rocky Linux 9.4"\n')
  run('rpm', '--root', root, '--dbpath', '/var/lib/rpm', '-i', '--nodeps', '--noscripts', ...built)
  const expected = run(
    'rpm',
    '--root',
    root,
    '--dbpath',
    '/var/lib/rpm',
    '-qa',
    '--qf',
    '%{NAME}\t%{EPOCH}:%{VERSION}-%{RELEASE}\t%{ARCH}\n',
  )
  const collected = await collectRun(packages, rootWorld(root))
  const found = collected.items(packageFact, 'rpm')
  assert.deepEqual(
    found.map(({ name, version, architecture }) => `${name}\t${version}\t${architecture}`).sort(),
    expected.trim().split('\n').sort(),
  )
  assert.equal(found.length, 2)
  assert.match(found[0]?.purl ?? '', /^pkg:rpm\/rocky\/fixture.*distro=rocky-9\.4/)
  const owners = await packageOwners(rootWorld(root), [
    '/opt/fixture/program',
    '/opt/fixture/part',
    '/opt/fixture/none',
  ])
  assert.deepEqual([...owners.values()], ['fixture', 'fixture-part'])
})

const corpora = process.env.HOLDFAST_CORPORA ?? join(import.meta.dirname, '../../../../shared/corpora')
const images = join(corpora, 'trivy/fanal/test/testdata')
const noImages = existsSync(images) ? false : `no corpora at ${corpora}`

test('Alpine images have the packages of their database', { skip: noImages }, async () => {
  for (const [name, busybox] of [
    ['alpine-310', '1.30.1-r3'],
    ['alpine-311', '1.31.1-r9'],
  ] as const) {
    const world = await openImageWorld(join(images, `${name}.tar.gz`))
    const collected = await collectRun(packages, world)
    const found = collected.items(packageFact, 'apk')
    let database = ''
    for await (const answer of world.files.readMany(['/lib/apk/db/installed']))
      if (answer.ok) database = new TextDecoder().decode(answer.bytes)
    assert.equal(found.length, database.match(/^P:/gm)?.length)
    assert.equal(found.find((each) => each.name === 'busybox')?.version, busybox)
    assert.deepEqual([...(await packageOwners(world, ['/bin/busybox', '/bin/none'])).values()], ['busybox'])
    await world.close()
  }
})
