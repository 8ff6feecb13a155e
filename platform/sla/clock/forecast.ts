import type { Clock } from './clock.ts'

export interface ForecastOptions {
  readonly now: number
  /** How far to look. */
  readonly days: number
  /** How many findings are fixed a day: those that are due first, first. Nothing when absent. */
  readonly fixesPerDay?: number
}

export interface ForecastDay {
  /** End of the day that is looked at. */
  readonly until: number
  /** Clocks that run out in this day. */
  readonly breaches: readonly string[]
  /** Clocks that are still open at its end, overdue ones too. */
  readonly open: number
}

const dayMs = 86_400_000

/**
 * Which clocks will run out, day by day from now, if fixing goes on as told: each day the findings that are due first are fixed, overdue ones before all others. Clocks that
 * are paused stay as they are. The same input in any order gives the same forecast.
 */
export function forecastBreaches(
  clocks: readonly { readonly id: string; readonly clock: Clock }[],
  { now, days, fixesPerDay = 0 }: ForecastOptions,
): readonly ForecastDay[] {
  const queue = [...new Map(clocks.map((one) => [one.id, one])).values()]
    .filter(({ clock: { state, due } }) => due !== undefined && (state === 'running' || state === 'breached'))
    .map(({ id, clock }) => ({ id, due: clock.due ?? now }))
    .sort((a, b) => a.due - b.due || (a.id < b.id ? -1 : 1))
  const others = clocks.filter(
    ({ clock: { state, due } }) => state === 'paused' || (state === 'running' && due === undefined),
  ).length
  let next = 0
  let capacity = 0
  let told = queue.filter(({ due }) => due < now).length
  return Array.from({ length: days }, (_, day) => {
    const until = now + (day + 1) * dayMs
    capacity += fixesPerDay
    const fixed = Math.min(Math.floor(capacity), queue.length - next)
    capacity -= fixed
    next += fixed
    // What was fixed today did not run out today.
    const from = Math.max(told, next)
    let to = from
    while (to < queue.length && (queue[to]?.due ?? until) < until) to++
    told = Math.max(told, to)
    return { until, breaches: queue.slice(from, to).map(({ id }) => id), open: queue.length - next + others }
  })
}

export interface SlaFigures {
  readonly running: number
  readonly paused: number
  readonly breached: number
  readonly met: number
  /** Of those that came to an end or ran out, the share that was met, 0–1; undefined before there is any. */
  readonly inTime: number | undefined
}

export function slaFigures(clocks: Iterable<Pick<Clock, 'state'>>): SlaFigures {
  const count = { running: 0, paused: 0, breached: 0, met: 0, 'not-started': 0 }
  for (const { state } of clocks) count[state]++
  const { running, paused, breached, met } = count
  const ended = met + breached
  return { running, paused, breached, met, inTime: ended === 0 ? undefined : met / ended }
}
