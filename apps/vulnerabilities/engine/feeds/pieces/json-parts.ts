import { decodeUtf8 } from '@holdfast/kit/text'
import { ByteQueue } from './byte-queue.ts'

/** Keys of objects and positions in arrays, from the outermost: `['vulnerabilities', 3]`. */
export type JsonPath = readonly (string | number)[]

/** A value of a JSON document, or why there is none. */
export type JsonPart =
  | { readonly path: JsonPath; readonly value: unknown; readonly problem?: undefined }
  | { readonly path: JsonPath; readonly problem: string; readonly value?: undefined }

export interface JsonPartsOptions {
  /** Whether the members of this object or array are wanted one by one. Without it the members of no other than a top-level array are. */
  readonly opens?: (path: JsonPath, kind: 'object' | 'array') => boolean
  /** Bytes of one value; longer ones are left out. */
  readonly maxLength?: number
}

const maxDepth = 512
const quote = 0x22
const backslash = 0x5c

/**
 * Cuts a JSON document, or many one after another, into its parts without holding it as a whole. A part that is not JSON becomes a problem and the
 * next is read; where even its end cannot be told, reading stops. Source: RFC 8259.
 */
export async function* jsonParts(
  pieces: AsyncIterable<Uint8Array>,
  options: JsonPartsOptions = {},
): AsyncGenerator<JsonPart> {
  const source: Source = { queue: new ByteQueue(), ended: false }
  const parts = documents(source, {
    opens: options.opens ?? ((path, kind) => path.length === 0 && kind === 'array'),
    maxLength: options.maxLength ?? 64 * 1024 * 1024,
  })
  for await (const piece of pieces) {
    source.queue.add(piece)
    for (;;) {
      const { done, value } = parts.next()
      if (done) return
      if (value === undefined) break
      yield value
    }
  }
  source.ended = true
  for (const part of parts) if (part !== undefined) yield part
}

/** Names a part for people: `vulnerabilities[3]`. */
export function placeOf(path: JsonPath): string {
  return path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : `${text}${text === '' ? '' : '.'}${step}`),
    '',
  )
}

interface Source {
  readonly queue: ByteQueue
  ended: boolean
}

/** Yields undefined where it needs more bytes. */
type Steps<Result> = Generator<JsonPart | undefined, Result, unknown>

type Wanted = Required<JsonPartsOptions>

function* documents(source: Source, wanted: Wanted): Steps<void> {
  if ((yield* peek(source)) === 0xef) source.queue.take(3)
  for (;;) {
    const byte = yield* peek(source)
    if (byte === undefined) return
    if (!(yield* value(source, wanted, []))) return
  }
}

/** One value; false where its end was not found. */
function* value(source: Source, wanted: Wanted, path: JsonPath): Steps<boolean> {
  const byte = yield* peek(source)
  const kind = byte === 0x7b ? 'object' : byte === 0x5b ? 'array' : undefined
  if (kind !== undefined && path.length < 16 && wanted.opens(path, kind))
    return yield* members(source, wanted, path, kind)
  const at = source.queue.taken
  const captured = yield* capture(source, wanted.maxLength)
  if (typeof captured === 'string') {
    yield { path, problem: `${captured} at byte ${at}` }
    return captured === tooLong
  }
  try {
    yield { path, value: JSON.parse(captured.text) }
  } catch {
    yield { path, problem: `not JSON at byte ${at}` }
    // A word or number that is none may be any text: nothing tells where the next value begins.
    return kind !== undefined || byte === quote
  }
  return true
}

function* members(source: Source, wanted: Wanted, path: JsonPath, kind: 'object' | 'array'): Steps<boolean> {
  const closing = kind === 'object' ? 0x7d : 0x5d
  source.queue.take(1)
  for (let index = 0; ; index++) {
    let byte = yield* peek(source)
    if (byte === closing && index === 0) break
    let step: string | number = index
    if (kind === 'object') {
      const key = byte === quote ? yield* capture(source, 65_536) : 'no key'
      if (typeof key === 'string' || (yield* peek(source)) !== 0x3a) return yield* stop(source, path)
      source.queue.take(1)
      try {
        step = String(JSON.parse(key.text))
      } catch {
        return yield* stop(source, path)
      }
    }
    if (!(yield* value(source, wanted, [...path, step]))) return false
    byte = yield* peek(source)
    if (byte === closing) break
    if (byte !== 0x2c) return yield* stop(source, path)
    source.queue.take(1)
  }
  source.queue.take(1)
  return true
}

function* stop(source: Source, path: JsonPath): Steps<false> {
  const ended = source.ended && source.queue.length === 0
  yield {
    path,
    problem: ended
      ? `the document ends in the middle at byte ${source.queue.taken}`
      : `not JSON at byte ${source.queue.taken}: the rest is left out`,
  }
  return false
}

/** The next byte that is no white space, which it leaves there; undefined at the end. */
function* peek(source: Source): Steps<number | undefined> {
  for (;;) {
    const waiting = source.queue.waiting
    for (let at = 0; at < waiting.length; at++) {
      const byte = waiting[at] as number
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) {
        source.queue.take(at)
        return byte
      }
    }
    source.queue.take(waiting.length)
    if (source.ended) return undefined
    yield undefined
  }
}

const tooLong = 'longer than any real one'

/** The text of a value, of which only the brackets and quotes are looked at. */
function* capture(source: Source, maxLength: number): Steps<{ readonly text: string } | string> {
  const { queue } = source
  let depth = 0
  let inText = false
  let at = 0
  let dropped = false
  for (;;) {
    const bytes = queue.waiting
    let end = -1
    while (at < bytes.length) {
      if (inText) {
        const close = bytes.indexOf(quote, at)
        at = close < 0 ? bytes.length : close + 1
        if (close < 0 || isEscaped(bytes, close)) continue
        inText = false
        if (depth === 0) end = at
      } else {
        const byte = bytes[at] as number
        if (byte === quote) inText = true
        else if (byte === 0x7b || byte === 0x5b) depth++
        else if (byte === 0x7d || byte === 0x5d) depth--
        else if (depth === 0 && isBetween(byte)) end = at
        if (depth < 0) end = at
        else if (depth === 0 && end < 0 && (byte === 0x7d || byte === 0x5d)) end = at + 1
        if (depth > maxDepth) return `nested deeper than ${maxDepth}`
        at++
      }
      if (end >= 0) break
    }
    if (end < 0 && source.ended) {
      if (depth > 0 || inText) return 'the document ends in the middle'
      end = bytes.length
    }
    if (end >= 0) {
      const text = dropped || end > maxLength ? undefined : decodeUtf8(bytes.subarray(0, end))
      queue.take(end)
      return text === undefined ? tooLong : { text }
    }
    if (queue.length > maxLength) {
      dropped = true
      // What may be the beginning of an escape stays.
      const kept = inText ? trailingBackslashes(bytes) % 2 : 0
      queue.take(bytes.length - kept)
      at = kept
    }
    yield undefined
  }
}

function isBetween(byte: number): boolean {
  return byte === 0x2c || byte === 0x3a || byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}

function isEscaped(bytes: Uint8Array, at: number): boolean {
  let before = at - 1
  while (before >= 0 && bytes[before] === backslash) before--
  return (at - 1 - before) % 2 === 1
}

function trailingBackslashes(bytes: Uint8Array): number {
  let count = 0
  while (count < bytes.length && bytes[bytes.length - 1 - count] === backslash) count++
  return count
}
