import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { arbitraryPattern } from '../../testing/arbitrary-pattern.ts'
import { regexTester } from './match-regex.ts'
import { parseRegex } from './parse-regex.ts'

function problemOf(pattern: string): string {
  const parsed = parseRegex(pattern, false)
  return parsed.ok ? '' : `${parsed.problem.code} ${parsed.problem.at}`
}

function matches(pattern: string, text: string, ignoreCase = false): boolean {
  const parsed = parseRegex(pattern, ignoreCase)
  assert.ok(parsed.ok, pattern)
  return regexTester(parsed.regex)(text)
}

describe('a regular expression', () => {
  test('of the safe subset means what it means elsewhere', () => {
    const text = fc.array(fc.constantFrom(...'ab01_- .ä\nZ'), { maxLength: 8 }).map((all) => all.join(''))
    fc.assert(
      fc.property(arbitraryPattern, text, (pattern, subject) => {
        // "s": a dot is any character; "u": characters, not halves of them.
        assert.equal(
          matches(pattern, subject),
          new RegExp(pattern, 'su').test(subject),
          JSON.stringify([pattern, subject]),
        )
      }),
      { numRuns: 3000 },
    )
  })

  test('counts characters, not halves of them', () => {
    assert.ok(matches('^.$', '🛡') && matches('^[^a]{2}$', '🛡🛡') && matches('^a\\B', 'a') === false)
  })

  test('does not mind the case of letters beyond ASCII either', () => {
    assert.ok(matches('^müller$', 'MÜLLER', true) && matches('^[а-я]+$', 'ПРИВЕТ', true) && matches('Ω', 'ω', true))
    assert.ok(!matches('^müller$', 'MÜLLER', false) && !matches('ß', 'SS', true))
  })

  test('that needs more than linear time is refused by name and place', () => {
    const refused: readonly [string, string][] = [
      ['(a)\\1', 'regex-not-supported 3'],
      ['a(?=b)', 'regex-not-supported 1'],
      ['(?<!a)b', 'regex-not-supported 0'],
      ['(?<n>a)\\k<n>', 'regex-not-supported 7'],
      ['[[:alpha:]]', 'regex-not-supported 1'],
      ['\\p{L}', 'regex-not-supported 0'],
      ['a{1,256}', 'regex-too-large 1'],
      ['((a{99}){99}){99}', 'regex-too-large 0'],
      ['('.repeat(60), 'regex-too-large 50'],
      ['x'.repeat(1001), 'regex-too-large 1000'],
      ['a**', 'regex-broken 2'],
      ['*a', 'regex-broken 0'],
      ['^*', 'regex-broken 1'],
      ['a)', 'regex-broken 1'],
      ['(a', 'regex-broken 0'],
      ['[b-a]', 'regex-broken 2'],
      ['[a', 'regex-broken 0'],
      ['[]', 'regex-broken 0'],
      ['a\\', 'regex-broken 1'],
      ['\\ud800', 'regex-broken 0'],
      ['a{3,2}', 'regex-broken 1'],
    ]
    for (const [pattern, expected] of refused) assert.equal(problemOf(pattern), expected, pattern)
  })

  test('that makes other engines run for years is answered', () => {
    assert.equal(matches('^(a+)+$', `${'a'.repeat(50_000)}!`), false)
    assert.equal(matches('(x+x+)+y', 'x'.repeat(50_000)), false)
    assert.equal(matches('^(a|a)*$', `${'a'.repeat(50_000)}b`), false)
    assert.equal(matches('(.*){30}z', 'q'.repeat(5000)), false)
  })

  test('is read or refused, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.boolean(),
        (pattern, ignoreCase) => void parseRegex(pattern, ignoreCase),
      ),
    )
  })
})
