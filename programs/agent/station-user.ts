import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const name = 'holdfast-agent'

/** The account that the station runs as where the observer is root: a system user without a home and a shell. Throws where it cannot be made. */
export function stationUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const present = find()
  if (present) return present
  const result = spawnSync('useradd', [
    '--system',
    '--user-group',
    '--no-create-home',
    '--shell',
    '/usr/sbin/nologin',
    '--comment',
    'Holdfast agent',
    name,
  ])
  const made = find()
  if (!made) {
    const why = result.error ? 'useradd is not installed' : result.stderr.toString().trim()
    throw new Error(
      `the agent needs an account without privileges and none could be made (${why}); run "useradd --system --user-group ${name}", then try again`,
    )
  }
  return made
}

function find(): { uid: number; gid: number } | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((line) => line.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid !== undefined && gid !== undefined ? { uid: Number(uid), gid: Number(gid) } : undefined
}
