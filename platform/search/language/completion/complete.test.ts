import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { sampleEntity } from '../../testing/sample-entity.ts'
import { parse } from '../syntax/parse.ts'
import { complete, withValues } from './complete.ts'

/** `|` is the cursor: what is wanted there, the text that would be replaced, and the first things offered. */
function at(marked: string): { expects: string; token?: string; replaced: string; wants: boolean; texts: string[] } {
  const cursor = marked.indexOf('|')
  const text = marked.replace('|', '')
  const found = complete(text, cursor, sampleEntity)
  return {
    expects: found.expects,
    ...(found.token && { token: found.token.fullName }),
    replaced: text.slice(found.at, found.at + found.length),
    wants: found.wantsValues,
    texts: found.items.map((item) => item.text),
  }
}

function choose(marked: string, item: string): string {
  const cursor = marked.indexOf('|')
  const text = marked.replace('|', '')
  const found = complete(text, cursor, sampleEntity)
  assert.ok(found.items.some((one) => one.text === item) || found.wantsValues, `${marked} does not offer ${item}`)
  return text.slice(0, found.at) + item + text.slice(found.at + found.length)
}

describe('at the cursor', () => {
  const places: readonly [string, string, string | undefined, string, string | undefined][] = [
    ['|', 'term', undefined, '', 'name:'],
    ['sev|', 'term', undefined, 'sev', 'severity:'],
    ['se|verity:5', 'term', undefined, 'severity', 'severity:'],
    ['severity |', 'connective', 'severity', '', ':'],
    ['severity:|', 'value', 'severity', '', 'minimal'],
    ['severity: |', 'value', 'severity', '', 'minimal'],
    ['severity:h|igh and x', 'value', 'severity', 'high', 'high'],
    ['severity:[high, c|', 'value', 'severity', 'c', 'critical'],
    ['severity:[high, |', 'value', 'severity', '', 'minimal'],
    ['severity:high |', 'connective', undefined, '', 'and '],
    ['severity:high o|', 'connective', undefined, 'o', 'or '],
    ['not |', 'term', undefined, '', 'name:'],
    ['(name:x or |', 'term', undefined, '', 'name:'],
    ['software:(|', 'term', undefined, '', 'name:'],
    ['software:(ver|', 'term', undefined, 'ver', 'version:'],
    ['software:(name:|', 'value', 'software.name', '', undefined],
    ['software:(name:"op|en" and version:1)', 'value', 'software.name', '"open"', undefined],
    ['software.v|', 'term', undefined, 'software.v', 'software.version:'],
    ['port:2|', 'value', 'port.number', '2', undefined],
    ['lastSeen > |', 'value', 'lastSeen', '', 'now-1h'],
    ['lastSeen:[now-7d .. to|', 'value', 'lastSeen', 'to', 'today'],
    ['online:|', 'value', 'online', '', 'true'],
    ['exists |', 'name', undefined, '', 'name'],
    ['group by |', 'group-key', undefined, '', 'name'],
    ['name:x group by severity, st|', 'group-key', undefined, 'st', 'status'],
    ['sort by |', 'sort-key', undefined, '', 'name'],
    ['sort by risk d|', 'direction', 'risk', 'd', 'asc'],
    ['limit |', 'number', undefined, '', '50'],
    ['as of |', 'time', undefined, '', 'now-1h'],
    ['name:x limit 5 |', 'clause', undefined, '', 'group by '],
  ]
  for (const [marked, expects, token, replaced, first] of places) {
    test(marked, () => {
      const found = at(marked)
      assert.deepEqual([found.expects, found.token, found.replaced, found.texts[0]], [expects, token, replaced, first])
    })
  }

  test('values are looked up for texts, keywords and numbers, not for what is known', () => {
    for (const marked of ['name:|', 'owner:m|', 'port:|', 'address:|', 'label:[a, |'])
      assert.ok(at(marked).wants, marked)
    for (const marked of ['severity:|', 'online:|', 'lastSeen:|', 'name ~ |', 'na|', 'nope:|'])
      assert.ok(!at(marked).wants, marked)
  })

  test('values that were looked up come first, quoted where they must be', () => {
    const found = withValues(complete('owner:m', 7, sampleEntity), [
      { value: 'mk', count: 12 },
      { value: "Mary O'Neil", count: 3 },
    ])
    assert.deepEqual(
      found.items.map(({ text, count }) => [text, count]),
      [
        ['mk', 12],
        ["'Mary O''Neil'", 3],
      ],
    )
  })

  test('a choice replaces what was typed and nothing else', () => {
    assert.equal(choose('sev|', 'severity:'), 'severity:')
    assert.equal(choose('name:x and sev| or risk:1', 'severity:'), 'name:x and severity: or risk:1')
    assert.equal(choose('severity:h| and risk:1', 'high'), 'severity:high and risk:1')
    assert.equal(choose('owner:"ma|ry" and risk:1', "'Mary Ann'"), "owner:'Mary Ann' and risk:1")
    assert.equal(choose('software:(na|)', 'name:'), 'software:(name:)')
  })

  test('words of other names lead to the token', () => {
    assert.ok(at('asset|').texts.includes('name:'))
    assert.ok(at('installed|').texts.includes('software:('))
  })

  test('something is offered or not, but nothing breaks, wherever the cursor stands', () => {
    const piece = fc.constantFrom(
      ...'severity : [ ] ( ) " \' ` , .. and or not name:"x software:( group by sort limit as of exists ~ / é 🛡 |'.split(
        ' ',
      ),
      ' ',
    )
    const text = fc.array(piece, { maxLength: 12 }).map((all) => all.join(''))
    fc.assert(
      fc.property(text, fc.nat({ max: 60 }), (typed, cursor) => {
        const { at: from, length, items } = complete(typed, cursor, sampleEntity)
        assert.ok(from >= 0 && length >= 0 && from + length <= typed.length)
        assert.ok(from <= Math.min(cursor, typed.length) && items.length <= 50)
      }),
      { numRuns: 3000 },
    )
  })

  test('every token that is offered can be asked', () => {
    for (const { text, kind } of complete('', 0, sampleEntity).items) {
      if (kind === 'token') assert.ok(parse(`${text}x`).ok, text)
      if (kind === 'group') assert.ok(parse(`${text}x)`).ok, text)
    }
  })
})
