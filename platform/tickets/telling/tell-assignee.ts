import type { TenantTransaction } from '../../contract/index.ts'
import { tellPeople } from '../../notify/index.ts'

const mostNamed = 10

export interface Assigned {
  /** Numbers of tickets. */
  readonly numbers: readonly number[]
  /** Internal id of who is to do them. */
  readonly assignee: number
}

/** Mails somebody that tickets are theirs now: one mail, however many. Nobody is told of what they did themselves. */
export async function tellAssigned(
  tx: TenantTransaction,
  { numbers, assignee }: Assigned,
  by: string,
  now: number,
): Promise<void> {
  const person = await addressOf(tx, assignee)
  if (numbers.length === 0 || person === undefined || person.id === by) return
  await tellPeople(tx, {
    to: [person.email],
    summary: numbers.length === 1 ? 'A ticket is yours now' : `${numbers.length} tickets are yours now`,
    ...(await wordsOf(tx, numbers)),
    now,
  })
}

/** Mails somebody that the time of tickets of theirs is over. */
export async function tellOverdue(tx: TenantTransaction, { numbers, assignee }: Assigned, now: number): Promise<void> {
  const person = await addressOf(tx, assignee)
  if (person === undefined) return
  await tellPeople(tx, {
    to: [person.email],
    summary: numbers.length === 1 ? 'A ticket of yours is overdue' : `${numbers.length} tickets of yours are overdue`,
    ...(await wordsOf(tx, numbers)),
    now,
  })
}

/** Where mail about tickets reaches a member; undefined where it does not, or they want none. */
async function addressOf(
  tx: TenantTransaction,
  assignee: number,
): Promise<{ readonly id: string; readonly email: string } | undefined> {
  const { rows } = await tx.query<{ id: string; email: string }>(
    `select p.public_id as id, p.email from person p join membership m on m.person_id = p.id
      where m.tenant_id = $1 and p.id = $2 and p.email is not null and p.state = 'active' and m.state = 'active'
        and not exists (select from ticket_mute t where t.tenant_id = $1 and t.person = p.public_id)`,
    [tx.tenantId, assignee],
  )
  return rows[0]
}

async function wordsOf(
  tx: TenantTransaction,
  numbers: readonly number[],
): Promise<{ readonly words: readonly string[]; readonly path: string }> {
  const { rows } = await tx.query<{ number: number; title: string; dueAt: string | null }>(
    `select number, title, due_at as "dueAt" from ticket where tenant_id = $1 and number = any ($2::int[])
      order by due_at nulls last, number limit ${mostNamed}`,
    [tx.tenantId, numbers],
  )
  const words = rows.map(
    ({ number, title, dueAt }) =>
      `#${number} ${title}${dueAt === null ? '' : `, due ${new Date(dueAt).toISOString().slice(0, 10)}`}`,
  )
  const more = numbers.length - rows.length
  const [only] = rows
  return {
    words: more === 0 ? words : [...words, `and ${more} more.`],
    path: numbers.length === 1 && only ? `/tickets?q=*&row=${only.number}` : '/tickets?view=open',
  }
}
