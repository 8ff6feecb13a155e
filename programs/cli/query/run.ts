import type { VerbContext } from '@holdfast/platform/contract'
import { groupKeys } from '@holdfast/platform/search/language'
import { CliError } from '../cli-error.ts'
import type { ApiClient } from '../client/api-client.ts'
import { withClient } from '../client/own-login.ts'
import { exitCode } from '../exit-code.ts'
import { columnsOf, type Group, groupRow, withClauses } from './clauses.ts'
import { sayExplained } from './say-explained.ts'
import { atOrAbove, type Row, writer } from './write-rows.ts'

const pageSize = 500
const searchable = new Set(['findings', 'assets', 'not-assessed', 'tenants'])

interface Page {
  readonly data: readonly Row[]
  /** Instead of rows, where the query groups. */
  readonly groups?: readonly Group[]
  readonly page: { readonly next: string | null; readonly total?: number; readonly totalIsExact?: boolean }
  readonly tenant: { readonly name: string }
}

/** `holdfast query` */
export async function run(context: VerbContext): Promise<number> {
  const { options, positionals, environment, say } = context
  const entity = (options.entity as string | undefined) ?? 'findings'
  const most = options.all ? Number.POSITIVE_INFINITY : readLimit(options.limit)
  const failOn = options['fail-on'] as string | undefined
  if (failOn && entity !== 'findings') throw new CliError('--fail-on looks at findings: leave --entity out.')
  const q = withClauses(positionals[0] ?? '', options)
  const grouped = searchable.has(entity) ? groupKeys(q) : []
  if (options.explain && !searchable.has(entity)) throw new CliError(`There is nothing to explain about ${entity}.`)
  const write = writer({
    form: (options.output as string | undefined) ?? 'table',
    columns: columnsOf(options.columns, grouped),
    width: process.stdout.isTTY ? process.stdout.columns : undefined,
    entity,
    out: context.out,
  })
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const body: { q: string; sort?: string } = {
      q,
      ...(options.sort !== undefined && { sort: String(options.sort) }),
    }
    if (options.explain) sayExplained(await ask(client, entity, { ...body, limit: 100, explain: true }), say)
    let count = 0
    let worst = false
    let last: Page | undefined
    // An export names its columns in full; groups are few enough to be read page by page.
    const all = options.all === true && searchable.has(entity) && grouped.length === 0
    for await (const page of all ? everything(client, entity, body) : pages(client, entity, body, most)) {
      context.stop.throwIfAborted()
      const rows = page.groups ? page.groups.map((group) => groupRow(grouped, group)) : page.data
      await write.rows(rows)
      count += rows.length
      worst ||= failOn !== undefined && page.data.some((row) => atOrAbove(row.severity, failOn))
      last = page
    }
    await write.end({ tenant: last?.tenant.name, total: last?.page.total })
    const total = last?.page.total ?? count
    if (grouped.length > 0) {
      say(`${count} ${count === 1 ? 'group' : 'groups'} of ${entity} in "${last?.tenant.name}".`)
      return exitCode.ok
    }
    say(`${count} of ${last?.page.totalIsExact === false ? '≈ ' : ''}${total} ${entity} in "${last?.tenant.name}".`)
    return worst ? exitCode.findings : exitCode.ok
  })
}

async function* pages(
  client: ApiClient,
  entity: string,
  body: { q: string; sort?: string },
  most: number,
): AsyncGenerator<Page> {
  let cursor: string | undefined
  let left = most
  do {
    const limit = Math.min(pageSize, left)
    const page = (await ask(client, entity, { ...body, limit, ...(cursor && { cursor }) })) as Page
    yield page
    left -= page.data.length + (page.groups?.length ?? 0)
    cursor = page.page.next ?? undefined
  } while (cursor !== undefined && left > 0)
}

/** All rows in one snapshot, as the server's export gives them. The first page tells the tenant and the total. */
async function* everything(
  client: ApiClient,
  entity: string,
  body: { q: string; sort?: string },
): AsyncGenerator<Page> {
  const { page, tenant } = (await ask(client, entity, { ...body, limit: 1 })) as Page
  let data: Row[] = []
  let count = 0
  for await (const line of client.lines('POST', `/api/v1/${entity}/export/search`, { ...body, format: 'ndjson' })) {
    const row = JSON.parse(line) as Row & { readonly error?: { readonly detail?: string } }
    if (row.error !== undefined && row.id === undefined && row.count === undefined)
      throw brokenOff(row.error.detail, count + data.length)
    data.push(row)
    if (data.length < pageSize) continue
    yield { data, page, tenant }
    count += data.length
    data = []
  }
  count += data.length
  yield { data, page: { ...page, total: count, totalIsExact: true }, tenant }
}

function brokenOff(detail: string | undefined, count: number): CliError {
  return new CliError(`The server broke off after ${count} rows: ${detail ?? 'it does not say why.'}`, {
    code: exitCode.unavailable,
  })
}

/** Lists that the query language knows take any length by POST; the others are plain. */
async function ask(
  client: ApiClient,
  entity: string,
  body: { q: string; limit: number; cursor?: string; explain?: boolean },
): Promise<unknown> {
  if (searchable.has(entity)) return (await client.ask('POST', `/api/v1/${entity}/search`, body)).json
  if (body.q) throw new CliError(`There is no query language for ${entity} yet: leave the query out.`)
  const { limit, cursor } = body
  const query = new URLSearchParams({ limit: String(Math.min(limit, 200)), ...(cursor && { cursor }) })
  return (await client.ask('GET', `/api/v1/${entity}?${query}`)).json
}

function readLimit(given: unknown): number {
  if (given === undefined) return 100
  const limit = Number(given)
  if (Number.isInteger(limit) && limit > 0) return limit
  throw new CliError(`--limit takes a whole number above 0, not "${given}".`)
}
