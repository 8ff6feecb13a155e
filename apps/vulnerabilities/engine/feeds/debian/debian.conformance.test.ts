import assert from 'node:assert/strict'
import { test } from 'node:test'
import { advisoriesIn, problemsIn, readBytes } from '../../../tests/feed-reading.fixture.ts'
import { feedBytes, withoutFeeds as skip } from '../../../tests/shared-feeds.fixture.ts'
import { feedReaderFor } from '../read-feed-file.ts'

async function readFeed(path: string, id: string) {
  const bytes = feedBytes(path)
  const plain = path.replace(/\.gz$/, '')
  const reader = feedReaderFor(plain, bytes)
  assert.equal(reader?.id, id)
  return readBytes(reader, plain, bytes)
}

test('the tracker as Debian gives it', { skip }, async () => {
  const records = await readFeed('format-samples/providers/debian/test-fixtures/input/debian.json', 'debian-tracker')
  assert.deepEqual(problemsIn(records), [])
  const chromium = advisoriesIn(records).find(({ id }) => id === 'DEBIAN-CVE-2022-0456/chromium')
  const byRelease = new Map(chromium?.affected.map((one) => [one.ecosystem, one]))
  assert.deepEqual(byRelease.get('Debian:11')?.ranges[0]?.events[1], { fixed: '98.0.4758.80-1~deb11u1' })
  assert.equal(byRelease.get('Debian:10')?.unfixed, 'end-of-life')
  const prototype = advisoriesIn(records).find(({ id }) => id === 'DEBIAN-CVE-2007-2383/prototypejs')
  assert.ok(prototype?.affected.every(({ state, rating }) => state === 'not-affected' && rating === 'unimportant'))
})

test('the lists of advisories', { skip }, async () => {
  const dsa = await readFeed('debian/DSA-list.txt.gz', 'debian-list')
  assert.deepEqual(problemsIn(dsa), [])
  const advisories = advisoriesIn(dsa)
  assert.ok(advisories.length > 5200)
  const xorg = advisories.find(({ id }) => id === 'DSA-5380-1')
  assert.deepEqual(xorg?.affected[0]?.ranges[0]?.events[1], { fixed: '2:1.20.11-1+deb11u6' })
  const dla = await readFeed('debian/DLA-list.txt.gz', 'debian-list')
  assert.deepEqual(problemsIn(dla), [])
  const systemd = advisoriesIn(dla).find(({ id }) => id === 'DLA-3377-1')
  assert.deepEqual(systemd?.upstream, ['CVE-2023-26604'])
  assert.equal(systemd?.affected[0]?.ecosystem, 'Debian:10')
})

test('fixes of changelogs', { skip }, async () => {
  const records = await readFeed('debian/derived-cve-fixes-from-changelogs.jsonl', 'debian-fixes')
  assert.deepEqual(problemsIn(records), [])
  const advisories = advisoriesIn(records)
  assert.equal(advisories.length, 569)
  const bind = advisories.find(({ upstream }) => upstream.includes('CVE-2026-19033'))
  assert.deepEqual(bind?.affected[0]?.ranges[0]?.events[1], { fixed: '1:9.18.49-1~deb12u3' })
})
