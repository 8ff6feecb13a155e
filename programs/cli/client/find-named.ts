import { CliError } from '../cli-error.ts'
import type { ApiClient } from './api-client.ts'

interface Named {
  readonly id: string
  readonly name: string
}

export interface Listed<Row> {
  readonly data: readonly Row[]
  readonly tenant: { readonly name: string }
}

/** All rows of a list that the API gives whole. */
export async function wholeListOf<Row>(client: ApiClient, path: string): Promise<Listed<Row>> {
  return (await client.ask('GET', `/api/v1${path}`)).json as Listed<Row>
}

/** The one of this name or public id; the newest where several have the name. Throws CliError that names those there are. */
export async function findNamed<Row extends Named>(
  client: ApiClient,
  list: { readonly path: string; readonly what: string },
  wanted: string,
): Promise<Row> {
  const { data } = await wholeListOf<Row>(client, list.path)
  const found =
    data.find(({ id }) => id === wanted) ?? data.find(({ name }) => name.toLowerCase() === wanted.toLowerCase())
  if (found) return found
  const names = data.slice(0, 20).map(({ name }) => name)
  throw new CliError(`There is no ${list.what} “${wanted}”.`, {
    hint: names.length === 0 ? 'There is none yet.' : `There are: ${names.join(', ')}${data.length > 20 ? ' …' : '.'}`,
  })
}

/** Public ids of tags by their paths, names or ids. Throws CliError for one that is not there. */
export async function tagIdsOf(client: ApiClient, wanted: readonly string[]): Promise<readonly string[]> {
  if (wanted.length === 0) return []
  const { data } = await wholeListOf<Named & { readonly path: string }>(client, '/tags')
  return wanted.map((each) => {
    const found =
      data.find(({ id, path }) => id === each || path.toLowerCase() === each.toLowerCase()) ??
      data.find(({ name }) => name.toLowerCase() === each.toLowerCase())
    if (!found) throw new CliError(`There is no tag “${each}”.`)
    return found.id
  })
}
