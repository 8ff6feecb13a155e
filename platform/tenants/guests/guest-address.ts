import { randomInt } from 'node:crypto'
import { digestOf } from '../../access/index.ts'
import type { TenantTransaction } from '../../contract/index.ts'
import { tellPeople } from '../../notify/index.ts'
import type { Database } from '../../store/index.ts'
import { TenantError } from '../tenant-error.ts'

const codesAtMost = 5
const triesAtMost = 5
const codeMinutes = 60

/** How it is with the tenant of a guest. */
export interface GuestState {
  readonly offer: string
  readonly title: string
  readonly endsAt: string
  /** Confirmed; null without one. */
  readonly address: string | null
  readonly pendingAddress: string | null
}

/** Of the tenant with this internal id; undefined where it is none of a guest. */
export async function readGuestState(database: Database, tenantId: number): Promise<GuestState | undefined> {
  return database.asPlatform(
    (tx) =>
      tx.first<GuestState>(
        `select g.offer, g.title, g.ends_at as "endsAt", p.email as address, g.pending_address as "pendingAddress"
           from tenant_guest g left join person p on p.id = g.person_id where g.child_id = $1`,
        [tenantId],
      ),
    { readOnly: true },
  )
}

/** Mails a code to an address that a guest gives. It counts only once the code came back. Throws TenantError `not-found`, `too-many`. */
export async function giveAddress(database: Database, tenantId: number, address: string, now: number): Promise<void> {
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  const { rowCount } = await database.asPlatform((tx) =>
    tx.query(
      `update tenant_guest set pending_address = $2, code_digest = $3, code_sent_at = $4, codes_sent = codes_sent + 1, code_tries = 0
        where child_id = $1 and codes_sent < ${codesAtMost}`,
      [tenantId, address, digestOf(`${tenantId} ${code}`), new Date(now).toISOString()],
    ),
  )
  if (rowCount === 0)
    throw new TenantError('too-many', `${codesAtMost} codes were mailed for this tenant, which is as many as are.`)
  await database.asTenant(tenantId, (tx) =>
    tellPeople(tx as unknown as TenantTransaction, {
      to: [address],
      summary: `${code} is the code that confirms your address`,
      words: [
        `Somebody gave this address to hear of the end of a guest tenant. If that was you, type ${code} there within ${codeMinutes} minutes.`,
        'If it was not, do nothing: nothing more is mailed to you.',
      ],
      path: '/campaigns',
      now,
    }),
  )
}

/** Takes the address for confirmed where the code is right. Throws TenantError `not-confirmed`. */
export async function confirmAddress(database: Database, tenantId: number, code: string, now: number): Promise<void> {
  const confirmed = await database.asPlatform(async (tx) => {
    const found = await tx.first<{ right: boolean; person: number; address: string }>(
      `update tenant_guest set code_tries = code_tries + 1
        where child_id = $1 and code_digest is not null and code_tries < ${triesAtMost}
          and code_sent_at > $3::timestamptz - interval '${codeMinutes} minutes'
       returning code_digest = $2 as right, person_id as person, pending_address as address`,
      [tenantId, digestOf(`${tenantId} ${code}`), new Date(now).toISOString()],
    )
    if (!found?.right) return false
    await tx.query('update person set email = $2 where id = $1', [found.person, found.address])
    await tx.query('update tenant_guest set pending_address = null, code_digest = null where child_id = $1', [tenantId])
    return true
  })
  if (!confirmed)
    throw new TenantError(
      'not-confirmed',
      'That is not the code that was mailed last, or it is too old. Have another one mailed.',
    )
}
