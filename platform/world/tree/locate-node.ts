import type { Seen } from '@holdfast/platform/contract'
import type { TreeNode } from './tree.ts'

/** Links followed for one path at most, as the kernel does (`MAXSYMLINKS`). */
const maxLinks = 40
const maxSegments = 1024

/** Finds the node of a path; links are resolved inside the tree, `..` at the root stays there. */
export function locateNode(root: TreeNode, path: string, follow: boolean): Seen<{ readonly node: TreeNode }> {
  if (!path.startsWith('/')) return { ok: false, reason: 'missing' }
  const rest = path.split('/').reverse()
  const trail: TreeNode[] = [root]
  let links = 0
  let segments = 0
  for (let segment = rest.pop(); segment !== undefined; segment = rest.pop()) {
    if (segment === '' || segment === '.') continue
    segments += 1
    if (segments > maxSegments) return { ok: false, reason: 'failed', detail: 'too many path segments' }
    if (segment === '..') {
      if (trail.length > 1) trail.pop()
      continue
    }
    const here = trail.at(-1) as TreeNode
    if (here.unseen) return { ok: false, reason: here.unseen }
    const next = here.children?.get(segment)
    if (next === undefined) return { ok: false, reason: 'missing' }
    const last = rest.every((other) => other === '' || other === '.')
    if (next.target === undefined || (last && !follow)) {
      trail.push(next)
      continue
    }
    links += 1
    if (links > maxLinks) return { ok: false, reason: 'failed', detail: 'too many symbolic links' }
    if (next.target.startsWith('/')) trail.length = 1
    rest.push(...next.target.split('/').reverse())
  }
  return { ok: true, node: trail.at(-1) as TreeNode }
}
