import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { judgeAffected, type OsvAffected, readOsv } from './index.ts'

const record = {
  schema_version: '1.7.0',
  id: 'DSA-1-1',
  modified: '2026-11-01T00:00:00Z',
  upstream: ['CVE-2026-0001'],
  summary: 'A flaw',
  severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
  affected: [
    {
      package: { ecosystem: 'Debian:12', name: 'openssl', purl: 'pkg:deb/debian/openssl' },
      ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '3.0.11-1~deb12u2' }] }],
      versions: ['3.0.0'],
    },
  ],
  references: [{ type: 'WEB', url: 'https://example.org/a' }],
  database_specific: { severity: 'HIGH' },
}

function entry(change: Partial<OsvAffected>): OsvAffected {
  const none = { purl: undefined, severity: [], ranges: [], commits: [], versions: [] }
  return { ecosystem: 'Debian:12', name: 'openssl', ...none, ...change }
}

test('a record is read, and its entry says what is affected and what fixes it', () => {
  const read = readOsv(record)
  assert.ok(read.ok)
  assert.deepEqual(read.problems, [])
  const { id, upstream, databaseSeverity, affected, references } = read.advisory
  assert.deepEqual([id, upstream, databaseSeverity, references.length], ['DSA-1-1', ['CVE-2026-0001'], 'HIGH', 1])
  const { judge } = judgeAffected(affected[0] as OsvAffected)
  assert.deepEqual(judge('3.0.9-1'), { verdict: 'affected', by: 'range', fixed: '3.0.11-1~deb12u2' })
  assert.deepEqual(judge('3.0.11-1~deb12u2'), { verdict: 'not-affected' })
  assert.equal(judge('not a version').verdict, 'unknown')
})

test('what is wrong is left out and named, and the rest counts', () => {
  const read = readOsv({
    ...record,
    summary: 7,
    aliases: ['CVE-1', 2],
    references: [{ url: 'javascript:alert(1)' }, null],
    affected: [
      ...record.affected,
      'nothing',
      {
        package: { name: 'x' },
        ranges: [{ type: 'ODD' }, { type: 'SEMVER', events: [{}, { fixed: '1' }] }],
        versions: 'all',
      },
    ],
  })
  assert.ok(read.ok)
  assert.equal(read.advisory.affected.length, 2)
  assert.deepEqual(read.advisory.affected[1]?.ranges, [{ type: 'SEMVER', events: [{ fixed: '1' }] }])
  assert.deepEqual(read.problems.map(({ path }) => path).sort(), [
    'affected[1]',
    'affected[2].ranges[0].type',
    'affected[2].ranges[1].events[0]',
    'affected[2].versions',
    'aliases[1]',
    'references[0].url',
    'references[1]',
    'summary',
  ])
})

test('without an id or a time of modification it is no record', () => {
  for (const wrong of [null, 7, [], {}, { id: 'A' }, { id: 1, modified: 'x' }, { ...record, id: 'x'.repeat(300) }]) {
    const read = readOsv(wrong)
    assert.equal(read.ok, false)
    assert.ok(read.problems.length > 0)
  }
})

test('any JSON is read or refused', () => {
  const json = fc.jsonValue({ maxDepth: 4 })
  fc.assert(
    fc.property(json, json, json, (a, b, c) => {
      readOsv(a)
      const read = readOsv({
        ...record,
        affected: [{ package: a, ranges: b, versions: c }, a],
        severity: b,
        aliases: c,
        database_specific: a,
      })
      assert.ok(read.ok)
      for (const affected of read.advisory.affected) judgeAffected(affected).judge('1.0')
    }),
    { numRuns: 2000 },
  )
})

test('a huge record is cut, and says so', () => {
  const read = readOsv({
    ...record,
    details: 'x'.repeat(10_000_000),
    affected: Array.from({ length: 30_000 }, () => record.affected[0]),
    aliases: Array.from({ length: 100_000 }, () => 7),
  })
  assert.ok(read.ok)
  assert.deepEqual([read.advisory.details.length, read.advisory.affected.length], [65_536, 20_000])
  assert.ok(read.problems.length <= 100)
})

test('single versions are the same however they are written; commits and nothing at all are unknown', () => {
  const listed = judgeAffected(entry({ ecosystem: 'PyPI', versions: ['1.0', '2.0.0', 'odd one'] }))
  assert.deepEqual(listed.judge('v1.0.0'), { verdict: 'affected', by: 'version', fixed: undefined })
  assert.equal(listed.judge('odd one').verdict, 'affected')
  assert.equal(listed.judge('1.5').verdict, 'not-affected')
  const commits = judgeAffected(entry({ commits: [{ repo: 'https://example.org/r', events: [{ introduced: '0' }] }] }))
  assert.deepEqual(commits.judge('1.0'), { verdict: 'unknown', reason: 'only commits are named' })
  assert.equal(judgeAffected(entry({})).judge('1.0').verdict, 'unknown')
  const unread = judgeAffected(
    entry({ ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '<unfixed>' }] }], versions: ['1'] }),
  )
  assert.equal(unread.judge('1').verdict, 'affected')
  assert.equal(unread.judge('2').verdict, 'unknown')
})
