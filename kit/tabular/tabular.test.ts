import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { csvLine, csvRecords, tableLines } from './index.ts'

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

test('records of a table are read as they were written, with the lines they begin on', () => {
  assert.deepEqual(
    [...csvRecords('\ufeffa,"b ""x"", y"\r\n\n"two\nlines",z\nlast')],
    [
      { line: 1, cells: ['a', 'b "x", y'] },
      { line: 3, cells: ['two\nlines', 'z'] },
      { line: 5, cells: ['last'] },
    ],
  )
  assert.deepEqual([...csvRecords('a;b', ';')][0]?.cells, ['a', 'b'])
  assert.deepEqual([...csvRecords('a,"never closed\nb')], [{ line: 1, cells: ['a', 'never closed\nb'] }])
  fc.assert(
    fc.property(
      fc.array(
        fc.string().filter((cell) => !/^[=+\-@\t\r]/.test(cell)),
        { minLength: 2 },
      ),
      (cells) => {
        assert.deepEqual(
          [...csvRecords(csvLine(cells))].map((record) => record.cells),
          [cells],
        )
      },
    ),
  )
})
