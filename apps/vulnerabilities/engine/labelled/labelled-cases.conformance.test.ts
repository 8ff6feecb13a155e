import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeUtf8 } from '@holdfast/kit/text'
import { feedBytes, feedMembers, withoutFeeds as skip } from '../../tests/shared-feeds.fixture.ts'
import { wesngReader } from '../feeds/microsoft/wesng-reader.ts'
import { packageKey } from '../package-key.ts'
import { labelledGroups } from './labelled-case.ts'

interface Record {
  readonly id: string
  readonly affected: readonly {
    readonly package: { readonly name: string }
    readonly ranges: readonly { readonly events: readonly object[] }[]
  }[]
}

/** What stands between which versions, in one form: a range may be written as one list of events, or as several. */
function rangesOf({ affected }: Record, name: string): readonly string[] {
  const entries = affected.filter((one) => one.package.name === name)
  return entries
    .flatMap(({ ranges }) => ranges.flatMap(({ events }) => events.map((event) => JSON.stringify(event))))
    .sort()
}

test('what labelled cases quote of publishers is what their feeds say', { skip }, () => {
  const quoted = new Map(
    labelledGroups.flatMap(({ groups }) =>
      groups.flatMap(({ advisories }) => advisories.map((one) => [one.id, one as Record] as const)),
    ),
  )
  let compared = 0
  for (const feed of ['go', 'cratesio-rustsec', 'almalinux9', 'haskell'])
    for (const line of decodeUtf8(feedBytes(`osv/${feed}.jsonl.gz`)).split('\n')) {
      if (line === '') continue
      const published = JSON.parse(line) as Record
      const own = quoted.get(published.id)
      for (const { package: of } of own?.affected ?? []) {
        assert.deepEqual(rangesOf(own as Record, of.name), rangesOf(published, of.name), `${published.id} ${of.name}`)
        compared++
      }
    }
  assert.ok(compared >= 8)
})

test('the updates that labelled cases of Windows quote, and their builds, are those of the whole table', {
  skip,
}, async () => {
  const published = new Map<string, { readonly updates: readonly string[]; readonly ranges: unknown }>()
  for (const { name: path, bytes } of feedMembers('microsoft-wesng/definitions.zip', (one) => one.endsWith('.csv'))) {
    async function* pieces() {
      for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536)
    }
    for await (const record of wesngReader.read({ path, pieces: pieces() })) {
      if (record.kind !== 'advisory' || !/CVE-2017-014[3-8]$/.test(record.advisory.id)) continue
      const check = record.advisory.id.replace('Custom/', '')
      for (const { name, updates = [], ranges } of record.advisory.affected) {
        const key = `${check} ${packageKey('Windows', name ?? '').name}`
        if (!published.has(key)) published.set(key, { updates, ranges })
      }
    }
  }
  const groups = labelledGroups.find(({ subject }) => subject === 'windows')?.groups ?? []
  let compared = 0
  for (const { advisories, entries } of groups)
    for (const advisory of advisories) {
      const [{ package: of, ranges }] = (advisory as Record).affected as [Record['affected'][number]]
      const found = published.get(`${advisory.id} ${packageKey('Windows', of.name).name}`)
      for (const update of entries?.[advisory.id]?.updates ?? [])
        assert.ok(found?.updates.includes(update), `${advisory.id} ${of.name} ${update}`)
      assert.deepEqual(found?.ranges, ranges ?? [], `${advisory.id} ${of.name}`)
      compared++
    }
  assert.ok(compared >= 44)
})
