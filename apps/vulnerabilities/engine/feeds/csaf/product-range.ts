import type { OsvEvent } from '@holdfast/kit/version-ranges'

/** What the name of a branch `product_version_range` says; undefined for words that are no range. */
export interface ProductRange {
  readonly events: readonly OsvEvent[]
  readonly versions: readonly string[]
}

/**
 * `vers:deb/>=1.0|<2.0` and what publishers write in its place: `<V4.0.400`, `>= 1.0 < 2.0`, `vers:all/*`. A bound that excludes its version stands for the
 * one after it only where it is an upper one. Source: CSAF 2.0, 3.1.2.3.2; VERS.
 */
export function readProductRange(name: string): ProductRange | undefined {
  if (name.length > 2000) return undefined
  const text = name.replace(/^vers:[\w.+-]*\//, '').trim()
  if (text === '*' || /^all(?: versions)?$/i.test(text)) return { events: [{ introduced: '0' }], versions: [] }
  const events: OsvEvent[] = []
  const versions: string[] = []
  let isOpen = false
  for (const part of text.split(/\||(?<=\S)\s+(?=[<>=!≥≤])/)) {
    const match = /^\s*(>=|<=|≥|≤|!=|==|=|<|>)?\s*[Vv]?\s?([^\s<>=!*|]+)\s*$/.exec(part)
    if (match === null || !/\d/.test(part)) return undefined
    const [, comparator = '=', version = ''] = match
    if (comparator === '=' || comparator === '==') versions.push(version)
    else if (comparator === '>=' || comparator === '≥') {
      events.push({ introduced: version })
      isOpen = true
    } else if (comparator === '>' || comparator === '!=') return undefined
    else {
      if (!isOpen) events.push({ introduced: '0' })
      events.push(comparator === '<' ? { fixed: version } : { last_affected: version })
      isOpen = false
    }
  }
  return { events, versions }
}
