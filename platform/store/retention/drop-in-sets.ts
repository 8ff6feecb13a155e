import type { Database } from '../door/open-database.ts'

const atOnce = 5000

/**
 * Runs a `delete` of all tenants' rows again and again, each in a transaction of its own, until it finds no more: none holds locks for long. Its last placeholder
 * is how many rows it may take. Answers with the number of rows that are gone.
 */
export async function dropInSets(
  database: Database,
  text: string,
  values: readonly unknown[],
  options: { readonly timeoutMs?: number } = {},
): Promise<number> {
  for (let dropped = 0; ; ) {
    const { rowCount } = await database.asMaintenance((tx) => tx.query(text, [...values, atOnce]), options)
    dropped += rowCount
    if (rowCount < atOnce) return dropped
  }
}
