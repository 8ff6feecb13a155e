import { setTimeout as sleep } from 'node:timers/promises'
import { type TaggingContext, tagNext } from './tag-next.ts'

export interface TaggingOptions extends Omit<TaggingContext, 'now'> {
  /** How long what no notice tells of may wait, in milliseconds; 2000 unless told. */
  readonly pollMs?: number
  readonly now?: () => number
}

export interface Tagging {
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

/** Keeps tags true to what is known of assets: tenant by tenant in turns, until stopped. */
export function startTagging(options: TaggingOptions): Tagging {
  const context: TaggingContext = { now: Date.now, ...options }
  const pollMs = options.pollMs ?? 2000
  const stop = new AbortController()
  let bell = new AbortController()
  let turns: number[] = []
  const resting = new Map<number, number>()

  const wake = () => {
    bell.abort()
    bell = new AbortController()
  }
  // What changes is told to the outbox in the transaction that marked the asset: its notice is ours too.
  const listening = context.database.listen('holdfast_outbox', { notice: wake, gap: wake })
  listening.catch((error: unknown) => context.onError(error, { tenantId: 0 }))

  const takeTurn = async (tenantId: number): Promise<number> => {
    const until = performance.now() + turnMs
    let done = 0
    try {
      while (done < turnPieces && performance.now() < until && !stop.signal.aborted) {
        if (!(await tagNext(context, tenantId))) break
        done++
      }
    } catch (error) {
      if (!stop.signal.aborted) context.onError(error, { tenantId })
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
        context.onError(error, { tenantId: 0 })
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

async function dueTenants({ database, system }: TaggingContext): Promise<number[]> {
  const { rows } = await database.asPlatform((tx) =>
    tx.query<{ tenant_id: number }>('select tenant_id from tag_tenants($1)', [system.digest]),
  )
  return rows.map(({ tenant_id }) => tenant_id)
}
