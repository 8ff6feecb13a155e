import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatPurl, parsePurl } from './index.ts'

test('a full package URL comes apart', () => {
  assert.deepEqual(
    parsePurl('pkg:deb/Debian/Curl@1:7.88.1-10%2Bdeb12u5?arch=amd64&distro=debian-12#usr/./bin/../curl'),
    {
      ok: true,
      value: {
        type: 'deb',
        namespace: 'debian',
        name: 'curl',
        version: '1:7.88.1-10+deb12u5',
        qualifiers: { arch: 'amd64', distro: 'debian-12' },
        subpath: 'usr/bin/curl',
      },
    },
  )
})

test('an unencoded npm scope is no version', () => {
  const parsed = parsePurl('pkg:npm/@babel/core')
  assert.ok(parsed.ok)
  assert.equal(parsed.value.namespace, '@babel')
  assert.equal(parsed.value.version, undefined)
})

test('problems carry a position', () => {
  assert.deepEqual(parsePurl('pkg:npm/x?arch=1&Bad=2'), {
    ok: false,
    problem: { message: 'the qualifier key "Bad" must be lower case', position: 17 },
  })
  const tooLong = parsePurl(`pkg:npm/${'x'.repeat(10_000)}`)
  assert.ok(!tooLong.ok)
})

test('what is built parses back to the same', () => {
  const part = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }).filter((text) => text.isWellFormed())
  const segment = part.filter((text) => !text.includes('/') && text !== '.' && text !== '..')
  const key = fc.stringMatching(/^[a-z][a-z0-9._-]{0,6}$/)
  const purl = fc.record({
    type: fc.constantFrom('generic', 'maven', 'npm', 'pypi', 'rpm', 'golang', 'conan', 'git', 'x-unknown'),
    namespace: fc.array(segment, { maxLength: 3 }).map((segments) => segments.join('/')),
    name: segment,
    version: fc.option(part),
    qualifiers: fc.dictionary(key, part, { maxKeys: 4 }),
    subpath: fc.array(segment, { maxLength: 3 }).map((segments) => segments.join('/')),
  })
  fc.assert(
    fc.property(purl, (components) => {
      const built = formatPurl(components)
      if (!built.ok) return
      const parsed = parsePurl(built.value)
      assert.ok(parsed.ok, `${built.value} does not parse`)
      const again = formatPurl(parsed.value)
      assert.deepEqual(again, built)
    }),
    { numRuns: 2000 },
  )
})

test('no text makes the parser throw', () => {
  const pieces = fc.constantFrom(
    'pkg:',
    '/',
    '@',
    '?',
    '#',
    '%',
    '%2',
    '%2F',
    '&',
    '=',
    'a',
    'B',
    ':',
    '\ud800',
    'é',
    '.',
    '..',
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 20 }), (list) => {
      const parsed = parsePurl(list.join(''), { lenient: true })
      if (parsed.ok) formatPurl(parsed.value)
    }),
    { numRuns: 5000 },
  )
})
