import type { VerbContext } from '@holdfast/platform/contract'
import { CliError } from '../cli-error.ts'
import { withClient } from '../client/own-login.ts'
import { exitCode } from '../exit-code.ts'
import { instantOf, personCalled } from './ticket.ts'

const actions = ['resolve', 'reopen', 'ignore'] as const

/** `holdfast ticket edit` */
export async function run({ options, positionals, environment, say }: VerbContext): Promise<number> {
  const tickets = positionals.map(numberOf)
  const chosen = actions.filter((action) => options[action] === true)
  if (chosen.length > 1) throw usage(`choose one of ${chosen.map((each) => `--${each}`).join(' and ')}`)
  const { until, assignee, due, comment } = options as Readonly<Record<string, string | undefined>>
  const plain = {
    ...(chosen[0] !== undefined && { action: chosen[0] }),
    ...(until !== undefined && { until: instantOf('until', until) }),
    ...(due !== undefined && { dueAt: due === 'never' ? null : instantOf('due', due) }),
    ...(comment !== undefined && { comment }),
  }
  if (Object.keys(plain).length === 0 && assignee === undefined) throw usage('say what is to be changed')
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const person =
      assignee === undefined ? {} : { assignee: assignee === 'nobody' ? null : await personCalled(client, assignee) }
    const { json } = await client.ask('POST', '/api/v1/tickets/edit', { tickets, ...plain, ...person })
    const { changed } = (json as { data: { changed: number } }).data
    say(changed === 1 ? `Ticket #${tickets[0]} is changed.` : `${changed} tickets are changed.`)
    return exitCode.ok
  })
}

function numberOf(text: string): number {
  const number = Number(text.replace(/^#/, ''))
  if (!Number.isInteger(number) || number < 1) throw usage(`${text} is no number of a ticket`)
  return number
}

function usage(words: string): CliError {
  return new CliError(`ticket edit: ${words}.`, { code: exitCode.usage })
}
