import { spawnSync } from 'node:child_process'
import { appendFileSync, readFileSync } from 'node:fs'
import { StoreError } from '../store-error.ts'

/** The system account that the database runs as. */
export interface DatabaseAccount {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

/**
 * PostgreSQL refuses to run as root, thus root runs it as a system account of its own, which is made when missing.
 * `nobody` is not used: other services run as it and could read the data. A person's account that happens to have the
 * first name is left alone.
 */
export function databaseAccount(): DatabaseAccount {
  for (const name of ['holdfast', 'holdfast-db']) {
    const found = findAccount(name)
    if (found && found.uid < 1000 && found.uid > 0) return found
    if (found) continue
    const made = makeAccount(name)
    if (made) return made
  }
  throw new StoreError(
    'account-missing',
    'The database needs a system account and none could be made. Run "useradd --system --user-group holdfast", then try again.',
  )
}

function findAccount(name: string): DatabaseAccount | undefined {
  const line = readLines('/etc/passwd').find((text) => text.startsWith(`${name}:`))
  if (!line) return undefined
  const [, , uid, gid] = line.split(':')
  return { name, uid: Number(uid), gid: Number(gid) }
}

function makeAccount(name: string): DatabaseAccount | undefined {
  const choices = [
    '--system',
    '--user-group',
    '--no-create-home',
    '--home-dir',
    '/nonexistent',
    '--shell',
    '/usr/sbin/nologin',
  ]
  const environment = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' }
  const result = spawnSync('useradd', [...choices, '--comment', 'Holdfast database', name], {
    stdio: 'ignore',
    env: environment,
  })
  if ((result.error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') appendAccount(name)
  // Another Holdfast may have made it in the meantime, thus what counts is what is there now.
  return findAccount(name)
}

/** For images that have no useradd. initdb looks its user up, thus a bare number would not do. */
function appendAccount(name: string) {
  const column = (file: string, index: number) => readLines(file).map((line) => Number(line.split(':')[index]))
  const taken = new Set([...column('/etc/passwd', 2), ...column('/etc/group', 2)])
  let id = 999
  while (id > 100 && taken.has(id)) id--
  appendFileSync('/etc/group', `${name}:x:${id}:\n`)
  appendFileSync('/etc/passwd', `${name}:x:${id}:${id}:Holdfast database:/nonexistent:/usr/sbin/nologin\n`)
}

function readLines(file: string): string[] {
  return readFileSync(file, 'utf8').split('\n')
}
