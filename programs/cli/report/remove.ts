import type { VerbContext } from '@holdfast/platform/contract'
import { withClient } from '../client/own-login.ts'
import { exitCode } from '../exit-code.ts'

/** `holdfast report remove` */
export async function run({ options, positionals, environment, say }: VerbContext): Promise<number> {
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const name = positionals[0] as string
    const path = `/api/v1/vulnerabilities/reports/${encodeURIComponent(name)}`
    const { json } = await client.ask('DELETE', path, undefined, { ifMatch: '*' })
    const { assets } = (json as { data: { assets: number } }).data
    say(`Report "${name}" is taken back from ${assets === 1 ? '1 asset' : `${assets} assets`}.`)
    return exitCode.ok
  })
}
