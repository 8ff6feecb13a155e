import type { VerbContext } from '@holdfast/platform/contract'
import { CliError } from '../cli-error.ts'
import type { ApiClient } from '../client/api-client.ts'
import { withClient } from '../client/own-login.ts'
import { exitCode } from '../exit-code.ts'

interface Tag {
  readonly id: string
  readonly name: string
}

/** `holdfast own-check add` */
export async function run({ options, positionals, environment, out, say }: VerbContext): Promise<number> {
  const name = positionals[0] as string
  const { title, severity, query, tag, why, remedy, cve } = options as Readonly<Record<string, string | undefined>>
  if (title === undefined || severity === undefined) throw usage('say what is wrong, with --title and --severity.')
  if ((query === undefined) === (tag === undefined)) throw usage('say which assets, with either --query or --tag.')
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const tagId = query === undefined ? await tagCalled(client, tag!) : await newTag(client, name, query)
    const { json } = await client.ask('POST', '/api/v1/vulnerabilities/own-checks', {
      ...{ name, tag: tagId, title, severity },
      ...(why !== undefined && { why }),
      ...(remedy !== undefined && { remedy }),
      ...(cve !== undefined && { cves: cve.split(',').map((each) => each.trim().toUpperCase()) }),
    })
    const { data } = json as { data: { id: string } }
    if (options.output === 'json') await out(`${JSON.stringify(data, null, 2)}\n`)
    say(`The check ${name} is made (${data.id}): its findings come within seconds.`)
    return exitCode.ok
  })
}

async function newTag(client: ApiClient, name: string, query: string): Promise<string> {
  const body = { name: `own-check ${name}`, query, description: `What the check ${name} finds.` }
  return ((await client.ask('POST', '/api/v1/tags', body)).json as { data: Tag }).data.id
}

async function tagCalled(client: ApiClient, called: string): Promise<string> {
  const { data } = (await client.ask('GET', '/api/v1/tags')).json as { data: readonly Tag[] }
  const [found, other] = data.filter(({ id, name }) => id === called || name.toLowerCase() === called.toLowerCase())
  if (!found) throw usage(`there is no tag ${called}.`)
  if (other) throw usage(`several tags are called ${called}: give the id of one.`)
  return found.id
}

function usage(words: string): CliError {
  return new CliError(`own-check add: ${words}`, { code: exitCode.usage })
}
