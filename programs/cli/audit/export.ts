import type { VerbContext } from '@holdfast/platform/contract'
import type { Database } from '@holdfast/platform/store'
import { readSettings } from '../../server/settings.ts'
import { CliError } from '../cli-error.ts'
import { exitCode } from '../exit-code.ts'
import { type LogOwner, patienceMs, withAuditLog } from './with-audit-log.ts'

interface Row extends Record<string, unknown> {
  seq: number
  at: string
  actor: string
  action: string
  target: string
  entry: string
  hash: string
}

const batch = 1000
const noHash = '0'.repeat(64)

/** `holdfast audit export` */
export async function run({ options, out, say, stop }: VerbContext): Promise<number> {
  const settings = readSettings()
  const since = readSince(options.since)
  const written = await withAuditLog(settings, say, async (database, tenants) => {
    const wanted = options.tenant === undefined ? tenants : tenants.filter(({ id }) => id === options.tenant)
    if (wanted.length === 0)
      throw new CliError(`There is no tenant ${options.tenant} here.`, {
        code: exitCode.nothing,
        hint: 'holdfast audit verify names them all.',
      })
    let count = 0
    for (const tenant of wanted) count += await exportLog({ database, tenant, since, out, stop: stop as AbortSignal })
    return count
  })
  say(`${written} ${written === 1 ? 'entry' : 'entries'} written.`)
  return exitCode.ok
}

/** Each line holds what its hash is made of, and the hash before it: a part of a log can be verified by itself. */
function exportLog(of: {
  database: Database
  tenant: LogOwner
  since: string | null
  out: VerbContext['out']
  stop: AbortSignal
}): Promise<number> {
  const { database, tenant, since, out, stop } = of
  return database.asTenant(
    tenant.number,
    async (tx) => {
      const first = await tx.first<{ seq: number; previous: string | null }>(
        `select e.seq, encode(p.hash, 'hex') as previous
           from audit_entry e left join audit_entry p on p.tenant_id = e.tenant_id and p.seq = e.seq - 1
          where e.tenant_id = $1 and ($2::timestamptz is null or e.at >= $2) order by e.seq limit 1`,
        [tx.tenantId, since],
      )
      if (!first) return 0
      let previous = first.previous ?? noHash
      let count = 0
      const rows = tx.stream<Row>(
        `select seq, at, actor, action, target, entry, encode(hash, 'hex') as hash
           from audit_entry where tenant_id = $1 and seq >= $2 order by seq`,
        [tx.tenantId, first.seq],
        { batch },
      )
      for await (const some of rows) {
        let text = ''
        for (const { seq, at, actor, action, target, entry, hash } of some) {
          text += `${JSON.stringify({ tenant: tenant.id, number: tenant.number, seq, at, actor, action, target, entry, previous, hash })}\n`
          previous = hash
        }
        await out(text)
        count += some.length
      }
      return count
    },
    { readOnly: true, isolation: 'repeatable read', timeoutMs: patienceMs, signal: stop },
  )
}

function readSince(value: unknown): string | null {
  if (value === undefined) return null
  const text = String(value)
  const time = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/.test(text)
    ? Date.parse(text)
    : Number.NaN
  if (!Number.isNaN(time)) return new Date(time).toISOString()
  throw new CliError(`--since does not understand "${text.slice(0, 60)}".`, {
    hint: 'A day, or a moment with its zone: 2026-11-22, 2026-11-22T10:00:00Z',
  })
}
