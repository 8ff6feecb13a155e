import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { zstdCompressSync } from 'node:zlib'
import { tarEnd, tarHeader, tarPadding } from '@holdfast/kit/tar'
import type { FeedOrigin } from '../../contract/index.ts'
import { FeedStore, feedsMark, readFeeds, syncFeed } from '../index.ts'
import { wordFeeds, words } from '../testing/word-feeds.ts'
import { zipFile } from '../testing/zip-file.ts'
import { type FeedServer, feedServer } from './feed-server.fixture.ts'

const root = mkdtempSync(join(tmpdir(), 'holdfast-sync-'))
let folder: string
let server: FeedServer
const now = new Date('2026-11-23T00:00:00Z')

before(async () => {
  server = await feedServer()
})
after(async () => {
  await server.close()
  rmSync(root, { recursive: true, force: true })
})
beforeEach(() => {
  folder = mkdtempSync(join(root, 'feeds-'))
  for (const map of [server.files, server.faults, server.redirects]) map.clear()
  server.asked.length = 0
})

/** Few and short tries, so that failing is quick. */
const limits = { pauseMs: 1, idleMs: 1000, tries: 3, mannersMs: 1, graceMs: 300, slowest: 1000 }

async function sync(
  origin: FeedOrigin,
  options: { limits?: Partial<typeof limits & { bytes: number; changes: number }> } = {},
) {
  const store = FeedStore.open(folder, () => now)
  const definition = wordFeeds.feeds[0]!
  try {
    return await syncFeed({
      ...{ store, content: wordFeeds, definition, origin, environment: {}, now: () => now },
      ...{ limits: { ...limits, ...options.limits }, stop: new AbortController().signal },
    })
  } finally {
    store.close()
  }
}

function put(path: string, content: string | Buffer): void {
  server.files.set(path, Buffer.from(content))
}

function current(): string {
  const [stored] = readFeeds(folder).feeds
  return stored ? readFileSync(stored.path, 'utf8') : ''
}

const files = (...paths: string[]): FeedOrigin => ({ kind: 'files', urls: paths.map((path) => server.url + path) })
const long = Array.from({ length: 5000 }, (_, n) => `word${n}`)

test('an unchanged feed is one conditional request; a changed one becomes a version', async () => {
  put('/a.txt', words('colours', '2026-11-01', ['red']))
  assert.equal((await sync(files('/a.txt'))).outcome, 'new')
  const mark = feedsMark(folder)
  server.asked.length = 0
  assert.equal((await sync(files('/a.txt'))).outcome, 'unchanged')
  assert.deepEqual(server.asked, ['/a.txt 304'])
  assert.equal(feedsMark(folder), mark)
  put('/a.txt', words('colours', '2026-11-02', ['red', 'blue']))
  const outcome = await sync(files('/a.txt'))
  assert.equal(outcome.outcome, 'new')
  assert.deepEqual(outcome.manifest?.provenance, { kind: 'plain', from: `${server.url}/a.txt` })
  assert.deepEqual(outcome.manifest?.sources, [`${server.url}/a.txt`])
  assert.equal(current(), '2026-11-02\nblue\nred\n')
  assert.ok(!readdirSync(folder).some((name) => name === '.unfinished' && readdirSync(join(folder, name)).length > 0))
})

test('of many files only the one that changed is fetched', async () => {
  put('/a.txt', words('colours', '2026-11-01', ['red']))
  put('/b.txt', words('colours', '2026-11-01', ['blue']))
  await sync(files('/a.txt', '/b.txt'))
  put('/b.txt', words('colours', '2026-11-02', ['green']))
  server.asked.length = 0
  await sync(files('/a.txt', '/b.txt'))
  assert.deepEqual(server.asked, ['/a.txt 304', '/b.txt 200'])
  assert.equal(current(), '2026-11-02\ngreen\nred\n')
})

test('a download that is cut off goes on where it was', async () => {
  put('/a.txt', words('colours', '2026-11-01', long))
  server.faults.set('/a.txt', ['500', 'cut'])
  assert.equal((await sync(files('/a.txt'))).outcome, 'new')
  assert.deepEqual(server.asked, ['/a.txt 500', '/a.txt 200', '/a.txt 206 range'])
  assert.equal(current().split('\n').length, long.length + 2)
})

test('a file that changed between two tries is fetched from its beginning', async () => {
  put('/a.txt', words('colours', '2026-11-01', long))
  server.faults.set('/a.txt', ['cut', 'cut', 'cut'])
  assert.equal((await sync(files('/a.txt'))).outcome, 'refused')
  put('/a.txt', words('colours', '2026-11-02', ['red']))
  assert.equal((await sync(files('/a.txt'))).outcome, 'new')
  assert.equal(server.asked.at(-1), '/a.txt 200 range')
  assert.equal(current(), '2026-11-02\nred\n')
})

for (const [name, faults, reason] of [
  ['is cut off', ['cut', 'wrong-length', 'wrong-length'], /cut off|does not go on/],
  ['fails', ['500', '429', '500'], /answered 500, tried 3 times/],
  ['sends other bytes than it says', ['cut', 'wrong-range', '500'], /answered 500/],
  ['drips', ['drip', 'drip', 'drip'], /less than 1000 bytes a second/],
  ['is silent', ['silent', 'silent', 'silent'], /nothing came for/],
] as const) {
  test(`a server that ${name} changes nothing, and the reason names the address`, async () => {
    put('/a.txt', words('colours', '2026-11-01', ['red']))
    await sync(files('/a.txt'))
    const mark = feedsMark(folder)
    put('/a.txt', words('colours', '2026-11-02', long))
    server.faults.set('/a.txt', [...faults])
    const refused = await sync(files('/a.txt'), { limits: { idleMs: 200 } })
    assert.equal(refused.outcome, 'refused')
    assert.match(refused.reason ?? '', reason)
    assert.ok(refused.reason?.includes(`${server.url}/a.txt`))
    assert.equal(refused.manifest?.date, '2026-11-01')
    assert.equal(feedsMark(folder), mark)
    assert.equal((await sync(files('/a.txt'))).outcome, 'new')
  })
}

test('what is too large, absent, older, broken or something else changes nothing, and is asked for again', async () => {
  put('/a.txt', words('colours', '2026-11-02', ['red']))
  await sync(files('/a.txt'))
  const mark = feedsMark(folder)
  const refused = async (content: string | undefined, reason: RegExp, options = {}) => {
    if (content === undefined) server.files.delete('/a.txt')
    else put('/a.txt', content)
    const outcome = await sync(files('/a.txt'), options)
    assert.equal(outcome.outcome, 'refused')
    assert.match(outcome.reason ?? '', reason)
    assert.equal(feedsMark(folder), mark)
  }
  await refused(words('colours', '2026-11-03', long), /larger than 1000 bytes/, { limits: { bytes: 1000 } })
  await refused(undefined, /answered 404/)
  await refused(words('colours', '2026-11-01', ['old']), /--older/)
  await refused(words('colours', '2026-11-03', ['blue']).slice(0, -3), /ends early; what was there stays/)
  await refused('<html>maintenance</html>', /is not what this feed is made of/)
  put('/a.txt', words('colours', '2026-11-03', ['blue']))
  assert.equal((await sync(files('/a.txt'))).outcome, 'new')
})

test('where it moved to is followed, but not in a circle', async () => {
  put('/b.txt', words('colours', '2026-11-01', ['red']))
  server.redirects.set('/a.txt', '/b.txt')
  assert.equal((await sync(files('/a.txt'))).outcome, 'new')
  server.redirects.set('/c.txt', '/c.txt')
  assert.match((await sync(files('/c.txt'))).reason ?? '', /leads on more than 5 times/)
})

test('after going back, a version that was left does not come again, a newer one does', async () => {
  put('/a.txt', words('colours', '2026-11-01', ['red']))
  await sync(files('/a.txt'))
  put('/a.txt', words('colours', '2026-11-02', ['blue']))
  await sync(files('/a.txt'))
  const store = FeedStore.open(folder)
  store.rollBack('colours')
  store.close()
  assert.equal((await sync(files('/a.txt'))).outcome, 'left')
  assert.equal(current(), '2026-11-01\nred\n')
  put('/a.txt', words('colours', '2026-11-03', ['green']))
  assert.equal((await sync(files('/a.txt'))).outcome, 'new')
})

test('OSV: the archive first, then only records that were modified, then the archive where there are many', async () => {
  const origin = (): FeedOrigin => ({ kind: 'osv', base: `${server.url}/Go` })
  const record = (id: string, date: string, list: readonly string[]) =>
    put(`/Go/${id}.json`, words('colours', date, list))
  const list = (...lines: string[]) => put('/Go/modified_id.csv', lines.map((line) => `${line}\n`).join(''))
  put(
    '/Go/all.zip',
    zipFile([{ name: 'A-1.json', bytes: Buffer.from(words('colours', '2026-11-01', ['red', 'blue'])) }]),
  )
  list('2026-11-01T00:00:00Z,A-1')
  assert.equal((await sync(origin())).outcome, 'new')
  server.asked.length = 0
  assert.equal((await sync(origin())).outcome, 'unchanged')
  assert.deepEqual(server.asked, ['/Go/modified_id.csv 304'])
  record('A-2', '2026-11-02', ['rose'])
  list('2026-11-02T00:00:00Z,A-2', '2026-11-01T00:00:00Z,A-1')
  server.asked.length = 0
  assert.equal((await sync(origin())).outcome, 'new')
  assert.deepEqual(server.asked, ['/Go/modified_id.csv 200', '/Go/A-2.json 200'])
  assert.equal(current(), '2026-11-02\nblue\nrose\n')
  list('2026-11-03T00:00:00Z,A-2', '2026-11-03T00:00:00Z,A-1')
  put('/Go/all.zip', zipFile([{ name: 'A-1.json', bytes: Buffer.from(words('colours', '2026-11-03', ['grey'])) }]))
  assert.equal((await sync(origin(), { limits: { changes: 1 } })).outcome, 'new')
  assert.equal(current(), '2026-11-03\ngrey\n')
  list('2026-11-04T00:00:00Z,../../../etc/passwd')
  assert.match((await sync(origin())).reason ?? '', /line 1: is not a time and an id/)
})

test('CSAF: documents that changed, each held against its checksum; nothing leads out of the directory', async () => {
  const origin = (): FeedOrigin => ({ kind: 'csaf', metadata: `${server.url}/provider-metadata.json` })
  const document = (path: string, text: string, sum = createHash('sha512').update(text).digest('hex')) => {
    put(path, text)
    put(`${path}.sha512`, `${sum}  ${path}\n`)
  }
  put('/provider-metadata.json', JSON.stringify({ distributions: [{ directory_url: `${server.url}/csaf/` }] }))
  document('/csaf/2026/a.json', words('colours', '2026-11-01', ['red']))
  document('/csaf/2026/b.json', words('colours', '2026-11-01', ['blue']))
  put('/csaf/changes.csv', '"2026/b.json","2026-11-01T02:00:00Z"\n"2026/a.json","2026-11-01T01:00:00Z"\n')
  const first = await sync(origin())
  assert.equal(first.outcome, 'new')
  assert.equal(first.manifest?.provenance.kind, 'checksum')
  assert.equal(current(), '2026-11-01\nblue\nred\n')
  server.asked.length = 0
  assert.equal((await sync(origin())).outcome, 'unchanged')
  assert.deepEqual(server.asked, ['/provider-metadata.json 304', '/csaf/changes.csv 304'])
  document('/csaf/2026/a.json', words('colours', '2026-11-02', ['rose']))
  put('/csaf/changes.csv', '2026/a.json,2026-11-02T00:00:00Z\n2026/b.json,2026-11-01T02:00:00Z\n')
  server.asked.length = 0
  assert.equal((await sync(origin())).outcome, 'new')
  assert.deepEqual(server.asked.slice(2), ['/csaf/2026/a.json 200', '/csaf/2026/a.json.sha512 200'])
  assert.equal(current(), '2026-11-02\nblue\nrose\n')
  const mark = feedsMark(folder)
  document('/csaf/2026/a.json', words('colours', '2026-11-03', ['ruby']), '0'.repeat(128))
  put('/csaf/changes.csv', '2026/a.json,2026-11-03T00:00:00Z\n')
  assert.match((await sync(origin())).reason ?? '', /does not have the SHA-512/)
  put('/csaf/changes.csv', '../secret.json,2026-11-04T00:00:00Z\n')
  assert.match((await sync(origin())).reason ?? '', /line 1: "..\/secret.json" is no document/)
  assert.equal(feedsMark(folder), mark)
})

test('CSAF: the first time with many documents, an archive of all of them and what changed since', async () => {
  const origin: FeedOrigin = { kind: 'csaf', metadata: `${server.url}/provider-metadata.json` }
  const document = (path: string, text: string) => {
    put(path, text)
    put(`${path}.sha512`, createHash('sha512').update(text).digest('hex'))
  }
  const old = Buffer.from(words('colours', '2026-11-01', ['azure', 'red']))
  const header = tarHeader({ path: '2026/old.json', mode: 0o644, size: old.length, modified: 0 })
  const archive = zstdCompressSync(Buffer.concat([header, old, Buffer.alloc(tarPadding(old.length)), tarEnd]))
  put('/provider-metadata.json', JSON.stringify({ distributions: [{ directory_url: `${server.url}/csaf/` }] }))
  document('/csaf/2026/new.json', words('colours', '2026-11-02', ['blue']))
  const lines = Array.from({ length: 20 }, (_, index) => `"2026/${index}.json","2026-11-01T00:00:00Z"`)
  put('/csaf/changes.csv', ['"2026/new.json","2026-11-03T00:00:00Z"', ...lines].join('\n'))
  put('/csaf/archive_latest.txt', 'all_2026-11-02.tar.zst\n')
  put('/csaf/all_2026-11-02.tar.zst', archive)
  put('/csaf/all_2026-11-02.tar.zst.sha256', `${'0'.repeat(64)}  all_2026-11-02.tar.zst\n`)
  assert.match((await sync(origin, { limits: { changes: 10 } })).reason ?? '', /does not have the SHA-256/)
  assert.equal(current(), '')
  const sum = createHash('sha256').update(archive).digest('hex')
  put('/csaf/all_2026-11-02.tar.zst.sha256', `${sum}  all_2026-11-02.tar.zst\n`)
  server.asked.length = 0
  assert.equal((await sync(origin, { limits: { changes: 10 } })).outcome, 'new')
  assert.equal(current(), '2026-11-02\nazure\nblue\nred\n')
  assert.equal(server.asked.filter((one) => one.startsWith('/csaf/2026/')).length, 2)
})

test('CSAF: a ROLIE feed where there is no directory', async () => {
  const text = words('colours', '2026-11-01', ['red'])
  put(
    '/provider-metadata.json',
    JSON.stringify({
      distributions: [{ rolie: { feeds: [{ tlp_label: 'WHITE', url: `${server.url}/rolie.json` }] } }],
    }),
  )
  const link = [
    { rel: 'self', href: '/x/a.json' },
    { ref: 'hash', href: '/x/a.sha512' },
  ]
  put('/rolie.json', JSON.stringify({ feed: { entry: [{ link, updated: '2026-11-01T00:00:00Z' }] } }))
  put('/x/a.json', text)
  put('/x/a.sha512', createHash('sha512').update(text).digest('hex'))
  assert.equal((await sync({ kind: 'csaf', metadata: `${server.url}/provider-metadata.json` })).outcome, 'new')
  assert.equal(current(), '2026-11-01\nred\n')
})

test('NVD: all pages, later only what was modified since', async () => {
  const origin = (): FeedOrigin => ({ kind: 'nvd', url: `${server.url}/cves` })
  const page = (query: string, total: number) =>
    put(`/cves?resultsPerPage=2000${query}`, JSON.stringify({ totalResults: total }))
  page('&startIndex=0', 2500)
  page('&startIndex=2000', 2500)
  // These pages are no lists of words: what matters here is what is asked.
  assert.match((await sync(origin())).reason ?? '', /is not what this feed is made of/)
  assert.deepEqual(server.asked, [
    '/cves?resultsPerPage=2000&startIndex=0 200',
    '/cves?resultsPerPage=2000&startIndex=2000 200',
  ])
  put('/cves?resultsPerPage=2000&startIndex=0', '{')
  assert.match((await sync(origin())).reason ?? '', /is not JSON/)
})
