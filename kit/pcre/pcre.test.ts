import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Pattern, type PatternOptions, readPattern } from './index.ts'

function patternOf(text: string, options?: PatternOptions): Pattern {
  const reading = readPattern(text, options)
  assert.ok(reading.ok, `${text}: ${JSON.stringify(reading)}`)
  return reading.pattern
}

function matchOf(text: string, subject: string, options?: PatternOptions): readonly (string | undefined)[] | undefined {
  const match = patternOf(text, options).exec(subject)
  assert.notEqual(match, 'exceeded')
  return match === 'exceeded' ? undefined : match?.groups
}

test('what only Perl-compatible patterns have', () => {
  const cases: [string, string, readonly (string | undefined)[] | undefined][] = [
    ['\\Aab\\z', 'ab', ['ab']],
    ['ab\\Z', 'ab\n', ['ab']],
    ['ab$', 'ab\n', ['ab']],
    ['ab\\z', 'ab\n', undefined],
    ['[[:alpha:]]+[[:^digit:]]', 'ab-1', ['ab-']],
    ['(?i)ABC', 'xabcx', ['abc']],
    ['a(?i:B)c', 'abc', ['abc']],
    ['a(?i)b|c', 'aB', ['aB']],
    ['(?>a+)a', 'aaa', undefined],
    ['a++a', 'aaa', undefined],
    ['a{2,}+b', 'aaab', ['aaab']],
    ['(?<=ab|c)d', 'abd', ['d']],
    ['(?<!ab|c)d', 'abd cd xd', ['d']],
    ['(?P<x>a)(?P=x)', 'aa', ['aa', 'a']],
    ['(a)?(?(1)b|c)', 'ab', ['ab', 'a']],
    ['^(a)?(?(1)b|c)$', 'c', ['c', undefined]],
    ['foo\\Kbar', 'foobar', ['bar']],
    ['\\Qa.b\\E+', 'a.bbb', ['a.bbb']],
    ['\\x41\\x{42}\\103', 'ABC', ['ABC']],
    ['\\h\\H', ' \t-', ['\t-']],
    ['[\\w-]+', 'a-b c', ['a-b']],
    ['[]a]+', ']a', [']a']],
    ['[^]a]', ']ab', ['b']],
    ['a{,3}', 'a{,3}', ['a{,3}']],
    ['(?x) a b # comment\n c', 'abc', ['abc']],
    ['(a*)*', 'aa', ['aa', '']],
    ['(?:a|b)*?c', 'abac', ['abac']],
    ['(?#note)a', 'a', ['a']],
    ['\\R', '\r\n', ['\r\n']],
    ['\\bfoo\\b', 'a foo', ['foo']],
    ['.', '😀', ['😀']],
    ['\\p{Lu}\\P{Lu}', 'aBc', ['Bc']],
    ['é', 'É', undefined],
    ['(?i)é', 'É', ['É']],
    ['\\d', '٣', undefined],
    ['.*b', 'a\nb', ['b']],
    ['(?s).*\\nb(c+)', 'a\nbcc\n', ['a\nbcc', 'cc']],
    ['(?:ab){2}c', 'xababc', ['ababc']],
    ['[^#]*x', 'ab#cxd', ['cx']],
  ]
  for (const [pattern, subject, expected] of cases)
    assert.deepEqual(matchOf(pattern, subject), expected === undefined ? undefined : [...expected], pattern)
})

test('the options say what dots, carets and dollars mean', () => {
  assert.deepEqual(matchOf('^b$', 'a\nb\n', { multiline: true }), ['b'])
  assert.equal(matchOf('^b$', 'a\nb\n'), undefined)
  assert.equal(matchOf('^$', 'a\n', { multiline: true }), undefined)
  assert.deepEqual(matchOf('a.b', 'a\nb', { dotAll: true }), ['a\nb'])
  assert.equal(matchOf('a.b', 'a\nb'), undefined)
  assert.deepEqual(matchOf('a b', 'ab', { extended: true }), ['ab'])
})

test('a wrong pattern says what and where', () => {
  const cases: [string, string, number][] = [
    ['(a', 'a group is not closed', 0],
    ['a)', 'a closing parenthesis closes nothing', 1],
    ['[a', 'a class in brackets is not closed', 0],
    ['*a', 'nothing is there to repeat', 0],
    ['a{3,2}', 'the numbers of a repetition are out of order', 6],
    ['[b-a]', 'a range in brackets is out of order', 2],
    ['\\2(a)', 'a group 2 is referred to and is not there', 0],
    ['(?<=a+)b', 'what a look behind matches has no fixed length', 0],
    ['[[:foo:]]', 'the class [:foo:] is not known', 1],
    ['a\\', 'the pattern ends with a backslash', 1],
    ['(?R)', 'this kind of group is not supported', 0],
    ['(((a{500}){500}){500})', 'the pattern is too large', 0],
  ]
  for (const [pattern, message, position] of cases) {
    const reading = readPattern(pattern)
    assert.deepEqual(reading, { ok: false, problem: { message, position } }, pattern)
  }
})

test('patterns that blow up end within the bound', () => {
  for (const pattern of ['(a+)+$', '(a|a)*$', '(a|aa)+$', '([a-z]+)*[=]', '(.*)*\\1[x]'])
    assert.equal(patternOf(pattern).exec(`${'a'.repeat(60)}!`, 0, 200_000), 'exceeded', pattern)
  assert.equal(patternOf('(?:a|b)*').exec('ab'.repeat(200_000)) !== 'exceeded', true)
})

/** Patterns that mean the same to JavaScript. */
const pattern = fc.letrec<{ one: string; some: string }>((tie) => ({
  one: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('a', 'b', '[ab]', '[^a]', '.', '\\d', '^', '$', '\\b', '\\w'),
    tie('some').map((body) => `(${body})`),
    tie('some').map((body) => `(?:${body})`),
    tie('some').map((body) => `(?=${body})`),
    tie('some').map((body) => `(?!${body})`),
  ),
  some: fc
    .array(
      fc.array(
        fc.tuple(tie('one'), fc.constantFrom('', '', '', '?', '*', '+', '*?', '{1,2}')).map(([one, repeat]) =>
          // A repeated assertion means nothing to JavaScript.
          /^(?:[\^$]|\\b|\(\?[=!])/.test(one as string) ? one : `${one}${repeat}`,
        ),
        { maxLength: 4 },
      ),
      { minLength: 1, maxLength: 3 },
    )
    .map((alternatives) => alternatives.map((parts) => parts.join('')).join('|')),
})).some

test('matches where JavaScript does, in patterns that both know', () => {
  fc.assert(
    fc.property(pattern, fc.string({ unit: fc.constantFrom('a', 'b', '1', '-'), maxLength: 12 }), (text, subject) => {
      const found = patternOf(text).exec(subject, 0, 20_000)
      // JavaScript has no bound: what is too much for ours could hold it up for ever.
      if (found === 'exceeded') return
      const expected = new RegExp(text, 'u').exec(subject)
      assert.equal(found?.index, expected?.index)
      // JavaScript forgets what groups within a repetition held before, and goes round no more where nothing was taken.
      if (!/[*+?}]/.test(text)) assert.deepEqual(found?.groups, expected === null ? undefined : [...expected])
    }),
    { numRuns: 1500 },
  )
})

test('no text makes reading or matching throw', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'ab()[]{}*+?|^$\\.-,1<>=!:#dQEpxkgKR'), maxLength: 14 }),
      (text) => {
        const reading = readPattern(text)
        if (reading.ok) reading.pattern.exec('ab1-a{b}', 0, 50_000)
      },
    ),
    { numRuns: 3000 },
  )
})
