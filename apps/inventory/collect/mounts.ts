import type { Collector, World } from '@holdfast/platform/contract'
import { type Mount, mountFact } from '../facts/index.ts'
import { readTexts } from './look/read-text.ts'
import kinds from './mounts/file-system-kinds.json' with { type: 'json' }
import { ScopeReport } from './report/scope-report.ts'

/** The first process sees the host's mounts; our own may be fewer. */
const mountTables = ['/proc/1/mountinfo', '/proc/self/mountinfo']
const fstab = '/etc/fstab'

export const mounts: Collector = {
  id: 'inventory.mounts',
  version: 1,
  summary: 'File systems that are mounted, from the kernel, and those that /etc/fstab configures.',
  facts: [mountFact.name],
  requires: ['files'],
  trigger: { paths: [fstab] },
  everySeconds: 300,
  async *collect(world) {
    if (world.capabilities.has('live')) yield* (await mounted(world)).observed()
    yield* (await configured(world)).observed()
  },
}

async function mounted(world: World): Promise<ScopeReport<typeof mountFact>> {
  const report = new ScopeReport(mountFact, 'mounted')
  const texts = await readTexts(world, mountTables)
  const table = mountTables.map((path) => texts.get(path)).find((seen) => seen?.ok)
  if (!table?.ok) {
    report.problem('denied', `${mountTables.join(' and ')} could not be read`)
    return report
  }
  const byPath = new Map<string, Mount>()
  for (const line of table.text.split('\n')) {
    const mount = readMountinfoLine(line)
    if (mount) byPath.set(mount.path, mount)
  }
  for (const mount of byPath.values()) report.add(mount)
  return report
}

/** `id parent major:minor root path options [fields…] - type device super-options` (proc(5)). */
function readMountinfoLine(line: string): Mount | undefined {
  const [left = '', right] = line.split(' - ')
  const [, , , , path, options = ''] = left.split(' ')
  const [type = '', device = '', superOptions = ''] = right?.split(' ') ?? []
  if (!path || !type) return undefined
  return mountOf(unescapeOctal(path), unescapeOctal(device), type, `${options},${superOptions}`)
}

async function configured(world: World): Promise<ScopeReport<typeof mountFact>> {
  const report = new ScopeReport(mountFact, 'configured')
  const text = (await readTexts(world, [fstab])).get(fstab)
  if (text && !text.ok && text.reason !== 'missing') report.problem(text.reason, `${fstab} could not be read`)
  for (const line of text?.ok ? text.text.split('\n') : []) {
    const [device, path, type, options = ''] = line.trim().split(/\s+/)
    if (!device || device.startsWith('#') || !path?.startsWith('/') || !type) continue
    report.add(mountOf(unescapeOctal(path), unescapeOctal(device), type, options))
  }
  return report
}

function mountOf(path: string, device: string, type: string, options: string): Mount {
  const kind = Object.entries(kinds).find(([, types]) => types.includes(type))?.[0] as Mount['kind'] | undefined
  const words = options.split(',').filter((option) => option !== '' && !/^(?:password|pass|credentials)=/i.test(option))
  return { path, device, type, kind: kind ?? 'disk', options: [...new Set(words)].sort() }
}

/** Blanks and backslashes in paths are written in octal: `\040`. */
function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8)))
}
