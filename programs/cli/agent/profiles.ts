import { readFileSync } from 'node:fs'
import type { VerbContext } from '@holdfast/platform/contract'
import { CliError } from '../cli-error.ts'
import { findNamed, tagIdsOf, wholeListOf } from '../client/find-named.ts'
import { withClient } from '../client/own-login.ts'
import { writeList } from '../client/write-list.ts'
import { exitCode } from '../exit-code.ts'

interface Profile {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly priority: number
  readonly isDefault: boolean
  readonly settings: Readonly<Record<string, unknown>>
  readonly tags: readonly { readonly name: string }[]
}

const mostBytes = 256 * 1024
const profiles = { path: '/agent-profiles', what: 'profile' }
const columns = ['priority', 'name', 'isDefault', 'tags', 'settings', 'updatedAt', 'id']

/** `holdfast agent profile list` */
export async function list(context: VerbContext): Promise<number> {
  const { options, environment } = context
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const { data, tenant } = await wholeListOf<Profile>(client, profiles.path)
    const isShort = ['table', 'csv'].includes(String(options.output ?? 'table'))
    const rows = data.map((row) => ({
      ...row,
      ...(isShort && { tags: namesOf(row), settings: Object.keys(row.settings).join(', ') }),
    }))
    await writeList(context, { rows, tenant: tenant.name, columns, entity: 'agent-profiles' })
    return exitCode.ok
  })
}

/** `holdfast agent profile show` */
export async function show({ options, positionals, environment, out }: VerbContext): Promise<number> {
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const profile = await findNamed<Profile>(client, profiles, positionals[0]!)
    if (options.output === 'json') {
      await out(`${JSON.stringify({ schemaVersion: 1, data: profile }, null, 2)}\n`)
      return exitCode.ok
    }
    const lines = [
      ['name', profile.name],
      ['for', profile.isDefault ? 'agents that no other profile is for' : namesOf(profile) || 'nobody yet'],
      ['priority', String(profile.priority)],
      ...(profile.description ? [['description', profile.description]] : []),
      ...Object.entries(profile.settings).map(([name, value]) => [name, JSON.stringify(value)]),
    ]
    const width = Math.max(...lines.map(([name]) => name!.length))
    await out(lines.map(([name, value]) => `${name!.padEnd(width)}  ${value}\n`).join(''))
    return exitCode.ok
  })
}

/** `holdfast agent profile create`: with settings out of a file. */
export async function create({ options, positionals, environment, out, say }: VerbContext): Promise<number> {
  const settings = options.settings === undefined ? {} : readSettings(String(options.settings))
  const tags = options.tag as string[] | undefined
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const body = {
      name: positionals[0],
      settings,
      ...(tags && { tags: await tagIdsOf(client, tags) }),
      ...(options.default && { isDefault: true }),
      ...(options.priority !== undefined && { priority: Number(options.priority) }),
    }
    const { data } = (await client.ask('POST', '/api/v1/agent-profiles', body)).json as { data: Profile }
    await out(`${data.id}\n`)
    say(
      `“${data.name}” is for ${data.isDefault ? 'agents that no other profile is for' : namesOf(data) || 'nobody yet'}.`,
    )
    return exitCode.ok
  })
}

function readSettings(path: string): object {
  const bytes = readFileSync(path === '-' ? 0 : path)
  if (bytes.length > mostBytes) throw new CliError(`${path} is larger than settings can be.`)
  let read: unknown
  try {
    read = JSON.parse(bytes.toString('utf8'))
  } catch (cause) {
    throw new CliError(`${path} is no JSON: ${(cause as Error).message}.`)
  }
  const whole = read as { data?: { settings?: unknown } } | null
  const settings = whole?.data?.settings ?? read
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings))
    throw new CliError(`${path} holds no settings.`, { hint: 'Begin with: holdfast agent profile show NAME -o json' })
  return settings
}

/** `holdfast agent profile assign`: for whom it is. */
export async function assign({ options, positionals, environment, say }: VerbContext): Promise<number> {
  const tags = options.tag as string[] | undefined
  if (tags && options.nobody) throw new CliError('--tag and --nobody are opposites: take one.')
  if (!tags && !options.nobody && !options.default && options.priority === undefined)
    throw new CliError('Say for whom: --tag NAME (more than once for several), --default, --nobody or --priority N.')
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const { id, name } = await findNamed<Profile>(client, profiles, positionals[0]!)
    const body = {
      ...(tags && { tags: await tagIdsOf(client, tags) }),
      ...(options.nobody && { tags: [], isDefault: false }),
      ...(options.default && { isDefault: true }),
      ...(options.priority !== undefined && { priority: Number(options.priority) }),
    }
    const { json } = await client.ask('PATCH', `/api/v1/agent-profiles/${id}`, body, { ifMatch: '*' })
    const { data } = json as { data: Profile }
    say(
      `“${name}” is for ${data.isDefault ? 'agents that no other profile is for' : namesOf(data) || 'nobody'}; agents take it with their next sign of life.`,
    )
    return exitCode.ok
  })
}

function namesOf({ tags }: Profile): string {
  return tags.map(({ name }) => name).join(', ')
}
