import type { VerbContext } from '@holdfast/platform/contract'
import { CliError } from '../cli-error.ts'
import type { ApiClient } from '../client/api-client.ts'
import { withClient } from '../client/own-login.ts'
import { exitCode } from '../exit-code.ts'

/** `holdfast asset sbom` */
export async function run({ options, positionals, environment, out }: VerbContext): Promise<number> {
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const id = await assetIdOf(client, positionals[0] as string)
    const form = options.output === 'spdx' ? 'spdx-2.3' : 'cyclonedx-1.6'
    const { json } = await client.ask('GET', `/api/v1/inventory/assets/${encodeURIComponent(id)}/sbom?form=${form}`)
    const { document } = (json as { data: { document: unknown } }).data
    await out(`${JSON.stringify(document, null, 2)}\n`)
    return exitCode.ok
  })
}

/** The asset of this public id, or the one of this name. Throws CliError where there is none, or more than one. */
async function assetIdOf(client: ApiClient, wanted: string): Promise<string> {
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
