import type { Duplex } from 'node:stream'

/** Both ends of the pipe are the project's own, yet one of them parses hostile files: the other takes nothing larger than this from it. */
export const maxFrameBytes = 32 * 1024 * 1024

/**
 * One message between the two processes of an agent: a JSON header and raw bytes.
 * On the wire: `u32 header length · u32 body length · header (UTF-8 JSON) · body`, big endian.
 */
export interface Frame {
  readonly header: Readonly<Record<string, unknown>>
  readonly body: Uint8Array
}

const none = new Uint8Array(0)

/** The bytes of one frame. */
export function encodeFrame(header: Readonly<Record<string, unknown>>, body: Uint8Array = none): Buffer {
  const words = Buffer.from(JSON.stringify(header))
  const frame = Buffer.allocUnsafe(8 + words.length + body.length)
  frame.writeUInt32BE(words.length, 0)
  frame.writeUInt32BE(body.length, 4)
  words.copy(frame, 8)
  frame.set(body, 8 + words.length)
  return frame
}

/** Cuts a byte stream into frames. `push` throws on a frame over the limit or a header that is not an object: the other end is broken then. */
export class FrameReader {
  #pending: Buffer = Buffer.alloc(0)

  push(chunk: Buffer): Frame[] {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk])
    const frames: Frame[] = []
    for (;;) {
      if (this.#pending.length < 8) return frames
      const words = this.#pending.readUInt32BE(0)
      const bytes = this.#pending.readUInt32BE(4)
      if (words + bytes > maxFrameBytes)
        throw new Error(`a frame of ${words + bytes} bytes is over the limit of ${maxFrameBytes}`)
      const end = 8 + words + bytes
      if (this.#pending.length < end) return frames
      const header: unknown = JSON.parse(this.#pending.toString('utf8', 8, 8 + words))
      if (typeof header !== 'object' || header === null || Array.isArray(header))
        throw new Error('a frame header is not an object')
      frames.push({ header: header as Frame['header'], body: this.#pending.subarray(8 + words, end) })
      this.#pending = this.#pending.subarray(end)
    }
  }
}

/** Sends a frame and waits where the other end is slow, so that a walk of a large disk does not pile up in memory. */
export function sendFrame(stream: Duplex, header: Readonly<Record<string, unknown>>, body?: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    if (stream.destroyed) {
      reject(new Error('the other process of the agent is gone'))
      return
    }
    if (stream.write(encodeFrame(header, body))) {
      resolve()
      return
    }
    const done = () => {
      stream.off('drain', done)
      stream.off('close', done)
      resolve()
    }
    stream.on('drain', done)
    stream.on('close', done)
  })
}
