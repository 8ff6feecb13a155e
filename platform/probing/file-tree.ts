import type { FileKind, Files, Unseen } from '@holdfast/platform/contract'
import { type Listing, packListing, type TreeEntry } from './packed-listing.ts'

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
    const listing = packListing(directory, entries, unseen)
    this.#listings.set(directory, listing)
    return listing
  }

  /** Lists everything below a directory in one walk. */
  async listWhole(directory: string): Promise<void> {
    if (this.#isCovered(directory)) return
    const prune = virtual.filter((path) => directory !== path && !directory.startsWith(`${path}/`))
    const listed = new Map<string, Listing>()
    let at = directory
    let entries: TreeEntry[] = []
    const keep = (unseen?: Unseen) => {
      const before = listed.get(at)
      if (before !== undefined) entries.push(...before.entries)
      listed.set(at, packListing(at, entries, unseen ?? before?.unseen))
      entries = []
    }
    const walk = this.#files.walk({ roots: [directory], prune, oneFileSystem: false, maxEntries })
    for await (const answer of walk) {
      if (answer.type === 'truncated') return
      if (answer.path === directory && answer.type === 'entry') continue
      const parent = answer.type === 'unseen' ? answer.path : parentOf(answer.path)
      if (parent !== at) {
        keep()
        at = parent
      }
      if (answer.type === 'unseen') keep(answer.reason)
      else entries.push({ path: answer.path, name: nameOf(answer.path), stat: answer.stat })
    }
    keep()
    for (const [path, listing] of listed) if (!prune.includes(path)) this.#listings.set(path, listing)
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
      const deeper: string[] = []
      for (const { path, stat } of entries)
        if (follows(stat.kind) && !(virtual.includes(path) && directory === '/')) deeper.push(path)
      for (const path of deeper.reverse()) pending.push({ path, left: next.left - 1 })
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
