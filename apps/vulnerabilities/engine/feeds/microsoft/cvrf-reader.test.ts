import assert from 'node:assert/strict'
import { test } from 'node:test'
import { advisoriesIn, problemsIn, readText, surviveDamage } from '../../../tests/feed-reading.fixture.ts'
import { cvrfReader } from './cvrf-reader.ts'

const document = {
  DocumentPublisher: { Type: 0 },
  DocumentTracking: { Identification: { ID: { Value: '2030-Mar' } }, CurrentReleaseDate: '2030-03-14T07:00:00Z' },
  ProductTree: {
    FullProductName: [
      { ProductID: '1', Value: 'Windows X' },
      { ProductID: '2', Value: 'Editor' },
    ],
  },
  Vulnerability: [
    {
      CVE: 'CVE-2030-1000',
      Title: { Value: 'a flaw' },
      Threats: [{ Type: 3, Description: { Value: 'Critical' }, ProductID: ['1'] }],
      CVSSScoreSets: [{ Vector: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:N', ProductID: ['1'] }],
      Remediations: [
        {
          Type: 2,
          Description: { Value: '5000002' },
          Supercedence: '5000001',
          FixedBuild: '10.0.1.2',
          ProductID: ['1'],
        },
        { Type: 2, Description: { Value: '5000001' }, ProductID: ['1'] },
        { Type: 2, Description: { Value: 'Release Notes' }, FixedBuild: '1.2.3', ProductID: ['2'] },
        { Type: 0, Description: { Value: 'turn it off' }, ProductID: ['2'] },
        { Type: 2, Description: { Value: '5000007' }, ProductID: ['9'] },
      ],
    },
  ],
}

test('products are affected until an update or a build', async () => {
  const records = await readText(cvrfReader, '2030-Mar.json', document)
  const [advisory] = advisoriesIn(records)
  assert.equal(advisory?.id, 'CVE-2030-1000')
  assert.equal(advisory.severity[0]?.type, 'CVSS_V3')
  assert.deepEqual(
    advisory.affected.map(({ name, updates, rating, ranges }) => [name, updates, rating, ranges[0]?.events[1]?.fixed]),
    [
      ['Windows X', ['KB5000001', 'KB5000002'], 'Critical', '10.0.1.2'],
      ['Editor', undefined, undefined, '1.2.3'],
    ],
  )
  assert.deepEqual(problemsIn(records), [
    '2030-Mar Vulnerability[0].Remediations[4]: names a product that is not in the product tree',
  ])
})

test('damage gives problems with places', async () => {
  await surviveDamage(cvrfReader, '2030-Mar.json', document)
})
