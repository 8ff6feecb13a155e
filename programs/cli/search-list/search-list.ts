import { CliError } from '../cli-error.ts'
import type { ApiClient } from '../client/api-client.ts'
import { exitCode } from '../exit-code.ts'

/** A search list as the API tells it. */
export interface SearchList {
  readonly id: string
  readonly name: string
  readonly ids: readonly string[] | null
  readonly query: string | null
  readonly checks: number
  readonly findings: number
}

export const searchListsPath = '/api/v1/search-lists'

export async function readSearchLists(
  client: ApiClient,
): Promise<{ readonly data: readonly SearchList[]; readonly tenant?: { readonly name: string } }> {
  return (await client.ask('GET', searchListsPath)).json as never
}

/** The list with this id or name; undefined where there is none. */
export async function findSearchList(client: ApiClient, called: string): Promise<SearchList | undefined> {
  const { data } = await readSearchLists(client)
  return data.find(({ id, name }) => id === called || name.toLowerCase() === called.toLowerCase())
}

export async function theSearchList(client: ApiClient, called: string): Promise<SearchList> {
  const list = await findSearchList(client, called)
  if (!list) throw new CliError(`There is no search list called ${called}.`, { code: exitCode.usage })
  return list
}
