import type { OnMoved } from '../../assets/index.ts'
import { Company } from '../../jobs/index.ts'
import type { Database } from '../../store/index.ts'
import { type ApplyMode, applySource } from './apply-source.ts'
import { isPassing } from './is-passing.ts'
import { type ReadySource, readySources } from './ready-sources.ts'
import type { RecordHandler } from './record-handler.ts'
import { sourceNotes } from './source-notes.ts'
import { Turns } from './turns.ts'

export interface ApplierOptions {
  /** Of facts, events and results; those of the source itself are built in. */
  readonly handlers: readonly RecordHandler[]
  /** Moves along what is kept by asset and source, when assets are merged or split. */
  readonly onMoved: OnMoved
  /** Sources worked on at the same time; 3 unless told. While several tenants have something, none has all of these. */
  readonly atOnce?: number
  /** A failure, for the log. The envelopes are tried again, and at last set aside. */
  readonly onFailure?: (failure: { readonly error: unknown; readonly mode: ApplyMode } & ReadySource) => void
  readonly now?: () => number
}

/** Applies what was received: any number of them may work at the same time, in any number of processes. */
export interface Applier {
  /** Works until stopped; ends when what was begun is done. */
  run(signal: AbortSignal): Promise<void>
  /** Works until nothing waits, for tests and for a program that runs once. */
  drain(): Promise<void>
}

/** Notices can be lost with a connection or a server; this is how long such a loss can stay unseen. */
const lookAgainMs = 1000
const busyMs = 50
const tryAgainMs = 1000
/** The next more careful way after a failure that will not pass. */
const moreCareful: Readonly<Record<ApplyMode, ApplyMode>> = { whole: 'careful', careful: 'skip', skip: 'skip' }

export function createApplier(database: Database, options: ApplierOptions): Applier {
  const apply = {
    handlers: [...options.handlers, sourceNotes],
    onMoved: options.onMoved,
    now: options.now ?? Date.now,
  }
  return {
    async run(signal) {
      const worker = new Worker(database, apply, options)
      const listening = await listenPatiently(database, signal, () => worker.wake())
      const stop = () => worker.wake()
      signal.addEventListener('abort', stop, { once: true })
      try {
        await worker.work(() => signal.aborted, lookAgainMs)
      } finally {
        signal.removeEventListener('abort', stop)
        await listening?.close()
      }
    },
    async drain() {
      const worker = new Worker(database, apply, options)
      let isDrained = false
      worker.onIdle = () => {
        isDrained = true
        worker.wake()
      }
      await worker.work(() => isDrained, busyMs)
    },
  }
}

/** Without ears it still works by its clock. */
async function listenPatiently(database: Database, signal: AbortSignal, wake: () => void) {
  try {
    return await database.listen('holdfast_intake', { notice: wake, gap: wake })
  } catch {
    if (!signal.aborted) wake()
    return undefined
  }
}

class Worker {
  readonly #database: Database
  readonly #apply: Parameters<typeof applySource>[4]
  readonly #options: ApplierOptions
  readonly #turns = new Turns()
  readonly #company = new Company()
  readonly #active = new Map<string, Promise<void>>()
  /** Sources that failed or that others have: until when they rest, and how they are tried next. */
  readonly #resting = new Map<string, { readonly until: number; readonly mode: ApplyMode }>()
  onIdle = () => {}
  #isWoken = true
  #wake = () => {}

  constructor(database: Database, apply: Parameters<typeof applySource>[4], options: ApplierOptions) {
    this.#database = database
    this.#apply = apply
    this.#options = options
  }

  wake(): void {
    this.#isWoken = true
    this.#wake()
  }

  async work(isStopped: () => boolean, pauseMs: number): Promise<void> {
    while (!isStopped()) {
      this.#isWoken = false
      const found = await this.#look()
      this.#fill()
      if (found === 0 && this.#active.size === 0 && this.#resting.size === 0) this.onIdle()
      // Who stands in line rests, as a source may that failed.
      const isSoon = this.#resting.size > 0 || !this.#turns.isEmpty
      await this.#sleep(isSoon ? Math.min(pauseMs, busyMs) : pauseMs)
    }
    await Promise.all(this.#active.values())
  }

  /** Lines up who waits; answers with their number. */
  async #look(): Promise<number> {
    try {
      const ready = await readySources(this.#database)
      const now = performance.now()
      for (const [key, { until, mode }] of this.#resting)
        if (until <= now && mode === 'whole') this.#resting.delete(key)
      this.#turns.add(ready.filter((source) => this.#mayGo(source, now)))
      return ready.length
    } catch (error) {
      this.#options.onFailure?.({ error, mode: 'whole', tenantId: 0, sourceId: 0 })
      return 1
    }
  }

  #mayGo(source: ReadySource, now: number): boolean {
    const key = keyOf(source)
    const resting = this.#resting.get(key)
    return !this.#active.has(key) && (resting === undefined || resting.until <= now)
  }

  #fill(): void {
    const atOnce = this.#options.atOnce ?? 3
    while (this.#active.size < atOnce) {
      const next = this.#turns.next((tenantId) => this.#company.mayBegin(tenantId, atOnce))
      if (!next) return
      const key = keyOf(next)
      if (this.#active.has(key)) continue
      const ends = this.#company.begins(next.tenantId)
      const work = this.#one(next, key).finally(() => {
        this.#active.delete(key)
        ends()
        // Someone else's turn: look for who came meanwhile, so that none waits for a flood to end.
        if (this.#turns.isEmpty) this.wake()
        else this.#fill()
      })
      this.#active.set(key, work)
    }
  }

  async #one(source: ReadySource, key: string): Promise<void> {
    const mode = this.#resting.get(key)?.mode ?? 'whole'
    this.#resting.delete(key)
    try {
      const result = await applySource(this.#database, source.tenantId, source.sourceId, mode, this.#apply)
      if (result === 'busy') this.#resting.set(key, { until: performance.now() + busyMs, mode })
    } catch (error) {
      this.#options.onFailure?.({ ...source, error, mode })
      const passing = isPassing(error)
      this.#resting.set(key, {
        until: passing ? performance.now() + tryAgainMs : 0,
        mode: passing ? mode : moreCareful[mode],
      })
    }
  }

  async #sleep(ms: number): Promise<void> {
    if (this.#isWoken) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    this.#wake = () => {}
  }
}

function keyOf({ tenantId, sourceId }: ReadySource): string {
  return `${tenantId}:${sourceId}`
}
