import { SshError } from './ssh-error.ts'

const newline = 10

/** Takes a stream apart: by lines, by lengths, and up to a mark. */
export class ByteSource {
  readonly #pieces: AsyncIterator<Buffer>
  readonly #idleMs: number
  #held: Buffer = Buffer.alloc(0)

  constructor(pieces: AsyncIterator<Buffer>, idleMs: number) {
    this.#pieces = pieces
    this.#idleMs = idleMs
  }

  /** A line without its end. */
  async line(maxLength = 65_536): Promise<string> {
    for (let from = 0; ; ) {
      const at = this.#held.indexOf(newline, from)
      if (at >= 0)
        return this.#take(at + 1)
          .subarray(0, at)
          .toString('utf8')
      from = this.#held.length
      if (from > maxLength) throw new SshError('protocol', 'the remote shell sent a line that has no end')
      await this.#more()
    }
  }

  async exactly(length: number): Promise<Buffer> {
    const parts: Buffer[] = []
    let missing = length
    while (missing > 0) {
      if (this.#held.length === 0) await this.#more()
      const part = this.#take(Math.min(missing, this.#held.length))
      parts.push(part)
      missing -= part.length
    }
    return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts, length)
  }

  /** Everything before the mark, which is taken as well. More than `maxLength` bytes are read to the mark and not kept. */
  async until(mark: Buffer, maxLength: number): Promise<Buffer | undefined> {
    const parts: Buffer[] = []
    let length = 0
    for (;;) {
      const at = this.#held.indexOf(mark)
      if (at >= 0) {
        parts.push(this.#take(at))
        this.#take(mark.length)
        length += at
        return length > maxLength ? undefined : Buffer.concat(parts)
      }
      // The mark may begin at the very end of what is here.
      const safe = this.#held.length - mark.length + 1
      if (safe > 0) {
        const part = this.#take(safe)
        length += part.length
        if (length <= maxLength) parts.push(part)
      }
      await this.#more()
    }
  }

  #take(length: number): Buffer {
    const taken = this.#held.subarray(0, length)
    this.#held = this.#held.subarray(length)
    return taken
  }

  async #more(): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const idle = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new SshError('unreachable', `the host said nothing for ${this.#idleMs / 1000} s`)),
        this.#idleMs,
      )
    })
    try {
      const next = await Promise.race([this.#pieces.next(), idle])
      if (next.done) throw new SshError('unreachable', 'the connection to the host ended')
      this.#held = this.#held.length === 0 ? next.value : Buffer.concat([this.#held, next.value])
    } finally {
      clearTimeout(timer)
    }
  }
}
