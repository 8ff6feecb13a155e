import { setTimeout as sleep } from 'node:timers/promises'
import type { VerbContext } from '@holdfast/platform/contract'
import { CliError } from '../cli-error.ts'
import type { ApiClient } from '../client/api-client.ts'
import { findNamed, tagIdsOf, wholeListOf } from '../client/find-named.ts'
import { withClient } from '../client/own-login.ts'
import { writeList } from '../client/write-list.ts'
import { exitCode } from '../exit-code.ts'

interface Key {
  readonly id: string
  readonly name: string
  readonly tags: readonly { readonly name: string }[]
  readonly modules: readonly string[] | null
}

interface Made {
  readonly id: string
  readonly key: string
  readonly command: string | null
  readonly packing: boolean
}

const keys = { path: '/activation-keys', what: 'activation key' }
const columns = ['name', 'state', 'tags', 'modules', 'limit', 'uses', 'sources', 'expiresAt', 'hint', 'id']
const packPauseMs = 1000
const packPatienceMs = 180_000

/** `holdfast agent key list` */
export async function list(context: VerbContext): Promise<number> {
  const { options, environment } = context
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const { data, tenant } = await wholeListOf<Key>(client, keys.path)
    const isShort = ['table', 'csv'].includes(String(options.output ?? 'table'))
    const rows = data.map((row) => ({
      ...row,
      ...(isShort && {
        tags: row.tags.map(({ name }) => name).join(', '),
        modules: row.modules?.join(', ') ?? 'all',
      }),
    }))
    await writeList(context, { rows, tenant: tenant.name, columns, entity: 'activation-keys' })
    return exitCode.ok
  })
}

/** `holdfast agent key create`: the command that installs an agent, or the key alone, goes to standard output. */
export async function create(context: VerbContext): Promise<number> {
  const { options, positionals, environment, out, say, stop } = context
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const about = {
      ...(options.proxy !== undefined && { proxy: String(options.proxy) }),
      ...(options.platform !== undefined && { platform: String(options.platform) }),
    }
    const network = options.network === undefined ? undefined : await networkOf(client, String(options.network))
    const body = {
      name: positionals[0],
      ...about,
      ...(options.limit !== undefined && { limit: wholeNumber(options.limit, '--limit') }),
      ...(options.days !== undefined && { days: wholeNumber(options.days, '--days') }),
      ...(options.tag !== undefined && { tags: await tagIdsOf(client, options.tag as string[]) }),
      ...(options.module !== undefined && { modules: options.module as string[] }),
      ...(network !== undefined && { network }),
    }
    const made = ((await client.ask('POST', '/api/v1/activation-keys', body)).json as { data: Made }).data
    say(`Made ${made.id}. What follows is shown once.`)
    const command = options['key-only'] ? null : await commandOf(client, made, about, { say, stop })
    if (options.output === 'json') {
      const { id, key } = made
      await out(`${JSON.stringify({ schemaVersion: 1, data: { id, key, command } }, null, 2)}\n`)
      return exitCode.ok
    }
    if (command === null && !options['key-only'])
      say('This server has no agent to hand out; the key works for one that is there already.')
    await out(`${command ?? made.key}\n`)
    return exitCode.ok
  })
}

/** `holdfast agent key disable` and `enable` */
export const disable = { run: (context: VerbContext) => change(context, true) }
export const enable = { run: (context: VerbContext) => change(context, false) }

/** `holdfast agent key revoke`: for good. */
export async function revoke({ options, positionals, environment, say }: VerbContext): Promise<number> {
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const { id, name } = await findNamed<Key>(client, keys, positionals[0]!)
    await client.ask('DELETE', `/api/v1/activation-keys/${id}`, undefined, { ifMatch: '*' })
    say(`Nobody enrols with “${name}” any more; agents that have it go on.`)
    return exitCode.ok
  })
}

async function change({ options, positionals, environment, say }: VerbContext, off: boolean): Promise<number> {
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const { id, name } = await findNamed<Key>(client, keys, positionals[0]!)
    const disabled = off ? { reason: String(options.reason ?? 'on the command line') } : null
    await client.ask('PATCH', `/api/v1/activation-keys/${id}`, { disabled }, { ifMatch: '*' })
    say(off ? `Nobody enrols with “${name}” until it is enabled; agents that have it go on.` : `“${name}” works again.`)
    return exitCode.ok
  })
}

/** The archive is packed once, and the command names its digest. */
async function commandOf(
  client: ApiClient,
  made: Made,
  about: { readonly proxy?: string; readonly platform?: string },
  { say, stop }: Pick<VerbContext, 'say' | 'stop'>,
): Promise<string | null> {
  if (!made.packing) return made.command
  say('The agent is being packed …')
  const path = `/api/v1/install-command?${new URLSearchParams(about)}`
  for (const until = performance.now() + packPatienceMs; performance.now() < until; ) {
    const told = ((await client.ask('GET', path)).json as { data: Pick<Made, 'command' | 'packing'> }).data
    if (!told.packing) return told.command?.replace('$HOLDFAST_KEY', made.key) ?? null
    stop.throwIfAborted()
    await sleep(packPauseMs)
  }
  throw new CliError(`The server is still packing the agent. The key is ${made.key}.`, { code: exitCode.unavailable })
}

async function networkOf(client: ApiClient, wanted: string): Promise<string> {
  return (await findNamed(client, { path: '/networks', what: 'network' }, wanted)).id
}

function wholeNumber(value: unknown, option: string): number {
  const number = Number(value)
  if (Number.isInteger(number) && number > 0) return number
  throw new CliError(`${option} takes a whole number above 0, not “${value}”.`)
}
