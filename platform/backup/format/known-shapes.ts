import type { Head, TableEnd } from './records.ts'

/** PostgreSQL's names end at 63 bytes; ours are of these letters only. */
const name = /^[a-z_][a-z0-9_]{0,62}$/
/** What partitions are cut by: `FOR VALUES IN ('7')`, `FOR VALUES FROM ('2026-11-22') TO ('2026-11-23')`, `DEFAULT`. */
const value = String.raw`(?:'[0-9a-zA-Z:+. _-]{1,60}'|-?\d{1,20}|MINVALUE|MAXVALUE)`
const values = String.raw`\(${value}(?:, ${value}){0,50}\)`
const bound = new RegExp(`^(?:DEFAULT|FOR VALUES (?:IN ${values}|FROM ${values} TO ${values}))$`)

/** Whether a head is one that can be worked with: names and bounds become SQL, so nothing else gets through. */
export function isHead(value: unknown): value is Head {
  const head = value as Head
  try {
    return (
      head.schemaVersion === 1 &&
      isText(head.madeAt, 40) &&
      isText(head.program, 100) &&
      ['embedded', 'external'].includes(head.database.kind) &&
      isText(head.database.version, 200) &&
      head.migrations.every(
        (each) =>
          /^[a-z][a-z-]{1,30}$/.test(each.part) &&
          Number.isInteger(each.number) &&
          isText(each.name, 200) &&
          /^[0-9a-f]{64}$/.test(each.digest),
      ) &&
      head.tables.every(
        (table) =>
          name.test(table.name) &&
          table.columns.length > 0 &&
          table.columns.every((column) => name.test(column.name) && isText(column.type, 200)),
      ) &&
      new Set(head.tables.map((table) => table.name)).size === head.tables.length &&
      head.partitions.every((each) => name.test(each.name) && name.test(each.of) && bound.test(each.bound)) &&
      head.sequences.every((each) => name.test(each.name) && (each.last === null || /^-?\d{1,19}$/.test(each.last))) &&
      head.leftOut.every((each) => name.test(each))
    )
  } catch {
    return false
  }
}

export function isTableEnd(value: unknown): value is TableEnd {
  const end = value as TableEnd | undefined
  return (
    typeof end?.name === 'string' &&
    Number.isSafeInteger(end.rows) &&
    Number.isSafeInteger(end.bytes) &&
    typeof end.digest === 'string'
  )
}

function isText(value: unknown, most: number): boolean {
  return typeof value === 'string' && value.length <= most
}
