import type { Ring } from './fleet.ts'

/** A ring as people write it: numbers are texts until they are sent. */
export interface RingDraft {
  /** Tells rows apart while they are moved. */
  readonly at: number
  readonly name: string
  /** Empty for all. */
  readonly tag: string
  readonly share: string
  readonly waitMinutes: string
  readonly healthyPercent: string
  readonly withinMinutes: string
}

export function draftsOf(rings: readonly Ring[]): readonly RingDraft[] {
  return rings.map((ring, at) => ({
    at,
    name: ring.name,
    tag: ring.tag ?? '',
    share: String(ring.share),
    waitMinutes: String(ring.waitMinutes),
    healthyPercent: String(ring.healthyPercent),
    withinMinutes: String(ring.withinMinutes),
  }))
}

/** One more ring, before the last one: that is for whoever is left. */
export function withOneMore(rings: readonly RingDraft[]): readonly RingDraft[] {
  const fresh: RingDraft = {
    at: Math.max(-1, ...rings.map(({ at }) => at)) + 1,
    name: '',
    tag: '',
    share: '10',
    waitMinutes: '60',
    healthyPercent: '95',
    withinMinutes: '1440',
  }
  return [...rings.slice(0, -1), fresh, ...rings.slice(-1)]
}

/** With the ring one place earlier or later; the last one stays the last. */
export function moved(rings: readonly RingDraft[], index: number, by: -1 | 1): readonly RingDraft[] {
  const to = index + by
  if (to < 0 || to >= rings.length - 1 || index >= rings.length - 1) return rings
  return rings.with(index, rings[to]!).with(to, rings[index]!)
}

export function ringsOf(drafts: readonly RingDraft[]): readonly Omit<Ring, 'tagName'>[] {
  return drafts.map((draft) => ({
    name: draft.name.trim(),
    tag: draft.tag === '' ? null : draft.tag,
    share: Number(draft.share),
    waitMinutes: Number(draft.waitMinutes),
    healthyPercent: Number(draft.healthyPercent),
    withinMinutes: Number(draft.withinMinutes),
  }))
}
