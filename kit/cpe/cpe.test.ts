import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  type CpeName,
  compareCpeNames,
  compareCpeValues,
  cpeMatches,
  evaluateApplicability,
  readCpeDictionary,
  readCpePlatforms,
  readCpeUri,
  readFormattedString,
  writeCpeUri,
  writeFormattedString,
} from './index.ts'

function nameOf(text: string): CpeName {
  const reading = text.startsWith('cpe:/') ? readCpeUri(text) : readFormattedString(text)
  assert.ok(reading.ok, `${text}: ${JSON.stringify(reading)}`)
  return reading.name
}

test('URIs and formatted strings mean the same', () => {
  const pairs: [string, string][] = [
    [
      'cpe:/a:microsoft:internet_explorer:8.0.6001:beta',
      'cpe:2.3:a:microsoft:internet_explorer:8.0.6001:beta:*:*:*:*:*:*',
    ],
    ['cpe:/a:microsoft:internet_explorer:8.%02:sp%01', 'cpe:2.3:a:microsoft:internet_explorer:8.*:sp?:*:*:*:*:*:*'],
    [
      'cpe:/a:hp:insight:7.4.0.1570:-:~~online~win2003~x64~',
      'cpe:2.3:a:hp:insight:7.4.0.1570:-:*:*:online:win2003:x64:*',
    ],
    ['cpe:/a:foo%5cbar:big%24money_2010', 'cpe:2.3:a:foo\\\\bar:big\\$money_2010:*:*:*:*:*:*:*:*'],
    ['cpe:/o:linux:linux_kernel::::en-us', 'cpe:2.3:o:linux:linux_kernel:*:*:*:en-us:*:*:*:*'],
  ]
  for (const [uri, formatted] of pairs) {
    assert.equal(writeFormattedString(nameOf(uri)), formatted)
    assert.equal(writeCpeUri(nameOf(formatted)), uri)
  }
  assert.deepEqual(nameOf('cpe:2.3:a:x\\:y:z:*:*:*:*:*:*:*:*').vendor, 'x\\:y')
})

test('what is no name says why', () => {
  const messageOf = (text: string) => {
    const reading = text.startsWith('cpe:/') ? readCpeUri(text) : readFormattedString(text)
    return reading.ok ? '' : `${reading.problem.position}: ${reading.problem.message}`
  }
  assert.equal(messageOf('cpe:/q:x'), '5: the part is none of a, h and o')
  assert.equal(messageOf('cpe:/a:x%zz'), '7: the vendor is encoded wrongly')
  assert.equal(messageOf('cpe:/a:b:c:d:e:f:g:h'), '20: the name has more than seven values')
  assert.equal(messageOf('cpe:2.3:a:b'), '11: the name has fewer than eleven values')
  assert.equal(messageOf('cpe:2.3:a:b*c:*:*:*:*:*:*:*:*:*'), '10: the vendor is not well-formed')
  assert.equal(messageOf('urn:x'), '0: the name does not begin with cpe:2.3:')
})

test('values stand to each other as the table of the standard says', () => {
  const cases: [string, string, string][] = [
    ['*', '*', 'equal'],
    ['*', '-', 'superset'],
    ['*', 'a', 'superset'],
    ['*', 'a*', 'undefined'],
    ['-', '*', 'subset'],
    ['-', '-', 'equal'],
    ['-', 'a', 'disjoint'],
    ['a', 'a', 'equal'],
    ['a', 'b', 'disjoint'],
    ['a', 'a*', 'undefined'],
    ['a', '*', 'subset'],
    ['a', '-', 'disjoint'],
    ['a*', 'abc', 'superset'],
    ['a?', 'a', 'superset'],
    ['a??', 'abcd', 'disjoint'],
    ['*b\\!', 'ab\\!', 'superset'],
    ['a*', '-', 'disjoint'],
    ['a*', '*', 'subset'],
    ['a*', 'a*', 'undefined'],
  ]
  for (const [source, target, relation] of cases)
    assert.equal(compareCpeValues(source, target), relation, `${source} and ${target}`)
  const all = nameOf('cpe:/o:debian:debian_linux')
  assert.equal(compareCpeNames(all, nameOf('cpe:/o:debian:debian_linux:12')), 'superset')
  assert.equal(cpeMatches(all, nameOf('cpe:/o:canonical:ubuntu_linux')), false)
})

const platforms = (body: string) =>
  `<platform-specification xmlns="http://cpe.mitre.org/language/2.0"><platform id="p">${body}</platform></platform-specification>`

test('expressions of products are evaluated, and errors stay errors', () => {
  const of = (body: string, results: Record<string, 'true' | 'false' | 'error'>) => {
    const reading = readCpePlatforms(platforms(body))
    assert.ok(reading.ok, JSON.stringify(reading))
    return evaluateApplicability(reading.platforms[0]!.test, (leaf) =>
      leaf.kind === 'fact' ? (results[leaf.name.vendor] ?? 'false') : (results[leaf.check.id] ?? 'false'),
    )
  }
  const both = (negate: string) =>
    `<logical-test operator="AND" negate="${negate}"><fact-ref name="cpe:/a:x"/><logical-test operator="OR" negate="false"><fact-ref name="cpe:/a:y"/><check-fact-ref system="s" href="h" id-ref="z"/></logical-test></logical-test>`
  assert.equal(of(both('false'), { x: 'true', z: 'true' }), 'true')
  assert.equal(of(both('TRUE'), { x: 'true', z: 'true' }), 'false')
  assert.equal(of(both('false'), { x: 'true', y: 'error' }), 'error')
  assert.equal(of(both('true'), { x: 'false', y: 'error' }), 'true')
  const broken = readCpePlatforms(platforms('<logical-test operator="NOR"/>'))
  assert.ok(!broken.ok && /is AND or OR/.test(broken.problem.message))
})

test('a dictionary gives names, titles and checks', () => {
  const reading = readCpeDictionary(
    '<cpe-list xmlns="http://cpe.mitre.org/dictionary/2.0"><cpe-item name="cpe:/o:x:y:1" deprecated="true" deprecated_by="cpe:/o:x:z:1"><title xml:lang="de">Ypsilon</title><title xml:lang="en-US">Y</title><check system="s" href="o.xml">d</check></cpe-item></cpe-list>',
  )
  assert.ok(reading.ok)
  const [item] = reading.items
  assert.deepEqual(
    [item?.title, item?.deprecatedBy, item?.checks],
    ['Y', ['cpe:/o:x:z:1'], [{ system: 's', href: 'o.xml', id: 'd' }]],
  )
  const broken = readCpeDictionary('<cpe-list>\n<cpe-item name="nothing"/></cpe-list>')
  assert.ok(!broken.ok)
  assert.equal(broken.problem.line, 2)
})

const value = fc.oneof(
  fc.constantFrom('*', '-', 'abc', '1.0', 'a\\!b', 'a*', '?b'),
  fc.string({ unit: fc.constantFrom('a', 'z', '9', '_', '.', '\\~', '\\:', '\\\\'), minLength: 1, maxLength: 6 }),
)

test('every name is written and read again alike, in both forms', () => {
  fc.assert(
    fc.property(fc.constantFrom('a', 'h', 'o'), fc.array(value, { minLength: 10, maxLength: 10 }), (part, values) => {
      const text = `cpe:2.3:${[part, ...values].join(':')}`
      const reading = readFormattedString(text)
      assert.ok(reading.ok, text)
      assert.equal(writeFormattedString(reading.name), text)
      const uri = writeCpeUri(reading.name)
      assert.deepEqual(nameOf(uri), reading.name, uri)
    }),
  )
})

test('no text makes a reader throw', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), (text) => {
      readCpeUri(`cpe:/${text}`)
      readFormattedString(`cpe:2.3:${text}`)
    }),
  )
})
