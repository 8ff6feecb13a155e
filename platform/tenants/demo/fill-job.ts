import { setTimeout as sleep } from 'node:timers/promises'
import { Type } from 'typebox'
import type { TenantTransaction } from '../../contract/index.ts'
import { createActivationKey, revokeActivationKey } from '../../intake/index.ts'
import { defineJob, type JobKind, type RunningJob } from '../../jobs/index.ts'
import type { Database } from '../../store/index.ts'

export const mostDemoHosts = 1000
const keyName = 'Simulated hosts'
/** After so long what is not judged yet is judged without anybody waiting for it. */
const patienceMs = 10 * 60_000

/** What a program draws and tells: the platform knows neither hosts nor facts by name. */
export interface DemoOrder {
  /** Enrols the simulated hosts. Each try has a key of its own, with this public id. */
  readonly activationKey: string
  readonly keyId: string
  readonly hosts: number
  /** Names of hosts that told of themselves before the job was interrupted. */
  readonly known: ReadonlySet<string>
  readonly onHost: (done: number) => void
  readonly stop: AbortSignal
}

export interface DemoServices {
  readonly database: Database
  readonly fill: (order: DemoOrder) => Promise<void>
}

const args = Type.Object({
  tenant: Type.String({ maxLength: 40 }),
  name: Type.String({ maxLength: 200 }),
  hosts: Type.Integer({ minimum: 1, maximum: mostDemoHosts }),
})
type Args = { tenant: string; name: string; hosts: number }

/**
 * Fills a demo tenant with hosts that are not there, and waits until they are judged. Begun again after an interruption it goes on with what is left; it ends where the
 * tenant is removed meanwhile. Without services it can be started, for a worker to run.
 */
export function fillDemoJob(services?: DemoServices): JobKind {
  return defineJob({
    id: 'tenants.fill-demo',
    args,
    title: ({ name, hosts }: Args) => `Fill ${name} with ${hosts} simulated hosts`,
    run: async (job: RunningJob<Args>) => {
      if (!services) throw new Error('Only a worker fills a demo.')
      await fillDemo(services, job)
    },
  }) as unknown as JobKind
}

async function fillDemo({ database, fill }: DemoServices, job: RunningJob<Args>): Promise<void> {
  const { tenant, hosts } = job.args
  const find = () => job.inTenant((tx) => findDemo(tx, tenant))
  const child = await find()
  if (child === undefined) return gone(job)
  const inChild = <T>(work: (tx: TenantTransaction) => Promise<T>) =>
    database.asTenant(child, (tx) => work(tx as unknown as TenantTransaction), { signal: job.stop })
  const { key, known } = await inChild((tx) => begin(tx, hosts))
  const tellDone = (done: number) =>
    job.progress({ phase: 'telling', done, total: hosts, message: `${done} of ${hosts} hosts told of themselves` })
  try {
    tellDone(known.size)
    await fill({ activationKey: key.key, keyId: key.id, hosts, known, onHost: tellDone, stop: job.stop })
    job.stop.throwIfAborted()
    await inChild((tx) => revokeActivationKey(tx, key.id, new Date().toISOString()))
    await judged(job, inChild)
  } catch (error) {
    if (job.stop.aborted || (await find()) !== undefined) throw error
    gone(job)
  }
}

async function findDemo(tx: TenantTransaction, tenant: string): Promise<number | undefined> {
  const { rows } = await tx.query<{ child: number }>(
    `select child_id as child from tenant_child where tenant_id = $1 and public_id = $2 and kind = 'demo' and state = 'active'`,
    [tx.tenantId, tenant],
  )
  return rows[0]?.child
}

function gone(job: RunningJob<Args>): void {
  job.progress({ phase: 'done', message: 'The tenant was removed meanwhile.' })
}

/** Keys of an earlier try end, and sources that told nothing yet; what did is known. */
async function begin(tx: TenantTransaction, hosts: number) {
  await tx.query(
    `update activation_key set revoked_at = now(), version = version + 1 where tenant_id = $1 and name = $2 and created_by is null and revoked_at is null`,
    [tx.tenantId, keyName],
  )
  await tx.query(
    `update source s set status = 'revoked', revoked_at = now(), revoked_by = 'demo', version = s.version + 1
       from activation_key k
      where s.tenant_id = $1 and s.status = 'active' and k.tenant_id = s.tenant_id and k.activation_key_id = s.activation_key_id and k.name = $2
        and not exists (select from stream t where t.tenant_id = s.tenant_id and t.source_id = s.source_id and t.last_seq > 0)`,
    [tx.tenantId, keyName],
  )
  const { rows } = await tx.query<{ name: string }>(
    `select name from source where tenant_id = $1 and status = 'active'`,
    [tx.tenantId],
  )
  const expiresAt = new Date(Date.now() + 86_400_000).toISOString()
  const key = await createActivationKey(tx, { name: keyName, limit: hosts, expiresAt })
  return { key, known: new Set(rows.map(({ name }) => name)) }
}

/** Waits until all that was told is applied and judged, so that whoever comes sees the whole. */
async function judged(
  job: RunningJob<Args>,
  inChild: <T>(work: (tx: TenantTransaction) => Promise<T>) => Promise<T>,
): Promise<void> {
  const { hosts } = job.args
  for (const until = performance.now() + patienceMs; performance.now() < until; ) {
    const { waiting, due, assets, findings } = await inChild(countWork)
    job.progress({
      phase: 'judging',
      done: Math.max(0, hosts - due),
      total: hosts,
      message: `${due} hosts are left to judge`,
    })
    if (!waiting && due === 0) {
      job.progress({ phase: 'done', done: hosts, total: hosts, message: `${assets} hosts, ${findings} open findings` })
      return
    }
    await sleep(500, undefined, { signal: job.stop })
  }
}

async function countWork(tx: TenantTransaction) {
  const { rows } = await tx.query<{ waiting: boolean; due: number; assets: number; findings: number }>(
    `select exists (select from envelope_batch where tenant_id = $1) as waiting,
            (select count(distinct asset_id)::int from judgement_due where tenant_id = $1 and due_at <= now()) as due,
            (select count(*)::int from asset where tenant_id = $1 and merged_into is null) as assets,
            (select coalesce(sum(findings), 0)::int from finding_count where tenant_id = $1 and status <> 'fixed' and disposition = 'none') as findings`,
    [tx.tenantId],
  )
  return rows[0]!
}
