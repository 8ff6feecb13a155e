import type { VerbContext } from '@holdfast/platform/contract'
import { withClient } from '../client/own-login.ts'
import { exitCode } from '../exit-code.ts'
import { searchListsPath, theSearchList } from './search-list.ts'

/** `holdfast search-list remove` */
export async function run({ options, positionals, environment, say }: VerbContext): Promise<number> {
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const { id, name } = await theSearchList(client, positionals[0] as string)
    await client.ask('DELETE', `${searchListsPath}/${id}`, undefined, { ifMatch: '*' })
    say(`The search list ${name} is gone.`)
    return exitCode.ok
  })
}
