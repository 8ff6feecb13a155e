import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { readSbom } from '@holdfast/kit/sbom'
import type { VerbContext } from '@holdfast/platform/contract'
import { advisory, below, records } from '../../apps/vulnerabilities/engine/match/sample.fixture.ts'
import { compileLibrary } from '../../apps/vulnerabilities/store/library/index.ts'
import { scanVerbs } from '../../programs/cli/scan/verbs.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-scan-software-'))
const root = join(folder, 'root')
const feeds = join(folder, 'feeds')
after(() => rmSync(folder, { recursive: true, force: true }))

const lock = {
  name: 'shop',
  lockfileVersion: 3,
  packages: {
    '': { name: 'shop', version: '1.0.0' },
    'node_modules/left': { version: '1.0.0' },
    'node_modules/right': { version: '2.0.0', dev: true },
  },
}

const deb = (name: string, version: string, source: string) =>
  `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${version}\nSource: ${source}\nMaintainer: x\n\n`

const files: Readonly<Record<string, string>> = {
  'etc/os-release': 'ID=debian\nVERSION_ID=12\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n',
  'var/lib/dpkg/status': deb('libssl3', '3.0.14-1~deb12u2', 'openssl') + deb('zlib1g', '1:1.2.13.dfsg-1', 'zlib'),
  'srv/shop/package-lock.json': JSON.stringify(lock),
}

const threat = {
  cve: 'CVE-2024-6119',
  title: 'Possible denial of service in X.509 name checks',
  severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H' }],
}

before(async () => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  mkdirSync(feeds)
  const debian = advisory('DSA-5764-1', {
    upstream: ['CVE-2024-6119'],
    affected: [below('Debian:12', 'openssl', '3.0.14-1~deb12u3')],
  })
  const npm = advisory('GHSA-1111', { summary: '<b>left</b> & more', affected: [below('npm', 'left', '1.1.0')] })
  await compileLibrary(join(feeds, 'debian.sqlite'), 'debian', [
    ...records([debian], 'Debian:12'),
    { kind: 'threat', threat },
  ])
  await compileLibrary(join(feeds, 'osv-npm.sqlite'), 'osv-npm', records([npm], 'npm'))
})

async function holdfast(
  name: string,
  positionals: readonly string[],
  options: Readonly<Record<string, string | boolean>> = {},
) {
  const verb = scanVerbs.find((one) => one.name === name)
  assert.ok(verb)
  let out = ''
  let said = ''
  const context: VerbContext = {
    positionals,
    options: { quiet: true, feed: feeds, ...options },
    environment: { HOLDFAST_HOME: join(folder, 'home') },
    stop: new AbortController().signal,
    out: async (text) => {
      out += text
    },
    say: (line) => {
      said += `${line}\n`
    },
  }
  const { run } = await verb.load()
  return { status: await run(context), out, said }
}

interface Row {
  readonly check: string
  readonly [key: string]: unknown
}

test('a root has findings of its packages and of its lock files', async () => {
  const { status, out } = await holdfast('scan fs', [root], { output: 'json' })
  assert.equal(status, 0)
  const { schemaVersion, target, software, findings, notAssessed, feeds: by } = JSON.parse(out)
  assert.deepEqual([schemaVersion, target.kind, by.length], [1, 'fs', 2])
  assert.deepEqual(
    software.map(({ name, version, ecosystem }: Row) => [ecosystem, name, version]),
    [
      ['Debian:12', 'libssl3', '3.0.14-1~deb12u2'],
      ['Debian:12', 'zlib1g', '1:1.2.13.dfsg-1'],
      ['npm', 'left', '1.0.0'],
      ['npm', 'right', '2.0.0'],
    ],
  )
  assert.deepEqual(
    findings.map((row: Row) => [
      row.check,
      row.purl,
      row.installed,
      row.fixed,
      row.severity,
      row.matchType,
      row.confidence,
    ]),
    [
      [
        'CVE-2024-6119',
        'pkg:deb/debian/libssl3@3.0.14-1~deb12u2?arch=amd64&distro=debian-12',
        '3.0.14-1~deb12u2',
        '3.0.14-1~deb12u3',
        'high',
        'exact-indirect',
        95,
      ],
      ['GHSA-1111', 'pkg:npm/left@1.0.0', '1.0.0', '1.1.0', 'medium', 'exact-direct', 80],
    ],
  )
  assert.deepEqual(findings[0].aliases, ['DSA-5764-1'])
  assert.deepEqual(findings[1].paths, ['/srv/shop/package-lock.json'])
  assert.deepEqual(notAssessed, [])
})

test('a host has them beside the findings of its checks', async () => {
  const { out } = await holdfast('scan host', [], { root, output: 'json' })
  const { host, facts, findings, software } = JSON.parse(out)
  assert.equal(host.operatingSystem, 'Debian GNU/Linux 12 (bookworm)')
  assert.ok(facts['inventory.package'])
  assert.equal(software.length, 2)
  assert.ok(findings.some(({ check }: Row) => check === 'CVE-2024-6119'))
})

test('the bill of materials of a tree says the same when it is scanned, in every form', async () => {
  const { out } = await holdfast('scan fs', [root], { output: 'cyclonedx' })
  const reading = readSbom(Buffer.from(out))
  assert.ok(reading.ok)
  assert.deepEqual(reading.sbom.problems, [])
  const path = join(folder, 'root.cdx.json')
  writeFileSync(path, out)
  const again = JSON.parse((await holdfast('scan sbom', [path], { output: 'json' })).out)
  const first = JSON.parse((await holdfast('scan fs', [root], { output: 'json' })).out)
  const short = ({ findings }: { findings: Row[] }) =>
    findings.map((row) => [row.check, row.purl, row.installed, row.fixed, row.severity, row.matchType, row.paths])
  assert.deepEqual(short(again), short(first))
  const vulnerabilities: Row[] = JSON.parse(out).vulnerabilities
  assert.deepEqual(
    vulnerabilities.map(({ id, ratings, affects }) => [id, ratings, affects]),
    [
      [
        'CVE-2024-6119',
        [
          {
            source: { name: 'debian' },
            score: 7.5,
            severity: 'high',
            method: 'CVSSv31',
            vector: threat.severity[0]?.score,
          },
        ],
        [
          {
            ref: 'pkg:deb/debian/libssl3@3.0.14-1~deb12u2?arch=amd64&distro=debian-12',
            versions: [{ version: '3.0.14-1~deb12u2', status: 'affected' }],
          },
        ],
      ],
      [
        'GHSA-1111',
        [{ severity: 'medium', method: 'other' }],
        [{ ref: 'pkg:npm/left@1.0.0', versions: [{ version: '1.0.0', status: 'affected' }] }],
      ],
    ],
  )
})

test('table, HTML, SARIF, CSV and NDJSON tell both, and hold no foreign markup', async () => {
  const of = async (output: string) => (await holdfast('scan fs', [root], { output })).out
  assert.match(
    await of('table'),
    /HIGH +CVE-2024-6119 Possible denial.*libssl3 3\.0\.14-1~deb12u2 +upgrade openssl to 3\.0\.14-1~deb12u3/,
  )
  const html = await of('html')
  assert.match(html, /CVE-2024-6119/)
  assert.match(html, /&#60;b&#62;left/)
  assert.doesNotMatch(html, /<b>|<script|https?:/)
  const { runs } = JSON.parse(await of('sarif'))
  assert.deepEqual(
    runs[0].results.map(({ ruleId, level }: Row) => [ruleId, level]),
    [
      ['CVE-2024-6119', 'error'],
      ['GHSA-1111', 'warning'],
    ],
  )
  assert.equal(runs[0].tool.driver.rules[0].properties['security-severity'], '7.5')
  assert.match(await of('csv'), /high,CVE-2024-6119,.*DSA-5764-1,pkg:deb/)
  const types = (await of('ndjson'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).type)
  assert.deepEqual([...new Set(types)], ['target', 'software', 'finding'])
})

test('a gate fails at or above, and is not passed where nobody knows flaws', async () => {
  assert.equal((await holdfast('scan fs', [root], { 'fail-on': 'high' })).status, 1)
  assert.equal((await holdfast('scan fs', [root], { 'fail-on': 'critical' })).status, 0)
  const home = join(folder, 'empty-feeds')
  mkdirSync(home, { recursive: true })
  const bare = { feed: undefined as unknown as string }
  const { status, out } = await holdfast('scan fs', [root], { ...bare, output: 'table' })
  assert.equal(status, 0)
  assert.match(out, /no advisory feed: not assessed/)
  assert.equal((await holdfast('scan fs', [root], { ...bare, 'fail-on': 'high' })).status, 3)
  const missing = await holdfast('scan fs', [root], { feed: join(folder, 'nowhere') })
  assert.deepEqual([missing.status, /does not exist/.test(missing.said)], [2, true])
})

test('what is no tree and no bill of materials is said so', async () => {
  assert.equal((await holdfast('scan fs', [join(folder, 'nowhere')])).status, 3)
  assert.equal((await holdfast('scan sbom', [join(folder, 'nowhere')])).status, 3)
  const strange = join(folder, 'strange.json')
  writeFileSync(strange, '{"a": 1}')
  const { status, said } = await holdfast('scan sbom', [strange])
  assert.equal(status, 2)
  assert.match(said, /neither CycloneDX .* nor SPDX/)
})

test('explain says why, and why not', async () => {
  const { status, out } = await holdfast('explain', ['DSA-5764-1', 'fs', root])
  assert.equal(status, 0)
  assert.match(out, /DSA-5764-1 is CVE-2024-6119/)
  assert.match(out, /affected +libssl3 3\.0\.14-1~deb12u2 +openssl 3\.0\.14-1~deb12u2 is among what DSA-5764-1 affects/)
  assert.match((await holdfast('explain', ['CVE-1999-0001', 'fs', root])).out, /no feed knows it/)
  const json = JSON.parse((await holdfast('explain', ['GHSA-1111', 'fs', root], { output: 'json' })).out)
  assert.deepEqual(
    json.software.map(({ verdict, purl }: Row) => [verdict, purl]),
    [['affected', 'pkg:npm/left@1.0.0']],
  )
  assert.equal((await holdfast('explain', ['GHSA-1111', 'cloud', root])).status, 2)
})

const vex = (name: string, statements: readonly object[]) => {
  const path = join(folder, name)
  writeFileSync(
    path,
    JSON.stringify({
      '@context': 'https://openvex.dev/ns/v0.2.0',
      '@id': `https://example.org/${name}`,
      author: 'Shop team',
      timestamp: '2026-11-01T00:00:00Z',
      statements,
    }),
  )
  return path
}
const notAffected = (vulnerability: string, purl: string) => ({
  vulnerability: { name: vulnerability },
  products: [{ '@id': purl }],
  status: 'not_affected',
  justification: 'vulnerable_code_not_in_execute_path',
  impact_statement: 'X.509 names are not compared here.',
})

test('what VEX says is not affected is no finding, and not forgotten', async () => {
  const source = vex('source.json', [notAffected('CVE-2024-6119', 'pkg:deb/debian/openssl?distro=debian-12')])
  const { status, out, said } = await holdfast('scan fs', [root], {
    output: 'json',
    vex: [source] as never,
    'fail-on': 'high',
  })
  assert.equal(status, 0)
  assert.match(said, /1 vulnerability is not counted, by VEX/)
  const { findings, excepted } = JSON.parse(out)
  assert.deepEqual(
    findings.map(({ check }: Row) => check),
    ['GHSA-1111'],
  )
  assert.deepEqual(
    excepted.map((one: { finding: Row }) => ({ ...one, finding: one.finding.check })),
    [
      {
        finding: 'CVE-2024-6119',
        status: 'not_affected',
        justification: 'vulnerable_code_not_in_execute_path',
        words: 'X.509 names are not compared here.',
        author: 'Shop team',
        document: 'https://example.org/source.json',
      },
    ],
  )
  const table = await holdfast('scan fs', [root], { vex: [source] as never })
  assert.match(table.out, /1 not counted by the word of Shop team \(VEX\)/)
  const alias = vex('alias.json', [notAffected('DSA-5764-1', 'pkg:deb/debian/libssl3@3.0.14-1~deb12u2')])
  assert.match((await holdfast('scan fs', [root], { vex: [alias] as never })).said, /1 vulnerability/)
})

test('VEX about something else changes nothing and says so; a broken one is an error with its place', async () => {
  const other = vex('other.json', [
    notAffected('CVE-2024-6119', 'pkg:deb/debian/openssl?distro=debian-11'),
    notAffected('CVE-2024-0001', 'pkg:npm/left'),
    { vulnerability: 'CVE-2024-6119', products: ['pkg:deb/debian/openssl'], status: 'fixed' },
    { vulnerability: 'CVE-2024-6119', products: ['pkg:deb/debian/openssl'], status: 'perhaps' },
  ])
  const { out, said } = await holdfast('scan fs', [root], { output: 'json', vex: [other] as never })
  assert.equal(JSON.parse(out).findings.length, 2)
  assert.match(said, /statements\[3\] has no status that VEX knows: it is left out/)
  assert.match(said, /No statement of the VEX documents is about what was found/)
  const broken = join(folder, 'broken.json')
  writeFileSync(broken, '{"@context": ')
  const failed = await holdfast('scan fs', [root], { vex: [broken] as never })
  assert.equal(failed.status, 2)
  assert.match(failed.said, /broken\.json: not JSON/)
})

test('what is written as VEX leaves out the same when it is read again', async () => {
  const source = vex('again.json', [notAffected('CVE-2024-6119', 'pkg:deb/debian/openssl')])
  for (const form of ['openvex', 'cyclonedx']) {
    const written = await holdfast('scan fs', [root], { output: form, vex: [source] as never })
    const path = join(folder, `written-${form}.json`)
    writeFileSync(path, written.out)
    const { out } = await holdfast('scan fs', [root], { output: 'json', vex: [path] as never })
    const { findings, excepted } = JSON.parse(out)
    assert.deepEqual(
      findings.map(({ check }: Row) => check),
      ['GHSA-1111'],
      form,
    )
    assert.equal(excepted[0].words, 'X.509 names are not compared here.', form)
  }
})

const recordings = new URL('../../kit/windows/samples/', import.meta.url)

test('a recording of a Windows host is assessed by its updates; a broken one is an error with its place', async () => {
  const windows = join(folder, 'windows-feeds')
  mkdirSync(windows)
  const update = (id: string, updates: readonly string[]) =>
    advisory(
      id,
      { affected: [{ package: { ecosystem: 'Windows', name: 'Windows 7 for x64-based Systems Service Pack 1' } }] },
      { state: 'affected', updates },
    )
  const all = [update('CVE-2017-0144', ['KB4012212', 'KB4012215']), update('CVE-2017-0001', ['KB3125574'])]
  await compileLibrary(join(windows, 'microsoft-wesng.sqlite'), 'microsoft-wesng', records(all, 'Windows'))
  const recording = new URL('windows-7-open.json', recordings).pathname
  const { status, out } = await holdfast('scan host', [], {
    recording,
    feed: windows,
    output: 'json',
    'fail-on': 'low',
  })
  assert.equal(status, 1)
  const { host, findings, software, notAssessed } = JSON.parse(out)
  assert.equal(host.operatingSystem, 'Windows 7 Professional 6.1.7601')
  assert.equal(software[0].name, 'Windows 7 for x64-based Systems Service Pack 1')
  assert.deepEqual(
    findings.map(({ check, fix }: Row) => [check, fix]),
    [['CVE-2017-0144', 'install KB4012215, or another update that fixes it']],
  )
  assert.deepEqual(notAssessed, [])
  const broken = join(folder, 'recording.json')
  writeFileSync(
    broken,
    JSON.stringify({ format: 'holdfast-windows-recording', version: 1, system: { name: 'Windows' } }),
  )
  const failed = await holdfast('scan host', [], { recording: broken, feed: windows })
  assert.equal(failed.status, 2)
  assert.match(failed.said, /recording\.json: system: has no version like 6\.1 or 10\.0/)
  assert.match((await holdfast('scan host', [], { recording, root, feed: windows })).said, /exclude each other/)
  assert.match((await holdfast('scan recorder', [])).out, /holdfast-windows-recording/)
})
