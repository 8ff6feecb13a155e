import type { World } from '@holdfast/platform/contract'
import { listDirectories } from '../look/list-directory.ts'
import { readText, type SeenText } from '../look/read-text.ts'
import { type SshdLine, sshdLines } from './sshd-lines.ts'

/** A configuration with its includes resolved, as sshd would read it from top to bottom. */
export interface SshdConfiguration {
  /** The first value of each keyword outside Match blocks, with the place it comes from. */
  readonly global: ReadonlyMap<string, { readonly words: readonly string[]; readonly place: string }>
  /** Keywords that add up: Port, ListenAddress. */
  readonly lists: ReadonlyMap<string, readonly { readonly words: readonly string[]; readonly place: string }[]>
  readonly matches: readonly SshdMatch[]
  readonly unseen: readonly { readonly path: string; readonly reason: Exclude<SeenText, { ok: true }>['reason'] }[]
}

export interface SshdMatch {
  readonly criteria: string
  readonly place: string
  /** By keyword in lower case; the first value counts. */
  readonly settings: Map<string, string>
}

/** Keywords that may be given several times and add up (servconf.c). */
const adding = new Set([
  'port',
  'listenaddress',
  'allowusers',
  'allowgroups',
  'denyusers',
  'denygroups',
  'acceptenv',
  'hostkey',
])
/** Depth of includes, as in OpenSSH. */
const maxDepth = 16
const maxFiles = 256

interface State {
  readonly global: Map<string, { words: readonly string[]; place: string }>
  readonly lists: Map<string, { words: readonly string[]; place: string }[]>
  readonly matches: SshdMatch[]
  readonly unseen: { path: string; reason: Exclude<SeenText, { ok: true }>['reason'] }[]
  files: number
}

/** Reads the configuration at `path`; undefined where there is none. */
export async function readSshd(world: World, path: string): Promise<SshdConfiguration | undefined> {
  const text = await readText(world, path)
  if (!text.ok && text.reason === 'missing') return undefined
  const state: State = { global: new Map(), lists: new Map(), matches: [], unseen: [], files: 0 }
  if (text.ok) await readFile(world, path, text.text, state, { depth: 0, match: undefined })
  else state.unseen.push({ path, reason: text.reason })
  return state
}

async function readFile(
  world: World,
  path: string,
  text: string,
  state: State,
  within: { readonly depth: number; readonly match: SshdMatch | undefined },
): Promise<void> {
  // A Match block ends with its file; an included file starts in the block of its Include.
  let match = within.match
  for (const line of sshdLines(text)) {
    const place = `${path}:${line.line}`
    if (line.keyword === 'match') {
      match = { criteria: line.words.join(' '), place, settings: new Map() }
      if (/^all$/i.test(match.criteria) && within.match === undefined) match = undefined
      else state.matches.push(match)
    } else if (line.keyword === 'include') {
      for (const pattern of line.words) await include(world, pattern, state, { depth: within.depth + 1, match })
    } else if (match) takeMatched(match, line)
    else take(state, line, place)
  }
}

function takeMatched({ settings }: SshdMatch, { keyword, words }: SshdLine): void {
  if (!settings.has(keyword)) settings.set(keyword, words.join(' '))
}

function take(state: State, { keyword, words }: SshdLine, place: string): void {
  if (adding.has(keyword)) state.lists.set(keyword, [...(state.lists.get(keyword) ?? []), { words, place }])
  else if (!state.global.has(keyword)) state.global.set(keyword, { words, place })
}

async function include(
  world: World,
  pattern: string,
  state: State,
  within: { readonly depth: number; readonly match: SshdMatch | undefined },
): Promise<void> {
  const absolute = pattern.startsWith('/') ? pattern : `/etc/ssh/${pattern}`
  if (within.depth > maxDepth) return
  for (const path of await globbed(world, absolute)) {
    state.files += 1
    if (state.files > maxFiles) {
      state.unseen.push({ path, reason: 'too-large' })
      return
    }
    const text = await readText(world, path)
    if (text.ok) await readFile(world, path, text.text, state, within)
    else if (text.reason !== 'missing') state.unseen.push({ path, reason: text.reason })
  }
}

/** Files of one directory that match, in the order of glob(3); patterns in directory names are not followed. */
async function globbed(world: World, pattern: string): Promise<readonly string[]> {
  if (!/[*?[]/.test(pattern)) return [pattern]
  const slash = pattern.lastIndexOf('/')
  const name = pattern.slice(slash + 1)
  const matcher = new RegExp(
    `^${name
      .replace(/[\\^$.+()|{}]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    's',
  )
  const { entries } = await listDirectories(world, [pattern.slice(0, slash) || '/'], ['file', 'symlink'])
  return entries.filter((entry) => !entry.name.startsWith('.') && matcher.test(entry.name)).map(({ path }) => path)
}
