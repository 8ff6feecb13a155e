import { normalPath } from '../walk/plan-walk.ts'
import type { Located, OpenedCheck } from './read-file.ts'

/** Turns a path of the world into one of this machine. */
export interface Resolver {
  /** `follow`: whether a symbolic link in the last place is followed as well. */
  locate(path: string, follow: boolean): Located
  /** Asked again about each file once it is open. */
  readonly check?: OpenedCheck
}

/** The machine itself: every path is its own, and the kernel follows the links. */
export const hostResolver: Resolver = {
  locate(path) {
    if (path.includes('\0')) return { ok: false, reason: 'missing' }
    // The kernel resolves `..` behind links; only what is not absolute is refused.
    if (!path.startsWith('/')) return { ok: false, reason: 'missing', detail: 'not an absolute path' }
    return { ok: true, path: path.length > 1 && path.endsWith('/') ? normalPath(path) : path }
  },
}
