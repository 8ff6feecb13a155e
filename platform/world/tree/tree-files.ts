import type { Files, Seen, WalkEntry, WalkSpec } from '@holdfast/platform/contract'
import { breather } from '../host/breathe.ts'
import { defaultMaxBytes } from '../host/local-files.ts'
import { basenameOf, joinPath, normalPath, planWalk } from '../walk/plan-walk.ts'
import { locateNode } from './locate-node.ts'
import type { TreeContent, TreeNode } from './tree.ts'

/** The files of a tree in memory. */
export function treeFiles(root: TreeNode): Files {
  const content = (path: string): Seen<{ readonly content: TreeContent }> => {
    const located = locateNode(root, path, true)
    if (!located.ok) return located
    if (located.node.unseen) return { ok: false, reason: located.node.unseen }
    if (located.node.content === undefined) return { ok: false, reason: 'not-a-file' }
    return { ok: true, content: located.node.content }
  }
  return {
    async *readMany(paths, options) {
      const breathe = breather()
      const maxBytes = options?.maxBytes ?? defaultMaxBytes
      for (const path of paths) {
        await breathe()
        const found = content(path)
        if (!found.ok) yield { path, ...found }
        else if (found.content.size > maxBytes)
          yield { path, ok: false, reason: 'too-large', detail: `${found.content.size} bytes` }
        else yield { path, ok: true, bytes: found.content.read(0, found.content.size) }
      }
    },
    async *statMany(paths) {
      for (const path of paths) {
        const located = locateNode(root, path, false)
        if (!located.ok) yield { path, ...located }
        else {
          const { stat, target } = located.node
          yield target === undefined ? { path, ok: true, stat } : { path, ok: true, stat, target }
        }
      }
    },
    walk: (spec) => walkTree(root, spec),
    async open(path) {
      const found = content(path)
      if (!found.ok) return found
      const { size, read } = found.content
      return { ok: true, file: { size, read: async (offset, length) => read(offset, length), close: async () => {} } }
    },
  }
}

async function* walkTree(tree: TreeNode, spec: WalkSpec): AsyncGenerator<WalkEntry> {
  const plan = planWalk(spec)
  const breathe = breather()
  let visited = 0
  for (const root of plan.roots.map(normalPath)) {
    const located = locateNode(tree, root, true)
    if (!located.ok) {
      if (located.reason !== 'missing') yield { type: 'unseen', path: root, reason: located.reason }
      continue
    }
    const pending = [{ path: root, node: located.node, depth: 0 }]
    for (let next = pending.pop(); next; next = pending.pop()) {
      const { path, node, depth } = next
      const basename = basenameOf(path)
      if (depth > 0) visited += 1
      if (visited > plan.maxEntries) {
        yield { type: 'truncated', visited: visited - 1 }
        return
      }
      await breathe()
      if (plan.wants(path, basename, node.stat.kind))
        yield { type: 'entry', path, stat: node.stat, ...(node.target === undefined ? {} : { target: node.target }) }
      if (!node.children || depth >= plan.maxDepth || plan.prunes(path, basename)) continue
      if (plan.oneFileSystem && node.stat.device !== located.node.stat.device) continue
      if (node.unseen) {
        yield { type: 'unseen', path, reason: node.unseen }
        continue
      }
      const children = [...node.children].map(([name, child]) => ({
        path: joinPath(path, name),
        node: child,
        depth: depth + 1,
      }))
      pending.push(...children.reverse())
    }
  }
}
