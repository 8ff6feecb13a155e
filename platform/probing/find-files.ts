import type { WantedEntity } from '@holdfast/kit/oval'
import type { FileKind, FileStat } from '@holdfast/platform/contract'
import { joined, nameOf, parentOf } from './file-tree.ts'
import type { Look } from './look.ts'
import { ProbeError, type Wanted } from './probe.ts'

/** A file that an object wants. A directory that is wanted for itself has no name. */
export interface FoundFile {
  readonly path: string
  readonly name: string | undefined
  readonly full: string
  readonly stat: FileStat
}

/**
 * The files that an object wants by `filepath`, or by `path` and `filename`, with its behaviors; places that cannot be looked into are
 * added to the messages. Source: OVAL 5.11, unix file_object, FileBehaviors.
 */
export async function* findFiles(wanted: Wanted, look: Look, messages: Set<string>): AsyncGenerator<FoundFile> {
  const filepath = wanted.entity('filepath')
  if (filepath === undefined) yield* byDirectory(wanted, look, messages)
  else yield* byFilepath(filepath, wanted, look, messages)
}

async function* byFilepath(
  filepath: WantedEntity,
  wanted: Wanted,
  look: Look,
  messages: Set<string>,
): AsyncGenerator<FoundFile> {
  const exact = wanted.exactly('filepath')
  if (exact !== undefined) {
    for (const path of exact) yield* exactly(normal(path), look, messages)
    return
  }
  for await (const directory of below(filepath, look, true))
    for (const { path, name, stat } of await listed(directory, look, messages))
      if (stat.kind !== 'directory' && wanted.takes('filepath', path)) yield { path: directory, name, full: path, stat }
}

async function* exactly(path: string, look: Look, messages: Set<string>): AsyncGenerator<FoundFile> {
  if (!path.startsWith('/')) return
  const seen = await look.stat(path)
  if (typeof seen === 'string') {
    if (seen !== 'missing' && seen !== 'not-a-file') messages.add(`${path}: ${seen}`)
  } else if (seen.stat.kind !== 'directory')
    yield { path: parentOf(path), name: nameOf(path), full: path, stat: seen.stat }
}

async function* byDirectory(wanted: Wanted, look: Look, messages: Set<string>): AsyncGenerator<FoundFile> {
  const path = wanted.needed('path')
  const filename = wanted.entity('filename')
  const exactNames = wanted.exactly('filename')
  for (const directory of await directoriesOf(path, wanted, look)) {
    if (filename === undefined || filename.nil) {
      const seen = await look.stat(directory)
      const stat =
        typeof seen === 'string' ? undefined : seen.stat.kind === 'symlink' ? await behind(directory, look) : seen.stat
      if (stat !== undefined) yield { path: directory, name: undefined, full: directory, stat }
      continue
    }
    // One name in a directory that nobody else asks about is not worth a listing.
    if (exactNames !== undefined && exactNames.length < 4) {
      for (const name of exactNames)
        if (name !== '' && !name.includes('/')) yield* exactly(joined(directory, name), look, messages)
      continue
    }
    for (const { path: full, name, stat } of await listed(directory, look, messages))
      if (stat.kind !== 'directory' && wanted.takes('filename', name)) yield { path: directory, name, full, stat }
  }
}

async function behind(path: string, look: Look): Promise<FileStat | undefined> {
  const seen = await look.stat(`${path}/.`)
  return typeof seen === 'string' ? undefined : seen.stat
}

async function listed(directory: string, look: Look, messages: Set<string>) {
  const { entries, unseen } = await look.tree.list(directory)
  if (unseen !== undefined && unseen !== 'missing' && unseen !== 'not-a-file') messages.add(`${directory}: ${unseen}`)
  return entries
}

/** The directories that are wanted. Behaviors count only where the path is given as it is. */
async function directoriesOf(path: WantedEntity, wanted: Wanted, look: Look): Promise<readonly string[]> {
  const exact = wanted.exactly('path')
  const directories = new Set<string>()
  if (exact === undefined) {
    for await (const directory of below(path, look, false))
      if (wanted.takes('path', directory)) directories.add(directory)
    return [...directories]
  }
  const depth = Number(wanted.behavior('max_depth', '-1'))
  const direction = wanted.behavior('recurse_direction', 'none')
  if (!Number.isInteger(depth) || depth < -1) throw new ProbeError('max_depth is no depth')
  const recurse = wanted.behavior('recurse', 'symlinks and directories')
  const follows = (kind: FileKind) =>
    (kind === 'directory' && recurse.includes('directories')) || (kind === 'symlink' && recurse.includes('symlinks'))
  for (const start of exact.map(normal)) {
    if (!start.startsWith('/') || !(await isDirectory(start, look))) continue
    if (direction === 'up') {
      let left = depth
      for (let at = start; ; at = parentOf(at)) {
        directories.add(at)
        if (at === '/' || left-- === 0) break
      }
    } else if (direction === 'down') {
      for await (const directory of look.tree.descend(start, depth, follows)) directories.add(directory)
    } else directories.add(start)
  }
  return [...directories]
}

async function isDirectory(path: string, look: Look): Promise<boolean> {
  const seen = await look.stat(path)
  if (typeof seen === 'string') return seen !== 'missing' && seen !== 'not-a-file'
  return (
    seen.stat.kind === 'directory' || (seen.stat.kind === 'symlink' && (await behind(path, look))?.kind === 'directory')
  )
}

/** Where to begin, and how deep matches can be below it; -1 for any depth. */
interface Start {
  readonly directory: string
  readonly depth: number
}

/** The directories below what every path that a pattern can match begins with. */
async function* below(entity: WantedEntity, look: Look, ofFiles: boolean): AsyncGenerator<string> {
  const starts: readonly Start[] =
    entity.operation === 'pattern match'
      ? entity.values.flatMap(({ text }) => alternativesOf(text).map((one) => fixedPart(one, ofFiles)))
      : [{ directory: '/', depth: -1 }]
  for (const start of starts) {
    // A part that ends within a name can be the start of several.
    if (await isDirectory(start.directory, look))
      for await (const directory of look.tree.descend(start.directory, start.depth, (kind) => kind === 'directory'))
        yield directory
  }
}

/** The directory that all matches of a pattern are in, as far as the pattern says it letter by letter, and how deep they can be below it. */
export function fixedPart(pattern: string, ofFiles: boolean): Start {
  const anywhere = { directory: '/', depth: -1 }
  if (!/^\^\\?\//.test(pattern) || alternativesOf(pattern).length > 1) return anywhere
  let path = ''
  let at = 1
  for (; at < pattern.length; at++) {
    const character = pattern[at] as string
    const escaped = character === '\\' && /[^A-Za-z0-9]/.test(pattern[at + 1] ?? 'a')
    if (!escaped && /[\\^$.*+?()[\]{}|]/.test(character)) break
    const literal = escaped ? (pattern[at + 1] as string) : character
    const next = pattern[at + (escaped ? 2 : 1)] ?? ''
    if ('*?{'.includes(next) && next !== '') break
    path += literal
    if (escaped) at++
  }
  const rest = pattern.slice(at)
  const slash = path.lastIndexOf('/')
  const ended = rest === '$' && !ofFiles
  const directory = ended ? path : path.slice(0, slash)
  if (ended) return { directory: normal(path), depth: 0 }
  // Without anything that could match a slash, as many names follow as slashes are written.
  const depth = withoutCrossing.test(rest)
    ? (rest.match(/\//g)?.length ?? 0) - (rest.match(/\[\^\/\]/g)?.length ?? 0) + (ofFiles ? 0 : 1)
    : -1
  return { directory: normal(directory === '' ? '/' : directory), depth }
}

/** Letters, quoted punctuation and `[^/]`. */
const withoutCrossing = /^(?:[A-Za-z0-9_\-/~,:@%=]|\\[^A-Za-z0-9]|\[\^\/\][*+?]?)*\$?$/

/** The sides of a pattern with bars outside of every group: each is a pattern of its own. */
function alternativesOf(pattern: string): readonly string[] {
  const sides: string[] = []
  let depth = 0
  let start = 0
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at]
    if (character === '\\') at++
    else if (character === '[') at = endOfClass(pattern, at)
    else if (character === '(') depth++
    else if (character === ')') depth--
    else if (character === '|' && depth === 0) {
      sides.push(pattern.slice(start, at))
      start = at + 1
    }
  }
  return [...sides, pattern.slice(start)]
}

/** Where a class in brackets is closed; the first character stands for itself. */
function endOfClass(pattern: string, start: number): number {
  let at = start + (pattern[start + 1] === '^' ? 2 : 1)
  if (pattern[at] === ']') at++
  for (; at < pattern.length && pattern[at] !== ']'; at++) {
    if (pattern[at] === '\\') at++
    else if (pattern.startsWith('[:', at)) at = Math.max(at, pattern.indexOf(':]', at) + 1)
  }
  return at
}

function normal(path: string): string {
  const short = path.replace(/\/+/g, '/')
  return short.length > 1 && short.endsWith('/') ? short.slice(0, -1) : short
}
