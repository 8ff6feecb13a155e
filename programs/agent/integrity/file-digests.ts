import { createHash } from 'node:crypto'
import { closeSync, openSync, readdirSync, readSync } from 'node:fs'
import { join, relative } from 'node:path'

export const listFile = 'files.json'
export const signatureFile = 'files.sig'
/** Written beside the program when it is installed, and of no archive. */
const own = new Set([listFile, signatureFile, 'archive.sha256'])
const chunkBytes = 1 << 20

/** SHA-256 in hex of every file below a folder, by its path from there. What is no file counts by what it is. */
export function digestsOf(folder: string): Record<string, string> {
  const found: Record<string, string> = {}
  const chunk = Buffer.alloc(chunkBytes)
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    const name = relative(folder, path)
    if (own.has(name) || entry.isDirectory()) continue
    found[name] = entry.isFile() ? digestOf(path, chunk) : 'no file'
  }
  return found
}

function digestOf(path: string, chunk: Buffer): string {
  const hash = createHash('sha256')
  const fd = openSync(path, 'r')
  try {
    for (let read = readSync(fd, chunk); read > 0; read = readSync(fd, chunk)) hash.update(chunk.subarray(0, read))
  } finally {
    closeSync(fd)
  }
  return hash.digest('hex')
}
