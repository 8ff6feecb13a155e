import type { Look } from '../look.ts'
import { type Draft, found, int, type Probe, ProbeError, text } from '../probe.ts'

/** Every world is one of Unix. Source: OVAL 5.11, independent family_item. */
export const family: Probe = async () => found([{ entities: [text('family', 'unix')] }])

/** What uname(1) tells. Source: OVAL 5.11, unix uname_item. */
export const uname: Probe = async (_, look) => {
  const kernel = (name: string) => line(look, `/proc/sys/kernel/${name}`)
  const osName = await kernel('ostype')
  if (osName === undefined) throw new ProbeError('this world shows no running kernel', 'not applicable')
  const machine = (await kernel('arch')) ?? (await program(look, ['uname', '-m']))
  if (machine === undefined) throw new ProbeError('the architecture is not to be seen')
  return found([
    {
      entities: [
        text('machine_class', machine),
        text('node_name', (await kernel('hostname')) ?? ''),
        text('os_name', osName),
        text('os_release', (await kernel('osrelease')) ?? ''),
        text('os_version', (await kernel('version')) ?? ''),
        text('processor_type', machine),
      ],
    },
  ])
}

async function line(look: Look, path: string): Promise<string | undefined> {
  const read = await look.text(path)
  return read.ok ? read.text.trim() : undefined
}

async function program(look: Look, argv: readonly string[]): Promise<string | undefined> {
  const ran = await look.world.exec?.({ argv, timeoutMs: 5000, maxOutputBytes: 4096 })
  return ran?.ok === true && ran.exitCode === 0 ? String.fromCharCode(...ran.stdout).trim() : undefined
}

/** Settings of the running kernel. Source: OVAL 5.11, unix sysctl_item; sysctl(8). */
export const sysctl: Probe = async (wanted, look) => {
  const root = '/proc/sys'
  const exact = wanted.exactly('name')
  const names = new Set<string>()
  if (exact !== undefined) for (const name of exact) names.add(name)
  else
    for await (const directory of look.tree.descend(root, -1, (kind) => kind === 'directory'))
      for (const { path, stat } of (await look.tree.list(directory)).entries)
        if (stat.kind === 'file') {
          const name = path.slice(root.length + 1).replaceAll(/[./]/g, (sign) => (sign === '/' ? '.' : '/'))
          if (wanted.takes('name', name)) names.add(name)
        }
  if (typeof (await look.stat(root)) === 'string')
    throw new ProbeError('this world shows no running kernel', 'not applicable')
  const items: Draft[] = []
  for (const name of names) {
    const path = name.replaceAll(/[./]/g, (sign) => (sign === '.' ? '/' : '.'))
    if (path.split('/').includes('..')) continue
    const read = await look.text(`${root}/${path}`)
    if (read.ok) items.push({ entities: [text('name', name), text('value', read.text.replace(/\n$/, ''))] })
  }
  return found(items)
}

/** Variables of a process's environment; without a pid, of the one that looks. Source: OVAL 5.11, environmentvariable58_item. */
export const environment: Probe = async (wanted, look) => {
  const pid = wanted.entity('pid')
  const exact = pid === undefined || pid.nil ? ['self'] : wanted.exactly('pid')
  if (exact === undefined) throw new ProbeError('a process is told by its number alone', 'not collected')
  const items: Draft[] = []
  for (const of of exact) {
    const read = await look.text(`/proc/${of}/environ`)
    if (!read.ok) {
      if (read.reason === 'missing' && of !== 'self') continue
      throw new ProbeError(
        'this world shows no environment',
        look.world.live === undefined ? 'not applicable' : 'error',
      )
    }
    for (const entry of read.text.split('\0')) {
      const equals = entry.indexOf('=')
      if (equals <= 0 || !wanted.takes('name', entry.slice(0, equals))) continue
      const entities = [text('name', entry.slice(0, equals)), text('value', entry.slice(equals + 1))]
      items.push({ entities: of === 'self' ? entities : [int('pid', Number(of)), ...entities] })
    }
  }
  return found(items)
}
