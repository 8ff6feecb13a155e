import type { Capability, World } from '@holdfast/platform/contract'
import { instantOf } from './file-stat-of.ts'
import { localExec } from './local-exec.ts'
import { localFiles } from './local-files.ts'
import { localLive } from './local-live.ts'
import { hostResolver } from './resolver.ts'

/** This machine, with the rights of this process. */
export function hostWorld(): World {
  const capabilities = new Set<Capability>(['files', 'exec', 'connect'])
  if (process.platform === 'linux') capabilities.add('live')
  if (process.geteuid?.() === 0) capabilities.add('privileged')
  return {
    name: 'this host',
    kind: 'host',
    capabilities,
    files: localFiles(() => hostResolver),
    ...(capabilities.has('live') ? { live: localLive } : {}),
    clock: { now: () => instantOf(Date.now()) },
    exec: localExec,
    close: async () => {},
  }
}
