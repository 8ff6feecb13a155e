import type { World } from '@holdfast/platform/contract'
import type { Service } from '../../facts/index.ts'
import { listDirectories } from '../look/list-directory.ts'

export const initFolder = '/etc/init.d'
const runLevels = ['2', '3', '4', '5'].flatMap((level) => [`/etc/rc${level}.d`, `/etc/rc.d/rc${level}.d`])
export const openrcFolder = '/etc/runlevels'
/** Files in /etc/init.d that are no services. */
const noServices = new Set([
  'README',
  'skeleton',
  'functions',
  'functions.sh',
  'rc',
  'rcS',
  'rc.local',
  'halt',
  'killall',
  'single',
])

/** Init scripts of System V or OpenRC, with whether a run level starts them. */
export async function initScripts(world: World): Promise<readonly Service[]> {
  const scripts = await listDirectories(world, [initFolder], ['file', 'symlink'])
  if (scripts.entries.length === 0) return []
  const levels = await listDirectories(world, [openrcFolder], ['directory'])
  const openrc = levels.entries.length > 0
  const links = await listDirectories(world, openrc ? levels.entries.map(({ path }) => path) : runLevels, ['symlink'])
  const started = new Set(
    links.entries.flatMap(({ name }) => (openrc ? [name] : (/^S\d\d(.+)$/.exec(name)?.slice(1) ?? []))),
  )
  return scripts.entries
    .filter(({ name, stat }) => !noServices.has(name) && (stat.kind === 'symlink' || (stat.mode & 0o111) !== 0))
    .map(({ name, path }) => ({
      name,
      manager: openrc ? 'openrc' : 'sysv',
      enabled: started.has(name) ? 'enabled' : 'disabled',
      path,
    }))
}
