import type { VerbContext } from '@holdfast/platform/contract'
import { withClient } from '../client/own-login.ts'
import { writeList } from '../client/write-list.ts'
import { exitCode } from '../exit-code.ts'

interface OwnCheck {
  readonly name: string
  readonly title: string
  readonly severity: string
  readonly assets: number
  readonly tag: { readonly path: string; readonly query: string | null }
}

const columns = ['name', 'severity', 'assets', 'title', 'tag', 'query'] as const

/** `holdfast own-check list` */
export async function run({ options, environment, out, say }: VerbContext): Promise<number> {
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const { json } = await client.ask('GET', '/api/v1/vulnerabilities/own-checks')
    const { data, tenant } = json as { data: readonly OwnCheck[]; tenant?: { name: string } }
    const rows = data.map((each) => ({ ...each, tag: each.tag.path, query: each.tag.query ?? '' }))
    await writeList({ options, out }, { rows, tenant: tenant?.name, columns, entity: 'checks' })
    if (data.length === 0) say('There is no check of your own: holdfast own-check add makes one.')
    return exitCode.ok
  })
}
