import type { Capability, World } from '@holdfast/platform/contract'
import type { Client } from 'ssh2'
import { instantOf } from '../host/file-stat-of.ts'
import { connectSsh, type SshOptions } from './connect.ts'
import { remoteExec } from './remote-exec.ts'
import { remoteFiles } from './remote-files.ts'
import { remoteLive } from './remote-live.ts'
import { RemoteShell } from './remote-shell.ts'
import { openSftp, sftpFiles } from './sftp-files.ts'
import { SshError } from './ssh-error.ts'
import type { SshTarget } from './ssh-target.ts'

/** A host over SSH, seen by a POSIX shell on it or, where it gives none, by file transfer; nothing is written there. Throws an SshError where it cannot be reached or does not let us in. */
export async function sshWorld(target: SshTarget, options: SshOptions = {}): Promise<World> {
  const client = await connectSsh(target, options)
  try {
    const shell = await startShell(client)
    return shell === undefined ? await withoutShell(client, target) : withShell(client, shell, target)
  } catch (error) {
    client.destroy()
    throw error
  }
}

/** Undefined where the host runs no commands for us, or has no tools to look at files with. */
async function startShell(client: Client): Promise<RemoteShell | undefined> {
  try {
    const shell = await RemoteShell.start(client)
    if (shell.greeting.tools !== 'none') return shell
    shell.close()
    return undefined
  } catch (error) {
    if (error instanceof SshError) return undefined
    throw error
  }
}

function withShell(client: Client, shell: RemoteShell, target: SshTarget): World {
  const capabilities = new Set<Capability>(['files', 'live', 'exec'])
  if (shell.greeting.uid === 0) capabilities.add('privileged')
  return {
    name: `${target.user}@${target.host}`,
    kind: 'ssh',
    capabilities,
    files: remoteFiles(client, shell),
    live: remoteLive(shell),
    clock,
    exec: (request, stop) => remoteExec(client, request, stop),
    async close() {
      shell.close()
      client.end()
    },
  }
}

/** File transfer alone: what lives is not seen. */
async function withoutShell(client: Client, target: SshTarget): Promise<World> {
  const sftp = await openSftp(client)
  return {
    name: `${target.user}@${target.host} (files only)`,
    kind: 'ssh',
    capabilities: new Set<Capability>(['files', ...(target.user === 'root' ? ['privileged' as const] : [])]),
    files: sftpFiles(sftp),
    clock,
    async close() {
      sftp.end()
      client.end()
    },
  }
}

const clock = { now: () => instantOf(Date.now()) }
