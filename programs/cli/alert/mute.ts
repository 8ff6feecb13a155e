import type { VerbContext } from '@holdfast/platform/contract'
import { CliError } from '../cli-error.ts'
import { withClient } from '../client/own-login.ts'
import { exitCode } from '../exit-code.ts'
import { findAlert } from './find-alert.ts'

const units = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** `holdfast alert mute` */
export async function run({ options, positionals, environment, out }: VerbContext): Promise<number> {
  const until = options.off ? null : new Date(Date.now() + lengthOf(options.for)).toISOString()
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const alert = await findAlert(client, positionals[0]!)
    await client.ask('POST', `/api/v1/alerts/${alert.id}/mute`, { until })
    await out(until === null ? `“${alert.name}” speaks again\n` : `“${alert.name}” is silent until ${until}\n`)
    return exitCode.ok
  })
}

function lengthOf(text: unknown): number {
  const [, count, unit] = /^(\d{1,4})([mhd])$/.exec(String(text ?? '')) ?? []
  if (count === undefined) throw new CliError('Say for how long: --for 30m, 2h or 7d; or --off to let it speak again.')
  return Number(count) * units[unit as keyof typeof units]
}
