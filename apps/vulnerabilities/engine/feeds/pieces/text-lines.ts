import { decodeUtf8 } from '@holdfast/kit/text'
import { ByteQueue } from './byte-queue.ts'

/** A line without its end; `text` is undefined for one that is too long, which is left out. */
export interface TextLine {
  /** From 1. */
  readonly line: number
  readonly text: string | undefined
}

const newline = 10

/** Lines of UTF-8 text. A byte order mark and `\r` before the end of a line are no part of them. */
export async function* textLines(
  pieces: AsyncIterable<Uint8Array>,
  maxLength = 64 * 1024 * 1024,
): AsyncGenerator<TextLine> {
  const queue = new ByteQueue()
  let line = 0
  let seen = 0
  let dropping = false
  for await (const piece of pieces) {
    queue.add(piece)
    for (;;) {
      const waiting = queue.waiting
      const end = waiting.indexOf(newline, seen)
      if (end < 0) {
        seen = waiting.length
        break
      }
      line++
      yield { line, text: dropping || end > maxLength ? undefined : lineOf(waiting, end) }
      dropping = false
      seen = 0
      queue.take(end + 1)
    }
    if (queue.length > maxLength) {
      dropping = true
      seen = 0
      queue.take(queue.length)
    }
  }
  if (queue.length > 0 || dropping)
    yield { line: line + 1, text: dropping ? undefined : lineOf(queue.waiting, queue.length) }
}

function lineOf(bytes: Uint8Array, end: number): string {
  return decodeUtf8(bytes.subarray(0, end > 0 && bytes[end - 1] === 13 ? end - 1 : end))
}
