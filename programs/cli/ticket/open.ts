import type { VerbContext } from '@holdfast/platform/contract'
import { withClient } from '../client/own-login.ts'
import { exitCode } from '../exit-code.ts'
import { instantOf, personCalled } from './ticket.ts'

/** `holdfast ticket open` */
export async function run({ options, positionals, environment, out, say }: VerbContext): Promise<number> {
  const { per, assignee, due } = options as Readonly<Record<string, string | undefined>>
  const dueAt = due === undefined ? undefined : instantOf('due', due)
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const { json } = await client.ask('POST', '/api/v1/tickets', {
      q: positionals[0] as string,
      ...(per !== undefined && { grouping: per }),
      ...(assignee !== undefined && { assignee: await personCalled(client, assignee) }),
      ...(dueAt !== undefined && { dueAt }),
    })
    const { data } = json as { data: { opened: readonly number[]; extended: readonly number[]; leftOut: number } }
    if (options.output === 'json') await out(`${JSON.stringify(data, null, 2)}\n`)
    const { opened, extended, leftOut } = data
    say(
      [
        opened.length === 0 ? 'No new ticket.' : `Opened ${opened.map((number) => `#${number}`).join(', ')}.`,
        extended.length > 0 && `${extended.map((number) => `#${number}`).join(', ')} cover more findings now.`,
        leftOut > 0 && `${leftOut} findings are fixed, excepted, or in a living ticket.`,
      ]
        .filter(Boolean)
        .join(' '),
    )
    return exitCode.ok
  })
}
