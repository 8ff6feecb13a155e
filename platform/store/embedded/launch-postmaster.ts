import { spawn } from 'node:child_process'
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { StoreError } from '../store-error.ts'
import type { DatabaseAccount } from './database-account.ts'
import { explainLog } from './explain-log.ts'
import type { PostgresBinaries } from './postgres-binaries.ts'
import { findPostmaster, type Postmaster, stopPostmaster } from './postmaster.ts'

export interface LaunchOptions {
  readonly binaries: PostgresBinaries
  readonly data: string
  readonly log: string
  readonly account: DatabaseAccount | undefined
  readonly stop?: AbortSignal
  /** Called once when the server has to replay its log first, which can take a while. */
  readonly onRecovery?: () => void
}

/** Starts postgres and waits until it takes connections. It outlives this process; the next start adopts it. */
export async function launchPostmaster(options: LaunchOptions): Promise<Postmaster> {
  const log = openSync(options.log, constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND, 0o600)
  const from = fstatSync(log).size
  const child = spawn(join(options.binaries.bin, 'postgres'), ['-D', options.data], {
    cwd: '/',
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    // Not in our process group: Ctrl-C is for us, and we stop the database last.
    detached: true,
    stdio: ['ignore', log, log],
    ...(options.account && { uid: options.account.uid, gid: options.account.gid }),
  })
  closeSync(log)
  child.unref()
  let failure: StoreError | undefined
  let ended = false
  child.on('error', (error) => {
    failure = explainLog(`could not run postgres: ${error.message}`, options.data)
  })
  child.on('exit', () => {
    ended = true
  })
  const recoveryNotice = Date.now() + 1500
  let told = false
  for (;;) {
    if (failure) throw failure
    if (ended) throw explainLog(readFrom(options.log, from), options.data)
    const found = findPostmaster(options.data)
    if (found && found.pid === child.pid && found.status === 'ready') return found
    if (options.stop?.aborted) {
      const started = findPostmaster(options.data)
      if (started) await stopPostmaster(started)
      else child.kill('SIGQUIT')
      options.stop.throwIfAborted()
    }
    if (!told && Date.now() > recoveryNotice) {
      told = true
      options.onRecovery?.()
    }
    await sleep(10)
  }
}

function readFrom(path: string, position: number): string {
  const fd = openSync(path, 'r')
  try {
    const buffer = Buffer.alloc(64 * 1024)
    const length = Math.max(0, fstatSync(fd).size - buffer.length)
    return buffer.toString('utf8', 0, readSync(fd, buffer, 0, buffer.length, Math.max(position, length)))
  } finally {
    closeSync(fd)
  }
}
