import type { ReadyCheck } from '@holdfast/platform/http'
import type { Database } from '@holdfast/platform/store'

/** Ready is who can read from the database. */
export function readyCheck(database: Database): ReadyCheck {
  return async () => {
    try {
      await database.asPlatform((tx) => tx.query('select 1'), { readOnly: true, timeoutMs: 2000 })
      return [{ name: 'database', ok: true, detail: 'answers' }]
    } catch (error) {
      return [{ name: 'database', ok: false, detail: (error as Error).message }]
    }
  }
}
