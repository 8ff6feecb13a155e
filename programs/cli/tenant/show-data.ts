import type { VerbContext } from '@holdfast/platform/contract'
import type { ApiClient } from '../client/api-client.ts'
import { withClient } from '../client/own-login.ts'
import { exitCode } from '../exit-code.ts'

type Cells = readonly (string | number | null | undefined)[]

/** Asks a server for data, and writes it as a document or as lines of cells. */
export async function showData<Data>(
  { options, environment, out }: VerbContext,
  ask: (client: ApiClient) => Promise<Data>,
  lines: (data: Data) => readonly Cells[],
): Promise<number> {
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const data = await ask(client)
    const text =
      options.output === 'json'
        ? JSON.stringify({ schemaVersion: 1, data }, null, 2)
        : lines(data)
            .map((cells) => cells.map((cell) => cell ?? '-').join('\t'))
            .join('\n')
    if (text !== '') await out(`${text}\n`)
    return exitCode.ok
  })
}

/** The `data` of an answer. */
export async function dataOf<Data>(client: ApiClient, method: string, path: string, body?: unknown): Promise<Data> {
  const { json } = await client.ask(method, `/api/v1${path}`, body, method === 'PATCH' ? { ifMatch: '*' } : {})
  return (json as { data: Data }).data
}
