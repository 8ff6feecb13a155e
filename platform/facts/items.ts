import { createHash } from 'node:crypto'
import { canonicalJson } from '@holdfast/kit/canonical-json'
import type { Item } from '../envelope/index.ts'

/** Items by key. */
export type Items = ReadonlyMap<string, Item>

/** The steady part of an item as text: two with the same text are the same version. */
export function steadyText(item: Item, volatile: ReadonlySet<string>): string {
  if (volatile.size === 0) return canonicalJson(item)
  return canonicalJson(Object.fromEntries(Object.entries(item).filter(([field]) => !volatile.has(field))))
}

/** SHA-256 over items in the order of their keys. */
export function digestOfItems(items: Items, volatile: ReadonlySet<string>): Buffer {
  const digest = createHash('sha256')
  for (const key of [...items.keys()].sort())
    digest.update(`${JSON.stringify(key)}${steadyText(items.get(key)!, volatile)}\n`)
  return digest.digest()
}

/** As one JSON object; keys are data, thus `__proto__` is a key like any other. */
export function itemsText(items: Items): string {
  return `{${[...items].map(([key, item]) => `${JSON.stringify(key)}:${JSON.stringify(item)}`).join(',')}}`
}
