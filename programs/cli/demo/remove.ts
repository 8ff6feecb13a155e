import type { VerbContext } from '@holdfast/platform/contract'
import { CliError } from '../cli-error.ts'
import { awaitJob } from '../client/await-job.ts'
import { withClient } from '../client/own-login.ts'
import { exitCode } from '../exit-code.ts'

interface Demo {
  readonly id: string
  readonly name: string
}

/** `holdfast demo remove` */
export async function run({ positionals, options, environment, out, say }: VerbContext): Promise<number> {
  const [wanted] = positionals
  if (wanted !== undefined && options.all) throw new CliError('Name a demo tenant, or take --all.')
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const search = { q: 'kind:demo and not state:leaving', limit: 100 }
    const { json } = await client.ask('POST', '/api/v1/tenants/search', search)
    const found = (json as { data: readonly Demo[] }).data
    const chosen = wanted === undefined ? found : found.filter(({ id, name }) => id === wanted || name === wanted)
    if (wanted !== undefined && chosen.length === 0) throw new CliError(`There is no demo tenant “${wanted}”.`)
    if (chosen.length > 1 && !options.all)
      throw new CliError('There are several demo tenants. Name one, or take --all.', {
        hint: chosen.map(({ id, name }) => `${id}  ${name}`).join('\n'),
      })
    if (chosen.length === 0) say('There is no demo tenant.')
    for (const { id, name } of chosen) {
      const asked = await client.ask('POST', `/api/v1/demo-tenants/${id}/remove`)
      await awaitJob(client, (asked.json as { data: { job: string } }).data.job, say)
      await out(`${id}\n`)
      say(`Removed “${name}” with all that was its own.`)
    }
    return exitCode.ok
  })
}
