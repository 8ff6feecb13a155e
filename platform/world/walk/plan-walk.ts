import type { FileKind, WalkSpec } from '@holdfast/platform/contract'
import { compileGlobs, type GlobMatcher } from './glob.ts'

/** Entries a walk visits at most where the caller names no other number. */
export const defaultMaxEntries = 2_000_000
/** Levels below a root that a walk enters at most, whatever the caller says: deeper trees are made to hurt. */
export const hardMaxDepth = 128

/** A walk specification with its globs compiled and its limits filled in. */
export interface WalkPlan {
  readonly roots: readonly string[]
  wants(path: string, basename: string, kind: FileKind): boolean
  prunes(path: string, basename: string): boolean
  readonly maxDepth: number
  readonly maxEntries: number
  readonly oneFileSystem: boolean
}

export function planWalk(spec: WalkSpec): WalkPlan {
  const included: GlobMatcher | undefined = spec.include && compileGlobs(spec.include)
  const kinds = spec.kinds && new Set(spec.kinds)
  return {
    roots: spec.roots,
    wants: (path, basename, kind) => (kinds?.has(kind) ?? true) && (included?.(path, basename) ?? true),
    prunes: spec.prune ? compileGlobs(spec.prune) : () => false,
    maxDepth: Math.min(spec.maxDepth ?? hardMaxDepth, hardMaxDepth),
    maxEntries: spec.maxEntries ?? defaultMaxEntries,
    oneFileSystem: spec.oneFileSystem ?? true,
  }
}

export function basenameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** `/` and `etc` make `/etc`. */
export function joinPath(directory: string, name: string): string {
  return directory === '/' ? `/${name}` : `${directory}/${name}`
}

/** Absolute, without `.`, `..`, empty segments and trailing slash; `..` above the root stays at the root. */
export function normalPath(path: string): string {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..') parts.pop()
    else parts.push(part)
  }
  return `/${parts.join('/')}`
}
