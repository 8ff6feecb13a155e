import type { ReadyCheck } from '@holdfast/platform/http'
import type { Database, SchemaWatch } from '@holdfast/platform/store'

/** Ready is who can read from the database and means what it holds. */
export function readyCheck(database: Database, schema: SchemaWatch): ReadyCheck {
  return async () => [await reads(database), standing(schema)]
}

async function reads(database: Database) {
  try {
    await database.asPlatform((tx) => tx.query('select 1'), { readOnly: true, timeoutMs: 2000 })
    return { name: 'database', ok: true, detail: 'answers' }
  } catch (error) {
    return { name: 'database', ok: false, detail: (error as Error).message }
  }
}

function standing({ ended, ahead }: SchemaWatch) {
  if (ended.aborted) return { name: 'schema', ok: false, detail: (ended.reason as Error).message }
  return { name: 'schema', ok: true, detail: ahead() ?? 'as this program knows it' }
}
