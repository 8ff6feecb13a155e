import type { VerbContext } from '@holdfast/platform/contract'
import { withClient } from '../client/own-login.ts'
import { exitCode } from '../exit-code.ts'
import type { Ticket } from './ticket.ts'

interface Page extends Ticket {
  readonly openedBy: string
  readonly openedAt: string
  readonly stateSince: string
  readonly covers: readonly {
    readonly id: string
    readonly summary: string
    readonly severity: string
    readonly status: string
    readonly disposition: string
    readonly asset: { readonly name: string }
  }[]
  readonly history: readonly {
    readonly at: string
    readonly by: string | null
    readonly kind: string
    readonly detail: Readonly<Record<string, unknown>>
  }[]
}

/** `holdfast ticket show` */
export async function run({ options, positionals, environment, out }: VerbContext): Promise<number> {
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const { json } = await client.ask('GET', `/api/v1/tickets/${encodeURIComponent(positionals[0] as string)}`)
    const { data } = json as { data: Page }
    if (options.output === 'json') await out(`${JSON.stringify(data, null, 2)}\n`)
    else await out(`${linesOf(data).join('\n')}\n`)
    return exitCode.ok
  })
}

function linesOf({ number, title, severity, state, stateSince, assignee, dueAt, overdue, covers, history }: Page) {
  return [
    `#${number} ${title}`,
    `${severity}, ${state} since ${minute(stateSince)}, ${assignee === null ? 'nobody’s' : `for ${assignee.name}`}${dueAt === null ? '' : `, due ${minute(dueAt)}${overdue ? ' (overdue)' : ''}`}`,
    '',
    ...covers.map((each) => {
      const standing = each.disposition === 'none' ? each.status : `${each.status}, ${each.disposition}`
      return `${each.severity.padEnd(8)} ${standing.padEnd(10)} ${each.asset.name}: ${each.summary}`
    }),
    '',
    ...history.map(({ at, by, kind, detail }) => `${minute(at)}  ${by ?? 'evidence'}  ${kind}${wordsOf(detail)}`),
  ]
}

function wordsOf(detail: Readonly<Record<string, unknown>>): string {
  const words = Object.entries(detail).map(([name, value]) => `${name} ${String(value)}`)
  return words.length === 0 ? '' : `: ${words.join(', ')}`
}

function minute(instant: string): string {
  return instant.slice(0, 16).replace('T', ' ')
}
