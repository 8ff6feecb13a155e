import type { TenantTransaction } from '../../contract/index.ts'
import { tell } from '../../outbox/index.ts'
import { newPublicId } from '../../store/index.ts'
import type { Message } from '../render/message.ts'
import { giveUpMs } from './backoff.ts'

/** Of one notice at most so many get a copy. */
const mostPeople = 20

/**
 * Mails a sentence to people, in the transaction of whoever did what it tells of. Who has no address is left out; where nobody has one, nothing is sent.
 * Answers with how many are written to, and by which delivery.
 */
export async function tellPeople(
  tx: TenantTransaction,
  notice: {
    /** Addresses of mail, as they are kept of people. */
    readonly to: readonly (string | null)[]
    /** What happened, in one sentence. */
    readonly summary: string
    /** What follows from it, or can be done about it. */
    readonly words: readonly string[]
    /** Below the address of the server: where to look. */
    readonly path: string
    readonly now: number
    /** A test is tried once. */
    readonly kind?: 'message' | 'test'
  },
): Promise<{ readonly people: number /** Public id. */; readonly delivery: string | null }> {
  const to = [...new Set(notice.to.filter((address) => address !== null))].slice(0, mostPeople)
  if (to.length === 0) return { people: 0, delivery: null }
  const { rows } = await tx.query<{ id: string; name: string }>(
    'select public_id as id, name from tenant where id = $1',
    [tx.tenantId],
  )
  const { summary, words, path, now, kind = 'message' } = notice
  const body: Message = {
    schemaVersion: 1,
    type: 'notice',
    tenant: rows[0]!,
    alert: { id: '', name: 'Notice', query: '', list: '' },
    at: new Date(now).toISOString(),
    summary,
    total: 0,
    items: [],
    path,
    words,
    to,
  }
  const delivery = newPublicId('dlv')
  await tx.query('select notify_people($1, $2, $3, $4, $5, $6)', [
    ...[newPublicId('chn'), newPublicId('msg'), delivery],
    ...[JSON.stringify(body), new Date(now + (kind === 'test' ? 0 : giveUpMs)), kind],
  ])
  await tell(tx, { topic: 'delivery.changed', body: { delivery, state: 'waiting' } })
  return { people: to.length, delivery }
}
