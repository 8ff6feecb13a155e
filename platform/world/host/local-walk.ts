import { type Dirent, lstatSync, readdirSync, readlinkSync, statSync } from 'node:fs'
import type { FileKind, WalkEntry, WalkSpec } from '@holdfast/platform/contract'
import { basenameOf, joinPath, normalPath, planWalk, type WalkPlan } from '../walk/plan-walk.ts'
import { breather } from './breathe.ts'
import { fileKindOf, fileStatOf } from './file-stat-of.ts'
import type { Resolver } from './resolver.ts'
import { unseenOf } from './unseen-of.ts'

/** A directory still to be read: `path` in the world, `real` on this machine. */
interface Pending {
  readonly path: string
  readonly real: string
  readonly depth: number
  readonly device: number
}

/** Walks directories of this machine, parents before children; links are reported and never followed (but for a root that is one). */
export async function* walkLocal(resolver: Resolver, spec: WalkSpec): AsyncGenerator<WalkEntry> {
  const plan = planWalk(spec)
  const breathe = breather()
  let visited = 0
  for (const root of plan.roots.map(normalPath)) {
    const located = resolver.locate(root, true)
    if (!located.ok) {
      if (located.reason !== 'missing') yield { type: 'unseen', path: root, reason: located.reason }
      continue
    }
    const pending: Pending[] = []
    const start = enterRoot(root, located.path, plan)
    if (start.found) yield start.found
    if (start.directory) pending.push(start.directory)
    for (let directory = pending.pop(); directory; directory = pending.pop()) {
      await breathe()
      let entries: Dirent[]
      try {
        entries = readdirSync(directory.real, { withFileTypes: true })
      } catch (error) {
        const { reason } = unseenOf(error)
        if (reason !== 'missing') yield { type: 'unseen', path: directory.path, reason }
        continue
      }
      for (const entry of entries) {
        visited += 1
        if (visited > plan.maxEntries) {
          yield { type: 'truncated', visited: visited - 1 }
          return
        }
        const answer = visit(entry, directory, plan)
        if (answer === undefined) continue
        if (answer.found) {
          yield answer.found
          await breathe()
        }
        if (answer.directory) pending.push(answer.directory)
      }
    }
  }
}

interface Visit {
  readonly found?: WalkEntry
  readonly directory?: Pending
}

function enterRoot(path: string, real: string, plan: WalkPlan): Visit {
  try {
    const stats = statSync(real)
    const stat = fileStatOf(stats)
    const basename = basenameOf(path)
    const found = plan.wants(path, basename, stat.kind) ? { type: 'entry' as const, path, stat } : undefined
    const enters = stat.kind === 'directory' && plan.maxDepth > 0 && !plan.prunes(path, basename)
    return { found, directory: enters ? { path, real, depth: 0, device: stats.dev } : undefined }
  } catch (error) {
    const { reason } = unseenOf(error)
    return reason === 'missing' ? {} : { found: { type: 'unseen', path, reason } }
  }
}

function visit(entry: Dirent, parent: Pending, plan: WalkPlan): Visit | undefined {
  const name = entry.name
  const path = joinPath(parent.path, name)
  const known = kindOfEntry(entry)
  const isDirectory = known === 'directory'
  if (known !== undefined && !isDirectory && !plan.wants(path, name, known)) return undefined
  // A name that is not UTF-8 cannot be given back to the kernel as text.
  if (name.includes('\uFFFD')) return { found: { type: 'unseen', path, reason: 'unsupported' } }
  const real = joinPath(parent.real, name)
  try {
    const stats = lstatSync(real)
    const kind = known ?? fileKindOf(stats.mode)
    const stat = plan.wants(path, name, kind) ? fileStatOf(stats) : undefined
    let found: WalkEntry | undefined
    if (stat) {
      found =
        stat.kind === 'symlink'
          ? { type: 'entry', path, stat, target: readlinkSync(real) }
          : { type: 'entry', path, stat }
    }
    const enters =
      kind === 'directory' &&
      stats.isDirectory() &&
      parent.depth + 1 < plan.maxDepth &&
      (!plan.oneFileSystem || stats.dev === parent.device) &&
      !plan.prunes(path, name)
    return { found, directory: enters ? { path, real, depth: parent.depth + 1, device: stats.dev } : undefined }
  } catch (error) {
    const { reason } = unseenOf(error)
    return reason === 'missing' ? undefined : { found: { type: 'unseen', path, reason } }
  }
}

function kindOfEntry(entry: Dirent): FileKind | undefined {
  if (entry.isFile()) return 'file'
  if (entry.isDirectory()) return 'directory'
  if (entry.isSymbolicLink()) return 'symlink'
  if (entry.isSocket()) return 'socket'
  if (entry.isFIFO()) return 'fifo'
  if (entry.isCharacterDevice()) return 'character'
  if (entry.isBlockDevice()) return 'block'
  return undefined
}
