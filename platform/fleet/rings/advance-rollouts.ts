import { CommandError, issueCommand } from '../../commands/index.ts'
import type { TenantTransaction } from '../../contract/index.ts'
import type { PeriodicTask } from '../../jobs/index.ts'
import { tell } from '../../outbox/index.ts'
import type { SigningKey } from '../../trust/index.ts'
import { nextStep } from './next-step.ts'
import { setState } from './rollout.ts'
import { type RolloutRow, ringCounts, rolloutRows } from './rollout-row.ts'

/** Orders of one step: the rest comes with the next. */
const ordersAtOnce = 500
/** A host may be away when it is told. */
const orderSeconds = 86_400
/** A version that was tried while the server was away is tried again, so often and after so long. */
const mostTries = 3
const againAfter = '10 minutes'

/** Takes every rollout of a tenant one step further. Answers with the number of orders that were given. */
export async function advanceRollouts(tx: TenantTransaction, key: SigningKey, now: Date): Promise<number> {
  let orders = 0
  for (const row of await rolloutRows(tx, `and state in ('running', 'rolling-back') for update skip locked`)) {
    await learn(tx, row, now)
    orders += row.state === 'rolling-back' ? await goBack(tx, row, key, now) : await goOn(tx, row, key, now)
  }
  return orders
}

async function goOn(tx: TenantTransaction, row: RolloutRow, key: SigningKey, now: Date): Promise<number> {
  const counts = await ringCounts(tx, row.rolloutId, row.rings.length)
  const step = nextStep(row, row.rings, counts[row.ring]!, now.getTime())
  switch (step.do) {
    case 'order':
      return order(tx, row, { key, now, kind: 'update', from: ['waiting'], to: 'ordered', ring: row.ring })
    case 'advance':
      await tx.query(
        'update fleet_rollout set ring = ring + 1, ring_since = $3, forgiven = 0, revision = revision + 1 where tenant_id = $1 and rollout_id = $2',
        [tx.tenantId, row.rolloutId, now.toISOString()],
      )
      await tell(tx, { topic: 'rollout.changed', body: { rollout: row.id, state: 'running', ring: row.ring + 1 } })
      return 0
    case 'finish':
      await setState(tx, row, 'done', null)
      return 0
    case 'pause':
      await setState(tx, row, 'paused', step.because)
      return 0
    case 'wait':
      return 0
  }
}

async function goBack(tx: TenantTransaction, row: RolloutRow, key: SigningKey, now: Date): Promise<number> {
  const orders = await order(tx, row, {
    key,
    now,
    kind: 'roll-back',
    from: ['healthy'],
    to: 'back-ordered',
    ring: null,
  })
  if (orders > 0) return orders
  const counts = await ringCounts(tx, row.rolloutId, row.rings.length)
  if (counts.every((each) => each['back-ordered'] === 0)) await setState(tx, row, 'rolled-back', null)
  return 0
}

/** Learns from commands and signs of life how the agents stand that were told something. */
async function learn(tx: TenantTransaction, row: RolloutRow, now: Date): Promise<void> {
  await tx.query(
    `update fleet_rollout_source m set state = n.state, detail = n.detail, changed_at = $3
       from (
         select m.source_id,
                case when m.state = 'ordered' then
                       case when c.state = 'done' and t.agent_version = $4 and t.last_seen_at >= c.finished_at then 'healthy'
                            when c.state in ('failed', 'refused') then
                              case when c.detail ~ 'heard of it' and m.tries < ${mostTries} then 'waiting' else 'failed' end
                            when c.state = 'expired' then case when c.delivered_at is null then 'away' else 'failed' end
                       end
                     else
                       case when c.state = 'done' then 'back' when c.state in ('failed', 'refused', 'expired') then 'back-failed' end
                end as state, c.detail, c.finished_at
           from fleet_rollout_source m
           join command c on c.tenant_id = m.tenant_id and c.command_id = m.command_id
           left join source_state t on t.tenant_id = m.tenant_id and t.source_id = m.source_id
          where m.tenant_id = $1 and m.rollout_id = $2 and m.state in ('ordered', 'back-ordered')) n
      where m.tenant_id = $1 and m.rollout_id = $2 and m.source_id = n.source_id and n.state is not null
        and (n.state <> 'waiting' or n.finished_at < $3::timestamptz - interval '${againAfter}')`,
    [tx.tenantId, row.rolloutId, now.toISOString(), row.version],
  )
}

interface Order {
  readonly key: SigningKey
  readonly now: Date
  readonly kind: 'update' | 'roll-back'
  readonly from: readonly string[]
  readonly to: string
  readonly ring: number | null
}

async function order(
  tx: TenantTransaction,
  row: RolloutRow,
  { key, now, kind, from, to, ring }: Order,
): Promise<number> {
  const { rows } = await tx.query<{ id: number; source: string; platform: string | null; tries: number }>(
    `select m.source_id as id, s.public_id as source, t.platform, m.tries
       from fleet_rollout_source m
       join source s on s.tenant_id = m.tenant_id and s.source_id = m.source_id
       left join source_state t on t.tenant_id = m.tenant_id and t.source_id = m.source_id
      where m.tenant_id = $1 and m.rollout_id = $2 and m.state = any ($3::text[]) and ($4::int is null or m.ring = $4)
      order by m.source_id limit ${ordersAtOnce}`,
    [tx.tenantId, row.rolloutId, from, ring],
  )
  for (const { id, source, platform, tries } of rows) {
    const archive = row.archives[platform ?? '']
    let outcome: { state: string; command: string | null; detail: string | null }
    try {
      if (!archive) throw new CommandError('refused', `There is no agent for ${platform ?? 'its platform'}.`)
      const args =
        kind === 'update'
          ? { version: row.version, platform: platform ?? '', ...archive }
          : { version: row.version, sha256: archive.sha256 }
      const command = {
        ...{ source, kind, args, by: { kind: 'system', id: 'rollout', name: `rollout of ${row.version}` } },
        ...{ expiresSeconds: orderSeconds, idempotencyKey: `${row.id} ${kind} ${source} ${tries}` },
      } as Parameters<typeof issueCommand>[2]
      outcome = { state: to, command: (await issueCommand(tx, key, command, now)).id, detail: null }
    } catch (error) {
      if (!(error instanceof CommandError)) throw error
      outcome = { state: kind === 'update' ? 'failed' : 'back-failed', command: null, detail: error.message }
    }
    await tx.query(
      `update fleet_rollout_source set state = $4, detail = $6, changed_at = $7, tries = tries + 1,
              command_id = (select command_id from command where tenant_id = $1 and public_id = $5)
        where tenant_id = $1 and rollout_id = $2 and source_id = $3`,
      [tx.tenantId, row.rolloutId, id, outcome.state, outcome.command, outcome.detail, now.toISOString()],
    )
  }
  if (rows.length > 0) await tell(tx, { topic: 'rollout.changed', body: { rollout: row.id, state: row.state } })
  return rows.length
}

/** Rollouts go on by the clock. */
export function rolloutTask(signingKey: () => SigningKey): PeriodicTask {
  return {
    id: 'fleet.advance-rollouts',
    cron: '* * * * *',
    async run(database) {
      const { rows } = await database.asPlatform((tx) =>
        tx.query<{ tenant_id: number }>('select tenant_id from fleet_rollout_tenants()'),
      )
      for (const { tenant_id } of rows)
        await database.asTenant(tenant_id, (tx) =>
          advanceRollouts(tx as unknown as TenantTransaction, signingKey(), new Date()),
        )
    },
  }
}
