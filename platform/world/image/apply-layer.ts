import { instantOf } from '../host/file-stat-of.ts'
import { locateNode } from '../tree/locate-node.ts'
import { directoryNode, type TreeNode, treeStat } from '../tree/tree.ts'
import { type Blob, readBlob } from './blob.ts'
import type { TarEntry } from './tar-entries.ts'

const whiteout = '.wh.'
const opaque = '.wh..wh..opq'

/**
 * Lays a layer over the tree below it: its marks remove what lower layers brought, then its files are added. Names that climb
 * out of the root are left out. Source: OCI image specification, "Image Layer Filesystem Changeset".
 */
export function applyLayer(root: TreeNode, archive: Blob, entries: readonly TarEntry[]): void {
  for (const { name } of entries) {
    const path = segments(name)
    const last = path?.at(-1)
    if (!path || !last?.startsWith(whiteout)) continue
    const parent = directoryAt(root, path.slice(0, -1))
    if (last === opaque) parent?.children?.clear()
    else parent?.children?.delete(last.slice(whiteout.length))
  }
  let inode = 1
  for (const entry of entries) {
    const path = segments(entry.name)
    const last = path?.at(-1)
    if (!path || last?.startsWith(whiteout)) continue
    inode += 1
    if (last === undefined) {
      if (entry.kind === 'directory') root.stat = statOf(entry, inode)
      continue
    }
    const node = nodeOf(root, archive, entry, inode)
    if (node === undefined) continue
    const parent = makeDirectory(root, path.slice(0, -1))
    const before = parent.children?.get(last)
    // A directory that is there already gets new rights and keeps what is in it.
    if (node.children && before?.children) before.stat = node.stat
    else parent.children?.set(last, node)
  }
}

function nodeOf(root: TreeNode, archive: Blob, entry: TarEntry, inode: number): TreeNode | undefined {
  if (entry.kind === 'hard-link') {
    const target = segments(entry.link)
    const located = target && locateNode(root, `/${target.join('/')}`, false)
    return located?.ok && !located.node.children ? located.node : undefined
  }
  const stat = statOf(entry, inode)
  if (entry.kind === 'directory') return { stat, children: new Map() }
  if (entry.kind === 'symlink') return { stat, target: entry.link }
  if (entry.kind !== 'file') return { stat }
  const { at, size } = entry
  return {
    stat,
    content: { size, read: (offset, length) => readBlob(archive, at + offset, Math.min(length, size - offset)) },
  }
}

function statOf(entry: TarEntry, inode: number) {
  const { kind, mode, uid, gid, mtime, size, link } = entry
  return treeStat({
    kind: kind === 'hard-link' ? 'file' : kind,
    mode,
    uid,
    gid,
    mtime: instantOf(Math.floor(mtime * 1000)),
    size: kind === 'symlink' ? link.length : size,
    inode,
  })
}

/** The parts of a name below the root; undefined where it climbs out. */
function segments(name: string): readonly string[] | undefined {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.')
  return parts.includes('..') ? undefined : parts
}

function directoryAt(root: TreeNode, path: readonly string[]): TreeNode | undefined {
  const located = locateNode(root, `/${path.join('/')}`, true)
  return located.ok && located.node.children ? located.node : undefined
}

function makeDirectory(root: TreeNode, path: readonly string[]): TreeNode {
  let here = root
  for (const [index, name] of path.entries()) {
    const known = directoryAt(root, path.slice(0, index + 1))
    if (known) {
      here = known
      continue
    }
    const made = directoryNode()
    here.children?.set(name, made)
    here = made
  }
  return here
}
