import type { Database } from '../../store/index.ts'

const atLeastEveryMs = 20

/**
 * Wakes those who apply envelopes, at once and then at most every 20 ms. Not part of the transactions that store: PostgreSQL lets those
 * that notify commit one after another only. A wake-up that is lost is made good by the appliers' own clock.
 */
export class Ring {
  readonly #database: Database
  #timer: NodeJS.Timeout | undefined
  #isWanted = false

  constructor(database: Database) {
    this.#database = database
  }

  ring(): void {
    if (this.#timer) {
      this.#isWanted = true
      return
    }
    this.#isWanted = false
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      if (this.#isWanted) this.ring()
    }, atLeastEveryMs)
    this.#timer.unref()
    this.#database.asPlatform((tx) => tx.query("select pg_notify('holdfast_intake', '')")).catch(() => {})
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }
}
