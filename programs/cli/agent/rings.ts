import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { VerbContext } from '@holdfast/platform/contract'
import { CliError } from '../cli-error.ts'
import type { ApiClient } from '../client/api-client.ts'
import { tagIdsOf, wholeListOf } from '../client/find-named.ts'
import { withClient } from '../client/own-login.ts'
import { writeList } from '../client/write-list.ts'
import { exitCode } from '../exit-code.ts'
import type { Row } from '../query/write-rows.ts'

interface Rings {
  readonly data: { readonly agentVersion: string; readonly rings: readonly Row[] }
  readonly tenant: { readonly name: string }
}

interface Rollout {
  readonly id: string
  readonly agentVersion: string
  readonly state: string
  readonly ring: number
  readonly rings: readonly { readonly name: string }[]
}

const columns = ['name', 'tagName', 'share', 'waitMinutes', 'healthyPercent', 'withinMinutes']
const mostBytes = 256 * 1024
const packPauseMs = 1000
const packPatienceMs = 180_000

/** `holdfast agent ring list` */
export async function list(context: VerbContext): Promise<number> {
  const { options, environment, say } = context
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const { data, tenant } = (await client.ask('GET', '/api/v1/update-rings')).json as Rings
    await writeList(context, { rows: data.rings, tenant: tenant.name, columns, entity: 'update-rings' })
    const newest = (await rollouts(client))[0]
    say(newest ? wordsOf(newest) : `No version went through them yet; this server hands out ${data.agentVersion}.`)
    return exitCode.ok
  })
}

/** `holdfast agent ring set`: all rings, in the form in which `agent ring list -o json` tells them. */
export async function set(context: VerbContext): Promise<number> {
  const { positionals, options, environment, say } = context
  const rings = readRings(positionals[0]!)
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const body = {
      rings: await Promise.all(
        rings.map(async ({ tagName: _, tag, ...ring }) => ({
          ...ring,
          tag: typeof tag === 'string' ? (await tagIdsOf(client, [tag]))[0] : null,
        })),
      ),
    }
    const { json } = await client.ask('PUT', '/api/v1/update-rings', body, { ifMatch: '*' })
    const { data, tenant } = json as Rings
    await writeList(context, { rows: data.rings, tenant: tenant.name, columns, entity: 'update-rings' })
    say('They hold for the next rollout; one that is on its way keeps those that it began with.')
    return exitCode.ok
  })
}

/** `holdfast agent ring rollout` */
export async function rollout({ options, environment, out, say, stop }: VerbContext): Promise<number> {
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    await untilPacked(client, say, stop)
    const { data } = (await client.ask('POST', '/api/v1/update-rollouts', {})).json as { data: Rollout }
    await out(`${data.id}\n`)
    say(wordsOf(data))
    return exitCode.ok
  })
}

/** `holdfast agent ring rollback` */
export async function rollback({ positionals, options, environment, out, say }: VerbContext): Promise<number> {
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const chosen = await rolloutOf(client, positionals[0])
    const body = { reason: String(options.reason ?? 'ordered on the command line') }
    const path = `/api/v1/update-rollouts/${chosen.id}/roll-back`
    const { data } = (await client.ask('POST', path, body, { ifMatch: '*' })).json as { data: Rollout }
    await out(`${data.id}\n`)
    say(`Those who took ${data.agentVersion} go back to the version before.`)
    return exitCode.ok
  })
}

/** `holdfast agent ring pause`, `resume` and `stop` */
export const pause = {
  run: (context: VerbContext) =>
    steer(context, 'pause', { reason: String(context.options.reason ?? 'on the command line') }),
}
export const resume = { run: (context: VerbContext) => steer(context, 'resume', {}) }
export const stop = { run: (context: VerbContext) => steer(context, 'stop', {}) }

const done = {
  pause: 'Nobody more is told to update until it is resumed.',
  resume: 'What failed in its present ring is forgiven.',
  stop: 'Who has the new version keeps it.',
} as const

async function steer(
  { positionals, options, environment, out, say }: VerbContext,
  verb: keyof typeof done,
  body: object,
): Promise<number> {
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const { id } = await rolloutOf(client, positionals[0])
    const { json } = await client.ask('POST', `/api/v1/update-rollouts/${id}/${verb}`, body, { ifMatch: '*' })
    await out(`${id}\n`)
    say(`${wordsOf((json as { data: Rollout }).data)} ${done[verb]}`)
    return exitCode.ok
  })
}

/** The rollout of this version or id; the newest one where none is named. */
async function rolloutOf(client: ApiClient, wanted: string | undefined): Promise<Rollout> {
  const all = await rollouts(client)
  const chosen =
    wanted === undefined ? all[0] : all.find(({ id, agentVersion }) => id === wanted || agentVersion === wanted)
  if (!chosen) throw new CliError(wanted ? `No rollout is “${wanted}”.` : 'No version went through the rings yet.')
  return chosen
}

async function rollouts(client: ApiClient): Promise<readonly Rollout[]> {
  return (await wholeListOf<Rollout>(client, '/update-rollouts')).data
}

function wordsOf({ agentVersion, state, ring, rings }: Rollout): string {
  const at = state === 'running' || state === 'paused' ? `, in “${rings[ring]?.name ?? ring + 1}”` : ''
  return `Version ${agentVersion}: ${state}${at}.`
}

function readRings(path: string): readonly Row[] {
  const bytes = readFileSync(path === '-' ? 0 : path)
  if (bytes.length > mostBytes) throw new CliError(`${path} is larger than rings can be.`)
  let read: unknown
  try {
    read = JSON.parse(bytes.toString('utf8'))
  } catch (cause) {
    throw new CliError(`${path} is no JSON: ${(cause as Error).message}.`)
  }
  const rings = Array.isArray(read) ? read : ((read as { data?: unknown } | null)?.data ?? undefined)
  if (!Array.isArray(rings) || rings.some((ring) => typeof ring !== 'object' || ring === null))
    throw new CliError(`${path} holds no list of rings.`, { hint: 'Begin with: holdfast agent ring list -o json' })
  return rings as readonly Row[]
}

/** What is handed out is packed once, when it is first asked for. */
async function untilPacked(client: ApiClient, say: (line: string) => void, stop: VerbContext['stop']): Promise<void> {
  for (const until = performance.now() + packPatienceMs; performance.now() < until; ) {
    const { json } = await client.ask('GET', '/api/v1/install-command')
    if (!(json as { data: { packing: boolean } }).data.packing) return
    say('The agent is being packed …')
    stop.throwIfAborted()
    await sleep(packPauseMs)
  }
}
