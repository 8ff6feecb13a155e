import { type Database, openDatabase } from '@holdfast/platform/store'
import type { Settings } from '../../server/settings.ts'
import { withDatabase } from '../backup/with-database.ts'

/** A tenant whose log is read. */
export interface LogOwner {
  /** Internal; part of what its entries are hashed with. */
  readonly number: number
  /** Public. */
  readonly id: string
  readonly name: string
}

/** Reading a long log takes as long as it takes. */
export const patienceMs = 24 * 60 * 60 * 1000

/** Works with this home's database and all its tenants, oldest first. */
export function withAuditLog<T>(
  settings: Settings,
  say: (line: string) => void,
  work: (database: Database, tenants: readonly LogOwner[]) => Promise<T>,
): Promise<T> {
  return withDatabase(settings, say, async (access) => {
    const database = await openDatabase({ access, connections: { app: 2, jobs: 1, maintenance: 1 } })
    try {
      const { rows } = await database.asPlatform((tx) =>
        tx.query<{ number: number; id: string; name: string }>(
          'select id as number, public_id as id, name from tenant order by id',
        ),
      )
      return await work(database, rows)
    } finally {
      await database.close()
    }
  })
}
