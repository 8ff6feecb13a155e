import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { validateCsaf } from '../csaf/index.ts'
import { readSbom } from '../sbom/index.ts'
import { encodeUtf8 } from '../text/index.ts'
import {
  lastWord,
  namesPurl,
  readVex,
  readVexValue,
  type VexDocument,
  type VexStatement,
  writeCsafVex,
  writeCycloneDxVex,
  writeOpenVex,
} from './index.ts'

const openssl = 'pkg:deb/debian/openssl@3.0.14-1?arch=amd64&distro=debian-12'
const lodash = 'pkg:npm/lodash@4.17.20'
const product = (purl: string) => ({ id: purl, purls: [purl], parts: [] })
const at = '2026-11-20T08:00:00.000Z'

const document: VexDocument = {
  form: 'openvex',
  id: 'https://example.org/vex/web-1',
  author: 'Example',
  issuedAt: '2026-11-21T00:00:00.000Z',
  statements: [
    {
      vulnerability: 'CVE-2026-10001',
      aliases: ['GHSA-aaaa-bbbb-cccc'],
      products: [product(openssl)],
      status: 'affected',
      action: 'Upgrade to 3.0.15-1.',
      at,
    },
    {
      vulnerability: 'CVE-2026-10001',
      aliases: ['GHSA-aaaa-bbbb-cccc'],
      products: [product(lodash)],
      status: 'not_affected',
      justification: 'vulnerable_code_not_in_execute_path',
      impact: 'The function is never called.',
      at,
    },
    {
      vulnerability: 'GHSA-dddd-eeee-ffff',
      aliases: [],
      products: [product(lodash)],
      status: 'under_investigation',
      at,
    },
    {
      vulnerability: 'CVE-2026-10002',
      aliases: [],
      products: [product(openssl), product(lodash)],
      status: 'fixed',
      at,
    },
  ],
}

const read = (value: unknown) => {
  const reading = readVex(encodeUtf8(JSON.stringify(value)))
  assert.ok(reading.ok, JSON.stringify(reading))
  assert.deepEqual(reading.problems, [])
  return reading.document
}
/** Without what a form has no place for. */
const plain = (statements: readonly VexStatement[], ...without: (keyof VexStatement)[]) =>
  statements.map((statement) =>
    Object.fromEntries(Object.entries(statement).filter(([key]) => !without.includes(key as never))),
  )

test('what is written as OpenVEX is read as it was', () => {
  assert.deepEqual(read(writeOpenVex(document)), document)
})

test('what is written as CycloneDX is read as it was, and is valid', () => {
  const written = writeCycloneDxVex(document)
  const bill = readSbom(encodeUtf8(JSON.stringify(written)))
  assert.ok(bill.ok)
  assert.deepEqual(bill.sbom.problems, [])
  const again = read(written)
  assert.equal(again.form, 'cyclonedx')
  assert.equal(again.author, 'Example')
  assert.deepEqual(again.statements, document.statements)
})

test('what is written as CSAF is read as it was, and passes the mandatory tests', () => {
  const written = writeCsafVex(document, 'Vulnerabilities of web-1', {
    category: 'user',
    namespace: 'https://example.org',
  })
  assert.deepEqual(validateCsaf(written, { groups: ['mandatory'] }), [])
  const again = read(written)
  assert.deepEqual(
    [again.form, again.id, again.author, again.issuedAt],
    ['csaf', document.id, 'Example', document.issuedAt],
  )
  const sorted = (statements: readonly object[]) =>
    statements.map((one) => JSON.stringify(one, Object.keys(one).sort())).sort()
  const names = (statements: readonly VexStatement[]) =>
    plain(
      statements.map((one) => ({
        ...one,
        products: one.products.map(({ purls }) => ({ id: purls[0]!, purls, parts: [] })),
        aliases: [],
      })),
      'at',
    )
  assert.deepEqual(sorted(names(again.statements)), sorted(names(document.statements)))
})

test('names packages by what a statement gives, and no more', () => {
  assert.equal(namesPurl('pkg:deb/debian/openssl', openssl), true)
  assert.equal(namesPurl('pkg:deb/debian/openssl@3.0.14-1', openssl), true)
  assert.equal(namesPurl('pkg:deb/debian/openssl@3.0.14-1?distro=debian-12', openssl), true)
  assert.equal(namesPurl('pkg:deb/debian/openssl?distro=debian-11', openssl), false)
  assert.equal(namesPurl('pkg:deb/debian/openssl@3.0.13-1', openssl), false)
  assert.equal(namesPurl('pkg:deb/ubuntu/openssl', openssl), false)
  assert.equal(namesPurl('nonsense', openssl), false)
})

test('the last statement counts, and one about a part only within its whole', () => {
  const said = (status: VexStatement['status'], time: string, parts: readonly string[] = []): VexStatement => ({
    vulnerability: 'CVE-2026-10001',
    aliases: [],
    products: [parts.length > 0 ? { id: 'pkg:oci/shop@1', purls: ['pkg:oci/shop@1'], parts } : product(lodash)],
    status,
    at: time,
  })
  const question = { vulnerability: ['GHSA-x', 'CVE-2026-10001'], purls: [lodash], within: [] as string[] }
  const ask = (statements: readonly VexStatement[], within: readonly string[] = []) =>
    lastWord([{ ...document, statements }], { ...question, within })?.statement.status
  assert.equal(ask([said('not_affected', '2026-02-01'), said('affected', '2026-01-01')]), 'not_affected')
  assert.equal(ask([said('not_affected', '2026-01-01'), said('affected', '2026-01-01')]), 'affected')
  assert.equal(ask([said('not_affected', '2026-01-01', ['pkg:npm/lodash'])]), undefined)
  assert.equal(ask([said('not_affected', '2026-01-01', ['pkg:npm/lodash'])], ['pkg:oci/shop@1']), 'not_affected')
  assert.equal(ask([said('not_affected', '2026-01-01', ['pkg:npm/left-pad'])], ['pkg:oci/shop@1']), undefined)
  const fixed = (purl: string) => ask([{ ...said('fixed', '2026-01-01'), products: [product(purl)] }])
  assert.deepEqual(
    [fixed('pkg:npm/lodash'), fixed('pkg:npm/lodash@4.17.21'), fixed(lodash)],
    [undefined, undefined, 'fixed'],
  )
})

test('says what is wrong with a statement, and keeps the others', () => {
  const reading = readVexValue({
    '@context': 'https://openvex.dev/ns/v0.2.0',
    statements: [
      { vulnerability: { name: 'CVE-2026-10001' }, products: [{ '@id': lodash }], status: 'unsure' },
      { vulnerability: {}, products: [{ '@id': lodash }], status: 'fixed' },
      { vulnerability: 'CVE-2026-10003', products: [], status: 'fixed' },
      { vulnerability: 'CVE-2026-10003', products: [lodash], status: 'not_affected', justification: 'because' },
    ],
  })
  assert.ok(reading.ok)
  assert.deepEqual(
    reading.problems.map(({ part, message }) => `${part}: ${message}`),
    [
      'statements[0]: has no status that VEX knows',
      'statements[1]: names no vulnerability',
      'statements[2]: names no product',
      'statements[3]: “because” is no justification of VEX',
    ],
  )
  assert.equal(reading.document.statements.length, 1)
  const broken = readVex(encodeUtf8('{"a": '))
  assert.equal(broken.ok, false)
  const other = readVex(encodeUtf8('{"a": 1}'))
  assert.deepEqual(other, { ok: false, problem: { message: 'neither OpenVEX nor CSAF nor CycloneDX in JSON' } })
})

test('never throws, whatever stands where', () => {
  const places = [
    (value: unknown) => ({ '@context': 'https://openvex.dev/ns/v0.2.0', statements: value }),
    (value: unknown) => ({
      '@context': 'https://openvex.dev/ns',
      statements: [{ vulnerability: value, products: [value], status: value }],
    }),
    (value: unknown) => ({
      bomFormat: 'CycloneDX',
      components: value,
      vulnerabilities: [{ id: 'CVE-1', analysis: value, affects: value }],
    }),
    (value: unknown) => ({
      document: { csaf_version: '2.0', tracking: value },
      product_tree: value,
      vulnerabilities: [value],
    }),
    (value: unknown) => ({
      document: { csaf_version: '2.0' },
      product_tree: {
        branches: [{ branches: value, product: value }],
        relationships: [value],
        product_groups: [value],
      },
      vulnerabilities: [
        {
          cve: 'CVE-2026-10001',
          product_status: { fixed: value, known_not_affected: ['a'] },
          flags: value,
          threats: [value],
        },
      ],
    }),
  ]
  fc.assert(
    fc.property(fc.constantFrom(...places), fc.jsonValue({ maxDepth: 4 }), (place, value) => {
      readVexValue(place(value))
    }),
    { numRuns: 500 },
  )
})
