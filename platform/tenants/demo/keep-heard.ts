import type { PeriodicTask } from '../../jobs/index.ts'

/** Sources of hosts that are not there say that this is their version. */
const simulatedVersion = 'simulated'

/** Nobody runs simulated agents once they told of their hosts: in a demo they would all fall silent, and show nothing else. */
export const keepDemosHeard: PeriodicTask = {
  id: 'tenants.keep-demos-heard',
  cron: '*/4 * * * *',
  async run(database, stop) {
    const demos = await database.asPlatform(
      (tx) => tx.query<{ id: number }>(`select id from tenant where kind = 'demo' and state = 'active'`),
      { readOnly: true },
    )
    for (const { id } of demos.rows) {
      stop.throwIfAborted()
      await database.asTenant(id, (tx) =>
        tx.query(
          `update source_state t set last_seen_at = now() from source s
            where t.tenant_id = $1 and t.agent_version = $2 and s.tenant_id = $1 and s.source_id = t.source_id and s.status = 'active'`,
          [id, simulatedVersion],
        ),
      )
    }
  },
}
