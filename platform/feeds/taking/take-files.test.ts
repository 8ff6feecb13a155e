import assert from 'node:assert/strict'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { deflateRawSync, gzipSync, zstdCompressSync } from 'node:zlib'
import {
  FeedError,
  FeedStore,
  feedsMark,
  fileLimits,
  findFiles,
  readCurrent,
  readFeeds,
  takeFiles,
  writeBundle,
} from '../index.ts'
import { wordFeeds, words } from '../testing/word-feeds.ts'
import { zipFile } from '../testing/zip-file.ts'

const root = mkdtempSync(join(tmpdir(), 'holdfast-feeds-'))
process.on('exit', () => rmSync(root, { recursive: true, force: true }))
let numbered = 0

function setUp(files: Readonly<Record<string, string | Uint8Array>>) {
  const at = join(root, String(numbered++))
  const source = join(at, 'source')
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(source, path, '..'), { recursive: true })
    writeFileSync(join(source, path), content)
  }
  mkdirSync(source, { recursive: true })
  return { source, folder: join(at, 'feeds') }
}

async function take(
  folder: string,
  paths: readonly string[],
  options: { older?: boolean; add?: boolean; limits?: typeof fileLimits } = {},
) {
  const store = FeedStore.open(folder, () => new Date('2026-11-23T00:00:00Z'))
  try {
    const { limits, ...rest } = options
    const provenance = { kind: 'file' as const, from: 'here' }
    return await takeFiles(findFiles(paths, limits), { store, contents: [wordFeeds], provenance, ...rest })
  } finally {
    store.close()
  }
}

function current(folder: string, feed: string): string {
  const found = readFeeds(folder).feeds.find(({ manifest }) => manifest.feed === feed)
  return found ? readFileSync(found.path, 'utf8') : ''
}

test('files, packed files, folders and members of archives become feeds; what is strange is named', async () => {
  const animals = Buffer.from(words('animals', '2026-11-02', ['cat', 'dog']))
  const { source, folder } = setUp({
    'colours.txt': words('colours', '2026-11-01', ['red']),
    'more/colours.txt.gz': gzipSync(words('colours', '2026-11-01', ['blue'])),
    'more/colours.txt.zst': zstdCompressSync(Buffer.from(words('colours', '2026-11-01', ['green']))),
    'animals.zip': zipFile([
      { name: '../../../escape.txt', bytes: animals },
      { name: 'readme', bytes: Buffer.from('nothing') },
    ]),
    'rules.yar': 'rule a {}',
  })
  symlinkSync('/etc', join(source, 'etc'))
  const report = await take(folder, [source])
  assert.deepEqual(
    report.feeds.map(({ feed, outcome, files }) => [feed, outcome, files]),
    [
      ['animals', 'new', 1],
      ['colours', 'new', 3],
    ],
  )
  assert.equal(current(folder, 'colours'), '2026-11-01\nblue\ngreen\nred\n')
  assert.equal(current(folder, 'animals'), '2026-11-02\ncat\ndog\n')
  assert.deepEqual(report.broken, [])
  assert.deepEqual(
    report.skipped.map(({ place, reason }) => [place.slice(source.length + 1), reason]),
    [
      ['animals.zip!readme', 'is not a feed of an app that is here'],
      ['etc', 'is a link, which is not followed'],
      ['rules.yar', 'is not a feed of an app that is here'],
    ],
  )
  assert.ok(!existsSync(join(source, '../../../escape.txt')))
})

test('a broken or truncated file leaves its feed as it was and says where it broke; the others are taken', async () => {
  const { source, folder } = setUp({ 'colours.txt': words('colours', '2026-11-01', ['red']) })
  await take(folder, [source])
  const mark = feedsMark(folder)
  const whole = gzipSync(
    words(
      'colours',
      '2026-11-02',
      Array.from({ length: 50_000 }, (_, n) => `colour ${n * 7919}`),
    ),
  )
  const zip = zipFile([{ name: 'a', bytes: Buffer.from(words('colours', '2026-11-02', ['x'])) }])
  const flipped = Uint8Array.from(zip)
  flipped[40] = (flipped[40] as number) ^ 1
  const broken = setUp({
    'early.txt': words('colours', '2026-11-02', ['pink']).slice(0, -4),
    'cut.gz': whole.subarray(0, whole.length - 100),
    'flipped.zip': flipped,
    'no-end.zip': zip.subarray(0, zip.length - 30),
    'animals.txt': words('animals', '2026-11-02', ['cat']),
  }).source
  const report = await take(folder, [broken])
  assert.deepEqual(
    report.feeds.map(({ feed, outcome }) => [feed, outcome]),
    [
      ['animals', 'new'],
      ['colours', 'refused'],
    ],
  )
  assert.deepEqual(
    report.broken.map(({ place }) => place.slice(broken.length + 1)),
    ['cut.gz', 'early.txt', 'flipped.zip!a', 'no-end.zip'],
  )
  assert.match(report.broken[0]?.reason ?? '', /ends early: its gzip data breaks off at byte \d+/)
  assert.match(report.broken[1]?.reason ?? '', /line 2/)
  assert.match(report.broken[2]?.reason ?? '', /checksum/)
  assert.equal(current(folder, 'colours'), '2026-11-01\nred\n')
  assert.notEqual(feedsMark(folder), mark)
})

test('what unpacks to too much is refused', async () => {
  const bomb = Buffer.alloc(20_000_000, 'a')
  const { source, folder } = setUp({
    'a.gz': gzipSync(Buffer.concat([Buffer.from('words colours 2026-01-01\n'), bomb])),
    'b.zip': zipFile([{ name: 'b', bytes: Buffer.from('x'), packed: deflateRawSync(bomb) }]),
  })
  const limits = { ...fileLimits, file: 10_000_000 }
  const report = await take(folder, [source], { limits })
  assert.match(report.broken[0]?.reason ?? '', /unpacks to more than 10000000 bytes/)
  assert.match(report.broken[1]?.reason ?? '', /does not have the size/)
  const ratio = await take(folder, [source], { limits: { ...fileLimits, ratioFrom: 1_000_000 } })
  assert.match(ratio.broken[0]?.reason ?? '', /times its size/)
  assert.deepEqual(readFeeds(folder).feeds, [])
})

test('versions: unchanged, older data only on purpose, going back, and what was left does not return by itself', async () => {
  const { source, folder } = setUp({})
  const path = join(source, 'colours.txt')
  const versions: string[] = []
  const put = async (date: string, list: readonly string[], options = {}) => {
    writeFileSync(path, words('colours', date, list))
    const [outcome] = (await take(folder, [path], options)).feeds
    versions.push(outcome?.manifest?.version ?? '')
    return outcome
  }
  assert.equal((await put('2026-11-01', ['red']))?.outcome, 'new')
  assert.equal((await put('2026-11-02', ['red', 'blue']))?.outcome, 'new')
  const mark = feedsMark(folder)
  assert.equal((await put('2026-11-02', ['blue', 'red']))?.outcome, 'unchanged')
  assert.equal(feedsMark(folder), mark)
  const again = await put('2026-11-01', ['red'])
  assert.equal(again?.outcome, 'refused')
  assert.match(again?.reason ?? '', /2026-11-01.*2026-11-02.*--older/)

  const store = FeedStore.open(folder)
  assert.throws(
    () => FeedStore.open(folder),
    (error) => error instanceof FeedError && error.code === 'busy',
  )
  const { from, stored } = store.rollBack('colours')
  assert.deepEqual([from, stored.manifest.version], [versions[1], versions[0]])
  assert.throws(() => store.rollBack('colours', '2020-01-01-000000000000'), /has no version/)
  assert.throws(() => store.rollBack('plants'), /no feed "plants"/)
  store.close()
  assert.equal(current(folder, 'colours'), '2026-11-01\nred\n')

  assert.equal((await put('2026-11-02', ['red', 'blue']))?.outcome, 'left')
  assert.equal(current(folder, 'colours'), '2026-11-01\nred\n')
  assert.equal((await put('2026-11-03', ['red', 'blue', 'grey']))?.outcome, 'new')
  assert.equal((await put('2026-11-02', ['red', 'blue'], { older: true }))?.outcome, 'new')
  for (let day = 4; day < 9; day++) await put(`2026-11-0${day}`, [`c${day}`])
  assert.equal(readdirSync(join(folder, 'colours')).length, 3 + 1)
  assert.equal(readCurrent(folder, 'colours')?.version, versions.at(-1))
})

test('records can be put on top of what is there', async () => {
  const { source, folder } = setUp({ 'a.txt': words('colours', '2026-11-01', ['red', 'blue']) })
  await take(folder, [source])
  writeFileSync(join(source, 'a.txt'), words('colours', '2026-11-02', ['rose']))
  await take(folder, [source], { add: true })
  assert.equal(current(folder, 'colours'), '2026-11-02\nblue\nrose\n')
})

test('a bundle is taken on another machine and says where it came from; one that was changed is refused', async () => {
  const here = setUp({
    'a.txt': words('colours', '2026-11-01', ['red', 'blue']),
    'b.txt': words('animals', '2026-11-02', ['cat']),
  })
  await take(here.folder, [here.source])
  const file = join(here.source, 'feeds.bundle')
  const { feeds } = readFeeds(here.folder)
  await writeBundle(file, feeds, [wordFeeds], { madeAt: '2026-11-23T00:00:00Z', by: 'a test' })
  const there = setUp({})
  const report = await take(there.folder, [file])
  assert.deepEqual([report.broken, report.skipped], [[], []])
  for (const feed of ['colours', 'animals']) assert.equal(current(there.folder, feed), current(here.folder, feed))
  const [taken] = readFeeds(there.folder).feeds
  assert.deepEqual(taken?.manifest.provenance, { kind: 'bundle', from: file, there: { kind: 'file', from: 'here' } })
  assert.equal(taken?.manifest.title, 'Animals')

  const bytes = readFileSync(file)
  const { gunzipSync } = await import('node:zlib')
  const text = gunzipSync(bytes).toString('utf8')
  const lines = text.trimEnd().split('\n')
  for (const [what, changed] of [
    ['checksum', text.replace('"red"', '"rot"')],
    ['ends early', `${lines.slice(0, -1).join('\n')}\n`],
    ['ends early', `${lines.slice(0, 4).join('\n')}\n`],
    ['version', text.replace('"v":1', '"v":2')],
  ] as const) {
    const other = setUp({ 'feeds.bundle': gzipSync(changed) })
    const refused = await take(other.folder, [other.source])
    assert.match(refused.broken[0]?.reason ?? '', new RegExp(what))
    assert.deepEqual(
      readFeeds(other.folder).feeds.filter(({ manifest }) => manifest.feed === 'colours' && what !== 'ends early'),
      [],
    )
  }
})

test('a manifest or pointer that is broken is told of, and replaced by the next import', async () => {
  const { source, folder } = setUp({ 'a.txt': words('colours', '2026-11-01', ['red']) })
  await take(folder, [source])
  writeFileSync(join(folder, 'colours', 'current'), '{')
  assert.match(readFeeds(folder).broken[0]?.reason ?? '', /current does not name a version/)
  assert.equal((await take(folder, [source])).feeds[0]?.outcome, 'new')
  assert.equal(readFeeds(folder).broken.length, 0)
})
