import type { VerbContext } from '@holdfast/platform/contract'
import { CliError } from '../cli-error.ts'
import { awaitJob } from '../client/await-job.ts'
import { withClient } from '../client/own-login.ts'
import { exitCode } from '../exit-code.ts'

const most = 1000

/** `holdfast demo create` */
export async function run({ options, environment, out, say }: VerbContext): Promise<number> {
  const hosts = Number(options.agents ?? 50)
  if (!Number.isInteger(hosts) || hosts < 1 || hosts > most)
    throw new CliError(`--agents is a whole number from 1 to ${most}.`, { code: exitCode.usage })
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const { json } = await client.ask('POST', '/api/v1/demo-tenants', { hosts })
    const { tenant, name, job } = (json as { data: { tenant: string; name: string; job: string } }).data
    say(`Made the tenant “${name}”; filling it with ${hosts} hosts that are not there …`)
    await awaitJob(client, job, say)
    await out(`${tenant}\n`)
    say(`It is in your list of tenants. “holdfast demo remove ${tenant}” takes it away whole.`)
    return exitCode.ok
  })
}
