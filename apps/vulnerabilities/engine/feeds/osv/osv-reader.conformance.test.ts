import assert from 'node:assert/strict'
import { test } from 'node:test'
import { advisoriesIn, coverageIn, problemsIn, readBytes } from '../../../tests/feed-reading.fixture.ts'
import { feedBytes, withoutFeeds as skip } from '../../../tests/shared-feeds.fixture.ts'
import { feedReaderFor } from '../read-feed-file.ts'
import { osvReader } from './osv-reader.ts'

const files = [
  { path: 'osv/go.jsonl.gz', count: 4291, covers: ['Go'], problems: 0 },
  { path: 'osv/almalinux9.jsonl.gz', count: 1783, covers: ['AlmaLinux:9'], problems: 0 },
  { path: 'osv/cratesio-rustsec.jsonl.gz', count: 1206, covers: ['crates.io'], problems: 0 },
  { path: 'osv/pypi.jsonl.gz', count: 2661, covers: ['PyPI'], problems: 1 },
  { path: 'osv/haskell.jsonl.gz', count: 35, covers: ['GHC', 'Hackage'], problems: 0 },
] as const

for (const { path, count, covers, problems } of files)
  test(`${path} is read whole`, { skip }, async () => {
    const bytes = feedBytes(path)
    const plain = path.replace(/\.gz$/, '')
    assert.equal(feedReaderFor(plain, bytes), osvReader)
    const records = await readBytes(osvReader, plain, bytes)
    assert.equal(advisoriesIn(records).length, count)
    assert.deepEqual([...coverageIn(records)].sort(), covers)
    assert.equal(problemsIn(records).length, problems)
  })

test('records of format samples say what they say', { skip }, async () => {
  const path = 'format-samples/providers/ubuntu/test-fixtures/osv/usn/USN-5614-1.json'
  const records = await readBytes(osvReader, path, feedBytes(path))
  const [advisory] = advisoriesIn(records)
  assert.equal(advisory?.id, 'USN-5614-1')
  const entry = advisory?.affected.find(({ ecosystem }) => ecosystem?.startsWith('Ubuntu'))
  assert.ok(entry?.ranges.some(({ events }) => events.some(({ fixed }) => fixed !== undefined)))
})
