import type { PeriodicTask } from './start-jobs.ts'

const keptDays = 30

/** Forgets jobs that ended a month ago. */
export const forgetOldJobs: PeriodicTask = {
  id: 'jobs.forget-old-jobs',
  cron: '17 3 * * *',
  async run(database) {
    await database.asMaintenance((tx) => tx.query(`select job_forget(now() - $1 * interval '1 day')`, [keptDays]))
  },
}
