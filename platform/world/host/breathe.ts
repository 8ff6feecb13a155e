import { setImmediate } from 'node:timers/promises'

/** Longest stretch of synchronous work, in milliseconds, before the event loop gets a turn. */
const stretch = 8

/** Returns a function to await between small pieces of synchronous work: it lets the event loop run when a stretch is over, and costs next to nothing otherwise. */
export function breather(): () => Promise<void> | undefined {
  let since = performance.now()
  return () => {
    if (performance.now() - since < stretch) return undefined
    return setImmediate().then(() => {
      since = performance.now()
    })
  }
}
