import type { VerbContext } from '@holdfast/platform/contract'
import { CliError } from '../cli-error.ts'
import { withClient } from '../client/own-login.ts'
import { exitCode } from '../exit-code.ts'
import { readNamed } from '../input/read-named.ts'
import { findSearchList, type SearchList, searchListsPath } from './search-list.ts'

/** `holdfast search-list set` */
export async function run({ options, positionals, environment, out, say }: VerbContext): Promise<number> {
  const [name, ...named] = positionals as readonly string[]
  const { query, from, description } = options as Readonly<Record<string, string | undefined>>
  const ids = from === undefined ? named : [...named, ...linesOf(await readNamed(from))]
  if ((query === undefined) === (ids.length === 0))
    throw new CliError('search-list set: say either ids, or a query with --query.', { code: exitCode.usage })
  const content = {
    ...(query === undefined ? { ids } : { query }),
    ...(description !== undefined && { description }),
  }
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const before = await findSearchList(client, name!)
    const { json } = before
      ? await client.ask('PATCH', `${searchListsPath}/${before.id}`, content, { ifMatch: '*' })
      : await client.ask('POST', searchListsPath, { name, ...content })
    const { data } = json as { data: SearchList }
    if (options.output === 'json') await out(`${JSON.stringify(data, null, 2)}\n`)
    say(
      `${data.name}: ${data.checks === 1 ? '1 check' : `${data.checks} checks`} that found something here, ${data.findings} open findings.`,
    )
    return exitCode.ok
  })
}

function linesOf(bytes: Uint8Array): readonly string[] {
  return new TextDecoder()
    .decode(bytes)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
}
