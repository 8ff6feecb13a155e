import type { VerbContext } from '@holdfast/platform/contract'
import { withClient } from '../client/own-login.ts'
import { exitCode } from '../exit-code.ts'
import { writer } from '../query/write-rows.ts'
import { listAlerts } from './find-alert.ts'

const columns = ['name', 'state', 'list', 'query', 'channels', 'matching', 'firedAt', 'id']

/** `holdfast alert list` */
export async function run({ options, environment, out, say }: VerbContext): Promise<number> {
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const { data, tenant } = await listAlerts(client)
    const form = (options.output as string | undefined) ?? 'table'
    const width = process.stdout.isTTY ? process.stdout.columns : undefined
    const write = writer({ form, columns, width, entity: 'alerts', out })
    const short = form === 'table' || form === 'csv'
    await write.rows(
      data.map((row) => ({ ...row, ...(short && { channels: row.channels.map(({ name }) => name).join(', ') }) })),
    )
    await write.end({ tenant: tenant.name, total: data.length })
    say(`${data.length} ${data.length === 1 ? 'alert' : 'alerts'} in "${tenant.name}".`)
    return exitCode.ok
  })
}
