import { createCipheriv, createDecipheriv } from 'node:crypto'
import { BackupError } from '../backup-error.ts'
import type { FileSecret } from './file-header.ts'

/** Plain bytes of all chunks but the last. */
const chunkSize = 512 * 1024
const tagSize = 16

/**
 * Cuts bytes into chunks and encrypts each: four bytes of length, AES-256-GCM, its tag. The nonce counts the chunks and marks the last one,
 * so that none can be left out, repeated, put elsewhere, or be the end without being it (the STREAM construction of
 * Hoang, Reyhanitabar, Rogaway and Vizár, 2015).
 */
export async function* sealChunks(plain: AsyncIterable<Buffer>, secret: FileSecret): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = []
  let size = 0
  let counter = 0
  for await (const bytes of plain) {
    waiting.push(bytes)
    size += bytes.length
    // One byte more, so that the last chunk is never empty unless all is.
    while (size > chunkSize) {
      const all = waiting.length === 1 ? waiting[0]! : Buffer.concat(waiting)
      yield sealChunk(all.subarray(0, chunkSize), secret, counter++, false)
      waiting = [all.subarray(chunkSize)]
      size -= chunkSize
    }
  }
  yield sealChunk(Buffer.concat(waiting), secret, counter, true)
}

/** The plain bytes again. `offset` is where the first chunk begins in the file, for messages. Throws `damaged`, which names the place. */
export async function* openChunks(
  sealed: AsyncIterable<Buffer>,
  secret: FileSecret,
  offset: number,
): AsyncGenerator<Buffer> {
  const reader = new ByteReader(sealed)
  let place = offset
  for (let counter = 0; ; counter++) {
    const where = `chunk ${counter + 1}, at byte ${place}`
    const head = await reader.take(4)
    if (!head) throw damaged(`The backup was cut off: it ends before ${where}.`)
    const length = head.readUInt32BE()
    if (length > chunkSize) throw damaged(`The backup was changed: ${where}, has a length that cannot be.`)
    const body = await reader.take(length + tagSize)
    if (!body) throw damaged(`The backup was cut off: it ends within ${where}.`)
    place += 4 + body.length
    const isLast = await reader.isAtEnd()
    const plain = openChunk(body, secret, counter, isLast)
    if (plain) yield plain
    else if (isLast && openChunk(body, secret, counter, false))
      throw damaged(`The backup was cut off: it ends after ${where}, which is not its last.`)
    else if (!isLast && openChunk(body, secret, counter, true))
      throw damaged(`The backup was changed: something follows its last chunk at byte ${place}.`)
    else throw damaged(`The backup was changed: ${where}, is not what was written there.`)
    if (isLast) return
  }
}

function nonceOf(counter: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeBigUInt64BE(BigInt(counter))
  nonce[8] = isLast ? 1 : 0
  return nonce
}

function sealChunk(plain: Buffer, secret: FileSecret, counter: number, isLast: boolean): Buffer {
  const cipher = createCipheriv('aes-256-gcm', secret.key, nonceOf(counter, isLast)).setAAD(secret.bound)
  const head = Buffer.alloc(4)
  head.writeUInt32BE(plain.length)
  return Buffer.concat([head, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

function openChunk(body: Buffer, secret: FileSecret, counter: number, isLast: boolean): Buffer | undefined {
  const end = body.length - tagSize
  try {
    const cipher = createDecipheriv('aes-256-gcm', secret.key, nonceOf(counter, isLast))
      .setAAD(secret.bound)
      .setAuthTag(body.subarray(end))
    const plain = cipher.update(body.subarray(0, end))
    cipher.final()
    return plain
  } catch {
    return undefined
  }
}

/** Takes bytes by number from a stream of pieces of any size. */
export class ByteReader {
  readonly #pieces: AsyncIterator<Buffer>
  #waiting: Buffer[] = []
  #size = 0
  #ended = false

  constructor(pieces: AsyncIterable<Buffer>) {
    this.#pieces = pieces[Symbol.asyncIterator]()
  }

  /** Undefined when fewer are left. */
  async take(count: number): Promise<Buffer | undefined> {
    while (this.#size < count && !this.#ended) await this.#more()
    if (this.#size < count) return undefined
    const all = this.#waiting.length === 1 ? this.#waiting[0]! : Buffer.concat(this.#waiting)
    this.#waiting = all.length > count ? [all.subarray(count)] : []
    this.#size -= count
    return all.subarray(0, count)
  }

  async isAtEnd(): Promise<boolean> {
    while (this.#size === 0 && !this.#ended) await this.#more()
    return this.#size === 0
  }

  async #more() {
    const next = await this.#pieces.next()
    if (next.done) this.#ended = true
    else if (next.value.length > 0) {
      this.#waiting.push(next.value)
      this.#size += next.value.length
    }
  }
}

function damaged(message: string): BackupError {
  return new BackupError('damaged', message)
}
