import { fork } from 'node:child_process'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import type { FromChild, ToChild } from './child-link.ts'

export interface ProcessSpec {
  /** For people: `server`. */
  readonly name: string
  readonly module: string
  readonly args: readonly string[]
  /** Where its stdout and stderr go. */
  readonly log: string
  readonly environment: NodeJS.ProcessEnv
  readonly onEvent: (event: ProcessEvent) => void
}

export type ProcessEvent =
  | { readonly kind: 'ready'; readonly restarts: number; readonly port?: number; readonly tlsPort?: number }
  | { readonly kind: 'ended'; readonly reason: string; readonly retryInMs: number }

export interface SupervisedProcess {
  /** Lets it begin its work: what it needs is there. */
  begin(): void
  /** Resolves when it is ready for the first time; rejects with an expected failure, which trying again would not cure. */
  readonly ready: Promise<{ port?: number; tlsPort?: number }>
  pid(): number | undefined
  /** Asks it to end, and makes it after `graceMs`. */
  stop(graceMs: number): Promise<void>
}

const longestPause = 30_000
/** Who ran this long starts the pauses from the beginning. */
const steady = 60_000

/** A failure that the process itself explained in one line. */
export class ProcessFailure extends Error {
  override readonly name = 'ProcessFailure'
}

/** Starts a process of ours at once, and again whenever it ends by itself: first at once, then with growing pauses. */
export function superviseProcess(spec: ProcessSpec): SupervisedProcess {
  let child: ReturnType<typeof fork> | undefined
  let begun = false
  let stopping = false
  let restarts = 0
  let pause = 0
  let timer: NodeJS.Timeout | undefined
  let ended: Promise<void> = Promise.resolve()
  const first = Promise.withResolvers<{ port?: number; tlsPort?: number }>()
  first.promise.catch(() => {})
  let wasReady = false

  const launch = () => {
    const since = Date.now()
    let failure: Extract<FromChild, { type: 'failed' }> | undefined
    const current = start(spec)
    child = current
    ended = new Promise((resolve) => {
      current.once('exit', (code, signal) => {
        resolve()
        if (stopping) return
        if (failure?.expected && !wasReady) return first.reject(new ProcessFailure(failure.message))
        if (Date.now() - since > steady) pause = 0
        const reason = failure?.message ?? (signal ? `killed by ${signal}` : `exit status ${code}`)
        spec.onEvent({ kind: 'ended', reason, retryInMs: pause })
        timer = setTimeout(launch, pause)
        pause = Math.min(longestPause, Math.max(200, pause * 2))
        restarts++
      })
    })
    current.on('error', () => {})
    current.on('message', (message: FromChild) => {
      if (message.type === 'failed') failure = message
      if (message.type !== 'ready') return
      wasReady = true
      first.resolve(message)
      spec.onEvent({
        kind: 'ready',
        restarts,
        ...(message.port && { port: message.port }),
        ...(message.tlsPort && { tlsPort: message.tlsPort }),
      })
    })
    if (begun) send(current, { type: 'start' })
  }
  launch()

  return {
    ready: first.promise,
    pid: () => child?.pid,
    begin() {
      begun = true
      if (child) send(child, { type: 'start' })
    },
    async stop(graceMs) {
      stopping = true
      clearTimeout(timer)
      if (!child || child.exitCode !== null || child.signalCode !== null) return
      send(child, { type: 'stop' })
      const kill = setTimeout(() => child?.kill('SIGKILL'), graceMs)
      await ended
      clearTimeout(kill)
    },
  }
}

function send(child: ReturnType<typeof fork>, message: ToChild) {
  if (child.connected) child.send(message, () => {})
}

function start(spec: ProcessSpec) {
  mkdirSync(dirname(spec.log), { recursive: true, mode: 0o700 })
  const log = openSync(spec.log, 'a', 0o600)
  try {
    return fork(spec.module, spec.args, {
      env: spec.environment,
      stdio: ['ignore', log, log, 'ipc'],
      execArgv: ['--disable-warning=ExperimentalWarning'],
    })
  } finally {
    closeSync(log)
  }
}
