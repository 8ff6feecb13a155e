import { createHash } from 'node:crypto'
import { closeSync, createWriteStream, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { FeedContent } from '../../contract/index.ts'
import { FeedError } from '../feed-error.ts'
import type { StoredFeed } from '../store/read-feeds.ts'

/** Raised when bundles are written in another way. */
export const bundleVersion = 1

const flushAt = 1 << 18

/**
 * Writes feeds into one file that `import` takes on another machine: gzip of lines of JSON. The first says what it is; then, for each feed, its manifest, its
 * records one a line, and their number and SHA-256; the last line says how many feeds there are. The file is there whole or not at all.
 */
export async function writeBundle(
  path: string,
  feeds: readonly StoredFeed[],
  contents: readonly FeedContent[],
  options: { readonly madeAt: string; readonly by: string },
): Promise<{ readonly records: number }> {
  let records = 0
  function* lines(): Generator<string> {
    yield `${JSON.stringify({ holdfast: 'feeds', v: bundleVersion, ...options })}\n`
    for (const { manifest, path: compiled } of feeds) {
      const content = contents.find(({ app }) => app === manifest.app)
      if (!content) throw new FeedError('unknown', `${manifest.feed} is of the app ${manifest.app}, which is not here.`)
      yield `${JSON.stringify({ feed: manifest })}\n`
      const hash = createHash('sha256')
      let count = 0
      let piece = ''
      for (const record of content.records(compiled)) {
        const line = `${JSON.stringify({ r: record })}\n`
        hash.update(line)
        count++
        piece += line
        if (piece.length < flushAt) continue
        yield piece
        piece = ''
      }
      yield piece
      yield `${JSON.stringify({ end: manifest.feed, records: count, sha256: hash.digest('hex') })}\n`
      records += count
    }
    yield `${JSON.stringify({ feeds: feeds.length })}\n`
  }
  const unfinished = `${path}.unfinished`
  try {
    await pipeline(Readable.from(lines()), createGzip({ level: 6 }), createWriteStream(unfinished, { mode: 0o644 }))
    const descriptor = openSync(unfinished, 'r')
    fsyncSync(descriptor)
    closeSync(descriptor)
    renameSync(unfinished, path)
  } finally {
    rmSync(unfinished, { force: true })
  }
  return { records }
}
