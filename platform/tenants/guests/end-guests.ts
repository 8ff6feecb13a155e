import { recordAudit } from '../../audit/index.ts'
import type { TenantTransaction } from '../../contract/index.ts'
import { type PeriodicTask, startJob } from '../../jobs/index.ts'
import { tellPeople } from '../../notify/index.ts'
import type { Database } from '../../store/index.ts'
import { closeForGood } from '../leaving/close-for-good.ts'
import { eraseJob } from '../leaving/erase-job.ts'
import { erasable } from '../leaving/erasure.ts'
import { TenantError } from '../tenant-error.ts'

const dayMs = 86_400_000
/** Days before the end on which it is announced, the first first. */
const announcedDays = [7, 1] as const

interface DueGuest {
  readonly operator: number
  readonly operatorName: string
  readonly child: number
  readonly tenant: string
  readonly title: string
  readonly endsAt: string
  readonly announced: number
  /** Confirmed; null without one. */
  readonly address: string | null
}

/** Announces the ends of guest tenants that are near, and ends those whose time is over. */
export const endGuestsTask: PeriodicTask = {
  id: 'tenants.end-guests',
  cron: '*/10 * * * *',
  run: async (database) => void (await endGuests(database, Date.now())),
}

/** The same at a time, in milliseconds since 1970. One that is held, or that somebody erases already, is passed over. */
export async function endGuests(
  database: Database,
  now: number,
): Promise<{ readonly announced: number; readonly ended: number }> {
  const due = await database.asPlatform(
    (tx) =>
      tx.query<DueGuest>(
        `select g.tenant_id as operator, o.name as "operatorName", g.child_id as child, g.child_public_id as tenant, g.title,
                g.ends_at as "endsAt", g.announced, p.email as address
           from tenant_guest g join tenant o on o.id = g.tenant_id join tenant c on c.id = g.child_id and c.state <> 'leaving'
           left join person p on p.id = g.person_id
          where g.ends_at <= $1 order by g.ends_at`,
        [new Date(now + announcedDays[0] * dayMs).toISOString()],
      ),
    { readOnly: true },
  )
  let announced = 0
  let ended = 0
  for (const guest of due.rows) {
    if (Date.parse(guest.endsAt) <= now) ended += Number(await end(database, guest))
    else announced += Number(await announce(database, guest, now))
  }
  return { announced, ended }
}

async function end(database: Database, guest: DueGuest): Promise<boolean> {
  return database.asTenant(guest.operator, async (transaction) => {
    const tx = transaction as unknown as TenantTransaction
    const by = {
      kind: 'system',
      id: 'tenants',
      name: 'The end of a guest tenant',
      provider: guest.operatorName,
    } as const
    try {
      const { child, name } = await erasable(tx, guest.tenant)
      const closed = await closeForGood(tx, { tenant: guest.tenant, child, name }, by, { ended: guest.endsAt })
      await tx.query('delete from tenant_guest where tenant_id = $1 and child_id = $2', [tx.tenantId, child])
      await startJob(tx, eraseJob(), closed, by.id)
      await recordAudit(tx, {
        actor: { kind: 'system', id: 'tenants' },
        action: 'guest:ended',
        target: guest.tenant,
        after: { erasure: closed.erasure, endsAt: guest.endsAt },
      })
      return true
    } catch (error) {
      if (error instanceof TenantError) return false
      throw error
    }
  })
}

/** The stage that is due by the clock, each once: whoever comes late tells the last one only. */
async function announce(database: Database, guest: DueGuest, now: number): Promise<boolean> {
  const left = Date.parse(guest.endsAt) - now
  const stage = announcedDays.filter((days) => left <= days * dayMs).length
  if (stage <= guest.announced) return false
  const days = announcedDays[stage - 1]!
  const { rowCount } = await database.asTenant(guest.operator, (tx) =>
    tx.query('update tenant_guest set announced = $3 where tenant_id = $1 and child_id = $2 and announced < $3', [
      guest.operator,
      guest.child,
      stage,
    ]),
  )
  if (rowCount === 0) return false
  await database.asTenant(guest.child, async (transaction) => {
    const tx = transaction as unknown as TenantTransaction
    const { people } = await tellPeople(tx, {
      to: [guest.address],
      summary: `Your tenant for ${guest.title} ends ${days === 1 ? 'within a day' : `within ${days} days`}`,
      words: [
        `On ${guest.endsAt.slice(0, 16).replace('T', ' ')} UTC everybody is out of it, and all its data is erased for good.`,
        'Before that you can take everything along as one file: “Export the data” at the top of each page.',
        'Who runs this server can give it more time.',
      ],
      path: '/campaigns',
      now,
    })
    await recordAudit(tx, {
      actor: { kind: 'system', id: 'tenants' },
      action: 'guest:announced',
      target: guest.tenant,
      after: { days, endsAt: guest.endsAt, mailed: people },
    })
  })
  return true
}
