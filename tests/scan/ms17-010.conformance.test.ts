import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { readWindowsRecording } from '@holdfast/kit/windows'
import { factsOfWindows } from '../../apps/inventory/engine/windows/facts-of-recording.ts'
import type { FeedRecord } from '../../apps/vulnerabilities/engine/feed-record.ts'
import { wesngReader } from '../../apps/vulnerabilities/engine/feeds/microsoft/wesng-reader.ts'
import { libraryInMemory } from '../../apps/vulnerabilities/engine/library-in-memory.ts'
import { Matcher } from '../../apps/vulnerabilities/engine/match/match-software.ts'
import { softwareOfFacts } from '../../apps/vulnerabilities/engine/software/from-facts.ts'
import { inPieces } from '../../apps/vulnerabilities/tests/feed-reading.fixture.ts'
import { feedMembers, withoutFeeds as skip } from '../../apps/vulnerabilities/tests/shared-feeds.fixture.ts'

const samples = new URL('../../kit/windows/samples/', import.meta.url)

/** MS17-010 is these six; EternalBlue uses CVE-2017-0144. */
const bulletin = /^CVE-2017-014[3-8]$/

/** What the whole table says of MS17-010: what replaces its updates stands in rows about other CVEs. */
async function knowledge(): Promise<readonly FeedRecord[]> {
  const records: FeedRecord[] = []
  for (const { name, bytes } of feedMembers('microsoft-wesng/definitions.zip', (one) => one.startsWith('CVEs_')))
    for await (const record of wesngReader.read({ path: name, pieces: inPieces(bytes) }))
      if (record.kind === 'coverage' || (record.kind === 'advisory' && bulletin.test(record.advisory.id)))
        records.push(record)
  return records
}

function systemOf(text: string) {
  const reading = readWindowsRecording(Buffer.from(text))
  assert.ok(reading.ok)
  const [system] = softwareOfFacts(factsOfWindows(reading.recording))
  assert.ok(system)
  return system.software
}

test('MS17-010 is judged by updates and what replaced them, on recordings of Windows hosts', { skip }, async () => {
  const matcher = new Matcher(libraryInMemory({ microsoft: await knowledge() }))
  const found = (text: string) => matcher.match(systemOf(text)).matches.map(({ check }) => check)
  const answers = readdirSync(samples).map((file) => [
    file.replace('.json', ''),
    found(readFileSync(new URL(file, samples), 'utf8')).includes('CVE-2017-0144'),
  ])
  assert.deepEqual(Object.fromEntries(answers), {
    // October 2017: replaces the rollup of March by way of those between.
    'server-2008-r2-later-rollup': false,
    'server-2012-r2-open': true,
    'server-2016-core-patched': false,
    'windows-10-1607-open': true,
    // Came without the flaw.
    'windows-11-23h2': false,
    'windows-7-open': true,
    'windows-7-security-only': false,
  })
  const open = JSON.parse(readFileSync(new URL('windows-7-open.json', samples), 'utf8'))
  const [first] = matcher.match(systemOf(JSON.stringify(open))).matches
  assert.equal(first?.check, 'CVE-2017-0143')
  assert.match(first?.fix ?? '', /^install KB\d+, or another update that fixes it$/)
  const rollup = { ...open, updates: [{ id: 'KB4012215' }] }
  assert.deepEqual(found(JSON.stringify(rollup)), [])
  const unseen = matcher.match(systemOf(JSON.stringify({ ...open, updates: null })))
  assert.deepEqual(unseen.matches, [])
  assert.equal(unseen.notAssessed.length, 6)
  const vista = { ...open, system: { ...open.system, version: '6.0', build: 6002, servicePack: 2 }, updates: [] }
  assert.equal(found(JSON.stringify(vista)).length, 6)
  assert.deepEqual(found(JSON.stringify({ ...vista, updates: [{ id: 'KB4012598' }] })), [])
})
