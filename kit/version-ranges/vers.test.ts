import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  contains,
  formatVers,
  normalizeRange,
  parseConstraints,
  parseMavenRange,
  parseNpmRange,
  parseNugetRange,
  parseVers,
} from './index.ts'

function canonical(text: string): string | undefined {
  const range = parseVers(text)
  assert.ok(range.ok, range.ok ? '' : `${text}: ${range.problem.message}`)
  return formatVers(range.value.type, range.value)
}

const cases: readonly [text: string, canonical: string, inside: readonly string[], outside: readonly string[]][] = [
  ['vers:npm/1.2.3', 'vers:npm/1.2.3', ['1.2.3'], ['1.2.4', '1.2.2']],
  ['vers:npm/*', 'vers:npm/*', ['0.0.0-a', '9.9.9'], []],
  ['vers:npm/<2.0.0|>=1.0.0', 'vers:npm/>=1.0.0|<2.0.0', ['1.0.0', '2.0.0-rc.1'], ['1.0.0-rc.1', '2.0.0']],
  ['VERS:NPM/ >=1.0.0 | <2.0.0 ', 'vers:npm/>=1.0.0|<2.0.0', ['1.0.0'], ['2.0.0']],
  [
    'vers:pypi/0.0.0|0.0.1|0.0.2|>=0.0.4|<0.1.0|1.0|!=0.0.5',
    'vers:pypi/0.0.0|0.0.1|0.0.2|>=0.0.4|!=0.0.5|<0.1.0|1.0',
    ['0.0.1', '0.0.4', '0.0.6', '1.0.0'],
    ['0.0.3', '0.0.5', '0.1', '1.1'],
  ],
  [
    'vers:deb/<=1.0-1|>1.5|<=2|>=3',
    'vers:deb/<=1.0-1|>1.5|<=2|>=3',
    ['0', '1.0-1', '1.6', '2', '99'],
    ['1.5', '1.2', '2.5'],
  ],
  ['vers:gem/>1|>=2|<3|<4', 'vers:gem/>1|<4', ['1.5', '3.5'], ['1', '4']],
  ['vers:golang/!=v1.2.0', 'vers:golang/!=v1.2.0', ['v1.1.9', 'v1.2.1'], ['v1.2.0']],
  ['vers:golang/>=v1.0.0%2Bincompatible', 'vers:golang/>=v1.0.0+incompatible', ['v1.0.0'], ['v0.9.0']],
  ['vers:maven/>1|2|<3', 'vers:maven/>1|<3', ['2', '2.9'], ['1', '3']],
]

for (const [text, written, inside, outside] of cases) {
  test(`${text} is ${written}`, () => {
    assert.equal(canonical(text), written)
    assert.equal(canonical(written), written)
    for (const form of [text, written]) {
      const range = parseVers(form)
      assert.ok(range.ok)
      for (const version of inside) assert.equal(contains(range.value, version), true, version)
      for (const version of outside) assert.equal(contains(range.value, version), false, version)
    }
  })
}

test('what is no vers is refused with its place', () => {
  const refused: readonly [string, RegExp, number][] = [
    ['npm/1.0', /starts with/, 0],
    ['vers:nothing/1', /"nothing" are not known/, 5],
    ['vers:npm/', /"" is not/, 9],
    ['vers:npm/>=1.0.0||<2', /"" is not/, 17],
    ['vers:npm/>=1.0.0|<2|2.0.0', /"2(.0.0)?" stands there twice/, 9],
    ['vers:npm/>=1.0.0|<=%zz', /"%zz" is not a version of npm/, 17],
    ['vers:npm/>=1.0.0|*', /is not a comparator/, 17],
    ['vers:constructor/1', /are not known/, 5],
  ]
  for (const [text, message, position] of refused) {
    const range = parseVers(text)
    assert.ok(!range.ok, text)
    assert.match(range.problem.message, message)
    assert.equal(range.problem.position, position, text)
  }
})

test('any text is parsed or refused, and a long one in bounded time', () => {
  const odd = fc.array(
    fc.constantFrom(
      'vers:',
      'npm',
      '/',
      '|',
      '>=',
      '<',
      '!',
      '=',
      '1',
      '.',
      '*',
      ' ',
      '%',
      '[',
      ']',
      '(',
      ')',
      ',',
      '||',
      '^',
      '~',
      'x',
      ' - ',
    ),
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        odd.map((all) => all.join('')),
        odd.map((all) => `vers:npm/${all.join('')}`),
      ),
      (text) => {
        for (const parse of [
          parseVers,
          parseNpmRange,
          parseMavenRange,
          parseNugetRange,
          (one: string) => parseConstraints('Debian', one),
        ]) {
          const range = parse(text)
          if (range.ok) contains(range.value, '1.0')
          else assert.ok(range.problem.position >= 0 && range.problem.position <= text.length)
        }
      },
    ),
    { numRuns: 2000 },
  )
  for (const piece of [' ', '1', '|', '1|', '>', '^', '[', '[1,', ',', 'v', '=', '~ ', '1 ', '||', '.', 'x.']) {
    for (const length of [8_000, 10_000_000]) {
      const long = piece.repeat(length / piece.length)
      for (const parse of [
        parseVers,
        parseNpmRange,
        parseMavenRange,
        parseNugetRange,
        (one: string) => parseConstraints('Debian', one),
      ]) {
        for (const text of [long, `vers:npm/${long}`, `>=1 ${long}`]) parse(text)
      }
    }
  }
})

test('a range in its normal form holds the same versions', () => {
  const number = fc.integer({ min: 0, max: 12 })
  const constraint = fc.tuple(fc.constantFrom('=', '!=', '<', '<=', '>', '>='), number).map((both) => both.join(' '))
  const text = fc
    .array(
      fc.array(constraint, { minLength: 1, maxLength: 4 }).map((all) => all.join(', ')),
      { minLength: 1, maxLength: 4 },
    )
    .map((all) => all.join(' || '))
  fc.assert(
    fc.property(text, (one) => {
      const range = parseConstraints('Debian', one)
      assert.ok(range.ok)
      const written = formatVers('deb', range.value)
      const parsed = written === undefined ? undefined : parseVers(written)
      assert.ok(parsed === undefined || parsed.ok, written)
      const back = parsed?.ok ? parsed.value : undefined
      for (let version = 0; version <= 13; version++) {
        for (const candidate of [String(version), `${version}.5`]) {
          const held = contains(range.value, candidate)
          assert.equal(contains(normalizeRange(range.value), candidate), held, `${candidate} in ${one}`)
          assert.equal(
            back === undefined ? false : contains(back, candidate),
            held,
            `${candidate} in ${one}, ${written}`,
          )
        }
      }
    }),
    { numRuns: 2000 },
  )
})

test('intervals of Maven and NuGet', () => {
  const known: readonly [parse: typeof parseMavenRange, text: string, vers: string | undefined][] = [
    [parseMavenRange, '[1.0,2.0)', 'vers:maven/>=1.0|<2.0'],
    [parseMavenRange, '(,1.0],[1.2,)', 'vers:maven/<=1.0|>=1.2'],
    [parseMavenRange, '(,1.1),(1.1,)', 'vers:maven/!=1.1'],
    [parseMavenRange, '[1.5]', 'vers:maven/1.5'],
    [parseMavenRange, '1.5', 'vers:maven/1.5'],
    [parseMavenRange, '(1,1)', undefined],
    [parseMavenRange, '(,)', 'vers:maven/*'],
    [parseNugetRange, '1.0', 'vers:maven/>=1.0'],
    [parseNugetRange, '(1.0,)', 'vers:maven/>1.0'],
    [parseNugetRange, '[1.0, 2.0]', 'vers:maven/>=1.0|<=2.0'],
  ]
  for (const [parse, text, vers] of known) {
    const range = parse(text)
    assert.ok(range.ok, text)
    assert.equal(formatVers('maven', range.value), vers, text)
  }
  for (const text of ['', '[1.0', '1.0]', '(1.0)', '[1,2,3]', '[1,2),', '[1,2)x', '[]', '[1,2),(3']) {
    assert.equal(parseMavenRange(text).ok, false, text)
  }
  assert.equal(parseNugetRange('[1,2],[3,4]').ok, false)
})
