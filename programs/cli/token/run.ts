import type { VerbContext } from '@holdfast/platform/contract'
import { CliError } from '../cli-error.ts'
import { withClient } from '../client/own-login.ts'
import { exitCode } from '../exit-code.ts'
import { columnsOf } from '../query/clauses.ts'
import { type Row, writer } from '../query/write-rows.ts'

interface Answer<Data> {
  readonly data: Data
  readonly tenant: { readonly name: string }
}

/** `holdfast token list` */
export async function list(context: VerbContext): Promise<number> {
  const { options, environment, out } = context
  const write = writer({
    form: (options.output as string | undefined) ?? 'table',
    columns: columnsOf(options.columns, []) ?? [
      'id',
      'name',
      'hint',
      'scopes',
      'person',
      'expiresAt',
      'usedAt',
      'revokedAt',
    ],
    width: process.stdout.isTTY ? process.stdout.columns : undefined,
    entity: 'tokens',
    out,
  })
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const { data, tenant } = (await client.ask('GET', '/api/v1/tokens')).json as Answer<Row[]>
    await write.rows(data)
    await write.end({ tenant: tenant.name, total: data.length })
    return exitCode.ok
  })
}

/** `holdfast token create`: the secret alone goes to standard output. */
export async function create(context: VerbContext): Promise<number> {
  const { options, positionals } = context
  const scopes = String(options.scopes ?? '')
    .split(',')
    .filter(Boolean)
  if (scopes.length === 0)
    throw new CliError('A token needs what it may: --scopes findings:read,assets:read', { code: exitCode.usage })
  const body = {
    name: positionals[0],
    scopes,
    ...(options.days !== undefined && { days: wholeNumber(options.days, '--days') }),
    ...(options['service-account'] !== undefined && { serviceAccount: String(options['service-account']) }),
  }
  return told(context, '/api/v1/tokens', body)
}

/** `holdfast token rotate` */
export async function rotate(context: VerbContext): Promise<number> {
  const { options, positionals } = context
  const hours = options.overlap === undefined ? 24 : wholeNumber(options.overlap, '--overlap')
  return told(context, `/api/v1/tokens/${encodeURIComponent(positionals[0]!)}/rotate`, { overlapHours: hours })
}

/** `holdfast token revoke` */
export async function revoke(context: VerbContext): Promise<number> {
  const { options, positionals, environment, say } = context
  const path = `/api/v1/tokens/${encodeURIComponent(positionals[0]!)}`
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const { data } = (await client.ask('DELETE', path, undefined, { ifMatch: '*' })).json as Answer<{
      revoked: boolean
    }>
    say(data.revoked ? 'Revoked: it lets nobody in any more.' : 'It was over already.')
    return exitCode.ok
  })
}

async function told(context: VerbContext, path: string, body: object): Promise<number> {
  const { options, environment, say, out } = context
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const { data, tenant } = (await client.ask('POST', path, body)).json as Answer<{ id: string; secret: string }>
    say(`Made ${data.id} in ${tenant.name}. This is shown once:`)
    await out(`${data.secret}\n`)
    return exitCode.ok
  })
}

function wholeNumber(value: unknown, option: string): number {
  const number = Number(value)
  if (Number.isInteger(number) && number >= 0) return number
  throw new CliError(`${option} takes a whole number.`, { code: exitCode.usage })
}
