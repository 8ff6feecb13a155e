import { createHash } from 'node:crypto'
import type { Database } from '../store/index.ts'

/** Allowed tries within a time; they come back evenly. */
export interface AttemptLimit {
  readonly quota: number
  readonly windowSeconds: number
}

/**
 * One name from one address; one name from anywhere, so that whoever knows a name cannot lock its person out cheaply; one
 * address, whatever the name.
 */
export const limits = {
  nameHere: { quota: 10, windowSeconds: 900 },
  name: { quota: 100, windowSeconds: 900 },
  address: { quota: 60, windowSeconds: 900 },
  person: { quota: 20, windowSeconds: 900 },
} as const satisfies Record<string, AttemptLimit>

/**
 * Takes one try from each of some buckets; false when one of them is empty. They are kept in the database, so that several
 * server processes count together. Who or what a key stands for cannot be read from it.
 */
export async function countAttempt(
  database: Database,
  keys: readonly { readonly kind: keyof typeof limits; readonly key: string }[],
): Promise<boolean> {
  // In one order everywhere: two that take the same buckets never wait for each other.
  const rows = keys
    .map(({ kind, key }) => ({ digest: createHash('sha256').update(`${kind} ${key}`).digest(), ...limits[kind] }))
    .sort((a, b) => Buffer.compare(a.digest, b.digest))
  return database.asPlatform(async (tx) => {
    let allowed = true
    for (const { digest, quota, windowSeconds } of rows) {
      const row = await tx.first<{ allowed: boolean }>(
        `insert into sign_in_count as c (key, level, allowed, at) values ($1, $2::float8 - 1, true, clock_timestamp())
         on conflict (key) do update
            set (level, allowed, at) = (
              select case when r.level >= 1 then r.level - 1 else r.level end, r.level >= 1, clock_timestamp()
                from (select least($2::float8, c.level + extract(epoch from clock_timestamp() - c.at) * $2::float8 / $3::float8) as level) r)
         returning allowed`,
        [digest, quota, windowSeconds],
      )
      if (!row!.allowed) allowed = false
    }
    await tx.query(
      `delete from sign_in_count where ctid = any (array(
         select ctid from sign_in_count where at < now() - interval '1 day' limit 20))`,
    )
    return allowed
  })
}
