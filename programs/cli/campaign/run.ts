import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { VerbContext } from '@holdfast/platform/contract'
import { CliError } from '../cli-error.ts'
import type { ApiClient } from '../client/api-client.ts'
import { findNamed, wholeListOf } from '../client/find-named.ts'
import { withClient } from '../client/own-login.ts'
import { writeList } from '../client/write-list.ts'
import { exitCode } from '../exit-code.ts'
import { type ShownCampaign, showLines } from './show-lines.ts'

interface ListedPack {
  readonly id: string
  readonly title: string
  readonly campaign: string | null
}

const place = { path: '/campaigns', what: 'campaign' }
const patienceMs = 60_000
const pauseMs = 200

const withServer = <T>({ options, environment }: VerbContext, work: (client: ApiClient) => Promise<T>) =>
  withClient({ server: options.server as string | undefined, environment }, work)

/** `holdfast campaign list` */
async function listCampaigns(context: VerbContext): Promise<number> {
  return withServer(context, async (client) => {
    const { data: campaigns, tenant } = await wholeListOf<ShownCampaign>(client, '/campaigns')
    const { data: packs } = await wholeListOf<ListedPack>(client, '/campaigns/packs')
    const followed = campaigns.map(({ name, title, state, deadline, counts, id }) => ({
      name,
      title,
      state,
      deadline,
      ...counts,
      id,
    }))
    const others = packs
      .filter(({ campaign }) => campaign === null)
      .map(({ id: name, title }) => ({ name, title, state: 'pack' }))
    const columns = [
      'name',
      'title',
      'state',
      'deadline',
      'exploitable',
      'infected',
      'unknown',
      'mitigated',
      'patched',
      'id',
    ]
    await writeList(context, { rows: [...followed, ...others], tenant: tenant.name, columns, entity: 'campaigns' })
    return exitCode.ok
  })
}

/** `holdfast campaign show` */
async function showCampaign(context: VerbContext): Promise<number> {
  return withServer(context, async (client) => {
    const { id } = await findNamed<ShownCampaign>(client, place, context.positionals[0]!)
    const campaign = await oneCampaign(client, id)
    await writeCampaign(context, campaign)
    const { infected, exploitable, unknown } = campaign.counts
    return context.options['fail-on-open'] && infected + exploitable + unknown > 0 ? exitCode.findings : exitCode.ok
  })
}

/** `holdfast campaign open` */
async function openCampaign(context: VerbContext): Promise<number> {
  const { positionals, options, stop } = context
  const { deadline, note } = options
  return withServer(context, async (client) => {
    const body = {
      pack: positionals[0],
      ...(deadline !== undefined && { deadline }),
      ...(note !== undefined && { note }),
    }
    const { json } = await client.ask('POST', '/api/v1/campaigns', body)
    const { id } = (json as { data: { id: string } }).data
    const until = performance.now() + patienceMs
    let campaign = await oneCampaign(client, id)
    while (campaign.listedAt === null && campaign.problem === null && performance.now() < until) {
      stop.throwIfAborted()
      await sleep(pauseMs)
      campaign = await oneCampaign(client, id)
    }
    await writeCampaign(context, campaign)
    if (campaign.problem !== null) throw new CliError(`A query of the pack could not be asked: ${campaign.problem}`)
    return campaign.listedAt === null ? exitCode.partial : exitCode.ok
  })
}

/** `holdfast campaign close` */
async function closeCampaign(context: VerbContext): Promise<number> {
  const { note } = context.options
  return withServer(context, async (client) => {
    const { id, title } = await findNamed<ShownCampaign>(client, place, context.positionals[0]!)
    const body = { state: 'closed', ...(note !== undefined && { note }) }
    await client.ask('PATCH', `/api/v1/campaigns/${id}`, body, { ifMatch: '*' })
    await context.out(`${title} is closed\n`)
    return exitCode.ok
  })
}

/** `holdfast campaign import` */
async function importPack(context: VerbContext): Promise<number> {
  const file = context.positionals[0]!
  const text = readText(file)
  return withServer(context, async (client) => {
    const { json } = await client.ask('POST', '/api/v1/campaigns/packs', { file: basename(file), text })
    const { id, revision } = (json as { data: { id: string; revision: number } }).data
    await context.out(`${id}, revision ${revision}\n`)
    return exitCode.ok
  })
}

/** `holdfast campaign trust` */
async function trustPublisher(context: VerbContext): Promise<number> {
  const [name, publicKey] = context.positionals
  return withServer(context, async (client) => {
    const { json } = await client.ask('POST', '/api/v1/campaigns/publishers', { name, publicKey })
    await context.out(`${(json as { data: { id: string } }).data.id}\n`)
    return exitCode.ok
  })
}

async function oneCampaign(client: ApiClient, id: string): Promise<ShownCampaign> {
  return ((await client.ask('GET', `/api/v1/campaigns/${id}`)).json as { data: ShownCampaign }).data
}

async function writeCampaign({ options, out }: VerbContext, campaign: ShownCampaign): Promise<void> {
  if (options.output === 'json') await out(`${JSON.stringify({ schemaVersion: 1, data: campaign }, null, 2)}\n`)
  else await out(`${showLines(campaign).join('\n')}\n`)
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new CliError(`${file} cannot be read (${(cause as NodeJS.ErrnoException).code}).`, { cause })
  }
}

export const list = { run: listCampaigns }
export const show = { run: showCampaign }
export const open = { run: openCampaign }
export const close = { run: closeCampaign }
export const importFile = { run: importPack }
export const trust = { run: trustPublisher }
