import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'

/** Passwords of the embedded database: of its superuser and of the roles that log in. */
export interface ClusterSecrets {
  readonly superuser: string
  readonly app: string
  readonly jobs: string
  readonly maintenance: string
}

/** Reads the passwords; undefined when there are none yet. */
export function readSecrets(path: string): ClusterSecrets | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ClusterSecrets
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Makes random passwords and keeps them, readable for this account only, before they are used anywhere. */
export function makeSecrets(path: string): ClusterSecrets {
  const password = () => randomBytes(24).toString('base64url')
  const secrets: ClusterSecrets = { superuser: password(), app: password(), jobs: password(), maintenance: password() }
  writeDurably(path, `${JSON.stringify(secrets, null, 2)}\n`)
  return secrets
}

/** All or nothing, also when the machine stops in between. */
export function writeDurably(path: string, text: string) {
  const partial = `${path}.part-${process.pid}`
  const fd = openSync(partial, 'w', 0o600)
  try {
    writeSync(fd, text)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
  renameSync(partial, path)
}
