import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { advisoriesIn, problemsIn, readBytes } from '../../../tests/feed-reading.fixture.ts'
import { feedBytes, feedMembers, sharedFeeds, withoutFeeds as skip } from '../../../tests/shared-feeds.fixture.ts'
import { feedReaderFor } from '../read-feed-file.ts'
import { csafReader } from './csaf-reader.ts'

const corpus = join(sharedFeeds, '../corpora/csaf-2.0/test/validator/data')
const withoutCorpus = existsSync(corpus) ? false : `no documents at ${corpus}`
const rhel = 'format-samples/providers/rhel/test-fixtures/csaf/'

async function read(path: string) {
  const bytes = feedBytes(path)
  assert.equal(feedReaderFor(path, bytes), csafReader)
  return readBytes(csafReader, path, bytes)
}

interface Document {
  readonly name: string
  readonly valid: boolean
}
const cases: readonly { id: string; group: string; failures?: Document[]; valid?: Document[] }[] = withoutCorpus
  ? []
  : JSON.parse(readFileSync(join(corpus, 'testcases.json'), 'utf8')).tests

test('every valid document is read without losing a vulnerability', { skip: withoutCorpus }, async () => {
  let count = 0
  for (const { id, failures = [], valid = [] } of cases)
    for (const { name } of [...failures, ...valid].filter((one) => one.valid)) {
      const bytes = readFileSync(join(corpus, name))
      const records = await readBytes(csafReader, name, bytes)
      const { vulnerabilities = [] } = JSON.parse(bytes.toString('utf8'))
      assert.equal(advisoriesIn(records).length, vulnerabilities.length, name)
      // Two documents give two hashes by one algorithm, against 6.1.25.
      const others = problemsIn(records).filter((problem) => !(/6-2-0[89]-02/.test(name) && problem.includes('6.1.25')))
      assert.deepEqual(others, [], `${id} ${name}`)
      count++
    }
  assert.ok(count > 90)
})

/** The names of weaknesses come with another feed. */
const unknowable = ['6.1.11']

test('what is wrong in a document has a place', { skip: withoutCorpus }, async () => {
  const silent: string[] = []
  for (const { failures = [] } of cases.filter(({ id, group }) => group === 'mandatory' && !unknowable.includes(id)))
    for (const { name } of failures) {
      const problems = problemsIn(await readBytes(csafReader, name, readFileSync(join(corpus, name))))
      if (problems.length === 0) silent.push(name)
    }
  assert.deepEqual(silent, [])
})

test('an advisory of Red Hat names the first fixed build of each release', { skip }, async () => {
  const [advisory] = advisoriesIn(await read(`${rhel}advisories/2024/rhsa-2024_6163.json`))
  assert.equal(advisory?.id, 'RHSA-2024:6163')
  assert.deepEqual(advisory.upstream, ['CVE-2024-8088'])
  assert.deepEqual(advisory.cwes, ['CWE-835'])
  assert.deepEqual(
    advisory.affected.map(({ ecosystem, name, names, ranges, rating }) => [
      ecosystem,
      name,
      names,
      ranges[0]?.events,
      rating,
    ]),
    ['appstream', 'baseos', 'crb'].map((part) => [
      `Red Hat:enterprise_linux:9::${part}`,
      'python3.9',
      'source',
      [{ introduced: '0' }, { fixed: '3.9.18-3.el9_4.5' }],
      'Moderate',
    ]),
  )
})

test('streams of modules are told apart', { skip }, async () => {
  const advisories = advisoriesIn(await read(`${rhel}advisories/rhsa-2024_1431.json`))
  const advisory = advisories.find(({ upstream }) => upstream.includes('CVE-2021-33621'))
  const ruby = advisory?.affected.find(({ name, names }) => name === 'ruby' && names === 'binary')
  assert.deepEqual(
    [ruby?.ecosystem, ruby?.module, ruby?.ranges[0]?.events[1]?.fixed],
    ['Red Hat:enterprise_linux:8::appstream', 'ruby:3.1', '3.1.4-142.module+el8.9.0+21471+7d1e4a35'],
  )
  assert.deepEqual(ruby?.architectures, ['aarch64', 'i686', 'ppc64le', 's390x', 'x86_64'])
})

test('builds that are not affected say why', { skip }, async () => {
  const advisories = advisoriesIn(await read(`${rhel}advisories/2025/rhsa-2025_23414.json`))
  const advisory = advisories.find(({ upstream }) => upstream.includes('CVE-2021-25220'))
  const bind = advisory?.affected.filter(({ name }) => name === 'bind') ?? []
  assert.deepEqual(
    bind.map(({ ecosystem, names, state, versions, ranges, justification }) => [
      ecosystem,
      names,
      state,
      versions[0] ?? ranges[0]?.events[1]?.fixed,
      justification,
    ]),
    [
      ['Red Hat:rhel_els:6', 'binary', undefined, '32:9.8.2-0.68.rc1.el6_10.17', undefined],
      ['Red Hat:rhel_els:6', 'source', 'not-affected', '32:9.8.2-0.68.rc1.el6_10.17', 'vulnerable_code_not_present'],
    ],
  )
})

test('all advisories of CISA are read', { skip }, async () => {
  let count = 0
  for (const { name, bytes } of feedMembers('csaf-cisa/csaf-cisa.zip', (one) => /\/\d{4}\/[^/]+\.json$/.test(one))) {
    assert.equal(feedReaderFor(name, bytes), csafReader, name)
    const records = await readBytes(csafReader, name, bytes)
    const { vulnerabilities = [] } = JSON.parse(Buffer.from(bytes).toString('utf8'))
    assert.equal(advisoriesIn(records).length, vulnerabilities.length, name)
    count++
    if (!name.endsWith('icsa-24-046-02.json')) continue
    const advisory = advisoriesIn(records).find(({ upstream }) => upstream.includes('CVE-2019-19135'))
    assert.deepEqual(
      advisory?.affected.map(({ name: product, ranges, state }) => [product, ranges[0]?.events, state]),
      [['SIDIS Prime', [{ introduced: '0' }, { fixed: '4.0.400' }], 'affected']],
    )
    assert.equal(advisory?.severity[0]?.score, 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:N')
  }
  assert.ok(count > 300)
})
