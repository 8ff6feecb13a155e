import type { VerbContext } from '@holdfast/platform/contract'
import { CliError } from '../cli-error.ts'
import type { ApiClient } from '../client/api-client.ts'
import { awaitJob } from '../client/await-job.ts'
import { findNamed, wholeListOf } from '../client/find-named.ts'
import { withClient } from '../client/own-login.ts'
import { writeList } from '../client/write-list.ts'
import { exitCode } from '../exit-code.ts'
import type { Row } from '../query/write-rows.ts'

interface Rule {
  readonly id: string
  readonly name: string
  readonly query: string
  readonly action: 'mark-stale' | 'purge'
}

interface Preview {
  readonly data: { readonly words: string; readonly total: number; readonly assets: readonly Row[] }
  readonly tenant: { readonly name: string }
}

const rules = { path: '/asset-rules', what: 'rule' }
const columns = ['name', 'query', 'action', 'enabled', 'found', 'stale', 'ranAt', 'problem', 'id']

/** `holdfast agent rule list` */
export async function list(context: VerbContext): Promise<number> {
  const { options, environment } = context
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const { data, tenant } = await wholeListOf<Rule & Row>(client, rules.path)
    await writeList(context, { rows: data, tenant: tenant.name, columns, entity: 'asset-rules' })
    return exitCode.ok
  })
}

/** `holdfast agent rule preview`: of a rule, or of a query before it becomes one. */
export async function preview(context: VerbContext): Promise<number> {
  const { positionals, options, environment, say } = context
  const [wanted] = positionals
  if ((wanted === undefined) === (options.query === undefined))
    throw new CliError('Name a rule, or give a query: --query "kind:host and lastSeen < now-90d".')
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const asked =
      wanted === undefined
        ? { query: String(options.query), action: options.purge ? ('purge' as const) : ('mark-stale' as const) }
        : await findNamed<Rule>(client, rules, wanted)
    const { data, tenant } = await previewOf(client, asked)
    await writeList(context, {
      rows: data.assets,
      tenant: tenant.name,
      columns: ['name', 'kind', 'id'],
      entity: 'assets',
    })
    const more = data.total - data.assets.length
    say(`${data.total} assets: ${data.words}.${more > 0 ? ` The first ${data.assets.length} are listed.` : ''}`)
    return exitCode.ok
  })
}

/** `holdfast agent rule create` */
export async function create({ positionals, options, environment, out, say }: VerbContext): Promise<number> {
  if (options.query === undefined)
    throw new CliError('Say which assets: --query "kind:host and lastSeen < now-90d".', { code: exitCode.usage })
  const body = {
    name: positionals[0],
    query: String(options.query),
    action: options.purge ? 'purge' : 'mark-stale',
    ...(options.off && { enabled: false }),
  }
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const { data } = (await client.ask('POST', '/api/v1/asset-rules', body)).json as { data: Rule }
    const { total, words } = (await previewOf(client, data)).data
    await out(`${data.id}\n`)
    say(`It ${data.action === 'purge' ? 'takes out' : 'calls stale'} ${words}: ${total} assets now, asked once a day.`)
    return exitCode.ok
  })
}

/** `holdfast agent rule run` */
export async function runRule(context: VerbContext): Promise<number> {
  const { positionals, options, environment, out, say } = context
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const rule = await findNamed<Rule>(client, rules, positionals[0]!)
    const { total } = (await previewOf(client, rule)).data
    say(`“${rule.name}” ${rule.action === 'purge' ? 'takes out' : 'calls stale'} ${total} assets.`)
    const { json } = await client.ask('POST', `/api/v1/asset-rules/${rule.id}/run`, {}, { ifMatch: '*' })
    const { job } = (json as { data: { job: string } }).data
    if (!options.detach) await awaitJob(client, job, say)
    await out(`${job}\n`)
    return exitCode.ok
  })
}

async function previewOf(client: ApiClient, { query, action }: Pick<Rule, 'query' | 'action'>): Promise<Preview> {
  return (await client.ask('POST', '/api/v1/asset-rules/preview', { query, action })).json as Preview
}
