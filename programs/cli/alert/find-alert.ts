import { CliError } from '../cli-error.ts'
import type { ApiClient } from '../client/api-client.ts'

/** An alert as the API lists it. */
export interface ListedAlert {
  readonly id: string
  readonly name: string
  readonly state: string
  readonly list: string
  readonly query: string
  readonly matching: number
  readonly firedAt: string | null
  readonly mutedUntil: string | null
  readonly channels: readonly { readonly name: string }[]
}

export async function listAlerts(client: ApiClient) {
  return (await client.ask('GET', '/api/v1/alerts')).json as { data: readonly ListedAlert[]; tenant: { name: string } }
}

/** The alert of this name or public id. Throws CliError that names those there are. */
export async function findAlert(client: ApiClient, wanted: string): Promise<ListedAlert> {
  const { data } = await listAlerts(client)
  const found = data.find(({ id, name }) => id === wanted || name.toLowerCase() === wanted.toLowerCase())
  if (found) return found
  const known = data.length === 0 ? 'There is none yet.' : `There are: ${data.map(({ name }) => name).join(', ')}.`
  throw new CliError(`There is no alert “${wanted}”. ${known}`)
}
