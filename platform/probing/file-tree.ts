import type { FileKind, FileStat, Files, Unseen } from '@holdfast/platform/contract'

/** A file within a directory. */
export interface TreeEntry {
  readonly path: string
  readonly name: string
  readonly stat: FileStat
}

/** What a directory holds, or why that is not to be seen. */
export interface Listing {
  readonly entries: readonly TreeEntry[]
  readonly unseen: Unseen | undefined
}

/** Trees that are made up by the kernel: nobody keeps files there, and they never end. */
const virtual = ['/proc', '/sys']

/** More files than any host that is looked at this way. */
const maxEntries = 20_000_000

/** The directories of a world, each listed once however many questions there are about it. */
export class FileTree {
  readonly #files: Files
  readonly #listings = new Map<string, Listing>()
  /** Directories below which everything was listed. */
  readonly #whole = new Set<string>()

  constructor(files: Files) {
    this.#files = files
  }

  async list(directory: string): Promise<Listing> {
    const known = this.#listings.get(directory)
    if (known !== undefined) return known
    if (this.#isCovered(directory)) return { entries: [], unseen: undefined }
    const entries: TreeEntry[] = []
    let unseen: Unseen | undefined
    for await (const answer of this.#files.walk({ roots: [directory], maxDepth: 1, oneFileSystem: false })) {
      if (answer.type === 'entry' && answer.path !== directory)
        entries.push({ path: answer.path, name: nameOf(answer.path), stat: answer.stat })
      else if (answer.type === 'unseen' && answer.path === directory) unseen = answer.reason
    }
    const listing = { entries: entries.sort(byPath), unseen }
    this.#listings.set(directory, listing)
    return listing
  }

  /** Lists everything below a directory in one walk. */
  async listWhole(directory: string): Promise<void> {
    if (this.#isCovered(directory)) return
    const listed = new Map<string, { entries: TreeEntry[]; unseen: Unseen | undefined }>()
    const of = (path: string) => {
      const existing = listed.get(path)
      if (existing !== undefined) return existing
      const made = { entries: [], unseen: undefined }
      listed.set(path, made)
      return made
    }
    const prune = virtual.filter((path) => directory !== path && !directory.startsWith(`${path}/`))
    const walk = this.#files.walk({ roots: [directory], prune, oneFileSystem: false, maxEntries })
    for await (const answer of walk) {
      if (answer.type === 'truncated') return
      if (answer.type === 'unseen') of(answer.path).unseen = answer.reason
      else if (answer.path !== directory)
        of(parentOf(answer.path)).entries.push({ path: answer.path, name: nameOf(answer.path), stat: answer.stat })
    }
    for (const [path, listing] of listed) {
      listing.entries.sort(byPath)
      if (!prune.includes(path)) this.#listings.set(path, listing)
    }
    this.#whole.add(directory)
  }

  /**
   * A directory and those below it, as deep as asked; `kinds` says which entries lead on. What is a loop of links is entered once.
   */
  async *descend(directory: string, depth: number, follows: (kind: FileKind) => boolean): AsyncGenerator<string> {
    if (depth < 0) await this.listWhole(directory)
    const pending: { readonly path: string; readonly left: number }[] = [{ path: directory, left: depth }]
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      yield next.path
      if (next.left === 0) continue
      const { entries } = await this.list(next.path)
      for (const { path, stat } of entries.toReversed())
        if (follows(stat.kind) && !(virtual.includes(path) && directory === '/'))
          pending.push({ path, left: next.left - 1 })
    }
  }

  #isCovered(directory: string): boolean {
    if (virtual.some((path) => directory === path || directory.startsWith(`${path}/`)))
      return this.#whole.has(directory)
    for (let path = directory; ; path = parentOf(path)) {
      if (this.#whole.has(path)) return true
      if (path === '/') return false
    }
  }
}

export function parentOf(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash <= 0 ? '/' : path.slice(0, slash)
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

export function joined(directory: string, name: string): string {
  return directory === '/' ? `/${name}` : `${directory}/${name}`
}

function byPath(a: TreeEntry, b: TreeEntry): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0
}
