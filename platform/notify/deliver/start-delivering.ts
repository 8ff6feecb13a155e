import { setTimeout as sleep } from 'node:timers/promises'
import { deliverOne } from './deliver-one.ts'
import { type DeliveringContext, leaseSeconds } from './delivering-context.ts'

export interface DeliveringOptions extends Omit<DeliveringContext, 'now' | 'random'> {
  readonly onError: (error: unknown, about: { readonly tenantId: number; readonly delivery?: number }) => void
  /** How long what no notice tells of may wait, in milliseconds; 1000 unless told. */
  readonly pollMs?: number
  /** Deliveries at the same time; 8 unless told. */
  readonly concurrency?: number
  /** Deliveries of one tenant at the same time; 2 unless told. */
  readonly perTenant?: number
  /** For tests: how long a delivery belongs to who took it. */
  readonly leaseSeconds?: number
  readonly now?: () => number
  readonly random?: () => number
}

export interface Delivering {
  /** Ends; what is on its way has a few seconds to arrive, and is tried again by the next worker otherwise. */
  stop(): Promise<void>
}

const graceMs = 4000
const pauseAfterFailureMs = 2000

/** Brings messages to where they are to go, until stopped. Several workers share the work. */
export function startDelivering(options: DeliveringOptions): Delivering {
  const { database, onError, pollMs = 1000, concurrency = 8, perTenant = 2 } = options
  const context: DeliveringContext = { now: Date.now, random: Math.random, ...options }
  const lease = `${options.leaseSeconds ?? leaseSeconds} seconds`
  const stop = new AbortController()
  const running = new Set<Promise<void>>()
  let bell = new AbortController()
  const wake = () => {
    bell.abort()
    bell = new AbortController()
  }
  const listening = database.listen('holdfast_outbox', { notice: wake, gap: wake })
  listening.catch((error: unknown) => onError(error, { tenantId: 0 }))

  const take = async () => {
    const { rows } = await database
      .jobsPool()
      .query<{ tenant_id: number; delivery_id: number }>(
        'select tenant_id, delivery_id from holdfast.notify_take($1, $2, $3)',
        [perTenant, concurrency - running.size, lease],
      )
    return rows
  }

  const start = (tenantId: number, delivery: number) => {
    const one = deliverOne(context, tenantId, delivery)
      .catch((error: unknown) => {
        if (!stop.signal.aborted) onError(error, { tenantId, delivery })
      })
      .finally(() => {
        running.delete(one)
        wake()
      })
    running.add(one)
  }

  const run = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      const heard = bell.signal
      const pause = (ms: number) =>
        sleep(ms, undefined, { signal: AbortSignal.any([stop.signal, heard]) }).catch(() => {})
      try {
        const taken = running.size < concurrency ? await take() : []
        for (const { tenant_id, delivery_id } of taken) start(tenant_id, Number(delivery_id))
        if (taken.length === 0) await pause(pollMs)
      } catch (error) {
        if (stop.signal.aborted) return
        onError(error, { tenantId: 0 })
        await sleep(pauseAfterFailureMs, undefined, { signal: stop.signal }).catch(() => {})
      }
    }
  }

  const loop = run()
  return {
    async stop() {
      stop.abort()
      await loop
      await Promise.race([Promise.all(running), sleep(graceMs)])
      await listening.then((each) => each.close()).catch(() => {})
    },
  }
}
