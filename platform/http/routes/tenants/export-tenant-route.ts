import { Type } from 'typebox'
import { defineRoute, type Route, type StreamedReply, type TenantTransaction } from '../../../contract/index.ts'
import type { Transaction } from '../../../store/index.ts'

const batch = 500
/** What proves somebody to this installation is of no use elsewhere, and of much to a thief. */
const hidden = /(^|_)(digest|secret|password|totp|signature)(_|$)/

/** Everything of a tenant as a file: one JSON object per line, `{table, row}`, in one snapshot and without a cap. The last line says how many there were. */
export const exportTenantRoute: Route = defineRoute({
  method: 'GET',
  path: '/tenant/export',
  summary: 'Everything that is kept of this tenant, row by row, as NDJSON',
  permission: 'tenant:export',
  streams: ['application/x-ndjson'],
  reply: Type.Object({
    table: Type.Optional(Type.String()),
    row: Type.Optional(Type.Unsafe<object>({ type: 'object', description: 'Columns by their names; bytes as \\x….' })),
    rows: Type.Optional(Type.Integer({ description: 'On the last line: how many there are.' })),
  }),
  async handle({ tx }: { tx: TenantTransaction }) {
    return streamTenant(tx)
  },
} as unknown as Parameters<typeof defineRoute>[0])

function streamTenant(tx: TenantTransaction): StreamedReply {
  let rows = 0
  async function* chunks() {
    const { rows: tables } = await tx.query<{ name: string; owner: string }>(
      'select name, owner_column as owner from tenant_tables() order by step desc, name',
    )
    for (const { name, owner } of tables) {
      const columns = await columnsOf(tx, name)
      const text = `select '{"table":"${name}","row":' || to_jsonb(r)::text || '}' as line
                      from (select ${columns.join(', ')} from "${name}" where "${owner}" = $1) r`
      const found = (tx as unknown as Transaction).stream<{ line: string }>(text, [tx.tenantId], { batch })
      for await (const lines of found) {
        rows += lines.length
        yield `${lines.map(({ line }) => line).join('\n')}\n`
      }
    }
    yield `${JSON.stringify({ rows })}\n`
  }
  return {
    mediaType: 'application/x-ndjson; charset=utf-8',
    fileName: `holdfast-tenant-${new Date().toISOString().slice(0, 10)}.ndjson`,
    chunks: chunks(),
    failure: (error) => `${JSON.stringify({ error })}\n`,
    told: () => ({ rows }),
  }
}

/** Names come from the catalogue, and are quoted. */
async function columnsOf(tx: TenantTransaction, table: string): Promise<string[]> {
  const { rows } = await tx.query<{ name: string }>(
    `select attname::text as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
    [table],
  )
  return rows.filter(({ name }) => !hidden.test(name)).map(({ name }) => `"${name}"`)
}
