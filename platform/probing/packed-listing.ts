import type { FileKind, FileStat, Unseen } from '@holdfast/platform/contract'

/** A file within a directory. */
export interface TreeEntry {
  readonly path: string
  readonly name: string
  readonly stat: FileStat
}

/** What a directory holds, or why that is not to be seen. */
export interface Listing {
  readonly entries: Iterable<TreeEntry>
  readonly unseen: Unseen | undefined
}

const kinds: readonly FileKind[] = ['file', 'directory', 'symlink', 'socket', 'fifo', 'block', 'character']
/** kind, size, mode, uid, gid, mtime, inode, device, links */
const width = 9

/** A listing in a tenth of the memory: a host has millions of files, and every check goes over them. */
export function packListing(directory: string, found: readonly TreeEntry[], unseen: Unseen | undefined): Listing {
  const entries = [...found].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  const names = entries.map(({ name }) => name)
  const numbers = new Float64Array(entries.length * width)
  for (const [index, { stat }] of entries.entries())
    numbers.set(
      [
        kinds.indexOf(stat.kind),
        stat.size,
        stat.mode,
        stat.uid,
        stat.gid,
        Date.parse(stat.mtime),
        stat.inode,
        stat.device,
        stat.links,
      ],
      index * width,
    )
  const before = directory === '/' ? '/' : `${directory}/`
  return {
    unseen,
    entries: {
      *[Symbol.iterator]() {
        for (const [index, name] of names.entries())
          yield { path: before + name, name, stat: new PackedStat(numbers, index * width) }
      },
    },
  }
}

class PackedStat implements FileStat {
  readonly #numbers: Float64Array
  readonly #at: number

  constructor(numbers: Float64Array, at: number) {
    this.#numbers = numbers
    this.#at = at
  }

  #number(offset: number): number {
    return this.#numbers[this.#at + offset] as number
  }

  get kind(): FileKind {
    return kinds[this.#number(0)] as FileKind
  }

  get size(): number {
    return this.#number(1)
  }

  get mode(): number {
    return this.#number(2)
  }

  get uid(): number {
    return this.#number(3)
  }

  get gid(): number {
    return this.#number(4)
  }

  get mtime(): string {
    return new Date(this.#number(5)).toISOString()
  }

  get inode(): number {
    return this.#number(6)
  }

  get device(): number {
    return this.#number(7)
  }

  get links(): number {
    return this.#number(8)
  }
}
