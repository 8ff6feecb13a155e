import { CommandError, issueCommand } from '../../commands/index.ts'
import type { TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import type { Entity } from '../../search/index.ts'
import type { SigningKey } from '../../trust/index.ts'
import { FleetError } from '../fleet-error.ts'
import { purgeAsset } from './purge-asset.ts'
import { foundBy, readRuleQuery, readRules } from './rules.ts'

export interface RuleContext {
  readonly entity: Entity
  readonly signingKey: () => SigningKey
  /** True where nothing of the tenant may be deleted now: a legal hold. */
  readonly isHeld: (tx: TenantTransaction) => Promise<boolean>
  readonly inTenant: <T>(work: (tx: TenantTransaction) => Promise<T>) => Promise<T>
  readonly by: { readonly kind: 'person' | 'token' | 'system'; readonly id: string; readonly name: string }
  readonly now: () => Date
  readonly stop?: AbortSignal
  readonly progress?: (done: number, total: number) => void
}

/** Asks one rule, and does what it says to what it finds. Begun again, it goes on with what is left. Answers with how many assets it concerned. */
export async function runRule(context: RuleContext, id: string): Promise<number> {
  const { inTenant, entity, now } = context
  const start = await inTenant(async (tx) => {
    const [rule] = await readRules(tx, id)
    if (!rule) throw new FleetError('not-found', 'There is no such rule.')
    if (rule.action === 'purge' && (await context.isHeld(tx)))
      throw new FleetError('held', 'A legal hold keeps everything of this tenant: nothing is purged.')
    const found = await foundBy(tx, readRuleQuery(entity, rule.query, rule.action, now().getTime()))
    if (rule.action === 'mark-stale') await markStale(tx, id, found, now())
    return { rule, found }
  })
  const { rule, found } = start
  let done = found.length
  if (rule.action === 'purge') {
    done = 0
    for (const asset of found) {
      context.stop?.throwIfAborted()
      const purged = await inTenant(async (tx) => {
        if (await context.isHeld(tx)) throw new FleetError('held', 'A legal hold was set: the rest is not purged.')
        if (rule.uninstall) await orderOff(tx, asset, context)
        return purgeAsset(tx, asset, {
          ...rule,
          because: `rule “${rule.name}”`,
          by: context.by,
          now: now(),
          leaveSources: rule.uninstall,
        })
      })
      if (purged) done++
      context.progress?.(done, found.length)
    }
  }
  await inTenant((tx) => note(tx, id, found.length, null, now()))
  return done
}

/** Writes down how a rule went. */
export async function note(
  tx: TenantTransaction,
  id: string,
  found: number | null,
  problem: string | null,
  at: Date,
): Promise<void> {
  await tx.query(
    'update fleet_rule set ran_at = $5, found = coalesce($3, found), problem = $4 where tenant_id = $1 and public_id = $2',
    [tx.tenantId, id, found, problem, at.toISOString()],
  )
  await tell(tx, { topic: 'asset-rule.changed', body: { rule: id } })
}

async function markStale(tx: TenantTransaction, id: string, found: readonly number[], at: Date): Promise<void> {
  await tx.query(
    `with r as (select rule_id from fleet_rule where tenant_id = $1 and public_id = $2),
     gone as (delete from fleet_stale s using r where s.tenant_id = $1 and s.rule_id = r.rule_id and s.asset_id <> all ($3::bigint[]))
     insert into fleet_stale (tenant_id, asset_id, rule_id, since)
     select $1, f.id, r.rule_id, $4 from r, unnest($3::bigint[]) as f (id) on conflict do nothing`,
    [tx.tenantId, id, found, at.toISOString()],
  )
}

/** Its agents are ordered off their hosts; one that is away is told when it calls within a week. */
async function orderOff(tx: TenantTransaction, asset: number, { signingKey, by, now }: RuleContext): Promise<void> {
  const { rows } = await tx.query<{ source: string }>(
    `select s.public_id as source from asset_source o join source s on s.tenant_id = o.tenant_id and s.source_id = o.source_id
      where o.tenant_id = $1 and o.asset_id = $2 and s.kind = 'agent' and s.status = 'active'`,
    [tx.tenantId, asset],
  )
  for (const { source } of rows) {
    try {
      await issueCommand(
        tx,
        signingKey(),
        { source, kind: 'uninstall', args: {}, by, expiresSeconds: 7 * 86_400 },
        now(),
      )
    } catch (error) {
      if (!(error instanceof CommandError)) throw error
    }
  }
}
