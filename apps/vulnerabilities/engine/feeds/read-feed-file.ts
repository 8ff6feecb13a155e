import { decodeUtf8 } from '@holdfast/kit/text'
import type { FeedRecord } from '../feed-record.ts'
import { type FeedFile, type FeedReader, startLength } from './feed-reader.ts'
import { feedReaders } from './readers.ts'

/** The reader of a file, by its path and its first `startLength` bytes; undefined where no reader knows it. */
export function feedReaderFor(
  path: string,
  first: Uint8Array,
  readers: readonly FeedReader[] = feedReaders,
): FeedReader | undefined {
  const start = decodeUtf8(first.subarray(0, startLength))
  return readers.find((reader) => reader.matches(path, start))
}

/** A file with the format that it is in. */
export interface RecognisedFile {
  /** Undefined where no reader knows it: then `records` is empty, and none of its pieces beyond the first are taken. */
  readonly reader: FeedReader | undefined
  readonly records: AsyncIterable<FeedRecord>
}

/** Looks at the beginning of a file, and reads it with the reader that knows it. */
export async function readFeedFile(
  { path, pieces }: FeedFile,
  readers: readonly FeedReader[] = feedReaders,
): Promise<RecognisedFile> {
  const iterator = pieces[Symbol.asyncIterator]()
  const taken: Uint8Array[] = []
  let length = 0
  let ended = false
  while (length < startLength && !ended) {
    const { done, value } = await iterator.next()
    if (done) ended = true
    else {
      taken.push(value)
      length += value.length
    }
  }
  const reader = feedReaderFor(path, joined(taken, Math.min(length, startLength)), readers)
  if (reader === undefined) {
    await iterator.return?.()
    return { reader, records: nothing() }
  }
  return { reader, records: reader.read({ path, pieces: resumed(taken, ended ? undefined : iterator) }) }
}

async function* nothing(): AsyncGenerator<FeedRecord> {}

async function* resumed(
  taken: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array> | undefined,
): AsyncGenerator<Uint8Array> {
  yield* taken
  if (rest !== undefined) yield* { [Symbol.asyncIterator]: () => rest }
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  if (pieces.length === 1) return pieces[0] as Uint8Array
  const bytes = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece.subarray(0, length - at), at)
    at += Math.min(piece.length, length - at)
  }
  return bytes
}
