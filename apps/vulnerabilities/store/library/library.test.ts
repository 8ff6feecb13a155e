import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Advisory, Affected } from '../../engine/advisory.ts'
import type { AdvisoryLibrary } from '../../engine/advisory-library.ts'
import type { FeedRecord } from '../../engine/feed-record.ts'
import { libraryInMemory } from '../../engine/library-in-memory.ts'
import { compileLibrary, LibraryError, openLibrary, readLibrary } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-library-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

const none = { purl: undefined, severity: [], ranges: [], commits: [], versions: [] }

function entry(ecosystem: string | undefined, name: string | undefined, change: Partial<Affected> = {}): Affected {
  return { ecosystem, name, ...none, ...change }
}

function advisory(id: string, affected: readonly Affected[], change: Partial<Advisory> = {}): Advisory {
  const empty = { published: undefined, withdrawn: undefined, databaseSeverity: undefined, summary: '', details: '' }
  const lists = { aliases: [], upstream: [], related: [], severity: [], references: [], cwes: [] }
  return { id, modified: '2026-11-01T00:00:00Z', ...empty, ...lists, affected, ...change }
}

const records: readonly FeedRecord[] = [
  { kind: 'date', date: '2026-11-20' },
  { kind: 'coverage', ecosystem: 'Debian:12' },
  {
    kind: 'advisory',
    advisory: advisory('DSA-2', [entry('Debian:12', 'openssl', { versions: ['1'] }), entry('Debian:12', 'curl')], {
      upstream: ['CVE-2026-2'],
    }),
  },
  { kind: 'advisory', advisory: advisory('DSA-1', [entry('Debian:12', 'openssl')], { aliases: ['CVE-2026-1'] }) },
  { kind: 'advisory', advisory: advisory('PYSEC-1', [entry('PyPI', 'Zope.Interface')]) },
  {
    kind: 'advisory',
    advisory: advisory('CVE-2026-3', [
      entry(undefined, undefined, { cpe: 'cpe:2.3:a:OpenSSL:openssl:*:*:*:*:*:*:*:*' }),
    ]),
  },
  { kind: 'threat', threat: { cve: 'CVE-2026-1', epss: { probability: 0.5, percentile: 0.9, date: '2026-11-20' } } },
  { kind: 'threat', threat: { cve: 'CVE-2026-1', title: 'A flaw' } },
  { kind: 'weakness', id: 'CWE-79', name: 'Cross-site scripting' },
  { kind: 'problem', at: 'line 17', message: 'is not JSON' },
]

/** Every answer that there is to a few questions, as JSON has them. */
function answers(library: AdvisoryLibrary): unknown {
  const packages = [
    ['Debian:12', 'openssl'],
    ['Debian:12', 'curl'],
    ['Debian:11', 'openssl'],
    ['PyPI', 'zope-interface'],
    ['cpe', 'openssl:openssl'],
  ] as const
  const ids = ['DSA-1', 'DSA-2', 'CVE-2026-1', 'CVE-2026-2', 'CVE-2026-3', 'PYSEC-1', 'none']
  return JSON.parse(
    JSON.stringify({
      naming: packages.map(([ecosystem, name]) => library.advisoriesNaming(ecosystem, name)),
      of: ids.map((id) => library.advisoriesOf(id)),
      threats: ids.map((id) => library.threatsOf(id)),
      covers: ['Debian:12', 'Debian:11', 'PyPI'].map((ecosystem) => library.covers(ecosystem)),
      weaknesses: ['CWE-79', 'CWE-80'].map((id) => library.weakness(id) ?? null),
      feeds: library.feeds().map((state) => ({ ...state, digest: '' })),
    }),
  )
}

async function compiled(name: string, feed: string, given: Iterable<FeedRecord>) {
  const path = join(folder, name)
  const state = await compileLibrary(path, feed, given)
  return { path, state }
}

test('a compiled library answers as one in memory', async () => {
  const { path, state } = await compiled('a.sqlite', 'debian', records)
  assert.deepEqual(state.counts, { advisories: 4, threats: 2, weaknesses: 1, problems: 1 })
  assert.deepEqual([state.date, state.covers], ['2026-11-20', ['Debian:12']])
  const library = openLibrary([path])
  const found = answers(library)
  assert.deepEqual(found, answers(libraryInMemory({ debian: records })))
  assert.deepEqual(
    library
      .advisoriesNaming('Debian:12', 'openssl')
      .map(({ feed, advisory: { id, affected } }) => [feed, id, affected.map(({ name }) => name)]),
    [
      ['debian', 'DSA-1', ['openssl']],
      ['debian', 'DSA-2', ['openssl']],
    ],
  )
  assert.equal(library.advisoriesOf('CVE-2026-2')[0]?.advisory.affected.length, 2)
  assert.equal(library.advisoriesNaming('PyPI', 'ZOPE_interface').length, 1)
  assert.equal(library.threatsOf('CVE-2026-1').length, 2)
  library.close()
  const again = await compiled('b.sqlite', 'debian', readLibrary(path))
  assert.deepEqual(again.state, state)
})

test('of one id the advisory modified last counts, and the order of reading does not', async () => {
  const versions = [
    advisory('A', [entry('npm', 'x')], { modified: '2026-01-01T00:00:00.5Z', summary: 'newest' }),
    advisory('A', [entry('npm', 'y')], { modified: '2026-01-01T00:00:00Z', summary: 'older' }),
    advisory('A', [entry('npm', 'z')], { modified: 'no time', summary: 'no time' }),
    advisory('B', [entry('npm', 'x')], { summary: 'b' }),
    advisory('B', [entry('npm', 'x')], { summary: 'c' }),
  ].map((one): FeedRecord => ({ kind: 'advisory', advisory: one }))
  const all = [...records, ...versions]
  const first = await compiled('first.sqlite', 'mixed', all)
  const bytes = readFileSync(first.path)
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(all, { minLength: all.length }), async (shuffled) => {
      const again = await compiled('again.sqlite', 'mixed', shuffled)
      assert.deepEqual(again.state, first.state)
      assert.ok(readFileSync(again.path).equals(bytes))
    }),
    { numRuns: 10 },
  )
  const library = openLibrary([first.path])
  assert.deepEqual(
    library.advisoriesNaming('npm', 'x').map(({ advisory: one }) => one.summary),
    ['newest', 'c'],
  )
  assert.deepEqual([library.advisoriesNaming('npm', 'y'), library.advisoriesNaming('npm', 'z')], [[], []])
  library.close()
})

test('reading that fails leaves what was there, and nothing beside it', async () => {
  const { path, state } = await compiled('kept.sqlite', 'debian', records)
  function* broken(): Generator<FeedRecord> {
    yield* records.slice(0, 4)
    throw new Error('broken at line 5')
  }
  await assert.rejects(compileLibrary(path, 'debian', broken()), /line 5/)
  const library = openLibrary([path])
  assert.deepEqual(library.feeds(), [state])
  library.close()
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.startsWith('kept')),
    ['kept.sqlite'],
  )
})

test('hostile texts are kept as texts', async () => {
  const odd = ['\ud800', "a'; drop table advisory; --", 'a\u0000b', '😀', '__proto__', '']
  const given = odd.map(
    (text, index): FeedRecord => ({
      kind: 'advisory',
      advisory: advisory(`${text}${index}`, [entry('npm', text)], { aliases: [text, text], details: text }),
    }),
  )
  const { path } = await compiled('odd.sqlite', 'odd', given)
  const library = openLibrary([path])
  for (const text of odd) {
    const [found] = library.advisoriesNaming('npm', text)
    assert.equal(found?.advisory.details, text)
    assert.ok(library.advisoriesOf(text).length > 0)
  }
  library.close()
})

test('a file that is broken, absent or something else is refused by name', async () => {
  const { path } = await compiled('whole.sqlite', 'debian', records)
  const cut = join(folder, 'cut.sqlite')
  writeFileSync(cut, readFileSync(path).subarray(0, 3000))
  const text = join(folder, 'text.sqlite')
  writeFileSync(text, 'something else')
  const absent = join(folder, 'absent.sqlite')
  for (const wrong of [cut, text, absent]) {
    assert.throws(
      () => openLibrary([path, wrong]),
      (error) => error instanceof LibraryError && error.message.includes(wrong),
    )
  }
  assert.ok(!existsSync(absent))
  assert.deepEqual(openLibrary([]).feeds(), [])
})
