import type { FileKind } from '@holdfast/platform/contract'
import { findFiles } from '../find-files.ts'
import { absent, bool, type Draft, found, int, type Probe, text, unseen } from '../probe.ts'

const typeOf: Readonly<Record<FileKind, string>> = {
  file: 'regular',
  directory: 'directory',
  symlink: 'symbolic link',
  socket: 'socket',
  fifo: 'fifo',
  block: 'block special',
  character: 'character special',
}

const permissions: readonly (readonly [name: string, bit: number])[] = [
  ['suid', 0o4000],
  ['sgid', 0o2000],
  ['sticky', 0o1000],
  ['uread', 0o400],
  ['uwrite', 0o200],
  ['uexec', 0o100],
  ['gread', 0o40],
  ['gwrite', 0o20],
  ['gexec', 0o10],
  ['oread', 0o4],
  ['owrite', 0o2],
  ['oexec', 0o1],
]

/** The entities of every permission, allowed and not: the same for all files. */
const permissionEntities = permissions.map(([name, bit]) => ({ bit, yes: bool(name, true), no: bool(name, false) }))
const typeEntities = new Map(Object.entries(typeOf).map(([kind, type]) => [kind, text('type', type)]))
const never = {
  aTime: unseen('a_time', 'int'),
  cTime: unseen('c_time', 'int'),
  acl: unseen('has_extended_acl', 'boolean'),
}

/** What files are. Access and change times and access lists are not shown by worlds. Source: OVAL 5.11, unix file_item. */
export const file: Probe = async (wanted, look) => {
  const messages = new Set<string>()
  const items: Draft[] = []
  // Hundreds of thousands of files share few owners and directories.
  const owners = new Map<string, ReturnType<typeof int>>()
  const shared = (name: string, value: string | number) => {
    const key = `${name} ${value}`
    const entity = owners.get(key) ?? (typeof value === 'number' ? int(name, value) : text(name, value))
    owners.set(key, entity)
    return entity
  }
  for await (const { path, name, full, stat } of findFiles(wanted, look, messages)) {
    const entities = [
      name === undefined ? absent('filepath') : text('filepath', full),
      shared('path', path),
      name === undefined ? absent('filename') : text('filename', name),
      typeEntities.get(stat.kind) ?? text('type', ''),
      shared('group_id', stat.gid),
      shared('user_id', stat.uid),
      never.aTime,
      never.cTime,
      int('m_time', Math.floor(Date.parse(stat.mtime) / 1000)),
      int('size', stat.size),
      ...permissionEntities.map(({ bit, yes, no }) => ((stat.mode & bit) === 0 ? no : yes)),
      never.acl,
    ]
    if (wanted.keeps({ entities })) items.push({ entities })
  }
  return found(items, [...messages])
}
