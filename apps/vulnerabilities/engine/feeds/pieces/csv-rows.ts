import { csvCells } from '@holdfast/kit/tabular'
import { decodeUtf8 } from '@holdfast/kit/text'
import { ByteQueue } from './byte-queue.ts'

/** A row of a table; `cells` is undefined for one that is too long, which is left out. */
export interface CsvRow {
  /** Of its beginning, from 1. */
  readonly line: number
  readonly cells: readonly string[] | undefined
  /** The last row, whose line does not end: it may have been cut off. */
  readonly open?: true
}

const newline = 10
const quote = 34
const maxRow = 1 << 20

/** Rows of comma-separated values in UTF-8; cells in quotes may hold line ends. Empty rows are passed over. Source: RFC 4180. */
export async function* csvRows(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<CsvRow> {
  const queue = new ByteQueue()
  let line = 1
  let seen = 0
  let quotes = 0
  let lines = 0
  let dropping = false
  for await (const piece of pieces) {
    queue.add(piece)
    for (;;) {
      const bytes = queue.waiting
      const at = bytes.indexOf(newline, seen)
      const end = at < 0 ? bytes.length : at
      quotes += countOf(quote, bytes.subarray(seen, end))
      seen = end
      if (at < 0) break
      lines++
      seen++
      if (quotes % 2 === 1 && at <= maxRow) continue
      const cells = dropping || at > maxRow ? undefined : csvCells(rowText(bytes, at))
      if (cells === undefined || cells.length > 1 || cells[0] !== '') yield { line, cells }
      line += lines
      lines = 0
      seen = 0
      quotes = 0
      dropping = false
      queue.take(at + 1)
    }
    if (queue.length > maxRow) {
      dropping = true
      // A quote that is never closed must not swallow the rest of the table.
      quotes = 0
      seen = 0
      queue.take(queue.length)
    }
  }
  if (queue.length > 0)
    yield { line, cells: dropping ? undefined : csvCells(rowText(queue.waiting, queue.length)), open: true }
}

function countOf(byte: number, bytes: Uint8Array): number {
  let count = 0
  for (let at = bytes.indexOf(byte); at >= 0; at = bytes.indexOf(byte, at + 1)) count++
  return count
}

function rowText(bytes: Uint8Array, end: number): string {
  return decodeUtf8(bytes.subarray(0, end > 0 && bytes[end - 1] === 13 ? end - 1 : end))
}

/** Cells of a row by the names in the first one. Undefined where the row has no such cell. */
export function columnsOf(head: readonly string[]): (row: readonly string[], name: string) => string | undefined {
  const positions = new Map(
    head.map((name, index) => [
      name
        .replace(/^\ufeff/, '')
        .trim()
        .toLowerCase(),
      index,
    ]),
  )
  return (row, name) => {
    const index = positions.get(name)
    return index === undefined ? undefined : row[index]
  }
}
