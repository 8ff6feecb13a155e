import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compareVersions, ecosystems, schemeOf, versionOrderKey } from './index.ts'

const texts = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc
    .array(
      fc.constantFrom(
        '0',
        '1',
        '10',
        '.',
        '-',
        '_',
        '~',
        '^',
        '+',
        ':',
        'a',
        'rc',
        'p',
        'v',
        'dev',
        'r1',
        'ga',
        '#',
        ' ',
      ),
      { maxLength: 8 },
    )
    .map((pieces) => pieces.join('')),
)

for (const ecosystem of new Set(ecosystems)) {
  test(`${ecosystem}: hostile texts never throw, and the order is antisymmetric`, () => {
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        const order = compareVersions(ecosystem, a, b)
        const back = compareVersions(ecosystem, b, a)
        if (order === undefined || back === undefined) assert.equal(order, back)
        else assert.equal(order + back, 0)
        if (a === b && order !== undefined) assert.equal(order, 0)
      }),
      { numRuns: 300 },
    )
  })
}

test('a release after the colon does not matter', () => {
  assert.equal(compareVersions('Debian:12', '1.0~rc1-1', '1.0-1'), -1)
  assert.equal(compareVersions('Alpine:v3.18', '1.0_rc1-r0', '1.0-r0'), -1)
})

test('what does not parse, or comes from an unknown ecosystem, has no order', () => {
  assert.equal(compareVersions('Debian', '1.0', 'not a version'), undefined)
  assert.equal(compareVersions('npm', '1.0.0', ''), undefined)
  assert.equal(compareVersions('semver', '1.0.0', 'x'), undefined)
  assert.equal(compareVersions('Nowhere', '1', '1'), undefined)
  assert.equal(compareVersions('Debian', '1', '1'.repeat(10_000_000)), undefined)
})

test('a missing epoch counts as zero, or as the other side has it', () => {
  assert.equal(compareVersions('rpm', '2.0', '1:1.0'), -1)
  assert.equal(compareVersions('rpm', '2.0', '1:1.0', { missingEpoch: 'other' }), 1)
})

test('versions parse once and compare often', () => {
  const scheme = schemeOf('Debian')
  assert.ok(scheme)
  const parsed = ['2.0-1', '1.0~beta-1', '1:0.1', '1.0-1'].map((text) => ({ text, version: scheme.parse(text) }))
  parsed.sort((a, b) => scheme.compare(a.version, b.version))
  assert.deepEqual(
    parsed.map((one) => one.text),
    ['1.0~beta-1', '1.0-1', '2.0-1', '1:0.1'],
  )
})

test('a text of 10 MB is no version of any ecosystem, whatever it is made of', () => {
  const long = ['1', '1.', 'a', '-', '~', '^', '0', ':', '1.a', '_p1', '\0', ' '].map((piece) =>
    piece.repeat(10_000_000 / piece.length),
  )
  for (const ecosystem of ecosystems) {
    for (const text of long) {
      assert.equal(compareVersions(ecosystem, text, '1'), undefined)
      assert.equal(compareVersions(ecosystem, '1', `1-${text}`), undefined)
    }
  }
})

test('the two doors of a scheme say the same', () => {
  fc.assert(
    fc.property(texts, texts, (a, b) => {
      for (const ecosystem of ecosystems) {
        const scheme = schemeOf(ecosystem)
        const left = scheme?.parse(a)
        const right = scheme?.parse(b)
        const parsed = left === undefined || right === undefined ? undefined : scheme?.compare(left, right)
        assert.equal(compareVersions(ecosystem, a, b), parsed)
      }
    }),
  )
})

test('an order key sorts as the versions do; what has no place in a total order has none', () => {
  const sorted = ['1.0~rc1-1', '1.0', '1.0-1~bpo12+1', '1.0-1', '1.0-1+deb12u1', '1.0.1', '1.10', '1:0.1']
  const keys = sorted.map((version) => versionOrderKey('Debian', version))
  assert.deepEqual([...keys].sort(), keys)
  assert.equal(versionOrderKey('PyPI', '1.0'), versionOrderKey('PyPI', 'v1.0.0'))
  assert.equal(versionOrderKey('Alpine', '1.0.bad'), undefined)
  assert.equal(versionOrderKey('Arch Linux', '1.0-1'), undefined)
  assert.equal(versionOrderKey('Debian', 'not a version'), undefined)
  assert.equal(versionOrderKey('Nowhere', '1'), undefined)
})
