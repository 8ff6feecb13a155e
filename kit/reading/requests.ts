import { ByteView, MalformedInput } from './byte-view.ts'

/** A reader's wish for bytes of one of its inputs. */
export interface ReadRequest {
  readonly offset: number
  readonly length: number
  /** Which input, for readers of several; 0 is the main one. */
  readonly input: number
}

/**
 * A reader that asks for the bytes it needs, so that large files are never loaded whole, and the same reader works over
 * synchronous and asynchronous sources. It yields requests and is resumed with the bytes: fewer than asked for at the end of the
 * input, never more.
 */
export type LazyReader<Result> = Generator<ReadRequest, Result, Uint8Array>

/** Bytes at an offset of an input; fewer when the input ends before. */
export type ReadBytes = (offset: number, length: number, input: number) => Uint8Array

export function runReader<Result>(reader: LazyReader<Result>, read: ReadBytes): Result {
  let step = reader.next()
  while (!step.done) step = reader.next(read(step.value.offset, step.value.length, step.value.input))
  return step.value
}

export async function runReaderAsync<Result>(
  reader: LazyReader<Result>,
  read: (...request: Parameters<ReadBytes>) => Promise<Uint8Array>,
): Promise<Result> {
  let step = reader.next()
  while (!step.done) step = reader.next(await read(step.value.offset, step.value.length, step.value.input))
  return step.value
}

/** A source for `runReader` over bytes in memory; the first is the main input. */
export function bytesInMemory(...inputs: readonly Uint8Array[]): ReadBytes {
  return (offset, length, input) => inputs[input]?.subarray(offset, offset + length) ?? new Uint8Array(0)
}

/** Asks for exactly `length` bytes; fewer are malformed input. For use inside readers: `yield* readExactly(…)`. */
export function* readExactly(offset: number, length: number, input = 0): LazyReader<ByteView> {
  if (!Number.isSafeInteger(offset) || offset < 0 || length < 0)
    throw new MalformedInput('an offset out of range', offset)
  const bytes = yield { offset, length, input }
  if (bytes.length < length) throw new MalformedInput(`the input ends before ${length} bytes at ${offset}`, offset)
  return new ByteView(bytes.length > length ? bytes.subarray(0, length) : bytes, offset)
}

/** Asks for up to `length` bytes. */
export function* readUpTo(offset: number, length: number, input = 0): LazyReader<ByteView> {
  if (!Number.isSafeInteger(offset) || offset < 0 || length < 0)
    throw new MalformedInput('an offset out of range', offset)
  const bytes = yield { offset, length, input }
  return new ByteView(bytes.length > length ? bytes.subarray(0, length) : bytes, offset)
}
