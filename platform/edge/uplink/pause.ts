/** A sleep that others can end: by `wake` or by stopping. */
export class Pause {
  #end: (() => void) | undefined
  #woken = false

  /** Ends the present sleep, or the next one before it begins. */
  wake(): void {
    this.#woken = true
    this.#end?.()
  }

  /** Resolves after `ms`, when woken, or when `stop` aborts. */
  async sleep(ms: number, stop: AbortSignal): Promise<void> {
    if (!this.#woken && !stop.aborted && ms > 0) {
      await new Promise<void>((resolve) => {
        const end = () => {
          clearTimeout(timer)
          stop.removeEventListener('abort', end)
          this.#end = undefined
          resolve()
        }
        // Timers take at most 2^31-1 ms.
        const timer = setTimeout(end, Math.min(ms, 2 ** 31 - 1))
        stop.addEventListener('abort', end, { once: true })
        this.#end = end
      })
    }
    this.#woken = false
  }
}
