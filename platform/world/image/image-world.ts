import { fstatSync, openSync, statSync } from 'node:fs'
import { basename, join, normalize } from 'node:path'
import type { Capability, World } from '@holdfast/platform/contract'
import { instantOf } from '../host/file-stat-of.ts'
import { directoryNode } from '../tree/tree.ts'
import { treeFiles } from '../tree/tree-files.ts'
import { applyLayer } from './apply-layer.ts'
import { type Blob, OpenFiles, partOf } from './blob.ts'
import { ImageError } from './image-error.ts'
import { type FindPart, readImageLayout, verifyDigest } from './image-layout.ts'
import { tarEntries } from './tar-entries.ts'
import { maxUnpacked, type UnpackBudget, unpack } from './unpack.ts'

/**
 * The file system of an image: its layers laid over each other, as a container of it would start. `path` is an archive (`docker save`, OCI,
 * also compressed) or the folder of an OCI layout. Compressed layers are unpacked to temporary files. Throws an ImageError.
 */
export async function imageWorld(path: string): Promise<World> {
  const files = new OpenFiles()
  try {
    const budget: UnpackBudget = { left: maxUnpacked }
    const find = statSync(path).isDirectory() ? inFolder(path, files) : await inArchive(path, files, budget)
    const layout = readImageLayout(find)
    const root = directoryNode()
    for (const layer of layout.layers) {
      verifyDigest(layer.blob, layer.digest, layer.path)
      const archive = await unpack(layer.blob, files, budget, layer.path)
      applyLayer(root, archive, [...tarEntries(archive, layer.path)])
    }
    return {
      name: `image ${layout.name ?? basename(path)}`,
      kind: 'image',
      capabilities: new Set<Capability>(['files', 'privileged']),
      files: treeFiles(root),
      clock: { now: () => instantOf(Date.now()) },
      close: async () => files.close(),
    }
  } catch (error) {
    files.close()
    if (error instanceof ImageError) throw new ImageError(`${path}: ${error.message}`)
    throw error
  }
}

function inFolder(folder: string, files: OpenFiles): FindPart {
  return (name) => {
    const inside = normalize(name)
    if (inside.startsWith('..') || inside.startsWith('/')) return undefined
    const path = join(folder, inside)
    if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return undefined
    return wholeFile(path, files)
  }
}

async function inArchive(path: string, files: OpenFiles, budget: UnpackBudget): Promise<FindPart> {
  const archive = await unpack(wholeFile(path, files), files, budget, 'the archive')
  const parts = new Map<string, Blob>()
  const links = new Map<string, string>()
  for (const entry of tarEntries(archive, 'the archive')) {
    const name = entry.name.replace(/^(?:\.\/)+/, '')
    if (entry.kind === 'file') parts.set(name, partOf(archive, entry.at, entry.size))
    // docker save of old links layers that are the same.
    else if (entry.kind === 'symlink') links.set(name, join(name, '..', entry.link))
  }
  return (name: string) => parts.get(name) ?? parts.get(links.get(name) ?? '')
}

function wholeFile(path: string, files: OpenFiles): Blob {
  const descriptor = files.add(openSync(path, 'r'))
  const stats = fstatSync(descriptor)
  if (!stats.isFile()) throw new ImageError('not a file')
  return { descriptor, offset: 0, size: stats.size }
}
