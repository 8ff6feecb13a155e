import type { TenantTransaction } from '../contract/index.ts'
import type { PeriodicTask } from '../jobs/index.ts'
import { tell } from '../outbox/index.ts'

/** Ends the commands of a tenant whose time is over. Answers with their number. */
export async function expireCommands(tx: TenantTransaction): Promise<number> {
  const { rows } = await tx.query<{ command: string; source: string; kind: string }>(
    `update command c set state = 'expired', finished_at = now() from source s
      where c.tenant_id = $1 and c.state in ('issued', 'delivered', 'accepted') and c.expires_at <= now()
        and s.tenant_id = c.tenant_id and s.source_id = c.source_id
     returning c.public_id as command, s.public_id as source, c.kind`,
    [tx.tenantId],
  )
  await tell(tx, ...rows.map((row) => ({ topic: 'command.changed', body: { ...row, state: 'expired' } })))
  return rows.length
}

/** What commands need to have done by the clock. */
export const commandTasks: readonly PeriodicTask[] = [
  {
    id: 'commands.expire',
    cron: '* * * * *',
    async run(database) {
      const { rows } = await database.asPlatform((tx) =>
        tx.query<{ tenant_id: number }>('select tenant_id from command_overdue()'),
      )
      for (const { tenant_id } of rows)
        await database.asTenant(tenant_id, (tx) => expireCommands(tx as unknown as TenantTransaction), {
          idempotent: true,
        })
    },
  },
]
