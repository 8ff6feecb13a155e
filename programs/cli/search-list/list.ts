import type { VerbContext } from '@holdfast/platform/contract'
import { withClient } from '../client/own-login.ts'
import { writeList } from '../client/write-list.ts'
import { exitCode } from '../exit-code.ts'
import { readSearchLists } from './search-list.ts'

const columns = ['name', 'checks', 'findings', 'asks'] as const

/** `holdfast search-list list` */
export async function run({ options, environment, out, say }: VerbContext): Promise<number> {
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const { data, tenant } = await readSearchLists(client)
    const rows = data.map((each) => ({ ...each, asks: each.query ?? `${each.ids!.length} ids` }))
    await writeList({ options, out }, { rows, tenant: tenant?.name, columns, entity: 'search lists' })
    if (data.length === 0) say('There is no search list: holdfast search-list set makes one.')
    return exitCode.ok
  })
}
