import { type Static, Type } from 'typebox'
import { defineRoute, type Route, type StreamedReply, type TenantTransaction } from '../../contract/index.ts'
import { format as canonical } from '../../search/index.ts'
import { searchQuery } from '../conventions/reply-schemas.ts'
import { readQuery } from '../search/read-query.ts'
import type { Searchable } from '../search/searchable.ts'
import { chooseColumns } from './export-columns.ts'
import { exportLines, exportRows, planColumns } from './export-rows.ts'
import { type ExportFormat, exportFormats, itemWriter, mediaTypes } from './write-items.ts'

const querySchema = Type.Object({
  q: searchQuery.q,
  sort: searchQuery.sort,
  zone: Type.Optional(Type.String({ maxLength: 64, description: 'Time zone of dates without one; UTC when absent.' })),
  format: Type.Optional(Type.Enum([...exportFormats], { default: 'json', description: 'json, ndjson or csv.' })),
  columns: Type.Optional(
    Type.String({
      maxLength: 4000,
      description:
        'Names of columns in their order, separated by commas. JSON and NDJSON hold whole items when absent.',
    }),
  ),
})

/**
 * The route that exports exactly what a list shows for the same query, sort and columns: all of it, in one snapshot, without a cap. What fails in the middle
 * ends with an error object (JSON, NDJSON), and in every form with a broken connection: a file that is short is never taken for a whole one.
 */
export function exportRoute(list: Searchable): Route {
  return defineRoute({
    method: 'GET',
    path: `${list.path}/export`,
    summary: `${list.summary}: all rows of a query as a file`,
    permission: list.permission,
    streams: exportFormats.map((each) => mediaTypes[each].split(';')[0]!),
    query: querySchema,
    reply: Type.Object({
      data: Type.Array(Type.Unsafe<object>({ type: 'object' })),
      rows: Type.Optional(Type.Integer({ minimum: 0, description: 'How many there are; absent where it failed.' })),
      error: Type.Optional(Type.Unsafe<object>({ type: 'object', description: 'Why it ends here: a problem.' })),
    }),
    async handle({ tx, query, tenant }: { tx: TenantTransaction; query: Static<typeof querySchema>; tenant: object }) {
      return streamExport(tx, list, query, tenant)
    },
  } as unknown as Parameters<typeof defineRoute>[0])
}

function streamExport(
  tx: TenantTransaction,
  list: Searchable,
  query: Static<typeof querySchema>,
  tenant: object,
): StreamedReply {
  const format = (query.format ?? 'json') as ExportFormat
  const now = Date.now()
  const plan = readQuery(list.entity, query, now)
  const own = planColumns(plan)
  const columns = own ?? chooseColumns(list, query.columns)
  const writer = itemWriter(format, columns, { whole: query.columns === undefined, tenant })
  const name = list.path.slice(1).replaceAll('/', '-')
  let rows = 0
  // Most exports are whole rows as JSON, and long: these pass as text.
  const asText = format !== 'csv' && query.columns === undefined && own === undefined && list.shape === undefined
  async function* batches(): AsyncGenerator<[string, number]> {
    if (asText) for await (const lines of exportLines(tx, list, plan)) yield [writer.lines(lines), lines.length]
    else for await (const items of exportRows(tx, list, plan)) yield [writer.batch(items), items.length]
  }
  async function* chunks() {
    let text = writer.begin()
    for await (const [written, count] of batches()) {
      yield text + written
      text = ''
      rows += count
    }
    yield text + writer.end(rows)
  }
  return {
    mediaType: mediaTypes[format],
    fileName: `holdfast-${name}-${new Date(now).toISOString().slice(0, 16).replace(/[-:]/g, '')}Z.${format}`,
    chunks: chunks(),
    failure: (problem) => writer.failure(problem),
    told: () => ({
      query: canonical(plan.query).slice(0, 4000),
      format,
      columns: columns.map((each) => each.name).join(','),
      rows,
    }),
  }
}
