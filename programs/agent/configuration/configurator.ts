import type { ConfigurationState } from '@holdfast/platform/envelope'
import {
  type Configuration,
  type SignedConfiguration,
  type TrustBundle,
  verifyConfiguration,
} from '@holdfast/platform/trust'
import { type KeptConfiguration, readKeptConfiguration, writeKeptConfiguration } from './kept-configuration.ts'

export interface ConfiguratorOptions {
  readonly home: string
  /** Public id of the source that this agent is. */
  readonly source: string
  readonly trust: () => TrustBundle
  /** Works by a configuration from now on; by none where undefined. */
  readonly apply: (configuration: Configuration | undefined) => void
  /** Has the server called at once. */
  readonly call: () => void
  readonly say: (line: string) => void
  /** How long the server may stay unheard under a new configuration, in milliseconds. */
  readonly trialMs?: number
}

const usualTrialMs = 180_000
const mostAttempts = 3

/**
 * By which configuration an agent works. A new one is on trial until the server has answered a sign of life under it; one that cuts the agent off is gone back from,
 * and is not taken again until it changes.
 */
export class Configurator {
  readonly #options: ConfiguratorOptions
  #kept: KeptConfiguration
  #current: Configuration | undefined
  #trial: Configuration | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(options: ConfiguratorOptions) {
    this.#options = options
    this.#kept = readKeptConfiguration(options.home)
    this.#current = this.#read(this.#kept.current)
    this.#trial = this.#read(this.#kept.trial?.signed)
  }

  /** By which it is to work at its start, before anything is sent. */
  get configuration(): Configuration | undefined {
    return this.#trial ?? this.#current
  }

  get isOnTrial(): boolean {
    return this.#trial !== undefined
  }

  /** What the server is told with each sign of life. */
  get state(): ConfigurationState {
    const { refused } = this.#kept
    return { revision: this.configuration?.revision ?? '', ...(refused && { refused }) }
  }

  /** Begins: goes on with a trial that the last process did not end. */
  begin(): void {
    if (!this.#trial || !this.#kept.trial) return
    const attempts = this.#kept.trial.attempts + 1
    if (attempts > mostAttempts) {
      this.#goBack(`the agent was started ${mostAttempts} times with it and the server was never heard`)
      return
    }
    this.#keep({ ...this.#kept, trial: { ...this.#kept.trial, attempts } })
    this.#watch()
  }

  /** The server answered a sign of life, and perhaps with how to work from now on. */
  heard(next: SignedConfiguration | undefined): void {
    this.#prove()
    if (next) this.#take(next)
  }

  end(): void {
    clearTimeout(this.#timer)
  }

  #prove(): void {
    if (!this.#trial || !this.#kept.trial) return
    clearTimeout(this.#timer)
    this.#current = this.#trial
    this.#trial = undefined
    this.#keep({ current: this.#kept.trial.signed })
    this.#options.say(`works by ${nameOf(this.#current)}`)
  }

  #take(signed: SignedConfiguration): void {
    const { say, source, trust, apply, call } = this.#options
    const verdict = verifyConfiguration(signed, {
      bundle: trust(),
      source,
      now: new Date().toISOString(),
      after: this.#current?.issuedAt,
    })
    if (!verdict.ok) {
      say(`a configuration was refused: ${verdict.reason}`)
      return
    }
    const { configuration } = verdict
    if (configuration.revision === this.#kept.refused?.revision) return
    this.#keep({ ...(this.#kept.current && { current: this.#kept.current }), trial: { signed, attempts: 1 } })
    this.#trial = configuration
    apply(configuration)
    this.#watch()
    call()
  }

  #watch(): void {
    clearTimeout(this.#timer)
    const wait = this.#options.trialMs ?? usualTrialMs
    this.#timer = setTimeout(() => this.#goBack(`the server was not heard for ${Math.round(wait / 1000)} s`), wait)
  }

  #goBack(reason: string): void {
    clearTimeout(this.#timer)
    const trial = this.#trial
    this.#trial = undefined
    this.#keep({
      ...(this.#kept.current && { current: this.#kept.current }),
      ...(trial && { refused: { revision: trial.revision, reason: `it went back: ${reason}` } }),
    })
    this.#options.say(`goes back from ${nameOf(trial)}: ${reason}`)
    this.#options.apply(this.#current)
    this.#options.call()
  }

  /** A full disk must not keep an agent from working. */
  #keep(kept: KeptConfiguration): void {
    this.#kept = kept
    try {
      writeKeptConfiguration(this.#options.home, kept)
    } catch (error) {
      this.#options.say(`the configuration could not be kept: ${error instanceof Error ? error.message : error}`)
    }
  }

  #read(signed: SignedConfiguration | undefined): Configuration | undefined {
    if (!signed) return undefined
    const { trust, source } = this.#options
    const verdict = verifyConfiguration(signed, { bundle: trust(), source, now: new Date().toISOString() })
    return verdict.ok ? verdict.configuration : undefined
  }
}

function nameOf(configuration: Configuration | undefined): string {
  if (!configuration) return 'no configuration'
  const name = configuration.profile === null ? 'no profile' : `the profile “${configuration.profile.name}”`
  return `${name} (${configuration.revision.slice(0, 8)})`
}
