import { inflateRawSync } from 'node:zlib'
import { type JavaArtifact, javaPurl, readJavaArchive } from '@holdfast/kit/java'
import { formatPurl } from '@holdfast/kit/purl'
import { runReaderAsync } from '@holdfast/kit/reading'
import type { World } from '@holdfast/platform/contract'
import type { Found, SoftwareReading } from './software-item.ts'

const maxNestedSize = 256 * 1024 * 1024
const maxTotalSize = 1024 * 1024 * 1024

/** Reads jars, wars and those within them: their directories, and the few members that say what they are. */
export async function readArchives(world: World, paths: readonly string[]): Promise<SoftwareReading> {
  const found: Found[] = []
  const malformed: SoftwareReading['malformed'][number][] = []
  for (const path of paths) {
    const opened = await world.files.open(path)
    if (!opened.ok) {
      if (opened.reason !== 'missing')
        malformed.push({ path, problems: [{ message: `could not be read: ${opened.reason}` }] })
      continue
    }
    try {
      const reader = readJavaArchive({ path, size: opened.file.size, inflate, maxNestedSize, maxTotalSize })
      const { items, problems } = await runReaderAsync(reader, (offset, length) => opened.file.read(offset, length))
      if (problems.length > 0) malformed.push({ path, problems })
      for (const artifact of items) found.push({ item: itemOf(artifact), manifest: path })
    } finally {
      await opened.file.close()
    }
  }
  return { found, malformed }
}

function itemOf(artifact: JavaArtifact): Found['item'] {
  const { groupId, artifactId, version, path } = artifact
  // Without a group there are no Maven coordinates; the generic type keeps name and version.
  const generic = formatPurl({ type: 'generic', name: artifactId, version })
  return {
    ecosystem: 'maven',
    name: groupId === undefined ? artifactId : `${groupId}:${artifactId}`,
    version,
    path: path.join('!/'),
    purl: javaPurl(artifact) ?? (generic.ok ? generic.value : ''),
  }
}

function inflate(bytes: Uint8Array, maxOutputLength: number): Uint8Array | undefined {
  try {
    return inflateRawSync(bytes, { maxOutputLength: Math.max(1, maxOutputLength) })
  } catch {
    return undefined
  }
}
