import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { csvLine, tableLines } from './index.ts'

test('cells of CSV are quoted where they must be, and no formula gets through', () => {
  assert.equal(csvLine(['a', 'b,c', 'say "x"', 'two\nlines', '']), 'a,"b,c","say ""x""","two\nlines",\r\n')
  assert.equal(csvLine(['=cmd()', '+1', '-2.5', '-x', '@a']), "'=cmd(),+1,-2.5,'-x,'@a\r\n")
})

test('a table is aligned and cut to its width', () => {
  assert.deepEqual(
    tableLines(
      ['name', 'n'],
      [
        ['web-1', '5'],
        ['x', '10'],
      ],
    ),
    ['NAME   N', 'web-1  5', 'x      10'],
  )
  const [, row] = tableLines(['name', 'n'], [['a'.repeat(50), '5']], 20)
  assert.equal(row, `${'a'.repeat(16)}…  5`)
})

test('no cell can control the terminal', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), (cells) => {
      const lines = tableLines(
        cells.map(() => 'c'),
        [cells],
      )
      assert.ok(lines.every((line) => !/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/.test(line)))
    }),
  )
})
