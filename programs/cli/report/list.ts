import type { VerbContext } from '@holdfast/platform/contract'
import { withClient } from '../client/own-login.ts'
import { writeList } from '../client/write-list.ts'
import { exitCode } from '../exit-code.ts'

interface Known {
  readonly name: string
  readonly assets: number
  readonly findings: number
  readonly observedAt: string
  readonly oldestAt: string
}

const columns = ['name', 'assets', 'findings', 'newest', 'oldest'] as const

/** `holdfast report list` */
export async function run({ options, environment, out, say }: VerbContext): Promise<number> {
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const { json } = await client.ask('GET', '/api/v1/vulnerabilities/reports')
    const { data, tenant } = json as { data: readonly Known[]; tenant?: { name: string } }
    const rows = data.map((each) => ({ ...each, newest: each.observedAt, oldest: each.oldestAt }))
    await writeList({ options, out }, { rows, tenant: tenant?.name, columns, entity: 'reports' })
    if (data.length === 0) say('No report was imported: holdfast report import FILE takes one.')
    return exitCode.ok
  })
}
