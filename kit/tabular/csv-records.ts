import { csvCells } from './csv-cells.ts'

/** A record of a table, with the line it begins on, from 1. */
export interface CsvRecord {
  readonly line: number
  readonly cells: readonly string[]
}

/** All records of a text; those without any cell are passed over. A quote that is never closed takes the rest. Source: RFC 4180. */
export function* csvRecords(text: string, separator = ','): Generator<CsvRecord> {
  let line = 1
  for (let at = text.charCodeAt(0) === 0xfeff ? 1 : 0; at < text.length; ) {
    let quotes = 0
    let lines = 0
    let from = at
    let end: number
    do {
      const found = text.indexOf('\n', from)
      end = found < 0 ? text.length : found
      for (let seen = text.indexOf('"', from); seen >= 0 && seen < end; seen = text.indexOf('"', seen + 1)) quotes++
      from = end + 1
      lines++
    } while (quotes % 2 === 1 && end < text.length)
    const record = text.slice(at, text.charCodeAt(end - 1) === 13 && end > at ? end - 1 : end)
    if (record !== '') yield { line, cells: csvCells(record, separator) }
    line += lines
    at = end + 1
  }
}
