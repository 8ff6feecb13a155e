import type { Stats } from 'node:fs'
import type { FileKind, FileStat } from '@holdfast/platform/contract'

const kinds: ReadonlyMap<number, FileKind> = new Map([
  [0o100000, 'file'],
  [0o040000, 'directory'],
  [0o120000, 'symlink'],
  [0o140000, 'socket'],
  [0o010000, 'fifo'],
  [0o060000, 'block'],
  [0o020000, 'character'],
])

/** What the type bits of a mode say (`S_IFMT` of stat(2)). */
export function fileKindOf(mode: number): FileKind {
  return kinds.get(mode & 0o170000) ?? 'file'
}

/** Instant of milliseconds since 1970; a time no calendar has (a broken clock wrote it) becomes the epoch. */
export function instantOf(milliseconds: number): string {
  const date = new Date(milliseconds)
  return Number.isNaN(date.getTime()) ? '1970-01-01T00:00:00.000Z' : date.toISOString()
}

export function fileStatOf(stats: Stats): FileStat {
  return {
    kind: fileKindOf(stats.mode),
    size: stats.size,
    mode: stats.mode & 0o7777,
    uid: stats.uid,
    gid: stats.gid,
    mtime: instantOf(Math.floor(stats.mtimeMs)),
    inode: stats.ino,
    device: stats.dev,
    links: stats.nlink,
  }
}
