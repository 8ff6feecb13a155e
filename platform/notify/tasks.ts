import type { PeriodicTask } from '../jobs/index.ts'

const keptDays = 30
const atOnce = 5000

/** Forgets messages, with their deliveries and tries, after 30 days. */
export const forgetOldDeliveries: PeriodicTask = {
  id: 'notify.forget-old-deliveries',
  cron: '19 3 * * *',
  async run(database, stop) {
    for (let gone = atOnce; gone === atOnce && !stop.aborted; ) {
      gone = await database.asMaintenance(async (tx) => {
        const { rowCount } = await tx.query(
          `delete from notify_message m using (
             select tenant_id, message_id from notify_message where created_at < now() - $1 * interval '1 day' order by created_at limit $2) o
            where m.tenant_id = o.tenant_id and m.message_id = o.message_id`,
          [keptDays, atOnce],
        )
        return rowCount
      })
    }
  },
}
