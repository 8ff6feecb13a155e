import type { World } from '@holdfast/platform/contract'

const merged = ['bin/', 'sbin/', 'lib/', 'lib32/', 'lib64/', 'libx32/']
const usr = '/usr/'
const usrBytes = bytesOf(usr)
const mergedBytes = merged.map(bytesOf)

/**
 * Where `/bin` is a link to `/usr/bin`, packages still list files under either name, while the kernel knows one. The shorter name
 * stands for both.
 */
export async function isUsrMerged(world: World): Promise<boolean> {
  for await (const answer of world.files.statMany(['/bin'])) return answer.ok && answer.stat.kind === 'symlink'
  return false
}

/** The name that stands for a path on a system with merged folders. */
export function canonicalPath(path: string): string {
  return path.startsWith(usr) && merged.some((folder) => path.startsWith(folder, usr.length))
    ? path.slice(usr.length - 1)
    : path
}

/** Where the canonical form of the path that starts at `from` starts. */
export function canonicalStart(bytes: Uint8Array, from: number): number {
  for (let at = 0; at < usr.length; at += 1) if (bytes[from + at] !== usrBytes[at]) return from
  const start = from + usr.length
  // Most files lie below /usr/share, which the first two letters tell.
  const first = bytes[start] as number
  for (const folder of mergedBytes) {
    if (folder[0] !== first) continue
    let at = 1
    while (at < folder.length && bytes[start + at] === folder[at]) at += 1
    if (at === folder.length) return start - 1
  }
  return from
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
