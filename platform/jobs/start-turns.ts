import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../store/index.ts'

export interface TurnsOptions {
  readonly database: Database
  /** Tenants in which there is something to do. */
  dueTenants(): Promise<readonly number[]>
  /** Does one piece of it, in transactions of its own; false when nothing is left, or somebody else is at it. */
  next(tenantId: number): Promise<boolean>
  /** Tenant 0 where it is about none. */
  readonly onError: (error: unknown, about: { tenantId: number }) => void
  /** How long what no notice tells of may wait, in milliseconds; 2000 unless told. */
  readonly pollMs?: number
}

export interface Turns {
  /** Look at once, where something is known to have changed. */
  wake(): void
  /** Ends after what is being done now. */
  stop(): Promise<void>
}

/** A tenant's turn ends after so many pieces of work, or so many milliseconds. */
const turnPieces = 20
const turnMs = 500
const pauseAfterFailureMs = 2000
/** A tenant in which a piece of work failed rests so long; the others go on. */
const restMs = 30_000

/** Does what falls due in tenants, tenant by tenant in turns, whenever something was told to an outbox, until stopped. */
export function startTurns({ database, dueTenants, next, onError, pollMs = 2000 }: TurnsOptions): Turns {
  const stop = new AbortController()
  let bell = new AbortController()
  let turns: number[] = []
  const resting = new Map<number, number>()

  const wake = () => {
    bell.abort()
    bell = new AbortController()
  }
  // What changes is told to the outbox in the transaction that made the work: its notice is ours too.
  const listening = database.listen('holdfast_outbox', { notice: wake, gap: wake })
  listening.catch((error: unknown) => onError(error, { tenantId: 0 }))

  const takeTurn = async (tenantId: number): Promise<number> => {
    const until = performance.now() + turnMs
    let done = 0
    try {
      while (done < turnPieces && performance.now() < until && !stop.signal.aborted) {
        if (!(await next(tenantId))) break
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
        if (turns.length === 0) turns = (await dueTenants()).filter(isAwake)
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
    wake,
    async stop() {
      stop.abort()
      await running
      await listening.then((each) => each.close()).catch(() => {})
    },
  }
}
