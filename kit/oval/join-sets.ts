import type { Item } from './characteristics.ts'
import setFlags from './set-flags.json' with { type: 'json' }
import type { Flag, SetOperator } from './words.ts'

/** What is known of one side of a set. */
export interface ItemSet {
  readonly flag: Flag
  readonly items: readonly Item[]
}

/** Joins two sets of items; items are the same where they say the same. Source: OVAL Language Specification 5.11, section 5.2.5. */
export function joinSets(operator: SetOperator, a: ItemSet, b: ItemSet): ItemSet {
  const flag = setFlags[operator][a.flag][setFlags.columns.indexOf(b.flag)] as Flag
  const known = new Set(b.items.map(signatureOf))
  if (operator === 'UNION') {
    const first = new Set(a.items.map(signatureOf))
    return { flag, items: [...a.items, ...b.items.filter((item) => !first.has(signatureOf(item)))] }
  }
  const wanted = operator === 'INTERSECTION'
  return { flag, items: a.items.filter((item) => known.has(signatureOf(item)) === wanted) }
}

/** All that an item says, but its number. */
export function signatureOf({ schema, type, status, entities }: Item): string {
  return JSON.stringify([schema, type, status, entities])
}
