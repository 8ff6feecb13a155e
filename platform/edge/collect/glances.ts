import type { Collector, World } from '@holdfast/platform/contract'

/** However equal the glances: what a glance cannot show (memory in use, a moved descriptor) is seen this often. */
const maxAgeMs = 15 * 60 * 1000

/** Leaves out regular runs whose collectors would find, as a glance shows, what they last found. */
export class Glances {
  readonly #world: World
  readonly #last = new Map<string, { readonly digest: string | undefined; readonly ranAt: number }>()
  #digest: Promise<string | undefined> | undefined

  constructor(world: World) {
    this.#world = world
  }

  /** A round of runs begins: one glance serves all of them. */
  newRound(): void {
    this.#digest = undefined
  }

  /** To be asked before each run: true where it can be left out. `now` in milliseconds on a steady clock. */
  async sawTheSame({ id, glance }: Collector, regular: boolean, now: number): Promise<boolean> {
    if (!glance) return false
    // A glance that fails is no reason to look away.
    this.#digest ??= this.#world.live?.glance?.().catch(() => undefined) ?? Promise.resolve(undefined)
    const digest = await this.#digest
    const last = this.#last.get(id)
    if (regular && digest !== undefined && last?.digest === digest && now - last.ranAt < maxAgeMs) return true
    this.#last.set(id, { digest, ranAt: now })
    return false
  }
}
