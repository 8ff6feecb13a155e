import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { highlight } from './highlight.ts'

const shown = (text: string) =>
  highlight(text)
    .map(({ at, length, kind }) => `${kind[0]}:${text.slice(at, at + length)}`)
    .join(' ')

describe('colours', () => {
  test('follow the parser', () => {
    assert.equal(
      shown('status:open and not severity:[3 .. 5] group by fix'),
      't:status o:: v:open k:and k:not t:severity o::[ v:3 o:.. v:5 o:] k:group k:by t:fix',
    )
    assert.equal(
      shown('software:(name:"a b" or web) as of now'),
      't:software o::( t:name o:: v:"a b" k:or t:web o:) k:as k:of v:now',
    )
    assert.equal(shown('a - b > 3d'), 't:a o:- t:b o:> v:3d')
  })

  test('tell what is known of unfinished text', () => {
    assert.equal(shown('status:open and ('), 't:status o:: v:open k:and o:(')
    assert.equal(shown('name:"we'), 't:name o:: v:"we')
  })

  test('lie in order, without overlap, on everything that is not blank', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        let end = 0
        let rest = ''
        for (const { at, length } of highlight(text)) {
          assert.ok(at >= end && length > 0, text)
          rest += text.slice(end, at)
          end = at + length
        }
        assert.match(rest + text.slice(end), /^\s*$/)
      }),
      { numRuns: 3000 },
    )
  })
})
