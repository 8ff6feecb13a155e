import type { VerbContext } from '@holdfast/platform/contract'
import { withClient } from '../client/own-login.ts'
import { exitCode } from '../exit-code.ts'
import { assetIdOf } from './asset-id-of.ts'

const forms: Readonly<Record<string, string>> = { csaf: 'csaf-2.0', cyclonedx: 'cyclonedx-1.6' }

/** `holdfast asset vex` */
export async function run({ options, positionals, environment, out }: VerbContext): Promise<number> {
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const id = await assetIdOf(client, positionals[0] as string)
    const form = forms[(options.output as string | undefined) ?? ''] ?? 'openvex'
    const path = `/api/v1/vulnerabilities/assets/${encodeURIComponent(id)}/vex?form=${form}`
    const { json } = await client.ask('GET', path)
    const { document } = (json as { data: { document: unknown } }).data
    await out(`${JSON.stringify(document, null, 2)}\n`)
    return exitCode.ok
  })
}
