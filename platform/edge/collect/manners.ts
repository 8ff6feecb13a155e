import { isWithin, type WeeklyWindow } from '@holdfast/kit/weekly-windows'
import type { Collector } from '@holdfast/platform/contract'

/** How a station is to behave on its host. What is absent is as the program does it by itself. */
export interface Manners {
  /** Seconds between two signs of life. */
  readonly statusSeconds?: number
  readonly collectors?: Readonly<Record<string, { readonly everySeconds?: number; readonly off?: boolean }>>
  /** Seconds after a start before the first collection. */
  readonly scanDelaySeconds?: number
  /** A regular run is put off by up to so many seconds. */
  readonly scanRandomiseSeconds?: number
  readonly windows?: readonly (WeeklyWindow & { readonly stops: 'activity' | 'transmission' })[]
  /** Share of one core that collection may take on a host that keeps changing. */
  readonly processorShare?: number
  readonly uploadBytesPerSecond?: number
  readonly envelopeBytes?: number
  /** Apps whose collectors may run; null or absent for all. */
  readonly modules?: readonly string[] | null
}

/** Why a collector does not run; undefined where it does. */
export function whyOff({ id }: Pick<Collector, 'id'>, { modules, collectors }: Manners): string | undefined {
  const module = id.slice(0, id.indexOf('.'))
  if (modules && !modules.includes(module)) return `The activation key of this agent does not provide for ${module}.`
  return collectors?.[id]?.off ? 'The configuration profile of this agent leaves it out.' : undefined
}

/** Longest time between two runs of a collector, in milliseconds. */
export function intervalOf({ id, everySeconds }: Collector, { collectors }: Manners): number {
  return (collectors?.[id]?.everySeconds ?? everySeconds) * 1000
}

/** False in a window in which nothing is collected. `now` in milliseconds since 1970. */
export function mayCollect({ windows = [] }: Manners, now: number): boolean {
  return !windows.some((window) => isWithin(window, now))
}

/** False in a window in which nothing is sent. */
export function maySend({ windows = [] }: Manners, now: number): boolean {
  return !windows.some((window) => window.stops === 'transmission' && isWithin(window, now))
}
