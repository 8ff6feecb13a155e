import { createHash } from 'node:crypto'
import {
  createReadStream,
  createWriteStream,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join, relative } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { tarEnd, tarHeader, tarPadding } from '@holdfast/kit/tar'
import type { PackedAgent } from './pack-agent.ts'

/** An archive for download, with the digest that the install command carries. */
export interface AgentArchive {
  readonly path: string
  readonly name: string
  readonly version: string
  readonly sha256: string
  readonly size: number
}

/** Makes `<name>.tar.gz` beside the packed folder, once; the same program gives the same bytes. */
export async function archiveAgent(agent: PackedAgent): Promise<AgentArchive> {
  const path = `${agent.folder}.tar.gz`
  const digestFile = `${path}.sha256`
  if (!existsSync(digestFile)) {
    const fresh = `${path}.${process.pid}.new`
    await pipeline(
      Readable.from(tar(agent.folder)),
      createGzip({ level: 6 }),
      createWriteStream(fresh, { mode: 0o644 }),
    )
    const hash = createHash('sha256')
    await pipeline(createReadStream(fresh), hash)
    renameSync(fresh, path)
    writeFileSync(digestFile, hash.digest('hex'))
  }
  return {
    path,
    version: agent.version,
    name: `holdfast-agent-${agent.name}.tar.gz`,
    sha256: readFileSync(digestFile, 'utf8'),
    size: statSync(path).size,
  }
}

/** The folder's files in the order of their names, as the bytes of a tar archive. */
async function* tar(folder: string): AsyncGenerator<Uint8Array> {
  const modified = 1_700_000_000
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .map((entry) => ({ entry, path: join(entry.parentPath, entry.name) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
  for (const { entry, path } of paths) {
    const name = join('holdfast-agent', relative(folder, path))
    const { mode, size } = statSync(path)
    if (entry.isDirectory()) yield tarHeader({ path: name, mode: 0o755, modified })
    else {
      yield tarHeader({ path: name, mode: mode & 0o111 ? 0o755 : 0o644, size, modified })
      yield* createReadStream(path)
      yield new Uint8Array(tarPadding(size))
    }
  }
  yield tarEnd
}
