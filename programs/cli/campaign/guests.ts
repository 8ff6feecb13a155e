import type { VerbContext } from '@holdfast/platform/contract'
import { CliError } from '../cli-error.ts'
import { withClient } from '../client/own-login.ts'
import { writeList } from '../client/write-list.ts'
import { exitCode } from '../exit-code.ts'

interface Guests {
  readonly offers: readonly {
    readonly pack: string
    readonly path: string
    readonly most: number
    readonly days: number
    readonly live: number
  }[]
  readonly tenants: readonly {
    readonly tenant: string
    readonly pack: string
    readonly openedAt: string
    readonly endsAt: string
  }[]
}

const path = '/api/v1/campaigns/guests'

/** `holdfast campaign guests on` */
async function letIn({ positionals, options, environment, out }: VerbContext): Promise<number> {
  const [pack] = positionals
  const number = (name: 'most' | 'days', greatest: number) => {
    if (options[name] === undefined) return {}
    const value = Number(options[name])
    if (!Number.isInteger(value) || value < 1 || value > greatest)
      throw new CliError(`--${name} ${options[name]} is no whole number from 1 to ${greatest}.`)
    return { [name]: value }
  }
  const body = { pack, on: true, ...number('most', 1000), ...number('days', 90) }
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const { data } = (await client.ask('POST', path, body)).json as { data: Guests }
    const offer = data.offers.find((each) => each.pack === pack)!
    await out(
      `Anyone opens a tenant for ${pack} at ${client.server}${offer.path}: ${offer.most} at one time at most, each for ${offer.days} days\n`,
    )
    return exitCode.ok
  })
}

/** `holdfast campaign guests off` */
async function letNobodyIn({ positionals, options, environment, out }: VerbContext): Promise<number> {
  const [pack] = positionals
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const { data } = (await client.ask('POST', path, { pack, on: false })).json as { data: Guests }
    const live = data.tenants.filter((each) => each.pack === pack).length
    await out(`Nobody opens a tenant for ${pack} any more; ${live} that live go on to their end\n`)
    return exitCode.ok
  })
}

/** `holdfast campaign guests list` */
async function listGuests(context: VerbContext): Promise<number> {
  const { options, environment, say } = context
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const { data } = (await client.ask('GET', path)).json as { data: Guests }
    const rows = data.tenants.map(({ tenant, pack, openedAt, endsAt }) => ({ tenant, pack, openedAt, endsAt }))
    const columns = ['tenant', 'pack', 'openedAt', 'endsAt']
    await writeList(context, { rows, tenant: undefined, columns, entity: 'guest tenants' })
    for (const { pack, path: place, live, most } of data.offers)
      say(`${pack}: ${live} of ${most}, opened at ${client.server}${place}`)
    if (data.offers.length === 0) say('Guests are let in for no campaign.')
    return exitCode.ok
  })
}

/** `holdfast campaign guests extend` */
async function giveTime({ positionals, options, environment, out }: VerbContext): Promise<number> {
  const [tenant, days] = positionals
  if (!/^[1-9]\d?$/.test(days ?? '') || Number(days) > 90)
    throw new CliError(`${days} is no whole number of days from 1 to 90.`)
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const { json } = await client.ask('POST', `${path}/extend`, { tenant, days: Number(days) })
    await out(`${tenant} ends at ${(json as { data: { endsAt: string } }).data.endsAt}\n`)
    return exitCode.ok
  })
}

export const on = { run: letIn }
export const off = { run: letNobodyIn }
export const list = { run: listGuests }
export const extend = { run: giveTime }
