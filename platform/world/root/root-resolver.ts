import { lstatSync, readlinkSync } from 'node:fs'
import type { Located } from '../host/read-file.ts'
import type { Resolver } from '../host/resolver.ts'
import { unseenOf } from '../host/unseen-of.ts'
import { joinPath } from '../walk/plan-walk.ts'

/** Links followed for one path at most, as the kernel does (`MAXSYMLINKS`). */
const maxLinks = 40
/** Segments of one path at most, links included. */
const maxSegments = 1024

/**
 * Resolves paths inside a directory as if it were `/`: absolute links start at the root again, `..` at the root stays there.
 * Every segment is looked at without following, so no link leads out; parents are remembered for the resolver's short life.
 */
export function rootResolver(root: string): Resolver {
  const base = root === '/' ? '' : root
  const parents = new Map<string, Located>()

  function locate(path: string, follow: boolean): Located {
    if (!path.startsWith('/') || path.includes('\0')) return { ok: false, reason: 'missing' }
    const slash = path.lastIndexOf('/')
    const name = path.slice(slash + 1)
    if (name === '' || name === '.' || name === '..') return resolve(path, follow)
    const parentPath = path.slice(0, slash)
    let parent = parents.get(parentPath)
    if (parent === undefined) {
      parent = resolve(parentPath === '' ? '/' : parentPath, true)
      parents.set(parentPath, parent)
    }
    if (!parent.ok) return parent
    const real = joinPath(parent.path, name)
    if (!follow) return { ok: true, path: real }
    try {
      if (!lstatSync(real).isSymbolicLink()) return { ok: true, path: real }
    } catch (error) {
      return unseenOf(error)
    }
    return resolve(path, true)
  }

  function resolve(path: string, follow: boolean): Located {
    const rest = path.split('/').reverse()
    const inside: string[] = []
    let links = 0
    let segments = 0
    try {
      for (let segment = rest.pop(); segment !== undefined; segment = rest.pop()) {
        if (segment === '' || segment === '.') continue
        segments += 1
        if (segments > maxSegments) return { ok: false, reason: 'failed', detail: 'too many path segments' }
        if (segment === '..') {
          inside.pop()
          continue
        }
        const real = `${base}/${[...inside, segment].join('/')}`
        const last = rest.every((other) => other === '' || other === '.')
        const stats = lstatSync(real)
        if (!stats.isSymbolicLink() || (last && !follow)) {
          inside.push(segment)
          continue
        }
        links += 1
        if (links > maxLinks) return { ok: false, reason: 'failed', detail: 'too many symbolic links' }
        const target = readlinkSync(real)
        if (target.startsWith('/')) inside.length = 0
        rest.push(...target.split('/').reverse())
      }
    } catch (error) {
      return unseenOf(error)
    }
    return { ok: true, path: inside.length === 0 ? root : `${base}/${inside.join('/')}` }
  }

  return {
    locate,
    check(descriptor) {
      const real = readlinkSync(`/proc/self/fd/${descriptor}`)
      return real === root || real.startsWith(`${base}/`)
    },
  }
}
