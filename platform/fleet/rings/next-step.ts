/** A ring as a rollout goes by it. */
export interface Ring {
  readonly name: string
  /** Public id of the tag whose assets' agents are in it; null for all. */
  readonly tag: string | null
  /** Of 100 of them. */
  readonly share: number
  /** So long the next ring waits at least, in minutes. */
  readonly waitMinutes: number
  /** So many of 100 must have come back healthy … */
  readonly healthyPercent: number
  /** … within so many minutes. */
  readonly withinMinutes: number
}

/** How the agents of one ring stand. */
export interface RingCounts {
  readonly waiting: number
  readonly ordered: number
  readonly healthy: number
  readonly failed: number
  /** Not heard since: neither well nor failed. */
  readonly away: number
}

export interface RolloutState {
  readonly state: 'running' | 'paused' | 'stopped' | 'done' | 'rolling-back' | 'rolled-back'
  /** Index of the present ring. */
  readonly ring: number
  readonly ringSince: number
  readonly forgiven: number
}

export type Step =
  | { readonly do: 'wait' }
  /** The agents of the present ring that wait are told to update. */
  | { readonly do: 'order' }
  | { readonly do: 'advance' }
  | { readonly do: 'finish' }
  | { readonly do: 'pause'; readonly because: string }

const minuteMs = 60_000

/**
 * What is next in a rollout. A ring is over when enough of its agents came back healthy and its time has passed; it stops everything when that cannot come true any more, or did not in its time. Times
 * in milliseconds.
 */
export function nextStep(rollout: RolloutState, rings: readonly Ring[], counts: RingCounts, now: number): Step {
  if (rollout.state !== 'running') return { do: 'wait' }
  const ring = rings[rollout.ring]
  const onward: Step = rollout.ring + 1 < rings.length ? { do: 'advance' } : { do: 'finish' }
  if (!ring) return { do: 'finish' }
  if (counts.waiting > 0) return { do: 'order' }
  const failed = Math.max(0, counts.failed - rollout.forgiven)
  // Whom nobody hears says nothing about the version; but somebody must.
  const told = counts.ordered + counts.healthy + failed
  const age = now - rollout.ringSince
  if (told + counts.away === 0) return onward
  if (failed > 0 && (told - failed) * 100 < ring.healthyPercent * told)
    return { do: 'pause', because: `${failed} of ${told} agents of “${ring.name}” did not come back healthy` }
  const isHealthy = counts.healthy > 0 && counts.healthy * 100 >= ring.healthyPercent * told
  if (isHealthy && age >= ring.waitMinutes * minuteMs) return onward
  if (!isHealthy && age >= ring.withinMinutes * minuteMs) {
    return told === 0 && rollout.forgiven > 0
      ? onward
      : {
          do: 'pause',
          because: `${counts.healthy} of ${told} agents of “${ring.name}” came back healthy within ${ring.withinMinutes} minutes; ${ring.healthyPercent} % were wanted`,
        }
  }
  return { do: 'wait' }
}
