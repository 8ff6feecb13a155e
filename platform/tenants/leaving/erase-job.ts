import { canonicalJson } from '@holdfast/kit/canonical-json'
import { Type } from 'typebox'
import { recordAudit } from '../../audit/index.ts'
import type { TenantTransaction } from '../../contract/index.ts'
import { defineJob, type JobKind, type RunningJob } from '../../jobs/index.ts'
import { tell } from '../../outbox/index.ts'
import type { Database } from '../../store/index.ts'
import { type SigningKey, signText } from '../../trust/index.ts'

const atOnce = 5000
/** Deleting rows counts, and counts are rows: they are gone after few rounds. */
const roundsAtMost = 30
/** Numbers the messages of the tenant, also those that erasing itself causes. */
const counter = 'outbox_head'

export interface EraseServices {
  readonly database: Database
  readonly signingKey: () => SigningKey
  /** Told after each step, for tests that end the process there. */
  readonly onStep?: (step: string) => void
}

const args = Type.Object({ erasure: Type.String({ maxLength: 40 }), name: Type.String({ maxLength: 200 }) })

/**
 * Erases a tenant whose erasure was agreed to: signs the end of its audit log, deletes every row of every table, a set at a time, and in the end the tenant.
 * Begun again after any interruption, it goes on with what is left. Without services it can be started, for a worker to run.
 */
export function eraseJob(services?: EraseServices): JobKind {
  return defineJob({
    id: 'tenants.erase',
    args,
    title: ({ name }) => `Erase the tenant ${name}`,
    attempts: 20,
    run: async (job) => {
      if (!services) throw new Error('Only a worker erases.')
      await erase(services, job)
    },
  }) as unknown as JobKind
}

async function erase(
  { database, signingKey, onStep = () => {} }: EraseServices,
  job: RunningJob<{ erasure: string; name: string }>,
): Promise<void> {
  const { erasure: id } = job.args
  const erasure = await job.inTenant(async (tx) => {
    const { rows } = await tx.query<{ child: number; tenant: string; state: string; signed: boolean; erased: number }>(
      `select child_id as child, child_public_id as tenant, state, statement is not null as signed, rows_erased as erased
         from tenant_erasure where tenant_id = $1 and public_id = $2`,
      [tx.tenantId, id],
    )
    return rows[0]
  })
  if (erasure?.state === 'done') return
  if (erasure?.state !== 'approved') throw new Error('Nobody agreed to erase this tenant.')
  const { child, tenant } = erasure
  const inChild = <T>(work: (tx: TenantTransaction) => Promise<T>) =>
    database.asTenant(child, (tx) => work(tx as unknown as TenantTransaction), {
      timeoutMs: 600_000,
      signal: job.stop,
      idempotent: true,
    })
  if (!erasure.signed) await keepHead(job, id, await inChild(readHead), signingKey())
  onStep('signed')
  // What its sources still send is refused from here on.
  await inChild((tx) =>
    tx.query(
      `update source set status = 'revoked', revoked_at = now(), revoked_by = 'erasure', version = version + 1 where tenant_id = $1 and status = 'active'`,
      [tx.tenantId],
    ),
  )
  const tables = await inChild(async (tx) => {
    const { rows } = await tx.query<{ name: string }>('select name from tenant_tables()')
    return rows.map(({ name }) => name).filter((name) => name !== counter)
  })
  let erased = erasure.erased
  for (let round = 0; ; round++) {
    let now = 0
    for (const [at, table] of tables.entries()) {
      for (;;) {
        job.stop.throwIfAborted()
        const rows = await inChild((tx) => eraseSome(tx, table))
        now += rows
        erased += rows
        if (rows > 0) await job.inTenant((tx) => note(tx, id, erased))
        onStep(table)
        job.progress({
          phase: table,
          done: at + 1,
          total: tables.length,
          message: `${erased.toLocaleString('en')} rows`,
        })
        if (rows < atOnce) break
      }
    }
    if (now === 0) {
      // Messages that come meanwhile are numbered anew: none may be left with a number of before.
      erased += await inChild(async (tx) => (await eraseSome(tx, 'outbox')) + (await eraseSome(tx, counter)))
      onStep(counter)
      break
    }
    if (round > roundsAtMost) throw new Error('Something still writes into the tenant that is being erased.')
  }
  await job.inTenant(async (tx) => finish(tx, { id, child, tenant, erased, name: job.args.name }))
  onStep('done')
  await forgetPeople(database)
}

async function eraseSome(tx: TenantTransaction, table: string): Promise<number> {
  const { rows } = await tx.query<{ n: number }>('select tenant_erase_rows($1, $2) as n', [table, atOnce])
  return rows[0]!.n
}

interface Head {
  readonly seq: number
  readonly hash: string
}

async function readHead(tx: TenantTransaction): Promise<Head | undefined> {
  const { rows } = await tx.query<Head>(
    `select seq, encode(hash, 'hex') as hash from audit_head where tenant_id = $1`,
    [tx.tenantId],
  )
  return rows[0]
}

/** The tombstone: what the erased tenant's log ended with, so that a copy of it that somebody holds can still be proved. */
async function keepHead(
  job: RunningJob<{ erasure: string; name: string }>,
  id: string,
  head: Head | undefined,
  key: SigningKey,
): Promise<void> {
  await job.inTenant(async (tx) => {
    const { rows } = await tx.query<{ tenant: string; name: string }>(
      'select child_public_id as tenant, name from tenant_erasure where tenant_id = $1 and public_id = $2',
      [tx.tenantId, id],
    )
    const { tenant, name } = rows[0]!
    const statement = { tenant, name, seq: head?.seq ?? 0, hash: head?.hash ?? '', signedAt: new Date().toISOString() }
    const signed = signText('audit-head', canonicalJson(statement), key)
    await tx.query(
      `update tenant_erasure set statement = $3, signature = $4, version = version + 1
        where tenant_id = $1 and public_id = $2 and statement is null`,
      [tx.tenantId, id, signed.text, signed.signature],
    )
  })
}

async function note(tx: TenantTransaction, id: string, erased: number): Promise<void> {
  await tx.query('update tenant_erasure set rows_erased = $3 where tenant_id = $1 and public_id = $2', [
    tx.tenantId,
    id,
    erased,
  ])
}

async function finish(
  tx: TenantTransaction,
  { id, child, tenant, erased, name }: { id: string; child: number; tenant: string; erased: number; name: string },
): Promise<void> {
  const { rows } = await tx.query<{ gone: boolean }>('select tenant_forget($1) as gone', [child])
  if (!rows[0]!.gone) throw new Error('The tenant itself could not be removed.')
  await tx.query(
    `update tenant_erasure set state = 'done', finished_at = now(), rows_erased = $3, version = version + 1
      where tenant_id = $1 and public_id = $2`,
    [tx.tenantId, id, erased],
  )
  await tell(tx, { topic: 'tenant.changed', body: { tenant } })
  await recordAudit(tx, {
    actor: { kind: 'system', id: 'tenants' },
    action: 'tenant:erased',
    target: tenant,
    after: { erasure: id, name, rows: erased },
  })
}

/** People who are members of nothing any more. One who came a moment ago may be about to become one. */
async function forgetPeople(database: Database): Promise<void> {
  await database.asPlatform((tx) =>
    tx.query(
      `delete from person p where p.created_at < now() - interval '1 day' and not exists (select from membership m where m.person_id = p.id)`,
    ),
  )
}
