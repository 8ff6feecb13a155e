import type { VerbContext } from '@holdfast/platform/contract'
import { CliError } from '../cli-error.ts'
import { withClient } from '../client/own-login.ts'
import { exitCode } from '../exit-code.ts'

/** `holdfast own-check remove` */
export async function run({ options, positionals, environment, say }: VerbContext): Promise<number> {
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const wanted = positionals[0] as string
    const { json } = await client.ask('GET', '/api/v1/vulnerabilities/own-checks')
    const { data } = json as { data: readonly { id: string; name: string; assets: number }[] }
    const check = data.find(({ id, name }) => id === wanted || name === wanted)
    if (!check) throw new CliError(`There is no check of your own called ${wanted}.`, { code: exitCode.usage })
    await client.ask('DELETE', `/api/v1/vulnerabilities/own-checks/${check.id}`, undefined, { ifMatch: '*' })
    say(`The check ${check.name} is gone; what it found on ${check.assets} assets is closed within seconds.`)
    return exitCode.ok
  })
}
