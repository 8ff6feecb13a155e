import { join } from 'node:path'
import type { Home } from '../home/open-home.ts'

/** Where the parts of the embedded database lie in the home directory. */
export interface ClusterPlaces {
  /** Passable for the database's account. */
  readonly root: string
  readonly data: string
  readonly copies: string
  readonly lock: string
  readonly secrets: string
  readonly state: string
  readonly log: string
}

export function clusterPlaces(home: Home): ClusterPlaces {
  const root = join(home.path, 'database')
  return {
    root,
    data: join(root, 'data'),
    copies: join(root, 'postgres'),
    lock: join(root, 'lock'),
    secrets: join(root, 'secrets.json'),
    state: join(root, 'state.json'),
    log: join(home.path, 'log', 'postgres.log'),
  }
}
