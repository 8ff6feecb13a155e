import type { Affected } from '../../advisory.ts'
import { affectedEntry } from '../make-advisory.ts'

/** The ecosystem of Microsoft's products, under the names that Microsoft gives them: `Windows 10 Version 1607 for x64-based Systems`. */
export const windows = 'Windows'

/** Number of an update as it is written everywhere: `KB4012212`; undefined for what is none. */
export function updateNumber(text: string): string | undefined {
  const digits = /^\s*(?:KB)?(\d{4,8})\s*$/i.exec(text)?.[1]
  return digits === undefined ? undefined : `KB${digits}`
}

/** A product that is affected until one of the updates is installed. */
export function affectedUntil(name: string, updates: readonly string[], rating: string | undefined): Affected {
  return affectedEntry({ ecosystem: windows, name, state: 'affected', updates, rating })
}
