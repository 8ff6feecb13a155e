import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { bytesInMemory, runReader } from '../reading/index.ts'
import { type RpmDatabaseOptions, readRpmDatabase, rpmVersion } from './index.ts'
import { writeNdb } from './ndb-writer.fixture.ts'

const missing = ['/usr/bin/rpmbuild', '/usr/bin/rpm'].filter((tool) => !existsSync(tool))
const skip = missing.length === 0 ? false : `${missing.join(', ')} is not installed`
const bdbLoad = '/usr/bin/db5.3_load'
const folder = mkdtempSync(join(tmpdir(), 'holdfast-rpm-'))
after(() => rmSync(folder, { recursive: true }))

/** One source package with packages of very different sizes, so that headers lie within pages and across many. */
const spec = `
Name: fixture
Epoch: 7
Version: 1.0~rc1
Release: 3.el9
Summary: Fixture
License: MIT
Vendor: Example
BuildArch: noarch
%description
Fixture.
%{lua:
for i = 1, 20 do
  print("%package -n fixture-" .. i .. "\\n")
  print("Summary: Part " .. i .. "\\n")
  if i % 2 == 0 then print("Epoch: 0\\n") end
  if i % 5 == 0 then print("ModularityLabel: stream:" .. i .. ":1:abc\\n") end
  print("%description -n fixture-" .. i .. "\\nPart.\\n")
  print("%files -n fixture-" .. i .. "\\n/opt/fixture/" .. i .. "\\n%config /opt/fixture/" .. i .. ".conf\\n%ghost /opt/fixture/" .. i .. ".ghost\\n")
end
}
%install
for i in $(seq 1 20); do
  mkdir -p %{buildroot}/opt/fixture/$i
  n=0; while [ $n -lt $((i * 8)) ]; do echo $n > %{buildroot}/opt/fixture/$i/file-$n; n=$((n + 1)); done
  echo x > %{buildroot}/opt/fixture/$i.conf; touch %{buildroot}/opt/fixture/$i.ghost
done
`

const databases = join(folder, 'sqlite')

function rpm(...options: string[]): string {
  return execFileSync('rpm', ['--define', '_db_backend sqlite', '--dbpath', databases, ...options], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 1 << 28,
  })
}

if (!skip) {
  writeFileSync(join(folder, 'fixture.spec'), spec)
  execFileSync(
    'rpmbuild',
    [
      '-bb',
      '--quiet',
      '--define',
      '__os_install_post %{nil}',
      '--define',
      `_topdir ${folder}`,
      join(folder, 'fixture.spec'),
    ],
    {
      stdio: 'ignore',
    },
  )
  mkdirSync(databases)
  rpm('--initdb')
  const built = readdirSync(join(folder, 'RPMS/noarch')).map((name) => join(folder, 'RPMS/noarch', name))
  rpm('-i', '--justdb', '--nodeps', '--noscripts', ...built)
}

const queryFormat =
  '%{NAME}|%{EPOCH}|%{VERSION}|%{RELEASE}|%{ARCH}|%{SOURCERPM}|%{VENDOR}|%{LICENSE}|%{SUMMARY}|%{MODULARITYLABEL}|%{INSTALLTIME}|%{BUILDTIME}|%{SIZE}\\n'

function asRpmPrints(options: Partial<RpmDatabaseOptions>, ...inputs: Uint8Array[]): string[] {
  const { items, problems } = runReader(readRpmDatabase({ format: 'sqlite', ...options }), bytesInMemory(...inputs))
  assert.deepEqual(problems, [])
  return items
    .map((item) =>
      [
        item.name,
        item.epoch,
        item.version,
        item.release,
        item.architecture,
        item.sourceRpm,
        item.vendor,
        item.license,
        item.summary,
        item.modularityLabel,
        item.installTime,
        item.buildTime,
        item.size,
      ]
        .map((value) => value ?? '(none)')
        .join('|'),
    )
    .sort()
}

const sqliteFile = () => readFileSync(join(databases, 'rpmdb.sqlite'))

/** The headers as rpm itself stored them. */
function storedHeaders(): { number: number; blob: Uint8Array }[] {
  const database = new DatabaseSync(join(databases, 'rpmdb.sqlite'), { readOnly: true })
  const rows = database.prepare('select hnum, blob from Packages').all() as { hnum: number; blob: Uint8Array }[]
  database.close()
  return rows.map((row) => ({ number: row.hnum, blob: row.blob }))
}

test('sqlite: the packages are those that rpm lists', { skip }, () => {
  const expected = rpm('-qa', '--qf', queryFormat).trim().split('\n').sort()
  assert.equal(expected.length, 20)
  assert.deepEqual(asRpmPrints({}, sqliteFile()), expected)
  assert.deepEqual(
    asRpmPrints({ withLog: true }, sqliteFile(), readFileSync(join(databases, 'rpmdb.sqlite-wal'))),
    expected,
  )
})

test('sqlite: files, digests, modes and flags are those that rpm lists', { skip }, () => {
  const format = '[%{=NAME}|%{FILENAMES}|%{FILESIZES}|%{FILEMODES}|%{FILEDIGESTS}|%{FILEFLAGS}\\n]'
  const expected = rpm('-qa', '--qf', format).trim().split('\n').sort()
  const { items } = runReader(readRpmDatabase({ format: 'sqlite', withFiles: true }), bytesInMemory(sqliteFile()))
  const actual = items.flatMap((item) =>
    item.files.map(({ path, size, mode, digest, config, mayBeAbsent }) =>
      [item.name, path, size, mode, digest, (config ? 1 : 0) + (mayBeAbsent ? 64 : 0)].join('|'),
    ),
  )
  assert.deepEqual(actual.sort(), expected)
})

test('versions as rpm prints them', { skip }, () => {
  const { items } = runReader(readRpmDatabase({ format: 'sqlite' }), bytesInMemory(sqliteFile()))
  const expected = rpm('-qa', '--qf', '%{NAME} %{EVR}\\n').trim().split('\n').sort()
  assert.deepEqual(items.map((item) => `${item.name} ${rpmVersion(item)}`).sort(), expected)
})

for (const pageSize of [512, 4096, 65536]) {
  const skipBdb = skip || (existsSync(bdbLoad) ? false : 'db5.3-util is not installed')
  test(`bdb with pages of ${pageSize} bytes: the packages are the same`, { skip: skipBdb }, () => {
    const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
    const key = (number: number) => hex(new Uint8Array(Uint32Array.of(number).buffer))
    const records = storedHeaders().map(({ number, blob }) => ` ${key(number)}\n ${hex(blob)}\n`)
    const dump = `VERSION=3\nformat=bytevalue\ntype=hash\ndb_pagesize=${pageSize}\nHEADER=END\n ${key(0)}\n ${key(21)}\n${records.join('')}DATA=END\n`
    const target = join(folder, `bdb-${pageSize}`)
    mkdirSync(target)
    execFileSync(bdbLoad, [join(target, 'Packages')], { input: dump })
    const expected = rpm('-qa', '--qf', queryFormat).trim().split('\n').sort()
    assert.deepEqual(asRpmPrints({ format: 'bdb' }, readFileSync(join(target, 'Packages'))), expected)
  })
}

test('ndb: the packages are the same', { skip }, () => {
  const expected = rpm('-qa', '--qf', queryFormat).trim().split('\n').sort()
  assert.deepEqual(asRpmPrints({ format: 'ndb' }, writeNdb(storedHeaders())), expected)
})

for (const format of ['sqlite', 'bdb'] as const) {
  test(`${format}: mutilated databases never throw`, {
    skip: skip || (existsSync(bdbLoad) ? false : 'db5.3-util is not installed'),
  }, () => {
    const bytes = format === 'sqlite' ? sqliteFile() : readFileSync(join(folder, 'bdb-4096/Packages'))
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 200 }),
        fc.boolean(),
        (edits, cut) => {
          const copy = Uint8Array.from(cut ? bytes.subarray(0, edits.length * 777) : bytes)
          for (const [at, value] of edits) if (at < copy.length) copy[at] = value
          runReader(readRpmDatabase({ format, withFiles: true }), bytesInMemory(copy))
        },
      ),
      { numRuns: 60 },
    )
  })
}
