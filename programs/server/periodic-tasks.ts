import { commandTasks } from '@holdfast/platform/commands'
import { type FactRegistry, forgetOldChanges } from '@holdfast/platform/facts'
import { findingsTasks } from '@holdfast/platform/findings'
import { pruneLog } from '@holdfast/platform/intake'
import { forgetOldJobs, type PeriodicTask } from '@holdfast/platform/jobs'
import { dropOldMessages } from '@holdfast/platform/outbox'

/** Everything that comes back by the clock for the installation as a whole. */
export function periodicTasks(registry: FactRegistry): readonly PeriodicTask[] {
  return [
    ...findingsTasks,
    ...commandTasks,
    forgetOldJobs,
    {
      id: 'outbox.drop-old-messages',
      cron: '*/7 * * * *',
      run: async (database) => void (await dropOldMessages(database, new Date())),
    },
    {
      id: 'intake.prune-log',
      cron: '23 * * * *',
      run: async (database) => void (await pruneLog(database, Date.now())),
    },
    {
      id: 'facts.forget-old-changes',
      cron: '41 2 * * *',
      run: async (database) => void (await forgetOldChanges(database, registry, Date.now())),
    },
  ]
}
