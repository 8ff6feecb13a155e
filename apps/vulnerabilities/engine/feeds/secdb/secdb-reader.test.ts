import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  advisoriesIn,
  coverageIn,
  problemsIn,
  readBytes,
  readText,
  surviveDamage,
} from '../../../tests/feed-reading.fixture.ts'
import { feedBytes, withoutFeeds as skip } from '../../../tests/shared-feeds.fixture.ts'
import { feedReaderFor } from '../read-feed-file.ts'
import { secdbReader } from './secdb-reader.ts'

const json = {
  distroversion: 'v3.20',
  reponame: 'main',
  urlprefix: 'https://dl-cdn.alpinelinux.org/alpine',
  packages: [
    {
      pkg: {
        name: 'xen',
        secfixes: {
          '0': ['CVE-2020-1111'],
          '4.10.0-r1': ['CVE-2017-1111 XSA-1'],
          '4.9.0-r0': ['CVE-2017-1111', 'XSA-2'],
          odd: ['CVE-2017-3333'],
        },
      },
    },
    { pkg: {} },
  ],
}
const yaml = `---
distroversion: v3.20
reponame: main
archs:
  - x86_64
urlprefix: http://dl-cdn.alpinelinux.org/alpine
packages:
  - pkg:
      name: xen
      secfixes:
        '0':
          - CVE-2020-1111
        4.10:
          - CVE-2017-1111
`

test('the last fix counts, and a zero says that nothing is affected', async () => {
  assert.ok(secdbReader.matches('main.json', JSON.stringify(json)))
  const records = await readText(secdbReader, 'main.json', json)
  assert.deepEqual(
    advisoriesIn(records).map(({ id, upstream, aliases, affected: [one] }) => [
      id,
      upstream,
      aliases,
      one?.ecosystem,
      one?.state ?? one?.ranges[0]?.events[1]?.fixed,
    ]),
    [
      ['ALPINE-CVE-2020-1111/v3.20/main/xen', ['CVE-2020-1111'], [], 'Alpine:v3.20', 'not-affected'],
      ['ALPINE-CVE-2017-1111/v3.20/main/xen', ['CVE-2017-1111'], [], 'Alpine:v3.20', '4.10.0-r1'],
      ['ALPINE-XSA-2/v3.20/main/xen', [], ['XSA-2'], 'Alpine:v3.20', '4.9.0-r0'],
      ['ALPINE-CVE-2017-3333/v3.20/main/xen', ['CVE-2017-3333'], [], 'Alpine:v3.20', 'odd'],
    ],
  )
  assert.deepEqual(coverageIn(records), ['Alpine:v3.20'])
  assert.deepEqual(problemsIn(records), ['main.json packages[1]: names no package'])
})

test('the older form in YAML says the same, and keeps versions as written', async () => {
  assert.ok(secdbReader.matches('main.yaml', yaml))
  const records = await readText(secdbReader, 'main.yaml', yaml)
  assert.deepEqual(
    advisoriesIn(records).map(({ affected: [one] }) => one?.state ?? one?.ranges[0]?.events[1]?.fixed),
    ['not-affected', '4.10'],
  )
})

test('a document of no known distribution is refused', async () => {
  for (const document of [{ ...json, distroversion: 'x' }, { reponame: 'os', packages: [] }, '{', '[]'])
    assert.equal(problemsIn(await readText(secdbReader, 'x.json', document)).length, 1)
})

test('damaged documents are survived', async () => {
  await surviveDamage(secdbReader, 'main.json', json)
  await surviveDamage(secdbReader, 'main.yaml', yaml)
})

test('databases of Alpine and Wolfi', { skip }, async () => {
  const path = 'alpine-secdb/v3.11/main.yaml'
  const bytes = feedBytes(path)
  assert.equal(feedReaderFor(path, bytes), secdbReader)
  const records = await readBytes(secdbReader, path, bytes)
  assert.deepEqual(problemsIn(records), [])
  const ansible = advisoriesIn(records).find(({ id }) => id === 'ALPINE-CVE-2019-14904/v3.11/main/ansible')
  assert.deepEqual(ansible?.affected[0]?.ranges[0]?.events[1], { fixed: '2.9.3-r0' })
  const wolfiPath = 'format-samples/providers/wolfi/test-fixtures/input/secdb/security.json'
  const wolfi = await readBytes(secdbReader, wolfiPath, feedBytes(wolfiPath))
  assert.deepEqual(coverageIn(wolfi), ['Wolfi'])
  const binutils = advisoriesIn(wolfi).find(({ upstream }) => upstream.includes('CVE-2022-38126'))
  assert.deepEqual(binutils?.affected[0]?.ranges[0]?.events[1], { fixed: '2.39-r1' })
})
