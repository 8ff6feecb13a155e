import { externalAccess, missingRights, openDatabase, openHome, readEmbeddedAccess } from '@holdfast/platform/store'
import { serverFaces } from '../../../apps/server.ts'
import { allParts } from '../../server/parts.ts'
import type { Settings } from '../../server/settings.ts'
import { type Checked, fail, ok, warn } from './check.ts'
import { checkClock } from './check-clock.ts'
import { checkLocks } from './check-locks.ts'
import { checkQuotas } from './check-quotas.ts'
import { checkSources } from './check-sources.ts'

/** The database: reachable, with the rights that are needed, of this program's schema. */
export async function checkDatabase(settings: Settings): Promise<Checked[]> {
  let found: Checked[] = []
  try {
    const access = settings.databaseUrl
      ? externalAccess({ url: settings.databaseUrl, adminUrl: settings.databaseAdminUrl })
      : readEmbeddedAccess(openHome(settings.home))
    if (!access) return [warn('database', 'was never started in this home', 'Start it: ./holdfast up')]
    const missing = await missingRights(access)
    found = missing.map((detail) => fail('database rights', detail, 'Run "holdfast migrate" with DATABASE_ADMIN_URL.'))
    const database = await openDatabase({
      access,
      parts: allParts(serverFaces),
      connections: { app: 1, jobs: 1, maintenance: 1 },
    })
    try {
      const row = await database.asPlatform((tx) =>
        tx.first<{ version: string }>(`select current_setting('server_version') as version`),
      )
      return [
        ...found,
        ok('database', `${access.kind} PostgreSQL ${row?.version}, schema is up to date`),
        ...(await checkClock(database)),
        ...(await checkSources(database, settings.home)),
        ...(await checkQuotas(database)),
        ...(await checkLocks(database)),
      ]
    } finally {
      await database.close()
    }
  } catch (error) {
    const { message, code } = error as { message: string; code?: string }
    return [
      ...found,
      fail('database', message, fixes[code ?? ''] ?? 'See the log in the home directory: logs/ and database/.'),
    ]
  }
}

const fixes: Readonly<Record<string, string>> = {
  'database-unavailable': 'Start it: ./holdfast up (or correct DATABASE_URL).',
  'database-login': 'Correct user and password in DATABASE_URL.',
  'database-url': 'Correct DATABASE_URL.',
  'database-busy': 'End programs that hold connections, or raise max_connections of the database.',
  'migration-changed': 'Run the program that migrated this database.',
  'schema-older': 'Run "holdfast migrate".',
  'schema-newer': 'Run the newer Holdfast, or restore a backup made before.',
  'rights-missing': 'Run "holdfast migrate" with DATABASE_ADMIN_URL.',
  'role-too-strong': 'Use a login that is no superuser and does not bypass row-level security.',
  'home-newer': 'Run the newer Holdfast, or choose another HOLDFAST_HOME.',
}
