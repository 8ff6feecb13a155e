import { createHash } from 'node:crypto'
import { findFiles } from '../find-files.ts'
import { type Draft, found, type Probe, text } from '../probe.ts'

const algorithms: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-224': 'sha224',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
}

/** One piece of a file. Bytes. */
const piece = 4 * 1024 * 1024

/** Digests of files, by each algorithm that is wanted. Source: OVAL 5.11, independent filehash58_item. */
export const fileHash: Probe = async (wanted, look) => {
  const messages = new Set<string>()
  const items: Draft[] = []
  const chosen = Object.entries(algorithms).filter(([name]) => wanted.takes('hash_type', name))
  for await (const { path, name = '', full, stat } of findFiles(wanted, look, messages)) {
    if (stat.kind !== 'file' && stat.kind !== 'symlink') continue
    const opened = await look.world.files.open(full)
    if (!opened.ok) {
      if (opened.reason !== 'missing' && opened.reason !== 'not-a-file') messages.add(`${full}: ${opened.reason}`)
      continue
    }
    const hashes = chosen.map(([type, algorithm]) => ({ type, hash: createHash(algorithm) }))
    try {
      for (let at = 0; at < opened.file.size; ) {
        const bytes = await opened.file.read(at, Math.min(piece, opened.file.size - at))
        if (bytes.length === 0) break
        for (const { hash } of hashes) hash.update(bytes)
        at += bytes.length
      }
    } finally {
      await opened.file.close()
    }
    for (const { type, hash } of hashes)
      items.push({
        entities: [
          text('filepath', full),
          text('path', path),
          text('filename', name),
          text('hash_type', type),
          text('hash', hash.digest('hex')),
        ],
      })
  }
  return found(items, [...messages])
}
