import { recordAudit } from '../audit/index.ts'
import type { TenantTransaction } from '../contract/index.ts'
import { tell } from '../outbox/index.ts'
import { newPublicId } from '../store/index.ts'
import { argsProblem, type CommandArgs, type CommandKind, type SigningKey, signCommand } from '../trust/index.ts'
import { CommandError } from './command-error.ts'

/** What is asked of whom, by whom. */
export interface NewCommand<Kind extends CommandKind = CommandKind> {
  /** Public id of the source. */
  readonly source: string
  readonly kind: Kind
  readonly args: CommandArgs<Kind>
  readonly by: { readonly kind: 'person' | 'token' | 'system'; readonly id: string; readonly name?: string }
  /** How long it may take to reach the source, in seconds; an hour unless told, a week at most. */
  readonly expiresSeconds?: number
  /** Asking twice with one key asks once. */
  readonly idempotencyKey?: string
}

export interface IssuedCommand {
  readonly id: string
  readonly state: string
  /** False where the idempotency key had asked for it before. */
  readonly isNew: boolean
}

const secondsUnlessTold = 3600
const mostSeconds = 7 * 86_400
/** Commands of one source that have not ended. */
const mostOpen = 50
/** What can be asked of which kind of source. */
const obeying: Readonly<Record<CommandKind, readonly string[]>> = {
  'collect-now': ['agent', 'scanner', 'sensor', 'connector'],
  update: ['agent'],
  'roll-back': ['agent'],
  uninstall: ['agent'],
}

/** Signs a command and lays it out for its source, which is woken when the transaction commits. Audited. Throws CommandError. */
export async function issueCommand<Kind extends CommandKind>(
  tx: TenantTransaction,
  key: SigningKey,
  command: NewCommand<Kind>,
  now: Date,
): Promise<IssuedCommand> {
  const { source, kind, args, by, idempotencyKey } = command
  const problem = argsProblem(kind, args)
  if (problem) throw new CommandError('invalid', problem)
  const seconds = command.expiresSeconds ?? secondsUnlessTold
  if (!(seconds >= 1 && seconds <= mostSeconds))
    throw new CommandError('invalid', `A command holds between a second and a week, not ${seconds} seconds.`)
  const sourceId = await findSource(tx, source, kind)
  const before = idempotencyKey === undefined ? undefined : await findByKey(tx, idempotencyKey)
  if (before) {
    if (before.sourceId !== sourceId || before.kind !== kind)
      throw new CommandError('conflict', 'The idempotency key was used for another command.')
    return { id: before.id, state: before.state, isNew: false }
  }
  await limitOpen(tx, sourceId)
  const id = newPublicId('cmd')
  const issuedAt = now.toISOString()
  const expiresAt = new Date(now.getTime() + seconds * 1000).toISOString()
  const signed = signCommand({ v: 1, id, source, kind, args, issuedAt, expiresAt }, key)
  await tx.query(
    `insert into command (tenant_id, public_id, source_id, kind, args, text, signature, idempotency_key, issued_by, issued_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      tx.tenantId,
      id,
      sourceId,
      kind,
      JSON.stringify(args),
      signed.command,
      signed.signature,
      idempotencyKey ?? null,
      by.id,
      issuedAt,
      expiresAt,
    ],
  )
  await tx.query(`select pg_notify('holdfast_command', $1)`, [source])
  await tell(tx, { topic: 'command.changed', body: { command: id, source, kind, state: 'issued' } })
  await recordAudit(tx, {
    actor: by,
    action: `command:${kind}`,
    target: source,
    after: { command: id, args, expiresAt },
  })
  return { id, state: 'issued', isNew: true }
}

async function findSource(tx: TenantTransaction, source: string, kind: CommandKind): Promise<number> {
  const { rows } = await tx.query<{ id: number; kind: string; status: string }>(
    'select source_id as id, kind, status from source where tenant_id = $1 and public_id = $2',
    [tx.tenantId, source],
  )
  const found = rows[0]
  if (!found) throw new CommandError('not-found', 'There is no such source.')
  if (found.status !== 'active') throw new CommandError('refused', `The source is ${found.status}.`)
  if (!obeying[kind].includes(found.kind))
    throw new CommandError('refused', `A source of kind ${found.kind} does not know the command ${kind}.`)
  return found.id
}

async function findByKey(tx: TenantTransaction, key: string) {
  const { rows } = await tx.query<{ id: string; state: string; sourceId: number; kind: string }>(
    `select public_id as id, state, source_id as "sourceId", kind from command where tenant_id = $1 and idempotency_key = $2`,
    [tx.tenantId, key],
  )
  return rows[0]
}

async function limitOpen(tx: TenantTransaction, sourceId: number): Promise<void> {
  const { rows } = await tx.query<{ n: number }>(
    `select count(*)::int as n from command
      where tenant_id = $1 and source_id = $2 and state in ('issued', 'delivered', 'accepted') and expires_at > now()`,
    [tx.tenantId, sourceId],
  )
  if ((rows[0]?.n ?? 0) >= mostOpen)
    throw new CommandError('refused', `${mostOpen} commands wait for this source already; it may be away.`)
}
