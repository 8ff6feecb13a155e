import { createHash } from 'node:crypto'
import { Check } from 'typebox/value'
import { FeedManifest } from '../store/manifest.ts'
import { bundleVersion } from './write-bundle.ts'

/** Bytes of a line; no record that was written is as long. */
const maxLine = 64 * 1024 ** 2
const maxFeeds = 1000

/** Whether a file begins as a bundle does. */
export function isBundle(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(0, 20)).toString('latin1').startsWith('{"holdfast":"feeds"')
}

/**
 * The feeds of a bundle, one after another; the records of each must be read before the next is asked for. Throws an Error with the line where the bundle is
 * broken, ends early, is of a newer version, or does not have its checksums.
 */
export async function* readBundle(
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ readonly manifest: FeedManifest; readonly records: AsyncIterable<unknown> }> {
  let number = 0
  const lines = linesOf(pieces)
  const fail = (reason: string): never => {
    throw new Error(`line ${number}: ${reason}`)
  }
  const next = async (): Promise<{ text: string; value: Record<string, unknown> } | undefined> => {
    const { value: text, done } = await lines.next()
    if (done) return undefined
    number++
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch {
      return fail('is not JSON')
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return fail('is not an object')
    return { text, value: value as Record<string, unknown> }
  }
  const first = await next()
  if (first?.value.v !== bundleVersion)
    fail(`the bundle is of version ${String(first?.value.v)}, this program reads ${bundleVersion}`)
  for (let feeds = 0; ; feeds++) {
    const line = await next()
    if (line === undefined) return fail('the bundle ends early')
    if (typeof line.value.feeds === 'number') {
      if (line.value.feeds !== feeds) fail(`holds ${feeds} feeds and says ${line.value.feeds}`)
      return
    }
    const manifest = line.value.feed
    if (!Check(FeedManifest, manifest)) return fail('is not the manifest of a feed')
    if (feeds >= maxFeeds) fail(`holds more than ${maxFeeds} feeds`)
    const hash = createHash('sha256')
    let isRead = false
    const records = async function* () {
      for (let count = 0; ; count++) {
        const one = (await next()) ?? fail('the bundle ends early')
        if ('r' in one.value) {
          hash.update(`${one.text}\n`)
          yield one.value.r
          continue
        }
        const { end, records: said, sha256 } = one.value
        if (end !== manifest.feed || said !== count || sha256 !== hash.digest('hex'))
          fail(`the records of ${manifest.feed} are not those that were written: their number or checksum differs`)
        isRead = true
        return
      }
    }
    yield { manifest, records: records() }
    if (!isRead) fail(`the records of ${manifest.feed} were not read`)
  }
}

async function* linesOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  let rest: Buffer[] = []
  let held = 0
  for await (const piece of pieces) {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength)
    let from = 0
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, from)) {
      const end = bytes.subarray(from, at)
      yield (rest.length === 0 ? end : Buffer.concat([...rest, end])).toString('utf8')
      rest = []
      held = 0
      from = at + 1
    }
    // The pieces may be used again by whoever gave them.
    const more = Buffer.from(bytes.subarray(from))
    held += more.length
    if (held > maxLine) throw new Error(`a line is longer than ${maxLine} bytes`)
    if (more.length > 0) rest.push(more)
  }
  if (held > 0) throw new Error('the bundle ends within a line')
}
