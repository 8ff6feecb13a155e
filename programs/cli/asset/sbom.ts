import type { VerbContext } from '@holdfast/platform/contract'
import { withClient } from '../client/own-login.ts'
import { exitCode } from '../exit-code.ts'
import { assetIdOf } from './asset-id-of.ts'

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
