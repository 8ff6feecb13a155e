import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeUtf8 } from '@holdfast/kit/text'
import { feedBytes, withoutFeeds as skip } from '../../tests/shared-feeds.fixture.ts'
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
