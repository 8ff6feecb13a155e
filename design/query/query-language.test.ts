import assert from 'node:assert/strict'
import { it } from 'node:test'
import fc from 'fast-check'
import { applySuggestion, type QueryToken, toPieces } from './query-language.ts'

const token = (start: number, end: number, kind: QueryToken['kind']): QueryToken => ({ start, end, kind })

it('the pieces are the text, whatever ranges come', () => {
  const range = fc.record({
    start: fc.integer({ min: -3, max: 40 }),
    end: fc.integer({ min: -3, max: 40 }),
    kind: fc.constantFrom<QueryToken['kind']>('field', 'operator', 'value', 'keyword', 'text'),
  })
  const problem = fc.option(fc.record({ start: fc.nat(40), end: fc.nat(40), message: fc.constant('wrong') }), {
    nil: undefined,
  })
  fc.assert(
    fc.property(fc.string({ maxLength: 30 }), fc.array(range, { maxLength: 8 }), problem, (text, tokens, wrong) => {
      assert.equal(
        toPieces(text, tokens, wrong)
          .map((piece) => piece.text)
          .join(''),
        text,
      )
    }),
  )
})

it('colours tokens and underlines the problem', () => {
  const pieces = toPieces('status:opn', [token(0, 7, 'field'), token(7, 10, 'value')], {
    start: 7,
    end: 10,
    message: 'no such status',
  })
  assert.deepEqual(pieces, [
    { text: 'status:', kind: 'field', wrong: false },
    { text: 'opn', kind: 'value', wrong: true },
  ])
})

it('a problem at the end of the text has nothing to underline, and breaks nothing', () => {
  assert.deepEqual(toPieces('a', [], { start: 1, end: 1, message: 'unfinished' }), [
    { text: 'a', kind: 'plain', wrong: false },
  ])
})

it('puts suggestions in their place', () => {
  assert.deepEqual(applySuggestion('sev and x', { text: 'severity:', start: 0, end: 3 }), {
    text: 'severity: and x',
    caret: 9,
  })
})
