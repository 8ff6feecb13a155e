// The station's half of updates: fetches what the server ordered, hands it to the observer, and tells how it ended.
import type { HttpClient } from '@holdfast/platform/edge'
import type { EnvelopeRecord } from '@holdfast/platform/envelope'
import type { Command, CommandArgs, SignedCommand } from '@holdfast/platform/trust'
import { clearUpdate, fetchUpdate } from './fetch-update.ts'
import { mayTryAgain, type Outcome, type Standing } from './program-folder.ts'
import type { StagingOrder } from './stage-update.ts'

export interface UpdaterOptions {
  readonly home: string
  /** As the observer told it; undefined where this agent cannot exchange itself. */
  readonly standing: Standing | undefined
  /** To the observer. */
  readonly tell: (message: Readonly<Record<string, unknown>>) => void
  readonly say: (line: string) => void
}

type Status = 'done' | 'failed' | 'refused'

export class Updater {
  readonly #options: UpdaterOptions
  #staged: ((reason: string | undefined) => void) | undefined
  #proven = false

  constructor(options: UpdaterOptions) {
    this.#options = options
    clearUpdate(options.home)
  }

  /** Carries out an order. `finish` is called where it ends here; an order that is on its way is told by the program that comes after. */
  async update(
    order: { readonly command: Command; readonly signed: SignedCommand; readonly client: HttpClient },
    finish: (status: Status, detail: string) => void,
    stop: AbortSignal,
  ): Promise<void> {
    const { home, standing, tell, say } = this.#options
    const args = order.command.args as CommandArgs<'update'>
    if (!standing)
      return finish('refused', 'this agent was not installed by the install command, and cannot exchange itself')
    if (standing.archive === args.sha256) {
      if (!standing.onTrial || this.#proven) finish('done', `it runs version ${args.version} already`)
      return
    }
    // It ended before this process began, and the server was only not told yet: what went wrong is not tried again by the same order.
    if (standing.outcomes.some(({ command }) => command === order.command.id)) return
    const before = standing.refused[args.sha256]
    if (before !== undefined && !mayTryAgain(before))
      return finish('refused', `this host went back from that program before: ${before}`)
    if (this.#staged) return finish('refused', 'another update is on its way')
    const staged = new Promise<string | undefined>((resolve) => {
      this.#staged = resolve
    })
    say(`fetching version ${args.version}`)
    try {
      const archive = await fetchUpdate(order.client, home, args, stop)
      const { signed } = order
      tell({ stage: { signed, source: order.command.source, archive } satisfies StagingOrder })
      const problem = await staged
      if (problem === undefined) return
      say(`the update is refused: ${problem}`)
      finish('failed', problem)
    } catch (error) {
      if (!stop.aborted) finish('failed', `it could not be fetched: ${error instanceof Error ? error.message : error}`)
    }
    this.#staged = undefined
    clearUpdate(home)
  }

  /** Has the observer go back to the program in the other folder, where the one that is to be left runs. */
  async rollBack(
    order: { readonly command: Command; readonly signed: SignedCommand },
    finish: (status: Status, detail: string) => void,
  ): Promise<void> {
    const { standing, tell } = this.#options
    const { sha256 } = order.command.args as CommandArgs<'roll-back'>
    if (!standing)
      return finish('refused', 'this agent was not installed by the install command, and cannot exchange itself')
    if (standing.archive !== sha256) return finish('done', 'it does not run that program')
    if (this.#staged) return finish('refused', 'another update is on its way')
    const staged = new Promise<string | undefined>((resolve) => {
      this.#staged = resolve
    })
    tell({ back: { signed: order.signed, source: order.command.source, archive: '' } satisfies StagingOrder })
    const problem = await staged
    this.#staged = undefined
    if (problem !== undefined) finish('failed', problem)
  }

  /** The observer answered an order. */
  staged(problem: string | undefined): void {
    this.#staged?.(problem)
  }

  get isOnTrial(): boolean {
    return this.#options.standing?.onTrial === true && !this.#proven
  }

  /** The server answered a sign of life: a program on trial is well. */
  heard(): void {
    if (!this.#options.standing?.onTrial || this.#proven) return
    this.#proven = true
    this.#options.tell({ healthy: true })
  }

  /** Tells the server how updates ended, and has them forgotten. */
  report(outcomes: readonly Outcome[], record: (record: EnvelopeRecord) => void): void {
    if (outcomes.length === 0) return
    const at = new Date().toISOString()
    for (const { command, status, detail } of outcomes) record({ type: 'result', command, status, at, detail })
    this.#options.tell({ told: true })
  }
}
