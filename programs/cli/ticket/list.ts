import type { VerbContext } from '@holdfast/platform/contract'
import { withClient } from '../client/own-login.ts'
import { writeList } from '../client/write-list.ts'
import { exitCode } from '../exit-code.ts'
import type { Ticket } from './ticket.ts'

const columns = ['number', 'state', 'severity', 'findings', 'due', 'assignee.name', 'title'] as const
const mostShown = 1000

interface Found {
  readonly data: readonly Ticket[]
  readonly page: { readonly total?: number }
  readonly tenant?: { readonly name: string }
}

/** `holdfast ticket list` */
export async function run({ options, positionals, environment, out, say }: VerbContext): Promise<number> {
  const q = (positionals[0] as string | undefined) ?? 'state:[open, reopened]'
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const { json } = await client.ask('POST', '/api/v1/tickets/search', { q, limit: mostShown })
    const { data, page, tenant } = json as Found
    const total = page.total ?? data.length
    const rows = data.map((each) => ({ ...each, due: dueOf(each) }))
    await writeList({ options, out }, { rows, total, tenant: tenant?.name, columns, entity: 'tickets' })
    if (data.length === 0) say('No ticket matches.')
    if (total > data.length) say(`${total} tickets match; these are ${data.length}.`)
    return exitCode.ok
  })
}

/** The day on which it is due, and whether that has passed. */
function dueOf({ dueAt, overdue }: Ticket): string {
  return dueAt === null ? '' : `${dueAt.slice(0, 10)}${overdue ? ' overdue' : ''}`
}
