import type { PeriodicTask } from '../jobs/index.ts'
import limits from './tag-limits.json' with { type: 'json' }

/** Forgets how to undo changes of many assets that are a month old. */
export const forgetTagChanges: PeriodicTask = {
  id: 'tags.forget-changes',
  cron: '29 3 * * *',
  async run(database) {
    await database.asMaintenance((tx) =>
      tx.query(`delete from tag_change where made_at < now() - $1 * interval '1 day'`, [limits.rememberedChanges]),
    )
  },
}
