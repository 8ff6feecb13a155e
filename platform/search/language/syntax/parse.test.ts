import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { format } from './format.ts'
import limits from './limits.json' with { type: 'json' }
import { parse } from './parse.ts'

function problemsOf(text: string): string[] {
  const parsed = parse(text)
  return parsed.ok ? [] : parsed.problems.map(({ code, at, length }) => `${code} ${at}+${length}`)
}

/** Applies all certain suggestions, last place first. */
function mend(text: string): string {
  const parsed = parse(text)
  const edits = parsed.ok ? [] : parsed.problems.flatMap(({ suggestion }) => suggestion?.edit ?? [])
  return edits
    .toSorted((a, b) => b.at - a.at)
    .reduce((mended, { at, length, text: put }) => mended.slice(0, at) + put + mended.slice(at + length), text)
}

describe('a mistake is told with its place', () => {
  const mistakes: readonly [string, ...string[]][] = [
    ['name:', 'value-missing 5+0'],
    ['name: and os:x', 'value-missing 6+0'],
    ['name:"web', 'quote-not-closed 5+1'],
    ['name:web"01', 'quote-inside-word 8+1'],
    ['name:"say \\"hi"', 'text-after-quote 12+3'],
    ['and a:1', 'condition-missing 0+3'],
    ['a:1 or', 'condition-missing 4+2'],
    ['a:1 and or b:2', 'condition-missing 8+2'],
    ['not', 'condition-missing 0+3'],
    ['()', 'condition-missing 0+2'],
    ['(a:1', 'parenthesis-not-closed 0+1'],
    ['software:(a:1', 'parenthesis-not-closed 9+1'],
    ['a:1)', 'parenthesis-unexpected 3+1'],
    ['a:[1 .. 2', 'bracket-not-closed 2+1'],
    ['a:[]', 'list-empty 2+2'],
    ['a:[1 2]', 'list-broken 5+1'],
    ['a:[1 .. 2 3]', 'range-broken 10+1'],
    ['a > [1 .. 2]', 'range-needs-colon 4+1'],
    ['a,b', 'comma-outside-list 1+1'],
    ['..5', 'range-outside-brackets 0+2'],
    ['[a]', 'bracket-unexpected 0+1', 'bracket-unexpected 2+1'],
    ['> 5', 'operator-without-token 0+1'],
    ['a ~ /x', 'quote-not-closed 4+1'],
    ['a ~ /(x/', 'regex-broken 5+1'],
    ['a ~ /x(?=y)/', 'regex-not-supported 6+1'],
    ['a ~ /x{9999}/', 'regex-too-large 6+1'],
    ['a ~ /x/g', 'regex-flag-unknown 7+1'],
    ['a:1 limit 5 b:2', 'condition-after-clause 12+3'],
    ['limit 5 limit 6', 'clause-repeated 8+5'],
    ['limit 0', 'number-missing 6+1'],
    ['group by', 'token-missing 8+0'],
    ['group by a,', 'token-missing 11+0'],
    ['group by a/z', 'unit-unknown 10+2'],
    ['sort by a,b,c,d,e', 'keys-too-many 8+9'],
    ['(limit:5)', 'clause-inside 1+6'],
    ['a:\u200bb\u200bc', 'character-not-allowed 4+1'],
    ['a:b\u202ec', 'character-not-allowed 3+1'],
    ['a:\0', 'character-not-allowed 2+1'],
    ['a:\ud800', 'character-not-allowed 2+1'],
  ]
  for (const [text, ...expected] of mistakes) {
    test(JSON.stringify(text), () => assert.deepEqual(problemsOf(text), expected))
  }

  test('in sentences that are short whatever was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const parsed = parse(text)
        if (parsed.ok) return
        for (const { message, at, length } of parsed.problems) {
          assert.ok(message.length < 400 && !/[\p{Cc}\p{Cs}\u202a-\u202e]|undefined|\{/u.test(message), message)
          assert.ok(at >= 0 && length >= 0 && at + length <= text.length)
        }
      }),
    )
  })

  test('and a certain suggestion mends it', () => {
    for (const text of [
      'name:"web',
      'name:web"01',
      '(a:1',
      'a:((b:1',
      'a:[1, 2',
      'a:1)',
      'a ~ /x',
      '..5',
      'a:b\u202ec',
    ]) {
      assert.deepEqual(problemsOf(mend(text)), [], `${text} → ${mend(text)}`)
    }
  })

  test('and at most twenty times', () => {
    assert.equal(problemsOf('a: , '.repeat(1000)).length, limits.maxProblems)
  })
})

describe('every node knows its place', () => {
  test('in code units from the start', () => {
    const text = 'é and software:(name:"🛡" and version > 3)'
    const parsed = parse(text)
    assert.ok(parsed.ok)
    const found: string[] = []
    JSON.stringify(parsed.query.where, (_, value) => {
      if (typeof value?.at === 'number') found.push(text.slice(value.at, value.at + value.length))
      return value
    })
    assert.deepEqual(found, [
      'é and software:(name:"🛡" and version > 3)',
      'é',
      'é',
      'software:(name:"🛡" and version > 3)',
      'software',
      'name:"🛡" and version > 3',
      'name:"🛡"',
      'name',
      '"🛡"',
      'version > 3',
      'version',
      '3',
    ])
  })

  test('and is frozen', () => {
    const parsed = parse('a:(b:1 and c:[1, 2]) or not d:[1 .. 2] group by e sort by f')
    const thawed: unknown[] = []
    JSON.stringify(parsed.query, (_, value) => {
      if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) thawed.push(value)
      return value
    })
    assert.deepEqual(thawed, [])
  })
})

describe('a hostile query', () => {
  const deep = (count: number) => `${'('.repeat(count)}a:1${')'.repeat(count)}`
  const alternating = (count: number) => `${'(a:1 and (b:2 or '.repeat(count / 2)}c:3${'))'.repeat(count / 2)}`

  test('may be a thousand levels deep, and no deeper', () => {
    assert.deepEqual(problemsOf(deep(1000)), [])
    assert.deepEqual(problemsOf(deep(1001)), ['query-too-deep 1000+1'])
    assert.deepEqual(problemsOf(alternating(1000)), [])
    assert.equal(format(parse(alternating(1000)).query), `${'a:1 and (b:2 or '.repeat(500)}c:3${')'.repeat(500)}`)
    assert.deepEqual(problemsOf(`${'not '.repeat(1000)}a`), [])
    assert.deepEqual(problemsOf(`${'not '.repeat(1001)}a`), ['query-too-deep 4000+1'])
    assert.deepEqual(problemsOf(`${'a:('.repeat(1001)}b`), ['query-too-deep 3000+1'])
    assert.deepEqual(problemsOf('not ('.repeat(501)), ['query-too-deep 2500+1'])
  })

  test('may be a mebibyte long, and no longer', () => {
    assert.deepEqual(problemsOf('a'.repeat(limits.maxLength)), [])
    assert.deepEqual(problemsOf('a'.repeat(limits.maxLength + 1)), [`query-too-long ${limits.maxLength}+1`])
  })

  test('may have ten thousand conditions, and no more', () => {
    assert.deepEqual(problemsOf('a:1 '.repeat(10_000)), [])
    assert.deepEqual(problemsOf('a:1 '.repeat(10_001)), ['query-too-large 40000+1'])
    assert.deepEqual(problemsOf(`a:[${'1,'.repeat(300_000)}1]`), [])
  })

  const units = [
    '(',
    ')',
    '[',
    ']',
    ',',
    '"',
    "'",
    '`',
    '“',
    'a:',
    'a:(',
    'a:[',
    'a:["',
    'a:(b ',
    'not ',
    'and ',
    '!',
    '..',
    '*',
    '\\',
    '/',
    '~',
    'a ~ /',
    'a ~ /(',
    'a ~ "[',
    'a - b ',
    'a in ',
    'a is ',
    'exists ',
    'group by ',
    'limit 1 ',
    'sort by a,',
    '|',
    '\u200b',
    '\u00a0',
    '\n',
    '\0',
    '\ud83d',
    '\udc00',
    '🛡',
    'e\u0301',
    '\u202e',
    '\ufeff',
    '\u{e0001}',
    '1 ',
    '1 MB ',
    'ﷺ',
    '\u115f',
  ]
  for (const unit of units) {
    test(`of ${JSON.stringify(unit)} up to a mebibyte is read to its end or refused, in bounded stack and time`, () => {
      const text = unit.repeat(Math.floor(limits.maxLength / unit.length))
      const parsed = parse(text)
      assert.ok(parsed.ok || parsed.problems.length <= limits.maxProblems)
      format(parsed.query)
    })
  }
})
