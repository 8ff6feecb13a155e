import type { FileKind, FileStat, Unseen, World } from '@holdfast/platform/contract'

/** A child of a directory. */
export interface Listed {
  readonly path: string
  readonly name: string
  readonly stat: FileStat
  readonly target?: string
}

export interface Listing {
  readonly entries: readonly Listed[]
  /** Directories that exist and could not be read. */
  readonly unseen: readonly { readonly path: string; readonly reason: Unseen }[]
}

/** Entries of one directory that are looked at, at most. */
const maxEntries = 100_000

/** The direct children of directories, sorted by path; directories that are missing have none. */
export async function listDirectories(
  world: World,
  directories: readonly string[],
  kinds?: readonly FileKind[],
): Promise<Listing> {
  const entries: Listed[] = []
  const unseen: { path: string; reason: Unseen }[] = []
  for await (const entry of world.files.walk({
    roots: directories,
    maxDepth: 1,
    maxEntries,
    ...(kinds ? { kinds } : {}),
  })) {
    if (entry.type === 'truncated') unseen.push({ path: directories.join(', '), reason: 'too-large' })
    else if (entry.type === 'unseen') unseen.push(entry)
    else if (!directories.includes(entry.path)) {
      const { path, stat, target } = entry
      entries.push({
        path,
        name: path.slice(path.lastIndexOf('/') + 1),
        stat,
        ...(target === undefined ? {} : { target }),
      })
    }
  }
  return { entries: entries.sort((a, b) => (a.path < b.path ? -1 : 1)), unseen }
}
