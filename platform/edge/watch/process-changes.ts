// Numbers of the kernel's interface: linux/cn_proc.h.
const fork = 0x00000001
const exec = 0x00000002
const exit = 0x80000000
/** nlmsghdr 16 + cn_msg 20; then `what`, the processor and a time of 8 bytes, and what happened. */
const whatOffset = 36
const dataOffset = whatOffset + 16
/** Forked processes remembered at most; past that each end counts as a change. */
const maxYoung = 10_000

/**
 * Tells from the kernel's process events whether a list of programs would differ. What does not count: threads, and a child that
 * ends without having run a program, as the workers of a database do many times a minute. Its parent's program is on the list anyway.
 */
export class ProcessChanges {
  /** Processes that were forked and have not run a program. */
  readonly #young = new Set<number>()
  #seen = false

  /** One message of the connector; anything shorter than an event is ignored. */
  message(bytes: Buffer): void {
    if (bytes.length < dataOffset + 8) return
    const word = (index: number) => bytes.readUInt32LE(dataOffset + 4 * index)
    switch (bytes.readUInt32LE(whatOffset)) {
      case fork: {
        if (bytes.length < dataOffset + 16) return
        const [child, group] = [word(2), word(3)]
        if (child === group && this.#young.size < maxYoung) this.#young.add(child)
        return
      }
      case exec:
        this.#young.delete(word(1))
        this.#seen = true
        return
      case exit: {
        const [process, group] = [word(0), word(1)]
        if (process === group && !this.#young.delete(process)) this.#seen = true
      }
    }
  }

  /** Events were lost: something certainly changed. */
  lost(): void {
    this.#young.clear()
    this.#seen = true
  }

  /** True where something changed since it was last asked. */
  take(): boolean {
    const seen = this.#seen
    this.#seen = false
    return seen
  }
}
