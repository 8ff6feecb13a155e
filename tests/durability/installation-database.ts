import { setTimeout as sleep } from 'node:timers/promises'
import { createActivationKey, inTenant } from '@holdfast/platform/intake'
import { type Database, openDatabase, openHome, readEmbeddedAccess } from '@holdfast/platform/store'

/** Opens the database of a running installation, for looking behind it. */
export async function withInstallationDatabase<T>(home: string, work: (database: Database) => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      const access = readEmbeddedAccess(openHome(home))
      if (!access) throw new Error(`there is no database in ${home}`)
      const database = await openDatabase({ access, connections: { app: 2, jobs: 1, maintenance: 1 } })
      try {
        return await work(database)
      } finally {
        await database.close()
      }
    } catch (error) {
      // It may be starting anew just now.
      if (tries >= 100 || !['DatabaseUnavailable', 'StoreError'].includes((error as Error).name)) throw error
      await sleep(200)
    }
  }
}

/** The first tenant of an installation. */
export async function firstTenant(database: Database): Promise<number> {
  const row = await database.asPlatform((tx) =>
    tx.first<{ tenant_id: number }>('select min(tenant_id)::int as tenant_id from membership'),
  )
  return row!.tenant_id
}

/** An activation key of the first tenant. */
export async function newActivationKey(home: string): Promise<string> {
  return withInstallationDatabase(home, async (database) => {
    const made = await inTenant(database, await firstTenant(database), (tx) =>
      createActivationKey(tx, { name: 'test' }),
    )
    return made.key
  })
}
