import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { SshOptions } from '../ssh/connect.ts'
import type { SshTarget } from '../ssh/ssh-target.ts'

const program = '/usr/sbin/sshd'

/** Why no SSH server can be started for a test here; false where one can. */
export const noSshd: string | false = existsSync(program) ? false : 'openssh-server is not installed'

export interface TestSshd {
  readonly target: SshTarget
  readonly options: SshOptions
  /** Folder with `host_key.pub`, `user_key`, `user_key.pub`, `known_hosts`. */
  readonly folder: string
  stop(): Promise<void>
}

/** Starts Debian's sshd on a free loopback port, with keys and a configuration of its own in a temporary folder. */
export async function startSshd(settings: readonly string[] = []): Promise<TestSshd> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-sshd-'))
  const file = (name: string) => join(folder, name)
  for (const name of ['host_key', 'user_key'])
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', file(name)])
  writeFileSync(file('authorized_keys'), readFileSync(file('user_key.pub')))
  const port = await freePort()
  const lines = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${file('host_key')}`,
    `PidFile ${file('pid')}`,
    `AuthorizedKeysFile ${file('authorized_keys')}`,
    'StrictModes no',
    'UsePAM no',
    'PasswordAuthentication no',
    'PermitRootLogin yes',
    ...settings,
    'Subsystem sftp internal-sftp',
  ]
  writeFileSync(file('sshd_config'), `${lines.join('\n')}\n`)
  const [type, key] = readFileSync(file('host_key.pub'), 'utf8').split(' ')
  writeFileSync(file('known_hosts'), `[127.0.0.1]:${port} ${type} ${key}\n`)
  // As root sshd wants this folder, which its service would make.
  if (process.geteuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
  const server = spawn(program, ['-D', '-e', '-f', file('sshd_config')], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  server.stderr.on('data', (piece) => {
    said += piece
  })
  await answering(port, server, () => said)
  return {
    target: { user: userInfo().username, host: '127.0.0.1', port },
    options: { identities: [file('user_key')], knownHosts: [file('known_hosts')] },
    folder,
    async stop() {
      if (server.exitCode === null) {
        const ended = new Promise((resolve) => server.once('exit', resolve))
        server.kill()
        await ended
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

async function answering(port: number, server: ChildProcess, said: () => string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (server.exitCode !== null) throw new Error(`sshd ended: ${said()}`)
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy()
        resolve(true)
      })
      socket.on('error', () => resolve(false))
    })
    if (open) return
    await setTimeout(50)
  }
  throw new Error(`sshd did not answer: ${said()}`)
}
