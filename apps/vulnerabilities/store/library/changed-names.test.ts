import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { FeedRecord } from '../../engine/feed-record.ts'
import { advisory, below, records } from '../../engine/match/sample.fixture.ts'
import { changedNames } from './changed-names.ts'
import { compileLibrary } from './compile-library.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-changed-'))
after(() => rmSync(folder, { recursive: true, force: true }))

let count = 0
async function feed(name: string, content: readonly FeedRecord[]): Promise<readonly [string, string]> {
  const path = join(folder, `${count++}.sqlite`)
  await compileLibrary(path, name, content)
  return [name, path]
}

const openssl = (fixed: string) => advisory('CVE-2026-1', { affected: [below('Debian:12', 'openssl', fixed)] })
const bash = advisory('CVE-2026-2', { affected: [below('Debian:12', 'bash', '5.3')] })
const flask = advisory('PYSEC-1', { affected: [below('PyPI', 'flask-cors', '2')] })
const threat = (cve: string, more: object): FeedRecord => ({ kind: 'threat', threat: { cve, ...more } })

async function changes(before: readonly FeedRecord[], then: readonly FeedRecord[], other: readonly FeedRecord[] = []) {
  const beside = await feed('beside', other)
  const answer = changedNames(
    new Map([await feed('debian', before), beside]),
    new Map([await feed('debian', then), beside]),
  )
  return answer === 'all' ? answer : [...answer].sort()
}

test('what is new, gone or says something else is named, and nothing else', async () => {
  const one = records([openssl('3.0.1'), bash], 'Debian:12')
  assert.deepEqual(await changes(one, one), [])
  assert.deepEqual(await changes(one, records([openssl('3.0.2'), bash], 'Debian:12')), ['openssl'])
  assert.deepEqual(await changes(one, records([bash], 'Debian:12')), ['openssl'])
  assert.deepEqual(await changes(records([bash], 'Debian:12'), one), ['openssl'])
})

test('spellings of one name are all named', async () => {
  assert.deepEqual(await changes(records([], 'PyPI'), records([flask], 'PyPI')), [
    'flask-cors',
    'flask.cors',
    'flask_cors',
  ])
})

test('a CVE that is rated otherwise names what is affected by it, whichever feed says so; what only moves daily does not', async () => {
  const severity = (score: string) => [{ type: 'CVSS_V3', score }]
  const epss = (probability: number) => ({ epss: { probability, percentile: 0.5, date: '2026-11-20' } })
  const low = threat('CVE-2026-1', { severity: severity('CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N'), ...epss(0.1) })
  const later = threat('CVE-2026-1', { severity: low.kind === 'threat' ? low.threat.severity : [], ...epss(0.9) })
  const high = threat('CVE-2026-1', { severity: severity('CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H') })
  const debian = records([openssl('3.0.1'), bash], 'Debian:12')
  assert.deepEqual(await changes([low], [later], debian), [])
  assert.deepEqual(await changes([low], [high], debian), ['openssl'])
  assert.deepEqual(await changes([], [threat('CVE-2026-2', { rejected: true })], debian), ['bash'])
  assert.deepEqual(await changes([], [threat('CVE-2026-2', epss(0.2))], debian), [])
})

test('other ecosystems, other feeds and files that are gone leave nothing out', async () => {
  const one = records([bash], 'Debian:12')
  assert.equal(await changes(one, records([bash], 'Debian:12', 'Debian:13')), 'all')
  const [name, path] = await feed('debian', one)
  assert.equal(changedNames(new Map(), new Map([[name, path]])), 'all')
  assert.equal(changedNames(new Map([[name, '/nowhere']]), new Map([[name, path]])), 'all')
})
