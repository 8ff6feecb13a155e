import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { encodeUtf8 } from '../text/index.ts'
import {
  dpkgPurl,
  isInstalled,
  parseInfoFileName,
  readDiversions,
  readDpkgStatus,
  readFileList,
  readMd5sums,
} from './index.ts'

const sample = `Package: libc6
Essential: yes
Status: install ok installed
Priority: optional
Section: libs
Installed-Size: 12987
Maintainer: GNU Libc Maintainers <debian-glibc@lists.debian.org>
Architecture: amd64
Multi-Arch: same
Source: glibc (2.36-9)
Version: 2.36-9+deb12u4
Conffiles:
 /etc/ld.so.conf.d/x86_64-linux-gnu.conf d4e7a7b88a71b5ffd9e2644e71a0cfab
 /etc/old with space.conf d4e7a7b88a71b5ffd9e2644e71a0cfab obsolete
 /etc/new newconffile
Description: GNU C Library: Shared libraries
 Contains the standard libraries.

Package: gone
Status: deinstall ok config-files
Architecture: all
Version: 1.0

Package: heard-of
Status: unknown ok not-installed

Package: bad status
Status: install ok installed
Version: 1

Package: torn
Status: install
`

test('a status file gives packages with source, state and configuration files', () => {
  const { items, problems } = readDpkgStatus(encodeUtf8(sample))
  assert.deepEqual(
    items.map((item) => [item.name, isInstalled(item)]),
    [
      ['libc6', true],
      ['gone', false],
    ],
  )
  const [libc] = items
  assert.deepEqual(libc?.source, { name: 'glibc', version: '2.36-9' })
  assert.equal(libc?.essential, true)
  assert.equal(libc?.multiArch, 'same')
  assert.equal(libc?.installedSize, 12987)
  assert.equal(libc?.summary, 'GNU C Library: Shared libraries')
  assert.deepEqual(
    libc?.conffiles.map(({ path, obsolete }) => [path, obsolete]),
    [
      ['/etc/ld.so.conf.d/x86_64-linux-gnu.conf', false],
      ['/etc/old with space.conf', true],
      ['/etc/new', false],
    ],
  )
  assert.deepEqual(
    problems.map((problem) => problem.line),
    [27, 31],
  )
})

test('a package URL names distribution and architecture', () => {
  const [libc] = readDpkgStatus(encodeUtf8(sample)).items
  assert.ok(libc)
  assert.equal(
    dpkgPurl(libc, { id: 'debian', release: '12' }),
    'pkg:deb/debian/libc6@2.36-9%2Bdeb12u4?arch=amd64&distro=debian-12',
  )
})

test('status.d has no Status field', () => {
  const bytes = encodeUtf8('Package: tzdata\nVersion: 2024a-0+deb12u1\nArchitecture: all\n')
  assert.equal(readDpkgStatus(bytes).items.length, 0)
  assert.equal(readDpkgStatus(bytes, { assumeInstalled: true }).items[0]?.name, 'tzdata')
})

test('lists, digests, diversions and names of info files', () => {
  assert.deepEqual(readFileList(encodeUtf8('/.\n/bin\n/bin/bash\nbad\n')), {
    items: ['/bin', '/bin/bash'],
    problems: [{ message: 'a path that is not absolute', line: 4 }],
  })
  const md5 = '0123456789abcdef0123456789abcdef'
  assert.deepEqual(readMd5sums(encodeUtf8(`${md5}  bin/ba sh\n`)).items, [{ md5, path: '/bin/ba sh' }])
  assert.deepEqual(readDiversions(encodeUtf8('/bin/sh\n/bin/sh.distrib\ndash\n')).items, [
    { from: '/bin/sh', to: '/bin/sh.distrib', by: 'dash' },
  ])
  assert.deepEqual(parseInfoFileName('libc6:amd64.md5sums'), { name: 'libc6', architecture: 'amd64', kind: 'md5sums' })
  assert.deepEqual(parseInfoFileName('python3.11.list'), { name: 'python3.11', architecture: undefined, kind: 'list' })
})

test('mutilated status files never throw', () => {
  const bytes = encodeUtf8(sample)
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 20 }),
      fc.nat(bytes.length),
      (edits, end) => {
        const copy = bytes.slice(0, end)
        for (const [at, value] of edits) copy[at] = value
        readDpkgStatus(copy)
        readMd5sums(copy)
        readDiversions(copy)
      },
    ),
  )
})

const onDebian = existsSync('/var/lib/dpkg/status') ? false : 'this host has no dpkg'

test('the packages of this host are those that dpkg-query lists', { skip: onDebian }, () => {
  const names = [
    'Package',
    'Version',
    'Architecture',
    'source:Package',
    'source:Version',
    'db:Status-Want',
    'db:Status-Eflag',
    'db:Status-Status',
  ]
  const format = `${names.map((name) => `\${${name}}`).join('	')}
`
  const expected = execFileSync('dpkg-query', ['-W', '-f', format], { encoding: 'utf8', maxBuffer: 1 << 28 })
    .trim()
    .split('\n')
    .sort()
  const { items, problems } = readDpkgStatus(readFileSync('/var/lib/dpkg/status'))
  const actual = items.map(({ name, version, architecture, source, status }) =>
    [name, version, architecture, source.name, source.version, status.want, status.flag, status.state].join('\t'),
  )
  assert.deepEqual(actual.sort(), expected)
  assert.deepEqual(problems, [])
})

test('every list and digest file of this host is read without a problem', { skip: onDebian }, () => {
  const info = '/var/lib/dpkg/info'
  for (const fileName of readdirSync(info)) {
    const kind = parseInfoFileName(fileName)?.kind
    if (kind === 'list') assert.deepEqual(readFileList(readFileSync(`${info}/${fileName}`)).problems, [], fileName)
    if (kind === 'md5sums') assert.deepEqual(readMd5sums(readFileSync(`${info}/${fileName}`)).problems, [], fileName)
  }
  if (existsSync('/var/lib/dpkg/diversions')) {
    assert.deepEqual(readDiversions(readFileSync('/var/lib/dpkg/diversions')).problems, [])
  }
})
