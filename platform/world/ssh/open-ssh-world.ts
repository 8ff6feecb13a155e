import type { World } from '@holdfast/platform/contract'
import type { SshOptions } from './connect.ts'
import type { SshTarget } from './ssh-target.ts'

/** `sshWorld`, loaded when it is needed: an agent that looks at its own host never does. */
export async function openSshWorld(target: SshTarget, options: SshOptions = {}): Promise<World> {
  const { sshWorld } = await import('./ssh-world.ts')
  return sshWorld(target, options)
}
