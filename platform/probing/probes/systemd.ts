import type { Look } from '../look.ts'
import { type Draft, found, type Probe, ProbeError, text } from '../probe.ts'

const decoder = new TextDecoder()

/** Runs systemctl(1); throws ProbeError where no systemd answers. */
async function systemctl(look: Look, ...argv: readonly string[]): Promise<string> {
  const { exec } = look.world
  if (exec === undefined) throw new ProbeError('this world runs no systemd', 'not applicable')
  const ran = await exec.call(look.world, {
    argv: ['systemctl', '--no-pager', ...argv],
    environment: { LC_ALL: 'C' },
    timeoutMs: 30_000,
    maxOutputBytes: 16 * 1024 * 1024,
  })
  if (!ran.ok) throw new ProbeError('systemctl cannot be run', ran.reason === 'missing' ? 'not applicable' : 'error')
  if (ran.exitCode !== 0) throw new ProbeError(`systemctl: ${decoder.decode(ran.stderr).trim().slice(0, 200)}`)
  return decoder.decode(ran.stdout)
}

/** Units that systemd knows, by their full names. */
async function unitNames(look: Look): Promise<readonly string[]> {
  const loaded = await systemctl(look, 'list-units', '--all', '--plain', '--no-legend')
  const files = await systemctl(look, 'list-unit-files', '--no-legend')
  const names = `${loaded}\n${files}`.split('\n').map((line) => line.trim().split(/\s+/)[0] ?? '')
  return [...new Set(names.filter((name) => name.includes('.')))].sort()
}

const known = new WeakMap<Look, Promise<readonly string[]>>()

function unitsOf(look: Look): Promise<readonly string[]> {
  const units = known.get(look) ?? unitNames(look)
  known.set(look, units)
  return units
}

/** Properties of units of systemd. Source: OVAL 5.11, linux systemdunitproperty_item. */
export const systemdUnitProperty: Probe = async (wanted, look) => {
  const items: Draft[] = []
  for (const unit of await unitsOf(look)) {
    if (!wanted.takes('unit', unit)) continue
    const exact = wanted.exactly('property')
    const shown = await systemctl(look, 'show', ...(exact ?? []).map((name) => `--property=${name}`), unit)
    for (const line of shown.split('\n')) {
      const equals = line.indexOf('=')
      const property = line.slice(0, equals)
      if (equals > 0 && wanted.takes('property', property))
        items.push({
          entities: [text('unit', unit), text('property', property), text('value', line.slice(equals + 1))],
        })
    }
  }
  return found(items)
}

/** What units of systemd need, with all that those need. Source: OVAL 5.11, linux systemdunitdependency_item. */
export const systemdUnitDependency: Probe = async (wanted, look) => {
  const items: Draft[] = []
  for (const unit of await unitsOf(look)) {
    if (!wanted.takes('unit', unit)) continue
    const listed = await systemctl(look, 'list-dependencies', '--plain', '--all', unit)
    const names = listed
      .split('\n')
      .slice(1)
      .map((line) => line.replace(/^[^A-Za-z0-9_-]*/, '').trim())
    const dependencies = [...new Set(names.filter((name) => name !== '' && name !== unit))]
    items.push({ entities: [text('unit', unit), ...dependencies.map((name) => text('dependency', name))] })
  }
  return found(items)
}
