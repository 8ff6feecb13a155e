import type { FileStat, Unseen } from '@holdfast/platform/contract'

/** Content of a file in a tree, read piece by piece. */
export interface TreeContent {
  readonly size: number
  read(offset: number, length: number): Uint8Array
}

/** A node of a file tree that is held in memory; only contents may lie elsewhere. */
export interface TreeNode {
  stat: FileStat
  target?: string
  content?: TreeContent
  children?: Map<string, TreeNode>
  /** Set where the entry is known but cannot be seen. */
  unseen?: Unseen
}

const noTime = '1970-01-01T00:00:00.000Z'

/** A directory owned by root. */
export function directoryNode(stat: Partial<FileStat> = {}): TreeNode {
  return { stat: treeStat({ kind: 'directory', mode: 0o755, ...stat }), children: new Map() }
}

export function fileNode(bytes: Uint8Array, stat: Partial<FileStat> = {}): TreeNode {
  return {
    stat: treeStat({ size: bytes.length, ...stat, kind: 'file' }),
    content: { size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) },
  }
}

export function linkNode(target: string, stat: Partial<FileStat> = {}): TreeNode {
  return { stat: treeStat({ mode: 0o777, size: target.length, ...stat, kind: 'symlink' }), target }
}

export function treeStat(stat: Partial<FileStat>): FileStat {
  return { kind: 'file', size: 0, mode: 0o644, uid: 0, gid: 0, mtime: noTime, inode: 0, device: 0, links: 1, ...stat }
}
