import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { contains, parseComposerConstraint, parseGemRequirement } from './index.ts'

type Case = readonly [text: string, inside: readonly string[], outside: readonly string[]]

/** The examples of Composer's article "Versions and constraints", and forms found in advisories. */
const composerCases: readonly Case[] = [
  ['1.0.2', ['1.0.2', 'v1.0.2', '1.0.2.0'], ['1.0.3', '1.0.2-beta']],
  ['>=1.0', ['1.0', '1.0.0-dev', '1.0.0-beta1', '9'], ['0.9.9']],
  ['>=1.0 <2.0', ['1.5', '1.99.99'], ['2.0', '2.0.0-alpha1', '0.9']],
  ['>=1.0,<1.1 || >=1.2', ['1.0.5', '1.2.0'], ['1.1.0', '1.1.9']],
  ['>=1.0,<1.1|>=1.2', ['1.0.5', '1.2.0'], ['1.1.0']],
  ['1.0 - 2.0', ['1.0.0', '2.0.9'], ['2.1', '0.9']],
  ['1.0.0 - 2.1.0', ['2.1.0'], ['2.1.1']],
  ['1.0.*', ['1.0.0', '1.0.99', '1.0.0-beta'], ['1.1', '1.1.0-dev']],
  ['*', ['0.1', '99'], []],
  ['~1.2', ['1.2.0', '1.9'], ['2.0', '1.1.9', '2.0.0-RC1']],
  ['~1.2.3', ['1.2.3', '1.2.99'], ['1.3.0', '1.2.2']],
  ['~1', ['1.0', '1.9'], ['2.0']],
  ['^1.2.3', ['1.2.3', '1.9'], ['2.0', '1.2.2', '2.0.0-beta']],
  ['^0.3', ['0.3.0', '0.3.9'], ['0.4', '0.2']],
  ['^0.0.3', ['0.0.3'], ['0.0.4']],
  ['^0.0', ['0.0.9'], ['0.1']],
  ['!=1.0.0', ['1.0.1', '0.9'], ['1.0', '1.0.0.0']],
  ['<>1.0.0 >0.5', ['0.6'], ['0.5', '1.0']],
  ['<1.0.0-beta2', ['1.0.0-alpha1', '1.0b1'], ['1.0.0-beta2', '1.0']],
  ['>=1.0@beta', ['1.0'], ['0.9']],
  ['>1.0-p1', ['1.0pl2'], ['1.0', '1.0-patch1']],
]

const gemCases: readonly Case[] = [
  ['~> 1.2.3', ['1.2.3', '1.2.99'], ['1.3', '1.3.0.rc1', '1.2.2']],
  ['~> 1.2', ['1.2', '1.9'], ['2', '2.0.a']],
  ['~> 1', ['1.0', '1.9'], ['2.0', '0.9']],
  ['~> 2.0.0.rc1', ['2.0.0.rc1', '2.0.0', '2.0.9'], ['2.0.0.beta', '2.1']],
  ['>= 1.0, != 1.3, < 2', ['1.0', '1.4', '2.0.a'], ['1.3', '1.3.0', '2']],
  ['1.5', ['1.5.0'], ['1.5.1']],
]

for (const [parse, cases] of [
  [parseComposerConstraint, composerCases],
  [parseGemRequirement, gemCases],
] as const) {
  for (const [text, inside, outside] of cases) {
    test(`${parse.name}: ${text}`, () => {
      const range = parse(text)
      assert.ok(range.ok, range.ok ? '' : range.problem.message)
      for (const version of inside) assert.equal(contains(range.value, version), true, version)
      for (const version of outside) assert.equal(contains(range.value, version), false, version)
    })
  }
}

test('what is no constraint is refused; any text is, or is read, in bounded time', () => {
  for (const text of ['', 'dev-main', '>=', '1.0 ||', '~1.x', '^^1', '>=1.0 dev-main', '1.0 - ']) {
    assert.equal(parseComposerConstraint(text).ok, false, text)
  }
  for (const text of ['', '~>', '>= x', '1,,2']) assert.equal(parseGemRequirement(text).ok, false, text)
  const odd = fc.array(
    fc.constantFrom(
      '1',
      '.',
      '*',
      'x',
      ' ',
      ',',
      '|',
      '||',
      '^',
      '~',
      '>=',
      '<',
      '-',
      ' - ',
      '@dev',
      'beta',
      'p1',
      'v',
      '~>',
      'dev',
    ),
  )
  fc.assert(
    fc.property(odd, (all) => {
      for (const parse of [parseComposerConstraint, parseGemRequirement]) {
        const range = parse(all.join(''))
        if (range.ok) contains(range.value, '1.0')
      }
    }),
    { numRuns: 3000 },
  )
  for (const unit of [' ', '1', ',', '1 ', '1.', '|', '1|', '-', 'v', '~', 'beta']) {
    for (const parse of [parseComposerConstraint, parseGemRequirement]) {
      parse(unit.repeat(8192 / unit.length))
      parse(unit.repeat(10_000_000 / unit.length))
    }
  }
})
