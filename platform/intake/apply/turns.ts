import type { ReadySource } from './ready-sources.ts'

/** Whose turn it is: tenants take turns, and within a tenant its sources do. */
export class Turns {
  readonly #tenants = new Map<number, Set<number>>()

  /** Lines up sources; those that stand in line keep their place. */
  add(ready: Iterable<ReadySource>): void {
    for (const { tenantId, sourceId } of ready) {
      const sources = this.#tenants.get(tenantId)
      if (sources) sources.add(sourceId)
      else this.#tenants.set(tenantId, new Set([sourceId]))
    }
  }

  /** Takes out who is next of those that may begin; its tenant goes to the end of the line. */
  next(mayBegin: (tenantId: number) => boolean = () => true): ReadySource | undefined {
    for (const [tenantId, sources] of this.#tenants) {
      if (!mayBegin(tenantId)) continue
      this.#tenants.delete(tenantId)
      for (const sourceId of sources) {
        sources.delete(sourceId)
        if (sources.size > 0) this.#tenants.set(tenantId, sources)
        return { tenantId, sourceId }
      }
    }
    return undefined
  }

  get isEmpty(): boolean {
    return this.#tenants.size === 0
  }
}
