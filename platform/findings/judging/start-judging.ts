import { setTimeout as sleep } from 'node:timers/promises'
import type { NumberedJudge } from '../../content/index.ts'
import { Company } from '../../jobs/index.ts'
import { type JudgingContext, judgeNext } from './judge-next.ts'

export interface JudgingOptions extends Omit<JudgingContext, 'now'> {
  /** Assets that are judged at the same time; 2 unless told. */
  readonly concurrency?: number
  /** How long what no notice tells of may wait, in milliseconds; 1000 unless told. */
  readonly pollMs?: number
  readonly now?: () => Date
}

export interface Judging {
  /** Look at once, where something is known to be due. */
  wake(): void
  /** Judges by these from now on: content changed. */
  replace(judges: readonly NumberedJudge[]): void
  /** Assets judged since the start. */
  readonly judged: number
  /** Ends after what is being judged now. */
  stop(): Promise<void>
}

/** A tenant's turn ends after so many assets, or so many milliseconds. */
const turnAssets = 20
const turnMs = 150
/** How long to wait for whoever is due and rests. */
const restMs = 50
const pauseAfterFailureMs = 2000

/** Starts to judge what is due, tenant by tenant in turns, until stopped. */
export function startJudging(options: JudgingOptions): Judging {
  const context = { now: () => new Date(), ...options }
  const pollMs = options.pollMs ?? 1000
  const stop = new AbortController()
  let bell = new AbortController()
  let judged = 0
  let turns: number[] = []

  const wake = () => {
    bell.abort()
    bell = new AbortController()
  }
  // Facts that changed are told to the outbox in the transaction that made the asset due: its notice is ours too.
  const listening = context.database.listen('holdfast_outbox', { notice: wake, gap: wake })
  listening.catch((error: unknown) => context.onError(error, { tenantId: 0 }))

  const places = options.concurrency ?? 2
  const company = new Company()
  const takeFirst = (): number | undefined => {
    const at = turns.findIndex((tenantId) => company.mayBegin(tenantId, places))
    return at < 0 ? undefined : turns.splice(at, 1)[0]
  }
  const nextTenant = async (): Promise<number | undefined> => {
    const first = takeFirst()
    if (first !== undefined) return first
    turns = await dueTenants(context)
    return takeFirst()
  }

  const takeTurn = async (tenantId: number): Promise<number> => {
    const until = performance.now() + turnMs
    let done = 0
    const ends = company.begins(tenantId)
    try {
      while (done < turnAssets && performance.now() < until && !stop.signal.aborted) {
        if (!(await judgeNext(context, tenantId))) break
        done++
        judged++
      }
    } finally {
      ends()
    }
    return done
  }

  const run = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      try {
        const tenantId = await nextTenant()
        const done = tenantId === undefined ? 0 : await takeTurn(tenantId)
        // Others may hold all that is due; then there is nothing to do but to wait.
        if (done === 0) await pause(turns.length > 0 ? restMs : pollMs)
      } catch (error) {
        if (stop.signal.aborted) return
        context.onError(error, { tenantId: 0 })
        await pause(pauseAfterFailureMs)
      }
    }
  }

  const pause = (ms: number) =>
    sleep(ms, undefined, { signal: AbortSignal.any([stop.signal, bell.signal]) }).catch(() => {})

  const runners = Array.from({ length: places }, run)
  return {
    wake,
    replace(judges) {
      context.judges = judges
    },
    get judged() {
      return judged
    },
    async stop() {
      stop.abort()
      await Promise.all(runners)
      await listening.then((each) => each.close()).catch(() => {})
    },
  }
}

async function dueTenants({ database }: JudgingContext): Promise<number[]> {
  const { rows } = await database.asPlatform((tx) =>
    tx.query<{ tenant_id: number }>('select tenant_id from judgement_tenants()'),
  )
  return rows.map(({ tenant_id }) => tenant_id)
}

/** How far judging is behind, over all tenants. */
export async function judgingBacklog({ database }: Pick<JudgingContext, 'database'>): Promise<{
  readonly due: number
  readonly tenants: number
  readonly oldestAt: string | null
}> {
  const row = await database.asPlatform((tx) =>
    tx.first<{ due: number; tenants: number; oldestAt: string | null }>(
      'select due, tenants, oldest_at as "oldestAt" from judgement_backlog()',
    ),
  )
  return row!
}
