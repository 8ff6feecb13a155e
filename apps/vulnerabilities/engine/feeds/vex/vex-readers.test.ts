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
import { cyclonedxVexReader } from './cyclonedx-reader.ts'
import { openvexReader } from './openvex-reader.ts'

const statement = (name: string, status: string, purl: string) => ({
  vulnerability: { name },
  status,
  products: [{ '@id': purl }],
  justification: 'component_not_present',
})
const openvex = {
  '@context': 'https://openvex.dev/ns/v0.2.0',
  '@id': 'https://example.org/vex-1',
  author: 'someone',
  timestamp: '2030-01-02T00:00:00Z',
  statements: [
    statement('CVE-2030-1', 'not_affected', 'pkg:npm/%40scope/left@1.0.0'),
    statement('CVE-2030-1', 'affected', 'pkg:pypi/right@2.0'),
    statement('CVE-2030-2', 'fixed', 'pkg:npm/left@2.0.0'),
    statement('CVE-2030-2', 'well', 'pkg:npm/left@2.0.0'),
  ],
}
const cyclonedx = {
  bomFormat: 'CycloneDX',
  serialNumber: 'urn:uuid:1',
  metadata: { timestamp: '2030-01-02T00:00:00Z' },
  components: [
    {
      'bom-ref': 'a',
      name: 'left',
      purl: 'pkg:npm/left@1.0.0',
      components: [{ 'bom-ref': 'b', name: 'own', version: '3' }],
    },
  ],
  vulnerabilities: [
    {
      id: 'CVE-2030-1',
      cwes: [79],
      analysis: { state: 'not_affected', justification: 'code_not_reachable' },
      affects: [{ ref: 'a' }, { ref: 'urn:cdx:1/1#b' }, { ref: 'c' }],
    },
  ],
}

test('statements about versions are about these versions alone', async () => {
  const records = await readText(openvexReader, 'a.json', openvex)
  assert.deepEqual(
    advisoriesIn(records).map(({ id, upstream, affected }) => [
      id,
      upstream,
      affected.map(({ ecosystem, name, versions, state, justification }) => [
        ecosystem,
        name,
        versions,
        state,
        justification,
      ]),
    ]),
    [
      [
        'https://example.org/vex-1/CVE-2030-1',
        ['CVE-2030-1'],
        [
          ['npm', '@scope/left', ['1.0.0'], 'not-affected', 'component_not_present'],
          ['PyPI', 'right', ['2.0'], 'affected', undefined],
        ],
      ],
      ['https://example.org/vex-1/CVE-2030-2', ['CVE-2030-2'], [['npm', 'left', ['2.0.0'], 'not-affected', undefined]]],
    ],
  )
  assert.deepEqual(problemsIn(records), ['https://example.org/vex-1 statements[3].status: is not a status'])
  assert.deepEqual(coverageIn(records), [])
})

test('components of a CycloneDX document', async () => {
  const records = await readText(cyclonedxVexReader, 'a.json', cyclonedx)
  const [advisory] = advisoriesIn(records)
  assert.deepEqual([advisory?.id, advisory?.cwes], ['urn:uuid:1', ['CWE-79']])
  assert.deepEqual(
    advisory?.affected.map(({ ecosystem, name, versions, state }) => [ecosystem, name, versions, state]),
    [
      ['npm', 'left', ['1.0.0'], 'not-affected'],
      [undefined, 'own', ['3'], 'not-affected'],
    ],
  )
  assert.deepEqual(problemsIn(records), [
    'urn:uuid:1 vulnerabilities[0].affects[2].ref: is not a component of the document',
  ])
})

test('damage gives problems with places', async () => {
  await surviveDamage(openvexReader, 'a.json', openvex)
  await surviveDamage(cyclonedxVexReader, 'a.json', cyclonedx)
})

test('what Canonical says of releases', { skip }, async () => {
  const path = 'format-samples/providers/ubuntu/test-fixtures/vex/cve/2023/CVE-2023-38545.json'
  const bytes = feedBytes(path)
  assert.equal(feedReaderFor(path, bytes), openvexReader)
  const records = await readBytes(openvexReader, path, bytes)
  assert.deepEqual(problemsIn(records), [])
  const [advisory] = advisoriesIn(records)
  const curl = (advisory?.affected ?? []).filter(({ name, names }) => name === 'curl' && names === 'source')
  const of = (ecosystem: string) =>
    curl.filter((one) => one.ecosystem === ecosystem).map(({ state, ranges }) => [state, ranges[0]?.events])
  assert.deepEqual(advisory?.upstream, ['CVE-2023-38545'])
  assert.deepEqual(of('Ubuntu:22.04:LTS'), [['not-affected', [{ introduced: '7.81.0-1ubuntu1.24' }]]])
  assert.deepEqual(of('Ubuntu:16.04:LTS'), [['affected', undefined]])
  assert.deepEqual(of('Ubuntu:Pro:14.04:LTS'), [['not-affected', undefined]])
})
