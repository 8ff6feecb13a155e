import type { VerbContext } from '@holdfast/platform/contract'
import { CliError } from '../cli-error.ts'
import type { ApiClient } from '../client/api-client.ts'
import { withClient } from '../client/own-login.ts'
import { exitCode } from '../exit-code.ts'
import { run as query } from '../query/run.ts'

interface Row {
  readonly id: string
  readonly name: string
  readonly state: string
}

/** `holdfast tenant` */
export const list = {
  run: (context: VerbContext) => query({ ...context, options: { ...context.options, entity: 'tenants' } }),
}

/** `holdfast tenant create` */
export const create = {
  run: (context: VerbContext) =>
    asking(context, async (client) => {
      const { positionals, options } = context
      const grant = {
        ...(options.role !== undefined && { role: options.role }),
        ...(options.days !== undefined && { days: wholeNumber(options.days, '--days') }),
      }
      const body = { name: positionals[0], ...(options.kind !== undefined && { kind: options.kind }), grant }
      const { json } = await client.ask('POST', '/api/v1/tenants', body)
      return { ...(json as { data: Row }).data, name: String(positionals[0]), state: 'active' }
    }),
}

/** `holdfast tenant change` */
export const change = {
  run: (context: VerbContext) =>
    asking(context, async (client) => {
      const { positionals, options } = context
      if (options.suspend && options.wake) throw new CliError('--suspend and --wake are opposites: take one.')
      const body = {
        ...(options.name !== undefined && { name: options.name }),
        ...(options.suspend && { state: 'suspended' }),
        ...(options.wake && { state: 'active' }),
      }
      if (Object.keys(body).length === 0) throw new CliError('Say what to change: --name, --suspend or --wake.')
      const id = await idOf(client, String(positionals[0]))
      const path = `/api/v1/tenants/${id}`
      return ((await client.ask('PATCH', path, body, { ifMatch: '*' })).json as { data: Row }).data
    }),
}

/** `holdfast tenant provider` */
export const provider = {
  run: (context: VerbContext) =>
    asking(context, async (client) => {
      const { json } = await client.ask('PATCH', '/api/v1/tenant', { kind: 'provider' }, { ifMatch: '*' })
      const { data } = json as { data: Row }
      return { id: data.id, name: data.name, state: 'provider' }
    }),
}

async function asking(context: VerbContext, work: (client: ApiClient) => Promise<Row>): Promise<number> {
  const { options, environment, out } = context
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const { id, name, state } = await work(client)
    const text =
      options.output === 'json'
        ? JSON.stringify({ schemaVersion: 1, data: { id, name, state } }, null, 2)
        : `${id}\t${name}\t${state}`
    await out(`${text}\n`)
    return exitCode.ok
  })
}

/** The id of a tenant by its id or its name. */
export async function idOf(client: ApiClient, given: string): Promise<string> {
  if (/^ten_[0-9A-Za-z]{22}$/.test(given)) return given
  const { json } = await client.ask('POST', '/api/v1/tenants/search', {
    q: `name:${JSON.stringify(given)}`,
    limit: 100,
  })
  const found = (json as { data: readonly Row[] }).data.filter(({ name }) => name.toLowerCase() === given.toLowerCase())
  if (found[0]) return found[0].id
  throw new CliError(`There is no tenant named "${given}". See them all: holdfast tenant`)
}

function wholeNumber(given: unknown, option: string): number {
  const number = Number(given)
  if (Number.isInteger(number) && number > 0) return number
  throw new CliError(`${option} takes a whole number above 0, not "${given}".`)
}
