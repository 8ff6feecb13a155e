import { recordAudit } from '../audit/index.ts'
import type { TenantTransaction } from '../contract/index.ts'
import type { ResultRecord } from '../envelope/index.ts'
import { tell } from '../outbox/index.ts'

const detailLength = 2000
const outputLength = 65_536

/**
 * Writes down how a command ended, as its source told. `unknown` where the tenant's source has no such command; `known` where the end was told before, which
 * changes nothing. A result that comes after the command's time counts: the source has done it.
 */
export async function keepResult(
  tx: TenantTransaction,
  source: { readonly sourceId: number; readonly source: string },
  result: ResultRecord,
): Promise<'kept' | 'known' | 'unknown'> {
  const { rows } = await tx.query<{ id: number; kind: string; state: string }>(
    `select command_id as id, kind, state from command where tenant_id = $1 and source_id = $2 and public_id = $3 for update`,
    [tx.tenantId, source.sourceId, result.command],
  )
  const command = rows[0]
  if (!command) return 'unknown'
  if (['done', 'failed', 'refused'].includes(command.state)) return 'known'
  const output = JSON.stringify(result.output ?? null)
  const detail = result.detail?.slice(0, detailLength).toWellFormed() ?? null
  await tx.query(
    'update command set state = $3, finished_at = now(), detail = $4, output = $5 where tenant_id = $1 and command_id = $2',
    [tx.tenantId, command.id, result.status, detail, output.length > outputLength ? '{"tooLarge":true}' : output],
  )
  const body = { command: result.command, source: source.source, kind: command.kind, state: result.status, detail }
  await tell(tx, { topic: 'command.changed', body })
  await recordAudit(tx, {
    actor: { kind: 'source', id: source.source },
    action: `command:${result.status}`,
    target: result.command,
    after: { kind: command.kind, detail },
  })
  return 'kept'
}
