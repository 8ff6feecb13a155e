import type { PeriodicTask } from '../jobs/index.ts'

const keptDays = 30
const atOnce = 10_000

/** Forgets what was told, or not, after 30 days. */
export const forgetOldItems: PeriodicTask = {
  id: 'alerts.forget-old-items',
  cron: '29 3 * * *',
  async run(database, stop) {
    for (let gone = atOnce; gone === atOnce && !stop.aborted; ) {
      gone = await database.asMaintenance(async (tx) => {
        const { rowCount } = await tx.query(
          `delete from alert_item i using (
             select tenant_id, item_id from alert_item where at < now() - $1 * interval '1 day' and state <> 'waiting' order by at limit $2) o
            where i.tenant_id = o.tenant_id and i.item_id = o.item_id`,
          [keptDays, atOnce],
        )
        return rowCount
      })
    }
  },
}
