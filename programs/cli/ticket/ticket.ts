import { CliError } from '../cli-error.ts'
import type { ApiClient } from '../client/api-client.ts'
import { exitCode } from '../exit-code.ts'

/** A ticket in lists, as `GET /tickets` tells it. */
export interface Ticket {
  readonly number: number
  readonly title: string
  readonly severity: string
  readonly state: string
  readonly assignee: { readonly id: string; readonly name: string } | null
  readonly dueAt: string | null
  readonly overdue: boolean
  readonly findings: number
}

/** The public id of the one person of the tenant who has this id or name. Throws CliError. */
export async function personCalled(client: ApiClient, called: string): Promise<string> {
  const { data } = (await client.ask('GET', '/api/v1/members')).json as {
    data: readonly { readonly id: string; readonly name: string }[]
  }
  const [found, other] = data.filter(({ id, name }) => id === called || name.toLowerCase() === called.toLowerCase())
  if (found && !other) return found.id
  const words = found ? `Several people are called ${called}: give the id of one.` : `Nobody here is called ${called}.`
  throw new CliError(words, { code: exitCode.usage })
}

/** A day lasts until its end. Throws CliError. */
export function instantOf(option: string, text: string): string {
  const time = Date.parse(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T23:59:59Z` : text)
  if (Number.isNaN(time))
    throw new CliError(`--${option} ${text} is no time: write 2026-12-24 or 2026-12-24T12:00:00Z.`, {
      code: exitCode.usage,
    })
  return new Date(time).toISOString()
}
