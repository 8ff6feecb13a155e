import type { Database } from '../door/open-database.ts'

/** What a tenant may keep for a shorter time than the installation does (`settings.retention` of the tenant). */
export type Kept = 'events' | 'past' | 'audit'

/** A tenant of which something may be let go. */
export interface Keeper {
  readonly id: number
  /** How long it keeps this by itself; null where it says nothing. */
  readonly days: number | null
}

/** How long each tenant keeps something; tenants that are held keep everything, and are left out. */
export async function keptDays(database: Database, kept: Kept): Promise<readonly Keeper[]> {
  const { rows } = await database.asMaintenance((tx) =>
    tx.query<{ id: number; days: number | null }>(
      `select id, (settings #>> array['retention', $1])::int as days from tenant where not settings ? 'legalHold' order by id`,
      [kept],
    ),
  )
  return rows
}

/** The same of those that keep it for a time of their own. */
export async function ownKeptDays(
  database: Database,
  kept: Kept,
): Promise<readonly { readonly id: number; readonly days: number }[]> {
  const all = await keptDays(database, kept)
  return all.flatMap(({ id, days }) => (days === null ? [] : [{ id, days }]))
}
