import { forgetOldItems } from '@holdfast/platform/alerts'
import { type OnMoved, reconsiderAllIdentities } from '@holdfast/platform/assets'
import { forgetEntries, signAllHeads } from '@holdfast/platform/audit'
import { commandTasks } from '@holdfast/platform/commands'
import type { TenantTransaction } from '@holdfast/platform/contract'
import { forgetEvents, keepEventPartitions } from '@holdfast/platform/events'
import { type FactRegistry, forgetOldChanges } from '@holdfast/platform/facts'
import { findingsTasks } from '@holdfast/platform/findings'
import { rolloutTask } from '@holdfast/platform/fleet'
import { ruleTask } from '@holdfast/platform/http'
import { pruneLog } from '@holdfast/platform/intake'
import { forgetOldJobs, type PeriodicTask } from '@holdfast/platform/jobs'
import { forgetOldDeliveries } from '@holdfast/platform/notify'
import { dropOldMessages } from '@holdfast/platform/outbox'
import type { Entity } from '@holdfast/platform/search'
import { forgetPastRows } from '@holdfast/platform/store'
import { forgetTagChanges } from '@holdfast/platform/tags'
import { endGuestsTask, estimateUsage, keepDemosHeard } from '@holdfast/platform/tenants'
import type { InstallationKeys } from '@holdfast/platform/trust'

export interface PeriodicWork {
  readonly registry: FactRegistry
  readonly keys: InstallationKeys
  /** What one can ask of assets. */
  readonly assets: Entity
  /** True where nothing of a tenant may be deleted now. */
  readonly isHeld: (tx: TenantTransaction) => Promise<boolean>
  /** Moves along what is kept by asset, when two turn out to be one. */
  readonly onMoved: OnMoved
  /** What failed for one tenant, and is tried again with the next run. */
  readonly onFailure: (error: unknown, about: { readonly task: string; readonly tenantId: number }) => void
}

/** Everything that comes back by the clock for the installation as a whole. */
export function periodicTasks({
  assets,
  isHeld,
  registry,
  keys,
  onMoved,
  onFailure,
}: PeriodicWork): readonly PeriodicTask[] {
  return [
    ...findingsTasks,
    ...commandTasks,
    rolloutTask(() => keys.current),
    ruleTask({ assets, isHeld, signingKey: () => keys.current }, onFailure),
    forgetOldJobs,
    forgetTagChanges,
    forgetOldItems,
    forgetOldDeliveries,
    keepDemosHeard,
    endGuestsTask,
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
      id: 'store.forget-past-rows',
      cron: '53 2 * * *',
      run: async (database) => void (await forgetPastRows(database, Date.now())),
    },
    {
      id: 'events.forget-early',
      cron: '3 3 * * *',
      run: async (database) => void (await forgetEvents(database)),
    },
    {
      id: 'audit.forget-entries',
      cron: '13 3 * * *',
      run: async (database) => void (await forgetEntries(database, Date.now())),
    },
    {
      id: 'tenants.estimate-usage',
      cron: '29 * * * *',
      run: async (database) => void (await estimateUsage(database, Date.now())),
    },
    {
      id: 'events.keep-partitions',
      cron: '11 1,13 * * *',
      run: async (database) => void (await keepEventPartitions(database)),
    },
    {
      id: 'assets.reconsider-identities',
      cron: '7 * * * *',
      run: async (database) =>
        void (await reconsiderAllIdentities(database, {
          at: new Date().toISOString(),
          onMoved,
          onFailure: (error, tenantId) => onFailure(error, { task: 'assets.reconsider-identities', tenantId }),
        })),
    },
    {
      id: 'audit.sign-heads',
      cron: '37 * * * *',
      run: async (database) => void (await signAllHeads(database, keys.current, new Date().toISOString())),
    },
  ]
}
