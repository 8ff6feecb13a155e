import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { encodeUtf8 } from '../text/index.ts'
import {
  aptListName,
  parseAptListName,
  readDeb822Sources,
  readPackagesIndex,
  readRelease,
  readSourcesList,
} from './index.ts'

test('sources in one-line style', () => {
  const { items, problems } = readSourcesList(
    encodeUtf8(
      '# all\ndeb [arch=amd64 signed-by=/k.gpg] http://deb.debian.org/debian bookworm main contrib # x\n\nnonsense\n',
    ),
  )
  assert.deepEqual(items, [
    {
      types: ['deb'],
      uris: ['http://deb.debian.org/debian'],
      suites: ['bookworm'],
      components: ['main', 'contrib'],
      enabled: true,
      options: { arch: 'amd64', 'signed-by': '/k.gpg' },
      line: 2,
    },
  ])
  assert.deepEqual(
    problems.map((problem) => problem.line),
    [4],
  )
})

test('sources in stanza style', () => {
  const { items, problems } = readDeb822Sources(
    encodeUtf8(
      'Types: deb deb-src\nURIs: http://deb.debian.org/debian\nSuites: bookworm bookworm-updates\nComponents: main\nEnabled: no\nSigned-By: /k.gpg\n\nTypes: deb\n',
    ),
  )
  assert.equal(items.length, 1)
  assert.deepEqual(items[0]?.suites, ['bookworm', 'bookworm-updates'])
  assert.equal(items[0]?.enabled, false)
  assert.deepEqual(items[0]?.options, { 'signed-by': '/k.gpg' })
  assert.deepEqual(
    problems.map((problem) => problem.line),
    [8],
  )
})

test('names of fetched lists', () => {
  assert.equal(
    aptListName('https://user:secret@example.org/a_b/dists/x/InRelease'),
    'example.org_a%5fb_dists_x_InRelease',
  )
  assert.deepEqual(parseAptListName('deb.debian.org_debian_dists_bookworm_main_binary-amd64_Packages.lz4'), {
    suite: 'deb.debian.org_debian_dists_bookworm',
    kind: 'packages',
    component: 'main',
    architecture: 'amd64',
    compression: 'lz4',
  })
  assert.equal(
    parseAptListName('deb.debian.org_debian_dists_bookworm_InRelease')?.suite,
    'deb.debian.org_debian_dists_bookworm',
  )
  assert.equal(parseAptListName('lock'), undefined)
})

test('a release without a stanza is a problem, not a release', () => {
  assert.equal(readRelease(encodeUtf8('')).release, undefined)
  assert.equal(readRelease(encodeUtf8('Origin: Debian\nSHA256:\n nonsense\n')).problems.length, 1)
})

const feeds = join(
  process.env.HOLDFAST_CORPORA ?? join(import.meta.dirname, '../../../shared/corpora'),
  '../feeds/debian',
)
const skip = existsSync(feeds) ? false : `no feeds at ${feeds}`

test('the index of bookworm-security agrees with its release file', { skip }, () => {
  const { release, problems } = readRelease(readFileSync(join(feeds, 'bookworm-security_InRelease')))
  assert.ok(release)
  assert.deepEqual(problems, [])
  assert.equal(release.codename, 'bookworm-security')
  assert.equal(release.signed, true)
  const index = gunzipSync(readFileSync(join(feeds, 'bookworm-security_main_binary-amd64_Packages.gz')))
  assert.equal(release.sha256.get('main/binary-amd64/Packages')?.size, index.length)
  const packages = readPackagesIndex(index)
  assert.deepEqual(packages.problems, [])
  assert.equal(packages.items.length, 3016)
  assert.equal(new Set(packages.items.map((item) => item.source.name)).size, 391)
})
