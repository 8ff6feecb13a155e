import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { FeedStore, findFiles, readFeeds, takeFiles, writeBundle } from '@holdfast/platform/feeds'
import { feedContent } from './feed-content.ts'
import { openLibrary } from './open-library.ts'

const root = mkdtempSync(join(tmpdir(), 'holdfast-intake-'))
process.on('exit', () => rmSync(root, { recursive: true, force: true }))

function record(id: string, ecosystem: string, name: string, summary = ''): string {
  const ranges = [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '1.0' }] }]
  return JSON.stringify({
    ...{ schema_version: '1.7.0', id, modified: '2026-11-01T00:00:00Z', summary },
    affected: [{ package: { ecosystem, name }, ranges }],
  })
}

function catalogue(date: string, ransomware: string): string {
  const flaw = {
    ...{ cveID: 'CVE-2026-1001', vendorProject: 'V', product: 'P', vulnerabilityName: 'N', dateAdded: '2026-01-01' },
    ...{ shortDescription: 'D', requiredAction: 'A', dueDate: '2026-02-01', knownRansomwareCampaignUse: ransomware },
  }
  return JSON.stringify({
    title: 'CISA Catalog of Known Exploited Vulnerabilities',
    catalogVersion: date,
    dateReleased: `${date}T00:00:00Z`,
    count: 1,
    vulnerabilities: [flaw],
  })
}

async function take(name: string, files: Readonly<Record<string, string>>, add = false) {
  const source = join(root, `${name}-source`)
  rmSync(source, { recursive: true, force: true })
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(source, path, '..'), { recursive: true })
    writeFileSync(join(source, path), text)
  }
  const folder = join(root, name)
  const store = FeedStore.open(folder)
  try {
    const provenance = { kind: 'file' as const, from: source }
    const report = await takeFiles(findFiles([source]), { store, contents: [feedContent], provenance, add })
    return { report, folder, source }
  } finally {
    store.close()
  }
}

function library(folder: string) {
  return openLibrary(readFeeds(folder).feeds.map(({ path }) => path))
}

test('files go to the feeds that they are of, and speak of their ecosystems where they are there as a whole', async () => {
  const rest = Array.from({ length: 3000 }, (_, n) => `${record(`GHSA-rest-${n}`, 'npm', `other-${n}`)}\n`).join('')
  const { report, folder } = await take('sorted', {
    'all/GO-1.json': record('GO-1', 'Go', 'stdlib'),
    'npm.jsonl': `${record('GHSA-1', 'npm', 'left')}\n${record('GHSA-2', 'npm', 'right')}\n${rest}`,
    'kev.json': catalogue('2026-11-01', 'Unknown'),
    'rule.yml': 'title: a rule of another kind',
  })
  assert.deepEqual(
    report.feeds.map(({ feed, outcome, manifest }) => [feed, outcome, manifest?.covers]),
    [
      ['cisa-kev', 'new', []],
      ['osv-go', 'new', []],
      ['osv-npm', 'new', ['npm']],
    ],
  )
  assert.deepEqual(
    report.feeds.map(({ manifest }) => manifest?.counts.problems),
    [0, 1, 0],
  )
  assert.equal(report.skipped.length, 1)
  const known = library(folder)
  assert.deepEqual([known.covers('npm'), known.covers('Go'), known.covers('PyPI')], [true, false, false])
  assert.equal(known.advisoriesNaming('Go', 'stdlib')[0]?.feed, 'osv-go')
  assert.equal(known.advisoriesNaming('npm', 'left')[0]?.feed, 'osv-npm')
  known.close()
})

test('a document or a list of lines that is cut off leaves its feed as it was', async () => {
  const { folder } = await take('cut', { 'npm.jsonl': `${record('GHSA-1', 'npm', 'left')}\n` })
  const lines = `${record('GHSA-1', 'npm', 'left', 'new')}\n${record('GHSA-2', 'npm', 'right')}\n`
  for (const text of [lines.slice(0, -30), `[${lines.replace('\n', ',').slice(0, -40)}`]) {
    const name = text.startsWith('[') ? 'npm.json' : 'npm.jsonl'
    const { report } = await take('cut', { [name]: text })
    assert.equal(report.feeds[0]?.outcome, 'refused')
    assert.equal(report.broken.length, 1)
    assert.match(report.broken[0]?.reason ?? '', /line 2|at byte \d+/)
  }
  const known = library(folder)
  assert.equal(known.advisoriesNaming('npm', 'left')[0]?.advisory.summary, '')
  known.close()
})

test('of two files of one feed the newer one says what is true of a CVE, and so does what is put on top', async () => {
  const { folder } = await take('dated', {
    'a.json': catalogue('2026-11-02', 'Known'),
    'b.json': catalogue('2026-11-01', 'Unknown'),
  })
  const ransomware = () => {
    const known = library(folder)
    const said = known.threatsOf('CVE-2026-1001').map(({ threat }) => threat.kev?.ransomware)
    known.close()
    return said
  }
  assert.deepEqual(ransomware(), [true])
  await take('dated', { 'a.json': catalogue('2026-11-03', 'Unknown') }, true)
  assert.deepEqual(ransomware(), [false])
})

test('a bundle gives the same content', async () => {
  const { folder } = await take('bundled', {
    'npm.jsonl': `${record('GHSA-1', 'npm', 'left')}\n`,
    'kev.json': catalogue('2026-11-01', 'Known'),
  })
  const file = join(root, 'a.bundle')
  const { feeds } = readFeeds(folder)
  await writeBundle(file, feeds, [feedContent], { madeAt: '2026-11-23T00:00:00Z', by: 'a test' })
  const store = FeedStore.open(join(root, 'unbundled'))
  const report = await takeFiles(findFiles([file]), {
    store,
    contents: [feedContent],
    provenance: { kind: 'file', from: file },
  })
  store.close()
  assert.deepEqual(
    report.feeds.map(({ manifest }) => [manifest?.feed, manifest?.digest, manifest?.date]),
    feeds.map(({ manifest }) => [manifest.feed, manifest.digest, manifest.date]),
  )
})

test('XML that is cut off, or is none at its end, leaves its feed as it was', async () => {
  const update = (id: string) =>
    `<update type="security"><id>${id}</id><issued date="2026-11-01 00:00"/><pkglist><collection><name>Amazon Linux 2023</name><package name="left" version="1" release="2.amzn2023" epoch="0" arch="x86_64"/></collection></pkglist></update>`
  const { folder } = await take('xml', { 'updateinfo.xml': `<updates>${update('ALAS-1')}</updates>` })
  for (const text of [
    `<updates>${update('ALAS-2')}${update('ALAS-3').slice(0, 100)}`,
    `<updates>${update('ALAS-2')}`,
    `<updates>${update('ALAS-2')}</oops></updates>`,
    `<updates>${update('ALAS-2')}<update>&other;</update></updates>`,
  ]) {
    const { report } = await take('xml', { 'updateinfo.xml': text })
    assert.deepEqual(
      report.feeds.map(({ feed, outcome }) => [feed, outcome]),
      [['updateinfo-amazon-linux', 'refused']],
      text.slice(-40),
    )
    assert.match(report.broken[0]?.reason ?? '', /line 1/)
  }
  const known = library(folder)
  const named = known.advisoriesNaming('Amazon Linux:2023', 'left').map(({ advisory }) => advisory.id)
  assert.deepEqual(named, ['ALAS-1'])
  known.close()
})

test('texts of ten megabytes are cut or left out, and the rest is taken', async () => {
  const long = 'x'.repeat(10_000_000)
  const kev = JSON.parse(catalogue('2026-11-01', 'Known'))
  kev.vulnerabilities.unshift({ ...kev.vulnerabilities[0], cveID: 'CVE-2026-1002', shortDescription: long })
  kev.vulnerabilities.unshift({ ...kev.vulnerabilities[0], cveID: long })
  const flaw = { below: '2.0.0', severity: 'low', identifiers: { retid: '1', summary: long }, info: [long] }
  const { report, folder } = await take('long', {
    'kev.json': JSON.stringify(kev),
    'osv.jsonl': `${record('GO-1', 'Go', 'left', long)}\n${record('GO-2', 'Go', long)}\n${record('GO-3', 'Go', 'right')}\n`,
    'retire.json': JSON.stringify({ left: { vulnerabilities: [flaw, { ...flaw, below: long }] } }),
  })
  assert.deepEqual(
    report.feeds.map(({ feed, outcome }) => [feed, outcome]),
    [
      ['cisa-kev', 'new'],
      ['osv-go', 'new'],
      ['retirejs', 'new'],
    ],
  )
  const known = library(folder)
  assert.ok((known.threatsOf('CVE-2026-1002')[0]?.threat.description?.length ?? 0) <= 65_536)
  assert.equal(known.advisoriesNaming('Go', 'right')[0]?.advisory.id, 'GO-3')
  const [left] = known.advisoriesNaming('npm', 'left')
  assert.equal(left?.advisory.id, 'RETIREJS-NPM-left-retid-1')
  assert.ok((left?.advisory.details.length ?? 0) <= 65_536)
  known.close()
})
