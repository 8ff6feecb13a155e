import type { Instant, TenantTransaction } from '../contract/index.ts'

/** A command as people see it. */
export interface CommandStatus {
  readonly id: string
  readonly source: string
  readonly kind: string
  readonly args: Readonly<Record<string, unknown>>
  readonly state: 'issued' | 'delivered' | 'accepted' | 'done' | 'failed' | 'refused' | 'expired'
  readonly issuedBy: string
  readonly issuedAt: Instant
  readonly expiresAt: Instant
  readonly deliveredAt: Instant | null
  readonly finishedAt: Instant | null
  readonly detail: string | null
  readonly output: unknown
}

const columns = `c.public_id as id, s.public_id as source, c.kind, c.args, c.state, c.issued_by as "issuedBy", c.issued_at as "issuedAt",
  c.expires_at as "expiresAt", c.delivered_at as "deliveredAt", c.finished_at as "finishedAt", c.detail, c.output`
const from = 'command c join source s on s.tenant_id = c.tenant_id and s.source_id = c.source_id'

export async function readCommand(tx: TenantTransaction, id: string): Promise<CommandStatus | undefined> {
  const { rows } = await tx.query<CommandStatus>(
    `select ${columns} from ${from} where c.tenant_id = $1 and c.public_id = $2`,
    [tx.tenantId, id],
  )
  return rows[0]
}

/** The newest commands of a source. */
export async function readCommands(
  tx: TenantTransaction,
  source: string,
  most = 50,
): Promise<readonly CommandStatus[]> {
  const { rows } = await tx.query<CommandStatus>(
    `select ${columns} from ${from} where c.tenant_id = $1 and s.public_id = $2 order by c.command_id desc limit $3`,
    [tx.tenantId, source, most],
  )
  return rows
}
