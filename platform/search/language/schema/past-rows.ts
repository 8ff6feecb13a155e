/**
 * A table that the store remembers (`holdfast_remember`), as it was: to stand in a `history.from` or a `pastJoin`. What is the case still lies in the table,
 * what is no longer beside it, in `<table>_past`.
 */
export function pastRows(table: string, columns: readonly string[]): string {
  const names = columns.join(', ')
  return (
    `(select ${names} from ${table} where known_at <= :moment union all ` +
    `select ${names} from ${table}_past where known_at <= :moment and known_until > :moment)`
  )
}
