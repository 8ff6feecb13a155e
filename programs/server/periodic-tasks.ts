import { signAllHeads } from '@holdfast/platform/audit'
import { commandTasks } from '@holdfast/platform/commands'
import { keepEventPartitions } from '@holdfast/platform/events'
import { type FactRegistry, forgetOldChanges } from '@holdfast/platform/facts'
import { findingsTasks } from '@holdfast/platform/findings'
import { pruneLog } from '@holdfast/platform/intake'
import { forgetOldJobs, type PeriodicTask } from '@holdfast/platform/jobs'
import { dropOldMessages } from '@holdfast/platform/outbox'
import type { InstallationKeys } from '@holdfast/platform/trust'

/** Everything that comes back by the clock for the installation as a whole. */
export function periodicTasks(registry: FactRegistry, keys: () => InstallationKeys): readonly PeriodicTask[] {
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
    {
      id: 'events.keep-partitions',
      cron: '11 1,13 * * *',
      run: async (database) => void (await keepEventPartitions(database)),
    },
    {
      id: 'audit.sign-heads',
      cron: '37 * * * *',
      run: async (database) => void (await signAllHeads(database, keys().current, new Date().toISOString())),
    },
  ]
}
