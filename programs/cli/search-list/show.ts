import type { VerbContext } from '@holdfast/platform/contract'
import { withClient } from '../client/own-login.ts'
import { writeList } from '../client/write-list.ts'
import { exitCode } from '../exit-code.ts'
import type { Row } from '../query/write-rows.ts'
import { searchListsPath, theSearchList } from './search-list.ts'

const columns = ['severity', 'findings', 'id', 'title'] as const

interface Page {
  readonly data: readonly Row[]
  readonly tenant?: { readonly name: string }
  readonly page: { readonly next: string | null }
}

/** `holdfast search-list show` */
export async function run({ options, positionals, environment, out, say }: VerbContext): Promise<number> {
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const list = await theSearchList(client, positionals[0] as string)
    const rows: Row[] = []
    let tenant: string | undefined
    let cursor: string | null = null
    do {
      const more: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`
      const { json } = await client.ask('GET', `${searchListsPath}/${list.id}/checks?limit=1000${more}`)
      const page = json as Page
      rows.push(...page.data)
      tenant = page.tenant?.name
      cursor = page.page.next
    } while (cursor !== null)
    await writeList({ options, out }, { rows, tenant, columns, entity: 'checks' })
    if (rows.length === 0) say('Nothing that was found here is on it.')
    return exitCode.ok
  })
}
