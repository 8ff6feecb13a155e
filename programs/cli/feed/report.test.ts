import assert from 'node:assert/strict'
import { test } from 'node:test'
import { skippedLines } from './report.ts'

const reason = 'is not a feed'

test('an archive of which a member was left out is not said to be left out', () => {
  const said = (...places: string[]) =>
    skippedLines(
      places.map((place) => ({ place, reason })),
      ['/media/feeds/'],
    )
  assert.deepEqual(said('/media/feeds/all.zip!Version.txt'), [
    'left out, as it is not a feed: /media/feeds/all.zip!Version.txt',
  ])
  assert.deepEqual(said('/media/feeds/all.zip!a', '/media/feeds/all.zip!b', '/media/feeds/LICENSE'), [
    'left out, as it is not a feed: 2 files in /media/feeds/all.zip, /media/feeds/LICENSE',
  ])
  assert.deepEqual(said('/media/feeds/more/deep/a', '/media/feeds/more/b'), [
    'left out, as it is not a feed: 2 files in /media/feeds/more',
  ])
})

test('a file that was named itself is named, and reasons are told apart', () => {
  const lines = skippedLines(
    [
      { place: '/a.zip!b', reason },
      { place: '/c', reason: 'is a link' },
    ],
    ['/a.zip', '/c'],
  )
  assert.deepEqual(lines, ['left out, as it is not a feed: /a.zip!b', 'left out, as it is a link: /c'])
})
