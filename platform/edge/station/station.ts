import type { Collector, EdgeFace, World } from '@holdfast/platform/contract'
import type { EnvelopeRecord } from '@holdfast/platform/envelope'
import { wholeScope } from '@holdfast/platform/world/collecting'
import { Budget } from '../collect/budget.ts'
import { Glances } from '../collect/glances.ts'
import { type Manners, mayCollect, whyOff } from '../collect/manners.ts'
import { type Change, type Due, Schedule } from '../collect/schedule.ts'
import { type SavedState, SentState } from '../collect/sent-state.ts'
import type { Spool } from '../spool/spool.ts'
import { Pause } from '../uplink/pause.ts'
import { Sender } from '../uplink/sender.ts'
import type { ServerLink, SourceIdentity } from '../uplink/server-link.ts'
import { collectRecords, type FactTypes } from './collect-records.ts'
import { identify } from './identify.ts'
import { Journal } from './journal.ts'

export interface StationOptions {
  readonly world: World
  readonly faces: readonly EdgeFace[]
  readonly spool: Spool
  readonly link: ServerLink
  readonly identity: SourceIdentity
  readonly timeline: () => string
  readonly keepTimeline: (timeline: string) => void
  readonly say: (line: string) => void
  /** Called after each sign of life that the server answered. */
  readonly heard?: () => void
  /** How it behaves from its start on. */
  readonly manners?: Manners
  /** True where the next sign of life must not wait for the end of a window. */
  readonly urgent?: () => boolean
  /** Called after each round of collection, with the processor time (ms) that all of them took. */
  readonly idle?: (spentMs: number) => void
}

/** A station between two processes. */
export interface SavedStation {
  readonly epoch: number
  readonly sent: SavedState
  readonly waits: Readonly<Record<string, number>>
}

/** Share of one core that collection may take when the host keeps changing. */
const budgetShare = 0.01
/** A wall clock that left its steady course by more than this was set. */
const jumpMs = 2000
/** In a window in which nothing is collected it looks so often whether that is over. */
const stillMs = 30_000

/** One source at work on one host: collects what is due, spools what changed, and sends it. */
export class Station {
  readonly #options: StationOptions
  readonly #sent = new SentState()
  readonly #budget = new Budget(budgetShare)
  readonly #schedule: Schedule
  readonly #glances: Glances
  readonly #facts: FactTypes
  readonly #journal: Journal
  readonly #sender: Sender
  readonly #pause = new Pause()
  #manners: Manners
  #asked: (() => void)[] = []
  /** Runs under way. */
  #running = 0
  /** The runs that others do not wait for, one after another. */
  #aside: Promise<void> = Promise.resolve()
  /** Collectors that have not run since everything was to be told. */
  #unseen = new Set<string>()
  /** How often everything was to be told again. */
  #generation = 0
  /** Collectors that have run in this process. */
  readonly #warm = new Set<string>()
  /** Processor time of collection, ms. */
  #spent = 0
  #introduced = false
  #lost = 0
  #lostSince = ''
  #clock = { wall: Date.now(), steady: performance.now() }

  constructor(options: StationOptions) {
    this.#options = options
    this.#manners = options.manners ?? {}
    this.#budget.allow(this.#manners.processorShare ?? budgetShare)
    const collectors = options.faces.flatMap(({ collectors }) => collectors)
    this.#unseen = this.#runningIds()
    this.#glances = new Glances(options.world)
    this.#schedule = new Schedule(collectors, this.#budget, performance.now(), { manners: this.#manners })
    this.#facts = new Map(
      options.faces.flatMap(({ app }) => app.facts.map((fact) => [fact.name as string, fact] as const)),
    )
    this.#journal = new Journal(options.spool, options.identity.source, options.identity.privateKey)
    this.#sender = new Sender({
      ...options,
      manners: () => this.#manners,
      drained: () => this.#tellLoss(),
      restarted: (timeline, reason, lost) => {
        options.say(`a new stream begins (${reason})`)
        this.#startOver()
        if (lost > 0) this.#record([this.#gap(reason, lost)])
        // Last: a full disk may refuse the note, and then nothing else must be missed.
        options.keepTimeline(timeline)
      },
    })
  }

  /** What all collectors want to be told about. */
  get triggers(): { readonly paths: readonly string[]; readonly processes: boolean } {
    const collectors = this.#options.faces.flatMap(({ collectors }) => collectors)
    return {
      paths: [...new Set(collectors.flatMap(({ trigger }) => trigger.paths ?? []))].sort(),
      processes: collectors.some(({ trigger }) => trigger.processes || trigger.sockets),
    }
  }

  /** The kernel told of a change. */
  changed(change: Change): void {
    this.#schedule.changed(change, performance.now())
    this.#pause.wake()
  }

  /** Collect at once; with `full`, tell everything again. `done` is called when what was asked for is spooled. */
  collectNow(collectors?: readonly string[], full = false, done?: () => void): void {
    if (full) this.#startOver()
    this.#schedule.now(performance.now(), collectors)
    if (done) this.#asked.push(done)
    this.#pause.wake()
  }

  /** Behaves otherwise from now on. */
  behave(manners: Manners): void {
    const before = this.#manners
    this.#manners = manners
    this.#budget.allow(manners.processorShare ?? budgetShare)
    this.#schedule.behave(manners, performance.now())
    for (const collector of this.#collectors) {
      if (whyOff(collector, manners) !== undefined) this.#unseen.delete(collector.id)
      else if (whyOff(collector, before) !== undefined) {
        this.#unseen.add(collector.id)
        this.#sent.forget(collector.facts)
      }
    }
    if (this.#introduced) this.#tellOff()
    this.#pause.wake()
  }

  /** Gives a sign of life now. */
  callNow(): void {
    this.#sender.wake()
  }

  /** Writes a record of its own into the stream: the result of a command. */
  report(record: EnvelopeRecord): void {
    this.#record([record])
  }

  /** What a fresh process needs to go on as if nothing had been; undefined where it would not be the whole truth. */
  save(): SavedStation | undefined {
    // While a collector runs, what it found is counted as told and is not yet on disk.
    if (!this.#introduced || this.#lost > 0 || this.#running > 0 || this.#unseen.size > 0) return undefined
    return { epoch: this.#options.spool.epoch, sent: this.#sent.save(), waits: this.#schedule.waits(performance.now()) }
  }

  /** Goes on where `save` was called, unless another stream was begun since. */
  restore(saved: SavedStation): void {
    if (saved.epoch !== this.#options.spool.epoch) return
    this.#sent.restore(saved.sent)
    this.#schedule.restore(saved.waits, performance.now())
    this.#unseen.clear()
    this.#introduced = true
  }

  /** Runs until `stop`. Throws `Rejected` when the server refuses this source for good. */
  async run(stop: AbortSignal): Promise<void> {
    const together = new AbortController()
    const end = () => together.abort()
    stop.addEventListener('abort', end, { once: true })
    try {
      await Promise.race([this.#collect(together.signal), this.#sender.run(together.signal)])
    } finally {
      end()
      stop.removeEventListener('abort', end)
    }
  }

  async #collect(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      this.#watchClock()
      if (!mayCollect(this.#manners, Date.now())) {
        await this.#pause.sleep(stillMs, stop)
        continue
      }
      const asked = this.#asked.splice(0)
      const due = this.#schedule.take(performance.now())
      if (due.length > 0) {
        this.#glances.newRound()
        if (!this.#introduced) await this.#introduce()
        for (const each of due) {
          if (stop.aborted) break
          if (each.collector.slow) this.#runAside(each, stop)
          else await this.#runOne(each, stop)
        }
        this.#options.idle?.(this.#spent)
      }
      const answer = () => {
        for (const done of asked) done()
      }
      if (due.some(({ collector }) => collector.slow)) this.#aside.then(answer)
      else answer()
      await this.#pause.sleep(Math.max(20, this.#schedule.next - performance.now()), stop)
    }
  }

  /** A change elsewhere must not wait for a walk over all disks. */
  #runAside(due: Due, stop: AbortSignal): void {
    this.#aside = this.#aside
      .then(() => (stop.aborted ? undefined : this.#runOne(due, stop)))
      .catch((error: Error) => this.#options.say(`${due.collector.id} failed: ${error.message}`))
      .then(() => this.#options.idle?.(this.#spent))
  }

  async #runOne({ collector, regular }: Due, stop: AbortSignal): Promise<void> {
    const generation = this.#generation
    const before = process.cpuUsage()
    const alone = this.#running === 0
    this.#running++
    try {
      if (await this.#glances.sawTheSame(collector, regular, performance.now())) return
      const { records, failure } = await collectRecords(collector, {
        world: this.#options.world,
        facts: this.#facts,
        sent: this.#sent,
        about: 'self',
        stop,
      })
      this.#charge(collector, before, alone)
      if (failure !== undefined) this.#options.say(`${collector.id} failed: ${failure}`)
      this.#record(records)
    } finally {
      this.#running--
    }
    if (generation === this.#generation && !stop.aborted) this.#hasRun(collector)
  }

  #charge(collector: Collector, before: NodeJS.CpuUsage, alone: boolean): void {
    const { user, system } = process.cpuUsage(before)
    // Beside another run the clock of the process counts both.
    if (!alone) return
    const cost = (user + system) / 1000
    this.#spent += cost
    // Showing the host costs the observer about as much again. A first run reads what later ones remember, and says nothing of their cost.
    if (this.#warm.has(collector.id)) this.#budget.ran(collector.id, performance.now(), cost * 2)
    this.#warm.add(collector.id)
  }

  /** When every collector has run once, says which scopes there are: what an earlier stream told of others is gone. */
  #hasRun(collector: Collector): void {
    if (!this.#unseen.delete(collector.id) || this.#unseen.size > 0) return
    const observedAt = new Date().toISOString()
    const records = [...this.#facts.values()].flatMap(({ name }): EnvelopeRecord[] => {
      const scopes = this.#sent.scopesOf(name)
      return scopes ? [{ type: 'scopes', about: 'self', fact: name, scopes, observedAt }] : []
    })
    this.#record(records)
  }

  async #introduce(): Promise<void> {
    this.#record([await identify(this.#options.world, this.#options.identity.agentId)])
    this.#introduced = true
    this.#tellOff()
  }

  get #collectors(): readonly Collector[] {
    return this.#options.faces.flatMap(({ collectors }) => collectors)
  }

  #runningIds(): Set<string> {
    return new Set(this.#collectors.filter((each) => whyOff(each, this.#manners) === undefined).map(({ id }) => id))
  }

  /** What does not run is told, and is thus never taken for clean. */
  #tellOff(): void {
    const observedAt = new Date().toISOString()
    const records = this.#collectors.flatMap((collector): EnvelopeRecord[] => {
      const detail = whyOff(collector, this.#manners)
      if (detail === undefined) return []
      return collector.facts
        .filter((fact) => this.#sent.newProblem(fact, wholeScope, `off: ${detail}`))
        .map((fact) => ({ type: 'problem', about: 'self', fact, scope: wholeScope, reason: 'off', detail, observedAt }))
    })
    this.#record(records)
  }

  #startOver(): void {
    this.#sent.reset()
    this.#generation++
    this.#introduced = false
    this.#unseen = this.#runningIds()
    this.#schedule.now(performance.now())
    this.#pause.wake()
  }

  /** Spools records. What finds no room is counted, and told as a gap with a full snapshot as soon as there is room again. */
  #record(records: readonly EnvelopeRecord[]): void {
    if (records.length === 0) return
    this.#tellLoss()
    const now = new Date().toISOString()
    try {
      const homeless = this.#lost > 0 ? records.length : this.#journal.write(records, now)
      if (homeless > 0) this.#lose(homeless, now)
    } catch (error) {
      this.#options.say(`cannot write to the spool: ${error instanceof Error ? error.message : String(error)}`)
      this.#lose(records.length, now)
    }
    this.#sender.wake()
  }

  #tellLoss(): void {
    if (this.#lost === 0) return
    try {
      if (this.#journal.write([this.#gap('spool-full', this.#lost)], new Date().toISOString()) > 0) return
    } catch {
      // Still no room on the disk: the loss goes on and is told later.
      return
    }
    this.#lost = 0
    this.#startOver()
    this.#sender.wake()
  }

  #lose(count: number, now: string): void {
    if (this.#lost === 0) this.#lostSince = now
    this.#lost += count
    this.#sent.reset()
  }

  #gap(reason: string, lost: number): EnvelopeRecord {
    const now = new Date().toISOString()
    return { type: 'gap', from: this.#lostSince || now, to: now, reason, lost }
  }

  /** A clock that was set is told, so that the server can place what was observed before and after. */
  #watchClock(): void {
    const now = { wall: Date.now(), steady: performance.now() }
    const jump = now.wall - this.#clock.wall - (now.steady - this.#clock.steady)
    this.#clock = now
    if (Math.abs(jump) > jumpMs)
      this.#record([{ type: 'clock', at: new Date().toISOString(), jumpMs: Math.round(jump) }])
  }
}
