import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { arbitraryQuery } from '../../testing/arbitrary-query.ts'
import { format } from './format.ts'
import { parse } from './parse.ts'
import type { Query } from './query.ts'

/** A query without its places in the text. */
function shape(query: Query): unknown {
  return JSON.parse(JSON.stringify(query, (key, value) => (key === 'at' || key === 'length' ? undefined : value)))
}

function assertStable(text: string): void {
  const first = parse(text)
  if (!first.ok) return
  const written = format(first.query)
  const second = parse(written)
  assert.ok(second.ok, `${text} → ${written} → ${JSON.stringify(second)}`)
  assert.deepEqual(shape(second.query), shape(first.query), `${text} → ${written}`)
  assert.equal(format(second.query), written)
}

describe('the canonical form', () => {
  const forms: readonly [string, string][] = [
    ['A:b AND NOT c:d OR e', 'A:b and not c:d or e'],
    ['a:1 b:2', 'a:1 and b:2'],
    ['(a:1 or b:2) c:3', '(a:1 or b:2) and c:3'],
    ['((a:1))and((b:2 and c:3))', 'a:1 and b:2 and c:3'],
    ['not(a:1 or b:2)', 'not (a:1 or b:2)'],
    ['a : 1 && b>=2 || !c<>3', 'a:1 and b >= 2 or not c != 3'],
    ['port:[ 1..5 ) x:(1 ..] y:[..2]', 'port:[1 .. 5) and x:(1 ..] and y:[.. 2]'],
    ['a:[1,2 , "three"] b in(4) c not in [5]', 'a:[1, 2, "three"] and b in (4) and not c in (5)'],
    ['a is null, b is not null'.replace(',', ''), 'a is null and exists b'],
    ['software:( name:"a b" and version:`3.1` )', 'software:(name:"a b" and version:`3.1`)'],
    ['a ~ /x\\/y/i b ~ "x/y" c ~ `X` d !~ z.*', 'a ~ /x\\/y/ and b ~ /x\\/y/ and c ~ `X` and not d ~ /z.*/'],
    ['lastFound   -   firstFound>30d', 'lastFound - firstFound > 30d'],
    ['x:“Windows 7”', 'x:"Windows 7"'],
    ['traffic > 10  MB', 'traffic > 10 MB'],
    ['path:"C:\\dir\\"', 'path:"C:\\dir\\"'],
    ['a | count by b, c/w | sort by count DESC | limit 5', 'a group by b, c/w count sort by count desc limit 5'],
    ['sort:-risk as of 2026-11-01', 'sort by risk desc as of 2026-11-01'],
    ['fe80::1 http://h/p C:\\win ip:::1 ip: ::1', 'fe80::1 and http://h/p and C:\\win and ip: ::1 and ip: ::1'],
    ['a as of::', 'a as of: :'],
    ['(sort://b)', '"sort://b"'],
    ['limit5 limit 5', 'limit5 limit 5'],
    ['sort=(name) and sort=[1..2]', 'sort=(name) and sort=[1 .. 2]'],
    ['(count) (group by)', '"count" and "group" and "by"'],
    ['', ''],
  ]
  for (const [text, expected] of forms) {
    test(`of ${text || 'nothing'}`, () => {
      const parsed = parse(text)
      assert.deepEqual(parsed.ok ? [] : parsed.problems, [])
      assert.equal(format(parsed.query), expected)
      assertStable(text)
    })
  }

  test('is read back as the same query, whatever was asked', () => {
    fc.assert(fc.property(arbitraryQuery, assertStable), { numRuns: 2000 })
  })

  test('is read back as the same query, whatever pieces of the language are thrown together', () => {
    const piece = fc.constantFrom(
      ...' ( ) [ ] , . .. : :: = != > < ~ !~ ! - | || && / // \\ * " \' ` “ ’ and or not in is null exists count group by sort limit as of desc'.split(
        ' ',
      ),
      ...'a b.c name x:1 "q q" `e` 10 MB now-7d fe80::1 C:\\x /re/ é 🛡 a:( a:[ b in ( 5'.split(' '),
      ' ',
      '\u00a0',
      '\u200b',
    )
    const text = fc
      .array(fc.tuple(piece, fc.constantFrom('', ' ')), { maxLength: 14 })
      .map((all) => all.flat().join(''))
    fc.assert(fc.property(text, assertStable), { numRuns: 20_000 })
  })

  test('is read back as the same query, whatever was typed', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 40 }), assertStable), { numRuns: 5000 })
  })
})
