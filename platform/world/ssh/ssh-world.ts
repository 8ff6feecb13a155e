import type { Capability, World } from '@holdfast/platform/contract'
import { instantOf } from '../host/file-stat-of.ts'
import { connectSsh, type SshOptions } from './connect.ts'
import { remoteExec } from './remote-exec.ts'
import { remoteFiles } from './remote-files.ts'
import { remoteLive } from './remote-live.ts'
import { RemoteShell } from './remote-shell.ts'
import { SshError } from './ssh-error.ts'
import type { SshTarget } from './ssh-target.ts'

/** A host over SSH, seen by a POSIX shell on it; nothing is written there. Throws an SshError where it cannot be reached or does not let us in. */
export async function sshWorld(target: SshTarget, options: SshOptions = {}): Promise<World> {
  const client = await connectSsh(target, options)
  try {
    const shell = await RemoteShell.start(client)
    if (shell.greeting.tools === 'none')
      throw new SshError('protocol', `${target.host} has neither GNU coreutils nor busybox to look at files with.`)
    const capabilities = new Set<Capability>(['files', 'live', 'exec'])
    if (shell.greeting.uid === 0) capabilities.add('privileged')
    return {
      name: `${target.user}@${target.host}`,
      kind: 'ssh',
      capabilities,
      files: remoteFiles(client, shell),
      live: remoteLive(shell),
      clock: { now: () => instantOf(Date.now()) },
      exec: (request, stop) => remoteExec(client, request, stop),
      async close() {
        shell.close()
        client.end()
      },
    }
  } catch (error) {
    client.destroy()
    throw error
  }
}
