/** What a supervisor tells a process, and what it hears from it. */
export type ToChild = { readonly type: 'start' } | { readonly type: 'stop' }
export type FromChild =
  | { readonly type: 'loaded' }
  | { readonly type: 'ready'; readonly port?: number; readonly tlsPort?: number }
  | { readonly type: 'failed'; readonly message: string; readonly expected: boolean }

export interface ChildLink {
  /** Resolves when the work may begin: at once without a supervisor. */
  readonly start: Promise<void>
  /** Aborted when the process shall end: told so, or left alone by its supervisor, or by a signal. */
  readonly stop: AbortSignal
  tell(message: FromChild): void
}

/**
 * The link of this process to the supervisor that started it. Under a supervisor, signals of the terminal are left to
 * that one, so that things end in their order; when it is gone, however it ended, this process ends as well.
 */
export function linkToSupervisor(): ChildLink {
  const controller = new AbortController()
  const stop = () => controller.abort()
  process.on('SIGTERM', stop)
  if (!process.send) {
    process.on('SIGINT', stop)
    process.on('SIGHUP', stop)
    return { start: Promise.resolve(), stop: controller.signal, tell: () => {} }
  }
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => {})
  process.on('disconnect', stop)
  const start = new Promise<void>((resolve) => {
    process.on('message', (message: ToChild) => {
      if (message.type === 'start') resolve()
      if (message.type === 'stop') stop()
    })
    controller.signal.addEventListener('abort', () => resolve())
  })
  return {
    start,
    stop: controller.signal,
    tell: (message) => {
      if (process.connected) process.send!(message, undefined, undefined, () => {})
    },
  }
}
