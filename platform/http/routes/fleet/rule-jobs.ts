import { Type } from 'typebox'
import type { TenantTransaction } from '../../../contract/index.ts'
import { endPurges, FleetError, noteRule, readRules, runRule } from '../../../fleet/index.ts'
import { defineJob, type JobKind, type PeriodicTask, type RunningJob } from '../../../jobs/index.ts'
import type { Entity } from '../../../search/index.ts'
import type { SigningKey } from '../../../trust/index.ts'
import type { IsHeld } from './rule-routes.ts'

const args = Type.Object({
  rule: Type.String({ maxLength: 40 }),
  name: Type.String({ maxLength: 100 }),
  by: Type.String({ maxLength: 200 }),
})
type Args = { rule: string; name: string; by: string }

export interface RuleServices {
  readonly assets: Entity
  readonly signingKey: () => SigningKey
  readonly isHeld: IsHeld
}

const about = { id: 'fleet.run-rule', args, title: ({ name }: Args) => `Carry out the rule “${name}”` }

/** For whoever starts it; the worker's own has what it needs to run. */
export const runRuleJob = defineJob({ ...about, run: () => Promise.reject(new Error('only a worker runs this')) })

/** Carries a rule out, asset by asset, each whole or not at all. Begun again, it goes on with what is left. */
export function ruleJob({ assets, signingKey, isHeld }: RuleServices): JobKind {
  return defineJob({
    ...about,
    async run(job: RunningJob<Args>) {
      const { rule, by } = job.args
      try {
        const done = await runRule(
          {
            ...{ entity: assets, signingKey, isHeld, now: () => new Date(), stop: job.stop },
            inTenant: (work) => job.inTenant(work),
            by: { kind: 'person', id: 'job', name: by },
            progress: (part, total) => job.progress({ phase: 'purging', done: part, total }),
          },
          rule,
        )
        job.progress({ phase: 'done', message: `It concerned ${done} assets`, done, total: done })
      } catch (error) {
        if (!(error instanceof FleetError)) throw error
        await job.inTenant((tx) => noteRule(tx, rule, null, error.message, new Date()))
        job.progress({ phase: 'refused', message: error.message })
      }
    },
  }) as unknown as JobKind
}

/** Once a day every rule is asked; what can be undone no more is made final. */
export function ruleTask(
  { assets, signingKey, isHeld }: RuleServices,
  onFailure: (error: unknown, about: { readonly task: string; readonly tenantId: number }) => void,
): PeriodicTask {
  const id = 'fleet.ask-rules'
  return {
    id,
    cron: '17 3 * * *',
    async run(database, stop) {
      const { rows } = await database.asPlatform((tx) =>
        tx.query<{ tenant_id: number }>('select tenant_id from fleet_rule_tenants()'),
      )
      for (const { tenant_id: tenantId } of rows) {
        const inTenant = <T>(work: (tx: TenantTransaction) => Promise<T>): Promise<T> =>
          database.asTenant(tenantId, (tx) => work(tx as unknown as TenantTransaction))
        const rules = await inTenant((tx) => readRules(tx))
        for (const rule of rules.filter(({ enabled }) => enabled)) {
          try {
            const by = { kind: 'system', id: 'fleet', name: 'purge rules' } as const
            await runRule({ entity: assets, signingKey, isHeld, inTenant, by, now: () => new Date(), stop }, rule.id)
          } catch (error) {
            if (!(error instanceof FleetError)) onFailure(error, { task: id, tenantId })
            const message = error instanceof Error ? error.message : String(error)
            await inTenant((tx) => noteRule(tx, rule.id, null, message.slice(0, 500), new Date()))
          }
        }
        if (!(await inTenant(isHeld)))
          while ((await inTenant((tx) => endPurges(tx, new Date()))) > 0) stop.throwIfAborted()
      }
    },
  }
}
