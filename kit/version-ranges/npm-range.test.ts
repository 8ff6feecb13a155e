import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import fc from 'fast-check'
import { contains, parseNpmRange } from './index.ts'

interface NodeSemver {
  validRange(range: string): string | null
  satisfies(version: string, range: string): boolean
}

const semver = ((): NodeSemver | undefined => {
  try {
    return createRequire(import.meta.url)('semver') as NodeSemver
  } catch {
    return undefined
  }
})()

const number = fc.constantFrom('0', '0', '1', '2', '3', '10')
const word = fc.constantFrom('', '', '', '-0', '-alpha', '-alpha.1', '-rc.2', '-beta+build')
const version = fc.tuple(number, number, number, word).map(([a, b, c, d]) => `${a}.${b}.${c}${d}`)
const part = fc.oneof(number, number, fc.constantFrom('x', '*', 'X'))
const partial = fc.oneof(
  version,
  fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('.')),
)
const piece = fc
  .tuple(fc.constantFrom('', '', '=', '<', '<=', '>', '>=', '~', '~>', '^', '> ', '^ '), partial)
  .map((all) => all.join(''))
const alternative = fc.oneof(
  fc.array(piece, { maxLength: 3 }).map((pieces) => pieces.join(' ')),
  fc.tuple(partial, partial).map(([a, b]) => `${a} - ${b}`),
)
const range = fc.array(alternative, { minLength: 1, maxLength: 3 }).map((all) => all.join(' || '))

test('node-semver agrees on random ranges and versions', {
  skip: semver === undefined && 'semver is not installed',
}, () => {
  let held = 0
  fc.assert(
    fc.property(range, fc.array(version, { minLength: 1, maxLength: 6 }), (text, versions) => {
      if (semver?.validRange(text) === null) return
      const parsed = parseNpmRange(text)
      assert.ok(parsed.ok, text)
      for (const one of versions) {
        const expected = semver?.satisfies(one, text)
        assert.equal(contains(parsed.value, one), expected, `${one} in ${text}`)
        if (expected === true) held++
      }
    }),
    { numRuns: 5000 },
  )
  assert.ok(held > 1000)
})

test('with prereleases as versions like others, a range holds those between its ends', () => {
  const parsed = parseNpmRange('>=1.0.0 <2.0.0 || ^3.1', { prereleases: true })
  assert.ok(parsed.ok)
  for (const inside of ['1.0.0', '1.5.0-rc.1', '2.0.0-rc.1', '3.1.0-alpha'])
    assert.equal(contains(parsed.value, inside), true, inside)
  for (const outside of ['1.0.0-rc.1', '2.0.0', '4.0.0-rc.1'])
    assert.equal(contains(parsed.value, outside), false, outside)
})

test('what is no range is refused with its place', () => {
  const cases: readonly [string, number][] = [
    ['>=1.0 nonsense', 5],
    ['1.0 || >>2', 6],
    ['^^1', 0],
    [`>=${'9'.repeat(17)}`, 0],
  ]
  for (const [text, position] of cases) {
    const parsed = parseNpmRange(text)
    assert.ok(!parsed.ok, text)
    assert.equal(parsed.problem.position, position, text)
  }
})
