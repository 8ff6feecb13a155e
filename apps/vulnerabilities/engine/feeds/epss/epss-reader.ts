import type { FeedRecord } from '../../feed-record.ts'
import type { FeedReader } from '../feed-reader.ts'
import { isCve, maxDetails, textOf, threatRecord } from '../make-advisory.ts'
import { columnsOf, csvRows } from '../pieces/csv-rows.ts'

/**
 * Scores of the Exploit Prediction Scoring System. A first line `#model_version:…,score_date:…`, then `cve,epss,percentile`; older files and tables
 * that others made of it come without the first line, so that their scores have the date in the file's name, or none.
 * Source: https://www.first.org/epss/data_stats
 */
export const epssReader: FeedReader = {
  id: 'epss',
  matches: (_, start) => head.test(start),
  async *read({ path, pieces }) {
    let date = /(\d{4}-\d{2}-\d{2})/.exec(path)?.[1]
    let cell: ReturnType<typeof columnsOf> | undefined
    let known = ''
    for await (const { line, cells, open } of csvRows(pieces)) {
      const at = `${path} line ${line}`
      if (cells === undefined) yield { kind: 'problem', at, message: 'longer than any real one' }
      // A number that was cut off is a number too, and a wrong one.
      else if (open) yield { kind: 'problem', at, message: 'the document ends in the middle of a row' }
      else if (cells[0]?.startsWith('#')) {
        date = /score_date:(\d{4}-\d{2}-\d{2})/.exec(cells.join(','))?.[1] ?? date
        if (date === undefined) yield { kind: 'problem', at, message: 'does not say of which day the scores are' }
      } else if (cell === undefined) {
        cell = columnsOf(cells)
        known = ['percentile', 'epss percentile'].find((name) => cell?.(cells, name) !== undefined) ?? ''
        if (cell(cells, 'cve') === undefined || cell(cells, 'epss') === undefined || known === '') {
          yield { kind: 'problem', at, message: 'the columns cve, epss and percentile are missing' }
          return
        }
        if (date !== undefined) yield { kind: 'date', date }
      } else {
        const numbers = [cell(cells, 'epss'), cell(cells, known)].map(shareOf)
        yield recordOf(cell(cells, 'cve'), numbers, cell(cells, 'description'), date ?? '', at)
      }
    }
  },
}

// What stands behind the first line decides: another table that begins as scores do is none of them.
const head =
  /^\ufeff?(?:#[^\n]*model_version[^\n]*\n(?:"?cve"?,"?epss|$)|(?:"?cve"?,"?epss"?,"?percentile)|CVE,CVSS3?,EPSS,EPSS Percentile)/i

function shareOf(text: string | undefined): number | undefined {
  const value = text !== undefined && /^\s*\d*\.?\d+(?:e-?\d+)?\s*$/i.test(text) ? Number(text) : Number.NaN
  return value >= 0 && value <= 1 ? value : undefined
}

function recordOf(
  cve: string | undefined,
  [probability, percentile]: readonly (number | undefined)[],
  description: string | undefined,
  date: string,
  at: string,
): FeedRecord {
  if (!isCve(cve)) return { kind: 'problem', at, message: 'names no CVE' }
  if (probability === undefined || percentile === undefined)
    return { kind: 'problem', at: cve, message: 'has a score that is not from 0 to 1' }
  return threatRecord({
    cve,
    description: description === undefined ? undefined : textOf(description.trim(), maxDetails),
    epss: { probability, percentile, date },
  })
}
