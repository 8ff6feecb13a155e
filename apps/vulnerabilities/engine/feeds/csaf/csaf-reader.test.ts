import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  advisoriesIn,
  coverageIn,
  problemsIn,
  readText,
  surviveDamage,
  threatsIn,
} from '../../../tests/feed-reading.fixture.ts'
import { csafReader } from './csaf-reader.ts'
import { readProductRange } from './product-range.ts'

const release = (id: string, cpe: string) => ({
  category: 'product_name',
  name: id,
  product: { product_id: id, name: id, product_identification_helper: { cpe } },
})
const build = (purl: string, id: string) => ({
  category: 'product_version',
  name: id,
  product: { product_id: id, name: id, product_identification_helper: { purl } },
})
const within = (as: string, of: string) => ({
  category: 'default_component_of',
  full_product_name: { product_id: `${of}:${as}`, name: `${as} of ${of}` },
  product_reference: as,
  relates_to_product_reference: of,
})

const document = {
  document: {
    csaf_version: '2.0',
    category: 'csaf_vex',
    title: 'title',
    publisher: { category: 'vendor', namespace: 'https://www.redhat.com' },
    tracking: {
      id: 'CVE-2030-1234',
      current_release_date: '2030-01-02T00:00:00Z',
      initial_release_date: '2030-01-01T00:00:00Z',
    },
  },
  product_tree: {
    branches: [
      {
        category: 'vendor',
        name: 'Red Hat',
        branches: [
          release('el8', 'cpe:/o:redhat:enterprise_linux:8'),
          release('el9', 'cpe:/a:redhat:enterprise_linux:9::appstream'),
          build('pkg:rpm/redhat/left?arch=src', 'left'),
          build('pkg:rpm/redhat/left@1.2-4.el9?arch=x86_64&epoch=1', 'left-4'),
          build('pkg:rpm/redhat/left@1.2-3.el9?arch=x86_64&epoch=1', 'left-3'),
          build('pkg:rpm/redhat/left@1.2-3.el9?arch=aarch64&epoch=1', 'left-3-arm'),
          build('pkg:rpm/redhat/right?arch=src', 'right'),
          build('pkg:rpmmod/redhat/up@4:8090?arch=src', 'up:4'),
        ],
      },
    ],
    relationships: [
      within('left', 'el8'),
      within('left-4', 'el9'),
      within('left-3', 'el9'),
      within('left-3-arm', 'el9'),
      within('right', 'el8'),
      within('up:4', 'el8'),
      within('left', 'el8:up:4'),
    ],
  },
  vulnerabilities: [
    {
      cve: 'CVE-2030-1234',
      title: 'left is not right',
      cwe: { id: 'CWE-79', name: 'x' },
      notes: [{ category: 'other', text: 'x' }],
      product_status: {
        fixed: ['el9:left-4', 'el9:left-3', 'el9:left-3-arm'],
        known_affected: ['el8:left', 'el8:up:4:left'],
        known_not_affected: ['el8:right'],
      },
      flags: [{ label: 'vulnerable_code_not_in_execute_path', product_ids: ['el8:right'] }],
      remediations: [
        { category: 'no_fix_planned', details: 'Out of support scope', product_ids: ['el8:left'] },
        { category: 'none_available', details: 'Affected', product_ids: ['el8:up:4:left'] },
      ],
      scores: [
        {
          cvss_v3: {
            version: '3.1',
            vectorString: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:N',
            baseScore: 7.4,
            baseSeverity: 'HIGH',
          },
          products: ['el9:left-4', 'el8:left'],
        },
      ],
      threats: [{ category: 'impact', details: 'Low', product_ids: ['el8:left'] }],
    },
  ],
}

test('states, first fixes, modules and reasons of a VEX document', async () => {
  const records = await readText(csafReader, 'a.json', document)
  assert.deepEqual(problemsIn(records), [])
  const [advisory] = advisoriesIn(records)
  const common = { purl: 'pkg:rpm/redhat/left', severity: [], commits: [], versions: [] }
  assert.deepEqual(advisory?.affected, [
    {
      ...common,
      ecosystem: 'Red Hat:enterprise_linux:9::appstream',
      name: 'left',
      ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '1:1.2-3.el9' }] }],
      names: 'binary',
      architectures: ['aarch64', 'x86_64'],
    },
    {
      ...common,
      ecosystem: 'Red Hat:enterprise_linux:8',
      name: 'left',
      ranges: [],
      state: 'affected',
      unfixed: 'end-of-life',
      rating: 'Low',
      names: 'source',
    },
    {
      ...common,
      ecosystem: 'Red Hat:enterprise_linux:8',
      name: 'left',
      ranges: [],
      state: 'affected',
      unfixed: 'not-yet',
      names: 'source',
      module: 'up:4',
    },
    {
      ...common,
      purl: 'pkg:rpm/redhat/right',
      ecosystem: 'Red Hat:enterprise_linux:8',
      name: 'right',
      ranges: [],
      state: 'not-affected',
      names: 'source',
      justification: 'vulnerable_code_not_in_execute_path',
    },
  ])
  assert.deepEqual(coverageIn(records), ['Red Hat:enterprise_linux:9::appstream', 'Red Hat:enterprise_linux:8'])
  assert.deepEqual(
    threatsIn(records).map(({ cve, cwes, severity }) => [cve, cwes, severity?.length]),
    [['CVE-2030-1234', ['CWE-79'], 1]],
  )
})

test('ranges in the words of publishers', () => {
  const events = (text: string) => readProductRange(text)?.events
  assert.deepEqual(events('<V4.0.400'), [{ introduced: '0' }, { fixed: '4.0.400' }])
  assert.deepEqual(events('vers:generic/>=1.0|<2.0'), [{ introduced: '1.0' }, { fixed: '2.0' }])
  assert.deepEqual(events('>= 1.0 <= 2.0'), [{ introduced: '1.0' }, { last_affected: '2.0' }])
  assert.deepEqual(events('vers:all/*'), [{ introduced: '0' }])
  assert.deepEqual(readProductRange('vers:npm/1.0|1.1'), { events: [], versions: ['1.0', '1.1'] })
  for (const words of ['2.0 and earlier', 'before June', '>1.0']) assert.equal(events(words), undefined, words)
})

test('damage gives problems with places', async () => {
  await surviveDamage(csafReader, 'a.json', document)
})
