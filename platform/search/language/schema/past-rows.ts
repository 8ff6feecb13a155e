/**
 * A table that the store remembers (`holdfast_remember`), as it was: to stand in a `history.from` or a `pastJoin`. What is the case still lies in the table,
 * what is no longer beside it, in `<table>_past`.
 */
export function pastRows(table: string, columns: readonly string[]): string {
  return `(${pastSides(table, columns).join(' union all ')})`
}

/** The two sides of `pastRows`, each a select of its own: what is still the case, and what is no longer. No row of a moment is in both. */
export function pastSides(table: string, columns: readonly string[]): readonly [still: string, noLonger: string] {
  const names = columns.join(', ')
  return [
    `select ${names} from ${table} where known_at <= :moment`,
    `select ${names} from ${table}_past where known_at <= :moment and known_until > :moment`,
  ]
}
