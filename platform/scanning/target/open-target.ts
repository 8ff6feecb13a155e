import type { VerbContext, World } from '../../contract/index.ts'
import {
  hostWorld,
  openImageWorld,
  openSnapshotWorld,
  openSshWorld,
  parseSshTarget,
  type RecordedWorld,
  type Redaction,
  recordWorld,
  rootWorld,
  SshError,
  type SshOptions,
} from '../../world/index.ts'
import { exitStatus, ScanError } from '../scan-error.ts'
import { readPassword } from './read-password.ts'

const targets = ['root', 'ssh', 'image', 'snapshot'] as const
/** Options that mean something for `--ssh` only. */
const sshOnly = ['identity', 'host-key', 'password-stdin'] as const

/** What is scanned, and the recording of it where one was asked for. */
export interface Target {
  readonly world: World
  readonly recorded: RecordedWorld | undefined
}

/** Opens what the options name: this host unless they name another. Throws a ScanError that says why it cannot. */
export async function openTarget(context: VerbContext, redaction: Redaction): Promise<Target> {
  const world = await openWorld(context)
  const file = context.options.record as string | undefined
  if (file === undefined) return { world, recorded: undefined }
  try {
    const recorded = await recordWorld(world, file, redaction)
    return { world: recorded, recorded }
  } catch (error) {
    await world.close()
    throw new ScanError(`${file} cannot be written: ${(error as Error).message}`, exitStatus.usage)
  }
}

/** Opens a directory that somebody names. Throws a ScanError that says why it cannot. */
export function openFolder(folder: string): World {
  try {
    return rootWorld(folder)
  } catch (error) {
    throw explain(error)
  }
}

async function openWorld(context: VerbContext): Promise<World> {
  const text = (name: string) => context.options[name] as string | undefined
  const named = targets.filter((target) => text(target) !== undefined)
  if (named.length > 1)
    throw new ScanError(`--${named.join(' and --')} exclude each other: scan one thing at a time.`, exitStatus.usage)
  const stray = sshOnly.find((name) => context.options[name] !== undefined)
  if (stray !== undefined && named[0] !== 'ssh')
    throw new ScanError(`--${stray} needs --ssh USER@HOST.`, exitStatus.usage)
  const [root, ssh, image, snapshot] = targets.map(text)
  try {
    if (root !== undefined) return rootWorld(root)
    if (image !== undefined) return await openImageWorld(image)
    if (snapshot !== undefined) return await openSnapshotWorld(snapshot)
    if (ssh !== undefined) return await openSshWorld(parseSshTarget(ssh), await sshOptions(context))
    return hostWorld()
  } catch (error) {
    throw explain(error)
  }
}

async function sshOptions(context: VerbContext): Promise<SshOptions> {
  const { options, environment } = context
  const identity = options.identity as string | undefined
  const hostKey = options['host-key'] as string | undefined
  if (hostKey !== undefined && !/^SHA256:[A-Za-z0-9+/]{43}=?$/.test(hostKey))
    throw new ScanError('--host-key wants a fingerprint as ssh-keygen -l prints it: SHA256:…', exitStatus.usage)
  const password = options['password-stdin'] ? await readPassword() : environment.HOLDFAST_SSH_PASSWORD
  const passphrase = environment.HOLDFAST_SSH_PASSPHRASE
  return {
    ...(identity === undefined ? {} : { identities: [identity] }),
    ...(hostKey === undefined ? {} : { hostKey }),
    ...(password === undefined ? {} : { password }),
    ...(passphrase === undefined ? {} : { passphrase }),
  }
}

const statusOfSsh = {
  unreachable: exitStatus.nothing,
  denied: exitStatus.denied,
  'host-key': exitStatus.denied,
  usage: exitStatus.usage,
  protocol: exitStatus.nothing,
} as const

/** What cannot be opened was not assessed, and that is told in one line. */
function explain(error: unknown): Error {
  if (error instanceof ScanError) return error
  if (error instanceof SshError) return new ScanError(error.message, statusOfSsh[error.reason])
  const { code, path, name, message } = error as NodeJS.ErrnoException
  if (code === 'EACCES' || code === 'EPERM')
    return new ScanError(`${path} may not be read by this user.`, exitStatus.denied)
  if (code === 'ENOENT') return new ScanError(`${path} does not exist.`, exitStatus.nothing)
  if (code !== undefined || ['ImageError', 'SnapshotError'].includes(name))
    return new ScanError(message, exitStatus.nothing)
  return message.endsWith('is not a directory') ? new ScanError(message, exitStatus.nothing) : (error as Error)
}
