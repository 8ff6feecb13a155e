import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import ssh2, { type Client, type ConnectConfig } from 'ssh2'
import { checkKnownHosts, fingerprintOf, keyTypeOf, knownKeyTypes } from './known-hosts.ts'
import { SshError } from './ssh-error.ts'
import type { SshTarget } from './ssh-target.ts'

export interface SshOptions {
  /** Private key files; the agent and the usual files where none is named. */
  readonly identities?: readonly string[]
  /** Passphrase of an encrypted private key. */
  readonly passphrase?: string
  readonly password?: string
  /** Fingerprint the host must have; otherwise known_hosts decides. */
  readonly hostKey?: string
  /** Default: the user's and the system's. */
  readonly knownHosts?: readonly string[]
  /** Socket of an SSH agent; default SSH_AUTH_SOCK, `false` for none. */
  readonly agent?: string | false
  readonly timeoutMs?: number
}

const usualIdentities = ['id_ed25519', 'id_ecdsa', 'id_rsa'].map((name) => join(homedir(), '.ssh', name))
const usualKnownHosts = [join(homedir(), '.ssh', 'known_hosts'), '/etc/ssh/ssh_known_hosts']
const rsaSignatures = ['rsa-sha2-512', 'rsa-sha2-256']
const allHostKeys = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  ...rsaSignatures,
]

/** Opens a connection: the host proves itself first, then we do. Throws an SshError with a line that says what to do. */
export async function connectSsh(target: SshTarget, options: SshOptions): Promise<Client> {
  const known = (options.knownHosts ?? usualKnownHosts).filter((path) => existsSync(path))
  const knownText = known.map((path) => readFileSync(path, 'utf8')).join('\n')
  let refused: SshError | undefined
  const base: ConnectConfig = {
    host: target.host,
    port: target.port,
    username: target.user,
    readyTimeout: options.timeoutMs ?? 20_000,
    keepaliveInterval: 15_000,
    keepaliveCountMax: 4,
    algorithms: { serverHostKey: preferredHostKeys(knownText, target) as never },
    hostVerifier: (key: Buffer) => {
      refused = judgeHostKey(key, target, options.hostKey, knownText)
      return refused === undefined
    },
  }
  const attempts = authentications(options)
  let failure: SshError = new SshError(
    'denied',
    `${nameOf(target)}: there is no key, agent or password to sign in with.`,
  )
  for (const authentication of attempts) {
    try {
      return await connectOnce({ ...base, ...authentication })
    } catch (error) {
      if (refused !== undefined) throw refused
      failure = explain(error as Error & { level?: string }, target)
      // Only a refused way of signing in is a reason to try the next one.
      if (failure.reason !== 'denied') throw failure
    }
  }
  throw failure
}

function connectOnce(config: ConnectConfig): Promise<Client> {
  return new Promise((resolve, reject) => {
    const client = new ssh2.Client()
    client.once('ready', () => {
      client.removeAllListeners('error')
      // A connection that breaks later is noticed by whoever reads from it.
      client.on('error', () => {})
      resolve(client)
    })
    client.once('error', (error) => {
      client.on('error', () => {})
      client.destroy()
      reject(error)
    })
    client.connect(config)
  })
}

/** Ways to sign in, in the order in which they are tried; each is a connection of its own, since servers count attempts. */
function authentications(options: SshOptions): readonly Partial<ConnectConfig>[] {
  const agent = options.agent === false ? undefined : (options.agent ?? process.env.SSH_AUTH_SOCK)
  const files = options.identities ?? usualIdentities.filter((path) => existsSync(path))
  const keys = files.map((path) => ({
    privateKey: readKey(path),
    ...(options.passphrase ? { passphrase: options.passphrase } : {}),
  }))
  const usable = keys.filter(
    ({ privateKey, passphrase }) => !(ssh2.utils.parseKey(privateKey, passphrase) instanceof Error),
  )
  if (options.identities !== undefined && usable.length === 0)
    throw new SshError(
      'usage',
      `${files.join(', ')}: not a private key, or its passphrase (HOLDFAST_SSH_PASSPHRASE) is wrong.`,
    )
  return [
    ...(options.identities !== undefined || agent === undefined ? [] : [{ agent }]),
    ...usable,
    ...(options.password === undefined ? [] : [{ password: options.password, tryKeyboard: false }]),
  ]
}

function readKey(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new SshError('usage', `${path}: ${(error as NodeJS.ErrnoException).code ?? 'cannot be read'}`)
  }
}

function preferredHostKeys(knownText: string, { host, port }: SshTarget): readonly string[] {
  const types = knownKeyTypes(knownText, host, port).flatMap((type) => (type === 'ssh-rsa' ? rsaSignatures : [type]))
  const known = types.filter((type) => allHostKeys.includes(type))
  return [...known, ...allHostKeys.filter((type) => !known.includes(type))]
}

function judgeHostKey(
  key: Buffer,
  target: SshTarget,
  expected: string | undefined,
  knownText: string,
): SshError | undefined {
  const fingerprint = fingerprintOf(key)
  const name = nameOf(target)
  if (expected !== undefined) {
    if (expected.replace(/=+$/, '') === fingerprint) return undefined
    return new SshError('host-key', `${name} has the host key ${fingerprint}, not ${expected}. Nothing was sent to it.`)
  }
  switch (checkKnownHosts(knownText, target.host, target.port, key)) {
    case 'known':
      return undefined
    case 'revoked':
      return new SshError('host-key', `The host key of ${name} is revoked in known_hosts. Nothing was sent to it.`)
    case 'changed':
      return new SshError(
        'host-key',
        `The host key of ${name} has changed: it is ${keyTypeOf(key)} ${fingerprint} now. Somebody may be in between. Nothing was sent to it.`,
      )
    case 'unknown':
      return new SshError(
        'host-key',
        `The host key of ${name} is not known: ${keyTypeOf(key)} ${fingerprint}. Compare it with the host's own, then repeat with --host-key ${fingerprint}`,
      )
  }
}

function explain(error: Error & { level?: string }, target: SshTarget): SshError {
  const name = nameOf(target)
  if (error.level === 'client-authentication')
    return new SshError('denied', `${name} refused to let ${target.user} in.`)
  if (error.level === 'agent') return new SshError('denied', `${name}: the SSH agent did not answer.`)
  return new SshError('unreachable', `${name} could not be reached: ${error.message}`, { cause: error })
}

function nameOf({ host, port }: SshTarget): string {
  return port === 22 ? host : `${host}:${port}`
}
