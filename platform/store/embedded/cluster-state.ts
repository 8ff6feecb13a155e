import { readFileSync } from 'node:fs'
import { writeDurably } from './cluster-secrets.ts'

/** What the last start left on record: enough to recognise the server and to connect to it. */
export interface ClusterState {
  readonly pid: number
  readonly started: string
  /** Of programs and settings; a server with another digest is not adopted. */
  readonly digest: string
  readonly runDirectory: string
}

export function writeClusterState(path: string, state: ClusterState) {
  writeDurably(path, `${JSON.stringify(state)}\n`)
}

/** Undefined when there is none or it cannot be read: then the server is started anew, which is always right. */
export function readClusterState(path: string): ClusterState | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ClusterState
  } catch {
    return undefined
  }
}
