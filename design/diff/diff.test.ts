import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { foldLines, pairLines } from './fold-lines.ts'
import { diffLines } from './line-diff.ts'
import { diffWords } from './word-diff.ts'

const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 30 })

/** Length of the longest common subsequence, the slow and certain way. */
function common(a: readonly string[], b: readonly string[]): number {
  const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0))
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      table[i]![j] = a[i - 1] === b[j - 1] ? table[i - 1]![j - 1]! + 1 : Math.max(table[i - 1]![j]!, table[i]![j - 1]!)
    }
  }
  return table[a.length]![b.length]!
}

describe('line diff', () => {
  it('holds both texts, and is as short as can be', () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const diff = diffLines(before, after)
        assert.deepEqual(
          diff.filter((line) => line.kind !== 'added').map((line) => line.text),
          before,
        )
        assert.deepEqual(
          diff.filter((line) => line.kind !== 'removed').map((line) => line.text),
          after,
        )
        assert.equal(diff.filter((line) => line.kind === 'same').length, common(before, after))
      }),
    )
  })

  it('numbers the lines of both sides', () => {
    assert.deepEqual(diffLines(['x', 'old', 'y'], ['x', 'new', 'y']), [
      { kind: 'same', text: 'x', before: 1, after: 1 },
      { kind: 'removed', text: 'old', before: 2 },
      { kind: 'added', text: 'new', after: 2 },
      { kind: 'same', text: 'y', before: 3, after: 3 },
    ])
  })

  it('gives up in time on texts that have nothing in common', () => {
    const before = Array.from({ length: 9000 }, (_, at) => `old ${at}`)
    const after = Array.from({ length: 10 }, (_, at) => `new ${at}`)
    const diff = diffLines(before, after)
    assert.equal(diff.length, 9010)
  })
})

describe('word diff', () => {
  it('marks the words that changed', () => {
    const { before, after } = diffWords('PasswordAuthentication no', 'PasswordAuthentication yes')
    assert.deepEqual(before, [
      { text: 'PasswordAuthentication ', changed: false },
      { text: 'no', changed: true },
    ])
    assert.deepEqual(after.at(-1), { text: 'yes', changed: true })
  })

  it('leaves lines alone that share no word', () => {
    assert.deepEqual(diffWords('alpha', 'beta').before, [{ text: 'alpha', changed: false }])
  })

  it('the pieces are the line', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        const pieces = diffWords(before, after)
        assert.equal(pieces.before.map((piece) => piece.text).join(''), before)
        assert.equal(pieces.after.map((piece) => piece.text).join(''), after)
      }),
    )
  })
})

describe('folding and pairing', () => {
  it('hides what is far from any change and says how much', () => {
    const before = Array.from({ length: 20 }, (_, at) => `line ${at}`)
    const after = before.with(10, 'changed')
    const folded = foldLines(diffLines(before, after), 2)
    assert.deepEqual(folded[0], { hidden: 8 })
    assert.deepEqual(folded.at(-1), { hidden: 7 })
    assert.equal(folded.length, 8)
  })

  it('sets changed lines side by side', () => {
    const pairs = pairLines(diffLines(['a', 'b', 'z'], ['c', 'z']))
    assert.deepEqual(
      pairs.map((pair) => [pair.before?.text, pair.after?.text]),
      [
        ['a', 'c'],
        ['b', undefined],
        ['z', 'z'],
      ],
    )
  })
})
