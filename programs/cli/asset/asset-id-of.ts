import { CliError } from '../cli-error.ts'
import type { ApiClient } from '../client/api-client.ts'
import { exitCode } from '../exit-code.ts'

/** The asset of this public id, or the one of this name. Throws CliError where there is none, or more than one. */
export async function assetIdOf(client: ApiClient, wanted: string): Promise<string> {
  if (/^ast_\w+$/.test(wanted)) return wanted
  const q = `name:"${wanted.replace(/["\\]/g, '\\$&')}"`
  const { json } = await client.ask('POST', '/api/v1/assets/search', { q, limit: 100 })
  const found = (json as { data: readonly { id: string; name: string }[] }).data.filter(
    ({ name }) => name.toLowerCase() === wanted.toLowerCase(),
  )
  const [first, second] = found
  if (first === undefined) throw new CliError(`There is no asset “${wanted}”.`, { code: exitCode.nothing })
  if (second !== undefined)
    throw new CliError(`There are ${found.length} assets “${wanted}”.`, {
      hint: `Say which by its id: ${found
        .slice(0, 5)
        .map(({ id }) => id)
        .join(', ')}.`,
    })
  return first.id
}
