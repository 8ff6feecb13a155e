import type { World } from '@holdfast/platform/contract'
import type { Service } from '../../facts/index.ts'
import { type Listed, listDirectories } from '../look/list-directory.ts'
import { readTexts } from '../look/read-text.ts'
import { readUnitFile, type UnitFile } from './unit-file.ts'

/** Where units lie, the first that has one wins. Source: systemd.unit(5), "Unit File Load Path". */
export const unitFolders = [
  '/etc/systemd/system',
  '/run/systemd/system',
  '/run/systemd/generator',
  '/usr/local/lib/systemd/system',
  '/usr/lib/systemd/system',
  '/lib/systemd/system',
] as const

export interface SystemdUnit {
  readonly name: string
  readonly path: string
  readonly enabled: Service['enabled']
  readonly file: UnitFile
}

export interface SystemdUnits {
  readonly units: readonly SystemdUnit[]
  readonly unseen: readonly { readonly path: string; readonly reason: 'denied' | 'failed' }[]
}

const unitName = /^[^/]+\.(service|socket|timer)$/

/** All services, sockets and timers that systemd could start; undefined where there is no systemd. */
export async function systemdUnits(world: World): Promise<SystemdUnits | undefined> {
  const listing = await listDirectories(world, unitFolders, ['file', 'symlink', 'directory'])
  if (listing.entries.length === 0) return undefined
  const found = new Map<string, Listed>()
  for (const folder of unitFolders) {
    for (const entry of listing.entries) {
      if (
        entry.path === `${folder}/${entry.name}` &&
        unitName.test(entry.name) &&
        entry.stat.kind !== 'directory' &&
        !found.has(entry.name)
      )
        found.set(entry.name, entry)
    }
  }
  const enabledBy = await enabledNames(world, listing.entries)
  const dropIns = await dropInFiles(world, listing.entries)
  const paths = [...found.values()].filter((entry) => !isMask(entry)).map(({ path }) => path)
  const texts = await readTexts(world, [...paths, ...[...dropIns.values()].flat()])
  const unseen: { path: string; reason: 'denied' | 'failed' }[] = []
  const units: SystemdUnit[] = []
  for (const [name, entry] of found) {
    const text = texts.get(entry.path)
    const over = (dropIns.get(name) ?? [])
      .map((path) => texts.get(path))
      .flatMap((seen) => (seen?.ok ? [seen.text] : []))
    const file = readUnitFile(text?.ok ? text.text : '', ...over)
    if (text && !text.ok) {
      // A link to a unit that was removed is no unit.
      if (text.reason === 'missing') continue
      unseen.push({ path: entry.path, reason: text.reason === 'denied' ? 'denied' : 'failed' })
    }
    units.push({ name, path: entry.path, enabled: stateOf(entry, file, enabledBy, text?.ok ? text.text : ''), file })
  }
  return { units, unseen }
}

/** What `systemctl is-enabled` calls the unit. */
function stateOf(entry: Listed, file: UnitFile, enabledBy: ReadonlySet<string>, text: string): Service['enabled'] {
  if (isMask(entry) || (entry.stat.kind === 'file' && text === '' && entry.stat.size === 0)) return 'masked'
  if (entry.path.startsWith('/run/systemd/generator/')) return 'generated'
  if (entry.stat.kind === 'symlink' && baseOf(entry.target ?? '') !== entry.name) return 'alias'
  const template = entry.name.replace(/@[^.]+\./, '@.')
  if (enabledBy.has(entry.name) || enabledBy.has(template)) return 'enabled'
  const install = file.get('Install')
  const installs = (key: string) => (install?.get(key)?.length ?? 0) > 0
  if (['WantedBy', 'RequiredBy', 'UpheldBy', 'Alias'].some(installs)) return 'disabled'
  return installs('Also') ? 'indirect' : 'static'
}

function isMask(entry: Listed): boolean {
  return entry.target === '/dev/null'
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** Units that a link in /etc or /run starts: in a `.wants`, `.requires` or `.upholds` folder, or as an alias. */
async function enabledNames(world: World, entries: readonly Listed[]): Promise<ReadonlySet<string>> {
  const administered = entries.filter(({ path }) => /^\/(?:etc|run)\/systemd\/system\//.test(path))
  const folders = administered.filter(
    ({ name, stat }) => stat.kind === 'directory' && /\.(?:wants|requires|upholds)$/.test(name),
  )
  const links = await listDirectories(
    world,
    folders.map(({ path }) => path),
    ['symlink', 'file'],
  )
  const enabled = new Set<string>()
  for (const { name, target } of links.entries) {
    enabled.add(name)
    // An enabled instance enables its template, and the link names the unit by its target where they differ.
    if (name.includes('@')) enabled.add(name.replace(/@[^.]+\./, '@.'))
    if (target !== undefined && target !== '/dev/null') enabled.add(baseOf(target))
  }
  for (const { stat, name, target } of administered) {
    if (stat.kind === 'symlink' && target !== undefined && target !== '/dev/null' && baseOf(target) !== name)
      enabled.add(baseOf(target))
  }
  return enabled
}

/** `ssh.service.d/*.conf`, by unit. */
async function dropInFiles(world: World, entries: readonly Listed[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const folders = entries.filter(
    ({ name, stat }) => stat.kind === 'directory' && /\.(?:service|socket|timer)\.d$/.test(name),
  )
  const listing = await listDirectories(
    world,
    folders.map(({ path }) => path),
    ['file', 'symlink'],
  )
  const byUnit = new Map<string, string[]>()
  for (const { path, name } of listing.entries) {
    if (!name.endsWith('.conf')) continue
    const folder = path.slice(0, path.lastIndexOf('/'))
    const unit = baseOf(folder).replace(/\.d$/, '')
    byUnit.set(unit, [...(byUnit.get(unit) ?? []), path])
  }
  return byUnit
}
