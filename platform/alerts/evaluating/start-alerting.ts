import { setTimeout as sleep } from 'node:timers/promises'
import type { AlertingContext } from './alerting-context.ts'
import { evaluateNext } from './evaluate-next.ts'

export interface AlertingOptions extends Omit<AlertingContext, 'now'> {
  /** How long what no notice tells of may wait, in milliseconds; 1000 unless told. */
  readonly pollMs?: number
  readonly now?: () => number
}

export interface Alerting {
  /** Ends after what is being done now. */
  stop(): Promise<void>
}

/** A tenant's turn ends after so many pieces of work, or so many milliseconds. */
const turnPieces = 20
const turnMs = 500
const pauseAfterFailureMs = 2000
/** A tenant in which a piece of work failed rests so long; the others go on. */
const restMs = 30_000

/** Watches what alerts ask for: tenant by tenant in turns, until stopped. Several workers share the work. */
export function startAlerting(options: AlertingOptions): Alerting {
  const { database, onError, pollMs = 1000 } = options
  const context: AlertingContext = { now: Date.now, ...options }
  const stop = new AbortController()
  const resting = new Map<number, number>()
  let turns: number[] = []
  let bell = new AbortController()
  const wake = () => {
    bell.abort()
    bell = new AbortController()
  }
  const listening = database.listen('holdfast_outbox', { notice: wake, gap: wake })
  listening.catch((error: unknown) => onError(error, { tenantId: 0 }))

  const takeTurn = async (tenantId: number): Promise<number> => {
    const until = performance.now() + turnMs
    let done = 0
    try {
      while (done < turnPieces && performance.now() < until && !stop.signal.aborted) {
        if (!(await evaluateNext(context, tenantId))) break
        done++
      }
    } catch (error) {
      if (!stop.signal.aborted) onError(error, { tenantId })
      resting.set(tenantId, performance.now() + restMs)
    }
    return done
  }

  const isAwake = (tenantId: number): boolean => {
    if ((resting.get(tenantId) ?? 0) > performance.now()) return false
    resting.delete(tenantId)
    return true
  }

  const pause = (ms: number, heard: AbortSignal) =>
    sleep(ms, undefined, { signal: AbortSignal.any([stop.signal, heard]) }).catch(() => {})

  const run = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      // Taken before looking, so that what is told meanwhile is not slept through.
      const heard = bell.signal
      try {
        if (turns.length === 0) turns = (await dueTenants(context)).filter(isAwake)
        const tenantId = turns.shift()
        const done = tenantId === undefined ? 0 : await takeTurn(tenantId)
        if (done === 0 && turns.length === 0) await pause(pollMs, heard)
      } catch (error) {
        if (stop.signal.aborted) return
        onError(error, { tenantId: 0 })
        await pause(pauseAfterFailureMs, stop.signal)
      }
    }
  }

  const running = run()
  return {
    async stop() {
      stop.abort()
      await running
      await listening.then((each) => each.close()).catch(() => {})
    },
  }
}

async function dueTenants({ database }: AlertingContext): Promise<number[]> {
  const { rows } = await database.asPlatform((tx) =>
    tx.query<{ tenant_id: number }>('select tenant_id from alert_tenants()'),
  )
  return rows.map(({ tenant_id }) => tenant_id)
}
