import { Type } from 'typebox'
import { findHolders, type Holder } from '../../access/index.ts'
import type { TenantTransaction } from '../../contract/index.ts'
import { defineJob, type JobKind, type RunningJob } from '../../jobs/index.ts'
import { tell } from '../../outbox/index.ts'
import type { Database } from '../../store/index.ts'
import type { PushedOutcome } from './blueprint.ts'
import type { ObjectServices } from './kinds/object-kind.ts'
import { markTenants } from './mark-tenants.ts'
import { type Placed, type Placement, placeInTenant } from './place-in-tenant.ts'

export interface BlueprintServices extends ObjectServices {
  readonly database: Database
  /** Told after each tenant, for tests that end the process there. */
  readonly onTenant?: (tenantId: number) => void
}

const args = Type.Object({
  blueprint: Type.String({ maxLength: 40 }),
  revision: Type.Integer(),
  name: Type.String({ maxLength: 100 }),
})
type Args = { blueprint: string; revision: number; name: string }

/** Results are written down together, some tenants at a time: what was done and not yet written is found done when it is tried again. */
const atOnce = 25

/**
 * Brings a blueprint to each tenant that waits for it, or takes it back, tenant by tenant, each whole in a transaction of its own. Begun again after any
 * interruption, it goes on with those that wait. Without services it can be started, for a worker to run.
 */
export function blueprintJob(services?: BlueprintServices): JobKind {
  return defineJob({
    id: 'tenants.blueprint',
    args,
    title: ({ name }: Args) => `Bring “${name}” to the tenants`,
    attempts: 20,
    async run(job: RunningJob<Args>) {
      if (!services) throw new Error('Only a worker pushes.')
      await push(services, job)
    },
  }) as unknown as JobKind
}

interface Held {
  readonly blueprintId: number
  readonly wanted: string
  readonly pushedBy: string
  readonly placement: Omit<Placement, 'pusher'>
}

async function push(services: BlueprintServices, job: RunningJob<Args>): Promise<void> {
  const held = await job.inTenant((tx) => readHeld(tx, job.args))
  // A newer push does all of it.
  if (!held) return job.progress({ phase: 'done', message: 'Something newer was pushed.' })
  await job.inTenant((tx) => markTenants(tx, held.blueprintId, { now: services.now() }))
  const total = await job.inTenant((tx) => countWaiting(tx, held.blueprintId))
  let done = 0
  for (let last = 0; ; ) {
    const batch = await job.inTenant((tx) => takeWaiting(tx, held.blueprintId, last))
    if (batch.length === 0) break
    last = batch.at(-1)!.childId
    // Asked again and again, since rights end while it runs. A newer push makes this one end; until then the tenant itself knows which is newer.
    const pusher = await mayStill(services.database, job, held)
    if (pusher === 'outdated') return job.progress({ phase: 'done', message: 'Something newer was pushed.' })
    const results: Result[] = []
    for (const { childId, targeted } of batch) {
      job.stop.throwIfAborted()
      results.push(await placeOne(services, held, { childId, targeted, pusher }))
      services.onTenant?.(childId)
      job.progress({ phase: 'tenants', done: ++done, total: Math.max(total, done) })
    }
    await job.inTenant((tx) => writeResults(tx, held, results))
  }
  job.progress({ phase: 'done', message: `${done.toLocaleString('en')} tenants`, done, total: done })
  await job.inTenant((tx) => tell(tx, { topic: 'blueprint.changed', body: { blueprint: job.args.blueprint } }))
}

async function readHeld(tx: TenantTransaction, { blueprint, revision }: Args): Promise<Held | undefined> {
  const { rows } = await tx.query<{
    blueprintId: number
    name: string
    wanted: string
    pushedBy: string
    publicId: string
    provider: string
  }>(
    `select b.blueprint_id as "blueprintId", b.name, b.wanted, b.pushed_by as "pushedBy", t.public_id as "publicId", t.name as provider
       from blueprint b join tenant t on t.id = b.tenant_id and t.kind = 'provider' and t.state = 'active'
      where b.tenant_id = $1 and b.public_id = $2 and b.revision = $3`,
    [tx.tenantId, blueprint, revision],
  )
  if (!rows[0]) return undefined
  const { blueprintId, name, wanted, pushedBy, publicId, provider } = rows[0]
  const { rows: objects } = await tx.query<Placement['objects'][number]>(
    `select kind, kind || ' ' || source as key, name, content, version from blueprint_object
      where tenant_id = $1 and blueprint_id = $2 and content is not null order by place`,
    [tx.tenantId, blueprintId],
  )
  return {
    ...{ blueprintId, wanted, pushedBy },
    placement: {
      ...{ id: blueprint, name, revision, leave: wanted === 'left' },
      provider: { id: tx.tenantId, publicId, name: provider },
      objects: wanted === 'placed' ? objects : [],
    },
  }
}

async function countWaiting(tx: TenantTransaction, blueprintId: number): Promise<number> {
  const { rows } = await tx.query<{ n: number }>(
    `select count(*)::int as n from blueprint_child where tenant_id = $1 and blueprint_id = $2 and state = 'waiting'`,
    [tx.tenantId, blueprintId],
  )
  return rows[0]!.n
}

async function takeWaiting(tx: TenantTransaction, blueprintId: number, after: number) {
  const { rows } = await tx.query<{ childId: number; targeted: boolean }>(
    `select child_id as "childId", targeted from blueprint_child
      where tenant_id = $1 and blueprint_id = $2 and state = 'waiting' and child_id > $3 order by child_id limit ${atOnce}`,
    [tx.tenantId, blueprintId, after],
  )
  return rows
}

async function mayStill(
  database: Database,
  job: RunningJob<Args>,
  { pushedBy }: Held,
): Promise<Holder | undefined | 'outdated'> {
  const { blueprint, revision } = job.args
  const current = await job.inTenant((tx) =>
    tx.query('select 1 from blueprint where tenant_id = $1 and public_id = $2 and revision = $3', [
      tx.tenantId,
      blueprint,
      revision,
    ]),
  )
  if (current.rowCount === 0) return 'outdated'
  return (await findHolders(database, job.tenantId, [pushedBy])).get(pushedBy)
}

interface Result {
  readonly child: number
  readonly state: string
  readonly message: string
  readonly objects: readonly PushedOutcome[]
}

async function placeOne(
  { database, ...services }: BlueprintServices,
  { placement, wanted }: Held,
  { childId: child, targeted, pusher }: { childId: number; targeted: boolean; pusher: Holder | undefined },
): Promise<Result> {
  const refused = (message: string): Result => ({ child, state: 'failed', message, objects: [] })
  if (!pusher) return refused('Who pushed it is no active member any more. Push it again to take it over.')
  // Somebody who sees a part only is no guest anywhere.
  if (pusher.scopeId !== null) return refused('Who pushed it sees a part of the assets only by now. Push it again.')
  const objects = targeted ? placement.objects : []
  let placed: Placed
  try {
    placed = await database.asTenant(
      child,
      (tx) => placeInTenant(tx as unknown as TenantTransaction, { ...placement, objects, pusher }, services),
      { idempotent: true, timeoutMs: 60_000 },
    )
  } catch (error) {
    // Of this tenant alone, and told; a database that is away stops the job, which comes back.
    if (!/^[0-9A-Z]{5}$/.test(String((error as { code?: string }).code))) throw error
    return refused((error as Error).message.slice(0, 500))
  }
  if (placed === 'no-grant') return { child, state: 'no-grant', message: 'No grant lets you in.', objects: [] }
  if (placed === 'outdated') return refused('Something newer was pushed there.')
  const isOut = wanted !== 'placed' || !targeted
  const bad = placed.filter(({ outcome }) => outcome === 'failed' || outcome === 'kept-own')
  const state = isOut ? 'withdrawn' : bad.length > 0 ? 'partly' : 'done'
  return {
    child,
    state,
    message: bad
      .map(({ name, why }) => `${name}: ${why}`)
      .join(' ')
      .slice(0, 1000),
    objects: placed,
  }
}

async function writeResults(tx: TenantTransaction, { blueprintId, placement }: Held, results: Result[]): Promise<void> {
  await tx.query(
    `update blueprint_child b set state = r.state, message = r.message,
            objects = case r.state when 'no-grant' then b.objects else r.objects end, revision = $3, at = now()
       from jsonb_to_recordset($4::jsonb) as r (child int, state text, message text, objects jsonb)
      where b.tenant_id = $1 and b.blueprint_id = $2 and b.child_id = r.child
        and exists (select from blueprint p where p.tenant_id = $1 and p.blueprint_id = $2 and p.revision = $3)`,
    [tx.tenantId, blueprintId, placement.revision, JSON.stringify(results)],
  )
}
