import { asList, asRecord, asText } from '@holdfast/kit/reading'
import type { FeedRecord } from '../../feed-record.ts'
import type { FeedFile, FeedReader } from '../feed-reader.ts'
import { isCve, maxDetails, maxSummary, textOf, threatRecord, webAddresses } from '../make-advisory.ts'
import { columnsOf, csvRows } from '../pieces/csv-rows.ts'
import { jsonParts, placeOf } from '../pieces/json-parts.ts'

/** CISA's catalogue of vulnerabilities that are known to be exploited. Source: known_exploited_vulnerabilities_schema.json of CISA. */
export const kevReader: FeedReader = {
  id: 'cisa-kev',
  matches: (path, start) =>
    isCsv(start) ||
    (/\.json$/.test(path) &&
      /"(?:catalogVersion|cveID)"\s*:/.test(start) &&
      /"(?:dateAdded|vulnerabilities)"/.test(start)),
  async *read({ path, pieces }) {
    yield* /\.csv$/.test(path) ? readCsv({ path, pieces }) : readJson({ path, pieces })
  },
}

function isCsv(start: string): boolean {
  return /^\ufeff?"?cveID"?,"?vendorProject"?,/.test(start)
}

async function* readJson({ path, pieces }: FeedFile): AsyncGenerator<FeedRecord> {
  const opens = (at: readonly unknown[]) => at.length === 0 || (at.length === 1 && at[0] === 'vulnerabilities')
  for await (const { path: at, value, problem } of jsonParts(pieces, { opens })) {
    const place = `${path} ${placeOf(at)}`.trim()
    if (problem !== undefined) yield { kind: 'problem', at: place, message: problem }
    else if (at[0] === 'dateReleased') yield* dateOf(value)
    else if (at[0] === 'vulnerabilities') yield* readEntry(asRecord(value), place)
  }
}

async function* readCsv({ path, pieces }: FeedFile): AsyncGenerator<FeedRecord> {
  let cell: ReturnType<typeof columnsOf> | undefined
  for await (const { line, cells } of csvRows(pieces)) {
    const at = `${path} line ${line}`
    if (cells === undefined) yield { kind: 'problem', at, message: 'longer than any real one' }
    else if (cell === undefined) cell = columnsOf(cells)
    else {
      const named = columns.map((name) => [name, cell?.(cells, name.toLowerCase())] as const)
      const { cwes, ...entry } = Object.fromEntries(named)
      yield* readEntry({ ...entry, cwes: cwes?.split(/[\s,]+/) }, at)
    }
  }
}

const columns = [
  'cveID',
  'vulnerabilityName',
  'dateAdded',
  'shortDescription',
  'requiredAction',
  'dueDate',
  'knownRansomwareCampaignUse',
  'notes',
  'cwes',
]

const day = /^\d{4}-\d{2}-\d{2}$/

function* dateOf(value: unknown): Generator<FeedRecord> {
  const date = textOf(value, 64)
  if (date !== undefined && /^\d{4}-\d{2}-\d{2}/.test(date)) yield { kind: 'date', date }
}

function* readEntry(entry: ReturnType<typeof asRecord>, at: string): Generator<FeedRecord> {
  const [cve, added, due] = [asText(entry.cveID), asText(entry.dateAdded), asText(entry.dueDate)]
  if (!isCve(cve)) {
    yield { kind: 'problem', at, message: 'names no CVE' }
    return
  }
  if (added === undefined || !day.test(added)) {
    yield { kind: 'problem', at: cve, message: 'does not say when it was added' }
    return
  }
  yield threatRecord({
    cve,
    description: textOf(entry.shortDescription, maxDetails),
    cwes: asList(entry.cwes)
      .slice(0, 100)
      .flatMap((one) => asText(one) ?? [])
      .filter((one) => /^CWE-\d{1,6}$/.test(one)),
    kev: {
      added,
      due: due !== undefined && day.test(due) ? due : '',
      ransomware: asText(entry.knownRansomwareCampaignUse)?.toLowerCase() === 'known',
      action: textOf(entry.requiredAction, maxSummary) ?? '',
      name: textOf(entry.vulnerabilityName) ?? '',
    },
    references: webAddresses((asText(entry.notes) ?? '').slice(0, maxDetails).split(/[\s;]+/)),
  })
}
