import type { Affected } from '../../advisory.ts'
import { affectedEntry, fixedIn } from '../make-advisory.ts'
import builds from './builds.json' with { type: 'json' }

/** The ecosystem of Microsoft's products, under the names that Microsoft gives them: `Windows 10 Version 1607 for x64-based Systems`. */
export const windows = 'Windows'

/** Number of an update as it is written everywhere: `KB4012212`; undefined for what is none. */
export function updateNumber(text: string): string | undefined {
  const digits = /^\s*(?:KB)?(\d{4,8})\s*$/i.exec(text)?.[1]
  return digits === undefined ? undefined : `KB${digits}`
}

const buildOf = new Map<string, string>(Object.entries(builds))

/**
 * A product that is affected until one of the updates is installed, or until the build is that of the first of them. Cumulative updates hold all before them,
 * but lists of what replaces what have gaps: a build has none. Only updates whose build is on record tell one. Source: Microsoft, "Windows 10 update history".
 */
export function affectedUntil(name: string, updates: readonly string[], rating: string | undefined): Affected {
  const build = updates.map((update) => buildOf.get(update)).find((one) => one !== undefined)
  return affectedEntry({
    ecosystem: windows,
    name,
    state: 'affected',
    updates,
    rating,
    ...(build !== undefined && { ranges: fixedIn(build) }),
  })
}
