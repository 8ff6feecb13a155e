import { realpathSync, statSync } from 'node:fs'
import type { Capability, World } from '@holdfast/platform/contract'
import { instantOf } from '../host/file-stat-of.ts'
import { localFiles } from '../host/local-files.ts'
import { rootResolver } from './root-resolver.ts'

/** A directory as the root of a world: a mounted disk, an unpacked image, a chroot. It has files and nothing that lives. Throws where it is not a directory. */
export function rootWorld(directory: string): World {
  const root = realpathSync(directory)
  if (!statSync(root).isDirectory()) throw new Error(`${directory} is not a directory`)
  const capabilities = new Set<Capability>(['files'])
  if (process.geteuid?.() === 0) capabilities.add('privileged')
  return {
    name: `root ${directory}`,
    kind: 'root',
    capabilities,
    files: localFiles(() => rootResolver(root)),
    clock: { now: () => instantOf(Date.now()) },
    close: async () => {},
  }
}
