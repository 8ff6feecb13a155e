import type { ConnectionSettings } from '../door/connection-settings.ts'
import type { Home } from '../home/open-home.ts'
import type { DatabaseAccess } from '../roles/database-access.ts'
import { clusterPlaces } from './cluster-places.ts'
import { type ClusterSecrets, readSecrets } from './cluster-secrets.ts'
import { readClusterState } from './cluster-state.ts'
import { superuser } from './create-cluster.ts'

/** How to reach the embedded database with each of its logins. */
export interface EmbeddedAccess extends DatabaseAccess {
  readonly kind: 'embedded'
  readonly runDirectory: string
  readonly secrets: ClusterSecrets
}

/** The name of the one database of an embedded cluster. */
const databaseName = 'holdfast'

export function embeddedAccess(found: { runDirectory: string; secrets: ClusterSecrets }): EmbeddedAccess {
  const { runDirectory, secrets } = found
  const place = { host: runDirectory, port: 5432, database: databaseName }
  const login = (role: 'app' | 'jobs' | 'maintenance'): ConnectionSettings => ({
    ...place,
    user: `holdfast_${role}`,
    password: secrets[role],
  })
  return {
    kind: 'embedded',
    runDirectory,
    secrets,
    admin: { ...place, user: superuser, password: secrets.superuser },
    roles: { passwords: { app: secrets.app, jobs: secrets.jobs, maintenance: secrets.maintenance } },
    login,
  }
}

/** Access to the embedded database that another process runs; undefined when none was ever started in this home. */
export function readEmbeddedAccess(home: Home): EmbeddedAccess | undefined {
  const places = clusterPlaces(home)
  const secrets = readSecrets(places.secrets)
  const state = readClusterState(places.state)
  return secrets && state && embeddedAccess({ runDirectory: state.runDirectory, secrets })
}
