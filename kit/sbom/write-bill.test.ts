import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeUtf8 } from '../text/index.ts'
import { type Bill, readSbom, type Sbom, writeCycloneDx, writeSpdx } from './index.ts'

const libssl = 'pkg:deb/debian/libssl3@3.0.14-1~deb12u2?arch=amd64&distro=debian-12'
const bill: Bill = {
  name: 'web-1',
  namespace: 'urn:holdfast:asset:ast_1:2030-01-01T00:00:00.123Z',
  createdAt: '2030-01-01T00:00:00.123Z',
  distribution: { id: 'debian', release: '12' },
  components: [
    {
      name: 'lodash',
      version: '4.17.21',
      purl: 'pkg:npm/lodash@4.17.21',
      license: 'MIT',
      source: undefined,
      paths: ['/b'],
    },
    {
      name: 'lodash',
      version: '4.17.21',
      purl: 'pkg:npm/lodash@4.17.21',
      license: 'MIT',
      source: undefined,
      paths: ['/a'],
    },
    {
      name: 'libssl3',
      version: '3.0.14-1~deb12u2',
      purl: libssl,
      license: 'Apache 2 or so',
      source: { name: 'openssl', version: '3.0.14-1~deb12u2' },
      paths: [],
    },
    { name: 'x', version: undefined, purl: 'pkg:npm/x', license: undefined, source: undefined, paths: [] },
  ],
}

function read(document: unknown): Sbom {
  const reading = readSbom(encodeUtf8(JSON.stringify(document)))
  assert.ok(reading.ok, JSON.stringify(reading))
  assert.deepEqual(reading.sbom.problems, [])
  return reading.sbom
}

test('what is written as CycloneDX is read again, each software once', () => {
  const { version, subject, distribution, components } = read(writeCycloneDx(bill))
  assert.deepEqual([version, subject?.name, distribution], ['1.6', 'web-1', { id: 'debian', release: '12' }])
  assert.deepEqual(
    components
      .slice(1)
      .map(({ name, version: of, purl, licenses, source, path }) => [name, of, purl, licenses, source, path]),
    [
      [
        'libssl3',
        '3.0.14-1~deb12u2',
        libssl,
        ['Apache 2 or so'],
        { name: 'openssl', version: '3.0.14-1~deb12u2' },
        undefined,
      ],
      ['lodash', '4.17.21', 'pkg:npm/lodash@4.17.21', ['MIT'], undefined, '/a'],
      ['x', undefined, 'pkg:npm/x', [], undefined, undefined],
    ],
  )
})

test('what is written as SPDX is read again, each software once', () => {
  const document = writeSpdx(bill)
  const { format, version, components } = read(document)
  assert.deepEqual([format, version], ['SPDX', '2.3'])
  const named = components.filter(({ purl }) => purl !== undefined)
  assert.deepEqual(
    named.map(({ name, version: of, purl }) => [name, of, purl]),
    [
      ['libssl3', '3.0.14-1~deb12u2', libssl],
      ['lodash', '4.17.21', 'pkg:npm/lodash@4.17.21'],
      ['x', undefined, 'pkg:npm/x'],
    ],
  )
  assert.equal((document.creationInfo as { created: string }).created, '2030-01-01T00:00:00Z')
  assert.deepEqual(document.hasExtractedLicensingInfos, [
    { licenseId: 'LicenseRef-1', extractedText: 'Apache 2 or so', name: 'Apache 2 or so' },
  ])
})

test('the order of components changes nothing', () => {
  const turned = { ...bill, components: [...bill.components].reverse() }
  assert.deepEqual(writeCycloneDx(turned), writeCycloneDx(bill))
  assert.deepEqual(writeSpdx(turned), writeSpdx(bill))
})
