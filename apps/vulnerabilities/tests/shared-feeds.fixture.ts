import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, inflateRawSync } from 'node:zlib'
import { bytesInMemory, runReader } from '@holdfast/kit/reading'
import { readZipDirectory, readZipMember } from '@holdfast/kit/zip'

const corpora = process.env.HOLDFAST_CORPORA ?? join(import.meta.dirname, '../../../../shared/corpora')

/** Real feeds, which lie beside a checkout of those who develop. */
export const sharedFeeds = join(corpora, '../feeds')

/** For `skip` of tests that read them. */
export const withoutFeeds = existsSync(sharedFeeds) ? false : `no feeds at ${sharedFeeds}`

/** The bytes of a file, unpacked as its ending says. */
export function feedBytes(path: string): Uint8Array {
  const file = join(sharedFeeds, path)
  if (path.endsWith('.gz')) return gunzipSync(readFileSync(file))
  if (path.endsWith('.xz')) return execFileSync('xz', ['-dc', file], { maxBuffer: 1 << 30 })
  return readFileSync(file)
}

/** The files in a zip whose names `wanted` accepts. */
export function feedMembers(
  path: string,
  wanted: (name: string) => boolean,
): readonly { readonly name: string; readonly bytes: Uint8Array }[] {
  const read = bytesInMemory(readFileSync(join(sharedFeeds, path)))
  const { size } = statSync(join(sharedFeeds, path))
  const inflate = (bytes: Uint8Array, maxOutputLength: number) => inflateRawSync(bytes, { maxOutputLength })
  return runReader(readZipDirectory(size), read)
    .items.filter(({ name, size: length }) => length > 0 && wanted(name))
    .map((entry) => ({
      name: entry.name,
      bytes: runReader(readZipMember(entry, { maxSize: 1 << 28, inflate }), read),
    }))
}
