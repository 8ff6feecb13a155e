/** A value as the query language takes it word for word. */
export function exactly(value: string): string {
  return `'${value.replaceAll("'", "''")}'`
}
