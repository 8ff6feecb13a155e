import type { Collector, World } from '@holdfast/platform/contract'

/** However equal the glances: what a glance cannot show (memory in use, a moved descriptor) is seen this often. */
const maxAgeMs = 15 * 60 * 1000

/** Leaves out regular runs whose collectors see at a glance that nothing changed since they last ran. */
export class Glances {
  readonly #world: World
  readonly #last = new Map<string, { readonly digest: string | undefined; readonly ranAt: number }>()

  constructor(world: World) {
    this.#world = world
  }

  /** To be asked before each run: true where it can be left out. `now` in milliseconds on a steady clock. */
  async sawTheSame(collector: Collector, regular: boolean, now: number): Promise<boolean> {
    if (!collector.glance) return false
    // A glance that fails is no reason to look away.
    const digest = await collector.glance(this.#world).catch(() => undefined)
    const last = this.#last.get(collector.id)
    if (regular && digest !== undefined && last?.digest === digest && now - last.ranAt < maxAgeMs) return true
    this.#last.set(collector.id, { digest, ranAt: now })
    return false
  }
}
