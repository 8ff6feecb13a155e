import type { PeriodicTask } from './start-jobs.ts'

const keptDays = 30

/** Forgets jobs that ended a month ago. */
export const forgetOldJobs: PeriodicTask = {
  id: 'jobs.forget-old-jobs',
  cron: '17 3 * * *',
  async run(database) {
    await database.asMaintenance((tx) =>
      tx.query(
        `delete from job where finished_at < now() - $1 * interval '1 day'
            and not exists (select from tenant h where h.id = job.tenant_id and h.settings ? 'legalHold')`,
        [keptDays],
      ),
    )
  },
}
