import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { compareVersions } from './index.ts'

type Pair = readonly [string, string]

/** Random versions made of pieces that matter to a format; the seed is fixed so that a failure can be seen again. */
function pairs(pieces: readonly string[], first: readonly string[], count: number): readonly Pair[] {
  const version = fc
    .tuple(fc.constantFrom(...first), fc.array(fc.constantFrom(...pieces), { maxLength: 7 }))
    .map(([head, tail]) => head + tail.join(''))
  const near = fc
    .tuple(version, fc.array(fc.constantFrom(...pieces), { maxLength: 2 }))
    .map(([base, more]) => [base, base + more.join('')] as const)
  return fc.sample(fc.oneof(fc.tuple(version, version), near), { numRuns: count, seed: 4711 }) as unknown as Pair[]
}

function agree(ecosystem: string, given: readonly Pair[], expected: readonly number[]): void {
  assert.equal(expected.length, given.length)
  const wrong = given.flatMap(([a, b], index) => {
    const order = compareVersions(ecosystem, a, b)
    return order === expected[index] ? [] : [`${a} ${b}: ${order}, not ${expected[index]}`]
  })
  assert.deepEqual(wrong, [])
}

const installed = (tool: string) => (existsSync(`/usr/bin/${tool}`) ? false : `${tool} is not installed`)
const numbers = (output: string) =>
  output
    .trim()
    .split('\n')
    .map((line) => Math.sign(Number(line)))

test('dpkg agrees on random versions', { skip: installed('dpkg') }, () => {
  const given = pairs(
    ['0', '1', '10', '.', '~', '+', 'a', 'Z', 'rc', '-', '-1', '00', '9'],
    ['0', '1:1', '2.0', '01'],
    400,
  )
  const usable = given.filter((pair) => pair.every((text) => !text.endsWith('-')))
  const script =
    'while read -r a b; do if dpkg --compare-versions "$a" lt "$b"; then echo -1; elif dpkg --compare-versions "$a" gt "$b"; then echo 1; else echo 0; fi; done'
  const input = usable.map((pair) => `${pair.join(' ')}\n`).join('')
  agree(
    'deb',
    usable,
    numbers(execFileSync('sh', ['-c', script], { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] })),
  )
})

test('rpm agrees on random versions', { skip: installed('rpm') }, () => {
  const given = pairs(
    ['0', '1', '10', '.', '~', '^', '+', '_', 'a', 'Z', 'rc', '00', '9'],
    ['0', '1', 'a', '2.0', '01', '~', '^'],
    3000,
  )
  const calls = given.map(([a, b]) => `print(rpm.vercmp("${a}","${b}").."\\n")`).join(' ')
  const out: string[] = []
  for (let at = 0; at < given.length; at += 500) {
    const chunk = calls.split(' ').slice(at, at + 500)
    out.push(execFileSync('rpm', ['--eval', `%{lua: ${chunk.join(' ')}}`], { encoding: 'utf8' }).trim())
  }
  agree('rpm', given, numbers(out.join('\n')))
})

test('vercmp of pacman agrees on random versions', { skip: installed('vercmp') }, () => {
  const given = pairs(
    ['0', '1', '10', '.', '..', '~', '+', '_', 'a', 'Z', 'rc', '-1', '-2', '9'],
    ['0', '1:1', 'a', '2.0', '01'],
    300,
  )
  const input = given.map((pair) => `${pair.join(' ')}\n`).join('')
  agree(
    'alpm',
    given,
    numbers(execFileSync('sh', ['-c', 'while read -r a b; do vercmp "$a" "$b"; done'], { input, encoding: 'utf8' })),
  )
})

test('ComparableVersion of Maven agrees on random versions', { skip: installed('mvn') }, () => {
  const jar = globSync('/usr/share/maven/lib/maven-artifact-3*.jar')[0]
  assert.ok(jar, "maven-artifact is part of Debian's maven")
  const pieces = ['0', '1', '10', '.', '-', '.1', '-1', 'a', 'b1', 'rc', '-alpha', '-SNAPSHOT', '-sp', '-foo']
  // Left out are empty tokens, `final` amid others and words after a dot, where Maven 3.8 parts from its written specification.
  const given = pairs(pieces, ['1', '1.0', '2', '01'], 600).filter((pair) =>
    pair.every((text) => !/[.-]([.-]|$)|\.[a-z]/i.test(text)),
  )
  const lang3 = globSync('/usr/share/maven/lib/commons-lang3*.jar')[0] ?? ''
  const output = execFileSync(
    'java',
    ['-cp', `${jar}:${lang3}`, 'org.apache.maven.artifact.versioning.ComparableVersion', ...given.flat()],
    { encoding: 'utf8' },
  )
  const between = [...output.matchAll(/^ +\S* (<|==|>) \S*$/gm)].map(
    (match) => ({ '<': -1, '==': 0, '>': 1 })[match[1] as string] as number,
  )
  agree(
    'Maven',
    given,
    between.filter((_, index) => index % 2 === 0),
  )
})

const hasPackaging = (() => {
  try {
    execFileSync('python3', ['-c', 'import packaging.version'], { stdio: 'ignore' })
    return false
  } catch {
    return 'python3-packaging is not installed'
  }
})()

test('packaging.version of Python agrees on random versions', { skip: hasPackaging }, () => {
  const pieces = ['0', '1', '.1', '.0', 'a1', 'b', '.rc2', '-post', '.post1', '.dev3', '-1', '+local', '+1.a', '.dev']
  const given = pairs(pieces, ['1', '1.0', '1!0', 'v2'], 6000)
  const program = [
    'import sys, json',
    'from packaging.version import Version, InvalidVersion',
    'for a, b in json.load(sys.stdin):',
    '  try: x, y = Version(a), Version(b); print((x > y) - (x < y))',
    '  except InvalidVersion: print("invalid")',
  ].join('\n')
  const lines = execFileSync('python3', ['-c', program], { input: JSON.stringify(given), encoding: 'utf8' })
    .trim()
    .split('\n')
  const valid = given.filter((_, index) => lines[index] !== 'invalid')
  assert.ok(valid.length > 1000)
  agree('PyPI', valid, lines.filter((line) => line !== 'invalid').map(Number))
})
