import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import fc from 'fast-check'
import { contains, parsePep440Specifier } from './index.ts'

const skip = (() => {
  try {
    execFileSync('python3', ['-c', 'import packaging.specifiers'], { stdio: 'ignore' })
    return false
  } catch {
    return 'python3-packaging is not installed'
  }
})()

const program = `
import sys, json
from packaging.specifiers import SpecifierSet, InvalidSpecifier
answers = []
for text, versions in json.load(sys.stdin):
  try:
    specifier = SpecifierSet(text)
    answers.append([specifier.contains(version, prereleases=True) for version in versions])
  except InvalidSpecifier: answers.append(None)
print(json.dumps(answers))
`

test('packaging of Python agrees on random specifiers and versions', { skip }, () => {
  const number = fc.constantFrom('0', '1', '1', '2', '10')
  const numbers = fc.array(number, { minLength: 1, maxLength: 3 }).map((all) => all.join('.'))
  const tail = fc.constantFrom('', '', '', '', 'a1', 'rc2', '.post1', '.dev3', 'a1.dev1')
  const version = fc
    .tuple(fc.constantFrom('', '', '', '1!'), numbers, tail, fc.constantFrom('', '', '', '+x.1'))
    .map((all) => all.join(''))
  const plain = fc.tuple(fc.constantFrom('', '', '', '1!'), numbers, tail).map((all) => all.join(''))
  const piece = fc.oneof(
    fc.tuple(fc.constantFrom('==', '!=', '~=', '<=', '>=', '>'), plain).map((both) => both.join('')),
    // Of "<" and a post release: packaging leaves out even the prereleases of the release before it.
    plain.filter((text) => !text.includes('post')).map((text) => `<${text}`),
    fc.tuple(fc.constantFrom('==', '!='), numbers).map((both) => `${both.join('')}.*`),
    fc.tuple(fc.constantFrom('==', '!='), version).map((both) => both.join('')),
  )
  const specifier = fc.array(piece, { maxLength: 3 }).map((all) => all.join(', '))
  const asked = fc.sample(fc.tuple(specifier, fc.array(version, { minLength: 8, maxLength: 8 })), {
    numRuns: 3000,
    seed: 4711,
  })
  const output = execFileSync('python3', ['-c', program], {
    input: JSON.stringify(asked),
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
  const answers = JSON.parse(output) as (boolean[] | null)[]
  const wrong = asked.flatMap(([text, versions], index) => {
    const range = parsePep440Specifier(text)
    const expected = answers[index] ?? null
    if (!range.ok || expected === null) return range.ok === (expected !== null) ? [] : [`${text}: ${expected}`]
    return versions.flatMap((one, at) => {
      const held = contains(range.value, one)
      return held === expected[at] ? [] : [`${one} in "${text}": ${held}`]
    })
  })
  assert.ok(answers.filter((one) => one !== null).length > 1500)
  assert.deepEqual(wrong, [])
})

test('many exclusions stay few intervals, and odd texts are refused', () => {
  const many = parsePep440Specifier(Array.from({ length: 150 }, (_, index) => `!=${index}.*`).join(','))
  assert.ok(many.ok && many.value.intervals.length <= 151)
  assert.equal(contains(many.value, '149.5'), false)
  assert.equal(contains(many.value, '150'), true)
  for (const text of ['1.0', '=1.0', '>=1.*', '~=1', '===1.0', '>=x', '>=1.0+local', '==1.0a1.*', '>=1,,<2']) {
    assert.equal(parsePep440Specifier(text).ok, false, text)
  }
  for (const unit of ['>', '>=1,', '1', '!=1.*,', ' ', '.', '>=1.'])
    parsePep440Specifier(unit.repeat(10_000_000 / unit.length))
})
