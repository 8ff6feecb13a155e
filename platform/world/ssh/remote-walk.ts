import type { FileKind, FileStat, WalkEntry, WalkSpec } from '@holdfast/platform/contract'
import type { Client } from 'ssh2'
import { fileKindOf, instantOf } from '../host/file-stat-of.ts'
import { basenameOf, normalPath, planWalk } from '../walk/plan-walk.ts'
import { quoted, type RemoteShell, startCommand } from './remote-shell.ts'

const kindLetters: ReadonlyMap<string, FileKind> = new Map([
  ['f', 'file'],
  ['d', 'directory'],
  ['l', 'symlink'],
  ['s', 'socket'],
  ['p', 'fifo'],
  ['b', 'block'],
  ['c', 'character'],
])
const typeLetters = new Map([...kindLetters].map(([letter, kind]) => [kind, letter]))
const gnuFields = '%y %m %s %U %G %T@ %i %D %n\\0%l\\0%p\\0'
const busyboxFields = '%f %s %u %g %Y %i %d %h %n'
const maxErrors = 64 * 1024

/**
 * Walks directories of the host by one `find`, whose answers stream. What find can decide as we mean it is left to it (types, depth, names);
 * the rest is decided here, so that every world finds the same.
 */
export async function* remoteWalk(client: Client, shell: RemoteShell, spec: WalkSpec): AsyncGenerator<WalkEntry> {
  const plan = planWalk(spec)
  const gnu = shell.greeting.tools === 'gnu'
  const channel = await startCommand(client, `exec /bin/sh -c ${quoted(findCommand(spec, plan.maxDepth, gnu))}`)
  let errors = ''
  channel.stderr.on('data', (piece: Buffer) => {
    if (errors.length < maxErrors) errors += piece.toString('utf8')
  })
  const fields = records(channel, gnu ? '\0' : '\n')
  const pruned = new Set<string>()
  let visited = 0
  try {
    for (;;) {
      const entry = gnu ? await gnuEntry(fields) : await busyboxEntry(fields)
      if (entry === undefined) break
      visited += 1
      if (visited > plan.maxEntries) {
        yield { type: 'truncated', visited: visited - 1 }
        return
      }
      const basename = basenameOf(entry.path)
      if (entry.stat.kind === 'directory' && plan.prunes(entry.path, basename)) pruned.add(entry.path)
      if (isBelow(entry.path, pruned) || !plan.wants(entry.path, basename, entry.stat.kind)) continue
      yield entry
    }
  } finally {
    channel.destroy()
  }
  for (const [, path] of errors.matchAll(
    /^find: [‘'"]?(\/.*?)[’'"]?: (?:Permission denied|Operation not permitted)$/gm,
  ))
    if (path) yield { type: 'unseen', path, reason: 'denied' }
}

function findCommand(spec: WalkSpec, maxDepth: number, gnu: boolean): string {
  const words = ['LC_ALL=C', 'find', '-H', ...spec.roots.map((root) => quoted(normalPath(root)))]
  words.push('-maxdepth', String(maxDepth))
  if (spec.oneFileSystem ?? true) words.push('-xdev')
  const prunes = (spec.prune ?? []).map(exactTest).filter((test) => test !== undefined)
  if (prunes.length > 0)
    words.push('\\(', '-type d', '\\(', prunes.join(' -o '), '\\)', '-prune', '-o', '-name', quoted('*'), '\\)')
  // Directories are always told: what is pruned here and not there hangs on them.
  const kinds = [...new Set(['directory' as FileKind, ...(spec.kinds ?? [])])]
  if (spec.kinds) words.push('\\(', kinds.map((kind) => `-type ${typeLetters.get(kind)}`).join(' -o '), '\\)')
  const includes = (spec.include ?? []).map(looseTest)
  if (spec.include) words.push('\\(', ['-type d', ...includes].join(' -o '), '\\)')
  if (gnu) words.push('-printf', quoted(gnuFields))
  else words.push('!', '-name', quoted('*\n*'), '-exec', 'stat', '-c', quoted(busyboxFields), '{}', '+')
  return words.join(' ')
}

/** A glob as a test of find that means exactly the same; undefined where find has none. */
function exactTest(glob: string): string | undefined {
  const name = /^\*\*\/([^/]+)$/.exec(glob)?.[1]
  if (name !== undefined) return `-name ${quoted(escapeFnmatch(name))}`
  return /[*?]/.test(glob) ? undefined : `-path ${quoted(escapeFnmatch(glob))}`
}

/** A test of find that is true for all that the glob matches, and perhaps for more: its `*` crosses segments. */
function looseTest(glob: string): string {
  const exact = exactTest(glob)
  if (exact !== undefined) return exact
  return `-path ${quoted(escapeFnmatch(glob).replaceAll('**/', '*').replace(/\*+/g, '*'))}`
}

function escapeFnmatch(text: string): string {
  return text.replace(/[[\]\\]/g, '\\$&')
}

function isBelow(path: string, pruned: ReadonlySet<string>): boolean {
  if (pruned.size === 0) return false
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
    if (pruned.has(path.slice(0, slash))) return true
  }
  return pruned.has('/') && path !== '/'
}

/** Splits a stream of bytes at a separator; a last piece without one is left out. */
async function* records(pieces: AsyncIterable<Buffer>, separator: string): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0)
  const code = separator.charCodeAt(0)
  for await (const piece of pieces) {
    const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece])
    let start = 0
    for (let at = bytes.indexOf(code); at >= 0; at = bytes.indexOf(code, start)) {
      yield bytes.toString('utf8', start, at)
      start = at + 1
    }
    rest = bytes.subarray(start)
  }
}

type Entry = Extract<WalkEntry, { type: 'entry' }>

async function gnuEntry(fields: AsyncGenerator<string>): Promise<Entry | undefined> {
  const [head, target, path] = [await fields.next(), await fields.next(), await fields.next()]
  if (head.done || target.done || path.done) return undefined
  const [letter = '', mode = '', size, uid, gid, mtime, inode, device, links] = head.value.split(' ')
  const stat: FileStat = {
    kind: kindLetters.get(letter) ?? 'file',
    size: Number(size),
    mode: Number.parseInt(mode, 8),
    uid: Number(uid),
    gid: Number(gid),
    mtime: instantOf(milliseconds(mtime ?? '0')),
    inode: Number(inode),
    device: Number(device),
    links: Number(links),
  }
  return { type: 'entry', path: path.value, stat, ...(stat.kind === 'symlink' ? { target: target.value } : {}) }
}

/** Seconds with a fraction of nine or ten digits; floating point would round some up. */
function milliseconds(seconds: string): number {
  const [whole = '0', fraction = ''] = seconds.split('.')
  return Number(whole) * 1000 + Number(fraction.slice(0, 3).padEnd(3, '0'))
}

async function busyboxEntry(lines: AsyncGenerator<string>): Promise<Entry | undefined> {
  for (let line = await lines.next(); !line.done; line = await lines.next()) {
    const match = /^([0-9a-f]+) (\d+) (\d+) (\d+) (-?\d+) (\d+) (\d+) (\d+) (.+)$/.exec(line.value)
    // A name with a line break above it breaks a record in two; neither half is one.
    if (!match?.[9]?.startsWith('/')) continue
    const bits = Number.parseInt(match[1] ?? '', 16)
    const [size, uid, gid, mtime, inode, device, links] = match.slice(2, 9).map(Number)
    const stat: FileStat = {
      kind: fileKindOf(bits),
      size: size ?? 0,
      mode: bits & 0o7777,
      uid: uid ?? 0,
      gid: gid ?? 0,
      mtime: instantOf((mtime ?? 0) * 1000),
      inode: inode ?? 0,
      device: device ?? 0,
      links: links ?? 0,
    }
    return { type: 'entry', path: match[9], stat }
  }
  return undefined
}
