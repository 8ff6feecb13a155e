import { csvLine, tableLines } from '@holdfast/kit/tabular'
import type { VerbContext } from '@holdfast/platform/contract'
import { withClient } from '../client/own-login.ts'
import { exitCode } from '../exit-code.ts'
import type { Ticket } from './ticket.ts'

const columns = ['number', 'state', 'severity', 'findings', 'due', 'assignee', 'title'] as const
const mostShown = 1000

/** `holdfast ticket list` */
export async function run({ options, positionals, environment, out, say }: VerbContext): Promise<number> {
  const q = (positionals[0] as string | undefined) ?? 'state:[open, reopened]'
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const { json } = await client.ask('POST', '/api/v1/tickets/search', { q, limit: mostShown })
    const { data, page } = json as { data: readonly Ticket[]; page: { total?: number } }
    const form = options.output ?? 'table'
    if (form === 'json') await out(`${JSON.stringify(data, null, 2)}\n`)
    else if (form === 'ndjson') for (const each of data) await out(`${JSON.stringify(each)}\n`)
    else if (form === 'csv') for (const line of [columns, ...data.map(cellsOf)]) await out(csvLine(line))
    else if (data.length > 0)
      await out(`${tableLines(columns, data.map(cellsOf), process.stdout.columns).join('\n')}\n`)
    else say('No ticket matches.')
    const total = page.total ?? data.length
    if (total > data.length) say(`${total} tickets match; these are ${data.length}.`)
    return exitCode.ok
  })
}

function cellsOf({ number, state, severity, findings, dueAt, overdue, assignee, title }: Ticket): readonly string[] {
  const due = dueAt === null ? '' : `${dueAt.slice(0, 10)}${overdue ? ' overdue' : ''}`
  return [String(number), state, severity, String(findings), due, assignee?.name ?? '', title]
}
