import type { VerbContext } from '@holdfast/platform/contract'
import { withClient } from '../client/own-login.ts'
import { exitCode } from '../exit-code.ts'
import { packageLines, type ShownPackage } from './package-document.ts'

/** `holdfast package show` */
export async function run({ positionals, options, environment, out }: VerbContext): Promise<number> {
  const [ecosystem = '', name = ''] = positionals
  const path = `/api/v1/vulnerabilities/packages/${encodeURIComponent(ecosystem)}/${encodeURIComponent(name)}`
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const { data } = (await client.ask('GET', path)).json as { data: ShownPackage }
    if (options.output === 'json') await out(`${JSON.stringify({ schemaVersion: 1, data }, null, 2)}\n`)
    else await out(`${packageLines(data).join('\n')}\n`)
    const open = Object.values(data.findings.open).reduce((sum, count) => sum + count, 0)
    return options['fail-on-open'] && open > 0 ? exitCode.findings : exitCode.ok
  })
}
