import { setTimeout as sleep } from 'node:timers/promises'
import type { ApiClient } from '../client/api-client.ts'

/** What is known of a host after it was looked at and judged. */
export interface Look {
  readonly name: string
  readonly attributes: Readonly<Record<string, unknown>>
  readonly findings: Readonly<Record<'critical' | 'high' | 'medium' | 'low' | 'info', number>>
  readonly notAssessed: number
}

interface Row {
  readonly id: string
  readonly name: string
  readonly attributes: Record<string, unknown>
  readonly findings: Look['findings'] | null
}

const pauseMs = 250

/**
 * Waits until a source has looked at everything, and what it told is applied and judged. Asks it to look now and waits for
 * the result of that, which comes after all that was seen. Undefined when that takes longer than `timeoutMs`.
 */
export async function firstLook(
  client: ApiClient,
  source: string,
  options: { readonly stop: AbortSignal; readonly timeoutMs: number },
): Promise<Look | undefined> {
  const until = performance.now() + options.timeoutMs
  const get = async <T>(path: string) => (await client.ask('GET', `/api/v1${path}`)).json as { data: T }
  const waitFor = async <T>(ask: () => Promise<T | undefined>): Promise<T | undefined> => {
    while (performance.now() < until) {
      options.stop.throwIfAborted()
      const found = await ask()
      if (found !== undefined) return found
      await sleep(pauseMs, undefined, { signal: options.stop })
    }
    return undefined
  }
  const asked = await client.ask('POST', `/api/v1/sources/${source}/collect`, {})
  const command = (asked.json as { data: { id: string } }).data.id
  const done = await waitFor(async () => {
    const { data } = await get<{ state: string }>(`/commands/${command}`)
    return ['issued', 'delivered', 'accepted'].includes(data.state) ? undefined : data.state
  })
  if (!done) return undefined
  return waitFor(async () => {
    const { data: health } = await get<{ queues: { envelopes: number; judgements: number } }>('/health')
    if (health.queues.envelopes > 0 || health.queues.judgements > 0) return undefined
    return readLook(get, source)
  })
}

async function readLook(get: <T>(path: string) => Promise<{ data: T }>, source: string): Promise<Look | undefined> {
  const { data } = await get<{ assets: string[] }>(`/sources/${source}`)
  const [asset] = data.assets
  if (!asset) return undefined
  const { data: row } = await get<Row>(`/assets/${asset}`)
  if (!row.findings) return undefined
  const { data: assessed } = await get<{ notAssessed: unknown[] }>(`/assets/${asset}/assessments`)
  return {
    name: row.name,
    attributes: row.attributes,
    findings: row.findings,
    notAssessed: assessed.notAssessed.length,
  }
}
