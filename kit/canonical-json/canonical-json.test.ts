import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { canonicalJson } from './canonical-json.ts'

test('writes the example of RFC 8785, section 3.2.2', () => {
  const value = JSON.parse(
    '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
  )
  assert.equal(
    canonicalJson(value),
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  )
})

test('orders keys by UTF-16 code units (RFC 8785, section 3.2.3)', () => {
  const keys = ['€', '\r', '\ufb33', '1', '\u{1f600}', '\u0080', 'ö']
  const text = canonicalJson(Object.fromEntries(keys.map((key) => [key, 0])))
  assert.deepEqual(Object.keys(JSON.parse(text)), ['1', '\r', '\u0080', 'ö', '€', '\u{1f600}', '\ufb33'])
})

test('the same value gives the same text, whatever the order of its keys', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      const text = canonicalJson(value)
      assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)))
      assert.equal(canonicalJson(reversed(value)), text)
    }),
  )
})

test('says where a value has no JSON', () => {
  assert.throws(() => canonicalJson({ a: [1, Number.NaN] }), /^TypeError: \$\.a\[1\]: NaN/)
  assert.throws(() => canonicalJson({ a: '\ud800' }), /\$\.a: a string with a lone surrogate/)
  assert.throws(() => canonicalJson({ '\udc00': 1 }), /\(a key\)/)
  assert.throws(() => canonicalJson([new Map()]), /\$\[0\]: is no plain object/)
  assert.throws(() => canonicalJson([undefined]), /\$\[0\]: JSON has no undefined/)
  const circle: unknown[] = []
  circle.push(circle)
  assert.throws(() => canonicalJson(circle), /in a circle/)
  assert.equal(canonicalJson({ a: undefined, b: 1 }), '{"b":1}')
})

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  )
}
