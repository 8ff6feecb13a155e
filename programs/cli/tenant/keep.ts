import type { VerbContext } from '@holdfast/platform/contract'
import { CliError } from '../cli-error.ts'
import { withClient } from '../client/own-login.ts'
import { exitCode } from '../exit-code.ts'
import { idOf } from './run.ts'
import { dataOf, showData } from './show-data.ts'

interface Named {
  readonly id: string
  readonly name: string
}

/** `holdfast tenant hold` */
export const hold = {
  run: (context: VerbContext) => {
    const { reason } = context.options
    if (reason === undefined) throw new CliError('Say why: --reason "Case 4711". The people of the tenant see it.')
    return ofTenant(context, 'hold', { reason })
  },
}

/** `holdfast tenant release` */
export const release = { run: (context: VerbContext) => ofTenant(context, 'release') }

function ofTenant(context: VerbContext, what: string, body?: object): Promise<number> {
  const name = String(context.positionals[0])
  return showData(
    context,
    async (client) => dataOf<{ id: string }>(client, 'POST', `/tenants/${await idOf(client, name)}/${what}`, body),
    ({ id }) => [[id, name, what === 'hold' ? 'held' : 'let go']],
  )
}

interface Quota {
  readonly quota: Readonly<Record<string, { readonly soft?: number | null; readonly hard?: number | null }>>
  readonly bytes: number | null
  readonly estimatedAt: string | null
}

/** `holdfast tenant quota` */
export const quota = {
  run: (context: VerbContext) =>
    showData(
      context,
      async (client) => {
        const path = `/tenants/${await idOf(client, String(context.positionals[0]))}/quota`
        const before = await dataOf<Quota>(client, 'GET', path)
        const said = ['sources', 'assets', 'bytes', 'requests'].filter((name) => context.options[name] !== undefined)
        if (said.length === 0) return before
        const next = { ...before.quota }
        for (const name of said) next[name] = { ...next[name], hard: amount(`--${name}`, context.options[name]) }
        await dataOf(client, 'POST', path, next)
        return dataOf<Quota>(client, 'GET', path)
      },
      ({ quota: bounds, bytes, estimatedAt }) => [
        ...Object.entries(bounds).map(([what, { soft, hard }]) => [what, soft, hard]),
        ['keeps about', bytes, estimatedAt],
      ],
    ),
}

const kept = ['events', 'past', 'audit'] as const
type Retention = Readonly<Record<(typeof kept)[number], number | null>>

/** `holdfast tenant retention` */
export const retention = {
  run: (context: VerbContext) =>
    showData(
      context,
      (client) => {
        const said = kept.filter((name) => context.options[name] !== undefined)
        if (said.length === 0) return dataOf<Retention>(client, 'GET', '/tenant/retention')
        const body = Object.fromEntries(said.map((name) => [name, amount(`--${name}`, context.options[name])]))
        return dataOf<Retention>(client, 'PATCH', '/tenant/retention', body)
      },
      (data) => kept.map((name) => [name, data[name] === null ? 'as the installation' : `${data[name]} days`]),
    ),
}

/** `holdfast tenant export` */
export const everything = {
  run: ({ options, environment, out, say, stop }: VerbContext) =>
    withClient({ server: options.server as string | undefined, environment }, async (client) => {
      let last = ''
      for await (const line of client.lines('GET', '/api/v1/tenant/export')) {
        stop.throwIfAborted()
        last = line
        await out(`${line}\n`)
      }
      const end = JSON.parse(last || '{}') as { rows?: number }
      if (end.rows === undefined) throw new CliError('The server broke off in the middle: what came is not all.')
      say(`${end.rows} rows`)
      return exitCode.ok
    }),
}

/** `holdfast tenant erasures` */
export const erasures = {
  run: (context: VerbContext) =>
    showData(
      context,
      (client) => dataOf<readonly (Named & { state: string; rowsErased: number })[]>(client, 'GET', '/erasures'),
      (data) => data.map(({ id, name, state, rowsErased }) => [id, name, state, rowsErased]),
    ),
}

/** `holdfast network list` */
export const networks = {
  run: (context: VerbContext) =>
    showData(
      context,
      (client) => dataOf<readonly Named[]>(client, 'GET', '/networks'),
      (data) => data.map(({ id, name }) => [id, name]),
    ),
}

/** `holdfast network create` */
export const makeNetwork = {
  run: (context: VerbContext) =>
    showData(
      context,
      (client) => dataOf<Named>(client, 'POST', '/networks', { name: context.positionals[0] }),
      ({ id }) => [[id, context.positionals[0]]],
    ),
}

const units: Readonly<Record<string, number>> = { '': 1, K: 1e3, M: 1e6, G: 1e9, T: 1e12 }

/** A number, `20G`, or `none` for null. */
function amount(option: string, given: unknown): number | null {
  if (given === 'none') return null
  const [, digits, unit] = /^(\d{1,9})([KMGT]?)$/.exec(String(given)) ?? []
  if (digits === undefined) throw new CliError(`${option} takes a whole number or none, not "${given}".`)
  return Number(digits) * units[unit!]!
}
