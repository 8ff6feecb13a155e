import { StoreError } from '../store-error.ts'
import { isRunning, type Postmaster, stopPostmaster } from './postmaster.ts'
import { rotateLog } from './rotate-log.ts'
import type { EmbeddedEvent } from './start-embedded.ts'

const longestPause = 30_000
/** A server that ran this long starts the pauses from the beginning. */
const steady = 60_000

export interface Supervisor {
  pid(): number
  stop(): Promise<void>
  leave(): void
}

/**
 * Watches the server, ours or adopted, and starts it again when it ends by itself: at once, then with growing pauses.
 * An adopted server is no child, thus all are watched through /proc, five times a second.
 */
export function supervise(
  first: Postmaster,
  options: {
    startAnew: (stop: AbortSignal) => Promise<Postmaster>
    log: string
    onEvent: (event: EmbeddedEvent) => void
  },
): Supervisor {
  let current = first
  let since = Date.now()
  let pause = 0
  const closing = new AbortController()
  let restarting: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined

  const watch = setInterval(() => {
    if (restarting || timer || isRunning(current)) return
    options.onEvent({ kind: 'ended' })
    if (Date.now() - since > steady) pause = 0
    schedule()
  }, 200)
  const rotation = setInterval(() => rotateLog(options.log), 30_000)
  watch.unref()
  rotation.unref()
  rotateLog(options.log)

  function schedule() {
    timer = setTimeout(() => {
      timer = undefined
      restarting = restart().finally(() => {
        restarting = undefined
      })
    }, pause)
    timer.unref()
    pause = Math.min(longestPause, Math.max(100, pause * 2))
  }

  async function restart() {
    try {
      current = await options.startAnew(closing.signal)
      since = Date.now()
      options.onEvent({ kind: 'restarted', pid: current.pid })
    } catch (cause) {
      if (closing.signal.aborted) return
      const error =
        cause instanceof StoreError
          ? cause
          : new StoreError('database-start-failed', `The database does not start: ${(cause as Error).message}.`, {
              cause,
            })
      options.onEvent({ kind: 'failed', error, retryInMs: pause })
      schedule()
    }
  }

  function close() {
    closing.abort()
    clearInterval(watch)
    clearInterval(rotation)
    clearTimeout(timer)
  }

  return {
    pid: () => current.pid,
    leave: close,
    async stop() {
      close()
      await restarting
      await stopPostmaster(current)
    },
  }
}
