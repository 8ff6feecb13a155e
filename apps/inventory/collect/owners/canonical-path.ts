import type { World } from '@holdfast/platform/contract'

const merged = /^\/usr(?=\/(?:bin|sbin|lib|lib32|lib64|libx32)\/)/

/**
 * Returns a function that brings two ways to name a file together. Where `/bin` is a link to `/usr/bin`, packages still list files
 * under either name, while the kernel knows one.
 */
export async function canonicalPaths(world: World): Promise<(path: string) => string> {
  let usrMerged = false
  for await (const answer of world.files.statMany(['/bin'])) usrMerged = answer.ok && answer.stat.kind === 'symlink'
  return usrMerged ? (path) => path.replace(merged, '') : (path) => path
}
