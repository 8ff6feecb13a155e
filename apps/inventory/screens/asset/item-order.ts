import { textOf } from '../words.ts'
import type { ItemRow } from './item-table.tsx'

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base', ignorePunctuation: true })

/** Rows that hold all words of `find` in some of the fields. */
export function findItems(rows: readonly ItemRow[], fields: readonly string[], find: string): ItemRow[] {
  const words = find.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return [...rows]
  return rows.filter(({ item }) => {
    const text = fields.map((field) => textOf(item, field).toLowerCase()).join('\n')
    return words.every((word) => text.includes(word))
  })
}

/** Numbers by size, texts by what people expect of file lists (2 before 10), what is absent last. */
export function compareItems({ column, descending }: { column: string; descending: boolean }) {
  const sign = descending ? -1 : 1
  return (a: ItemRow, b: ItemRow): number => {
    const [left, right] = [a.item[column], b.item[column]]
    if (typeof left === 'number' && typeof right === 'number') return sign * (left - right) || tie(a, b)
    const [one, other] = [textOf(a.item, column), textOf(b.item, column)]
    if (one === '' || other === '') return (one === '' ? 1 : 0) - (other === '' ? 1 : 0) || tie(a, b)
    return sign * collator.compare(one, other) || tie(a, b)
  }
}

function tie(a: ItemRow, b: ItemRow): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0
}
