import {
  attempt,
  bytesInMemory,
  type LazyReader,
  MalformedInput,
  ProblemList,
  type Reading,
  runReader,
} from '../reading/index.ts'
import { decodeUtf8 } from '../text/index.ts'
import { type Inflate, readZipDirectory, readZipMember, type ZipEntry } from '../zip/index.ts'
import { isJavaArchive } from './archive-name.ts'
import { fromManifest, fromProperties, type JavaArtifact } from './artifact.ts'
import { readManifest, readProperties } from './manifest.ts'

export interface ArchiveOptions {
  /** The path that the artifacts will name first; its last part is taken as the file name. */
  readonly path: string
  /** Bytes of the archive. */
  readonly size: number
  readonly inflate: Inflate
  /** Archives within archives; the outermost is 0. */
  readonly maxDepth?: number
  /** Bytes of one archive within another. */
  readonly maxNestedSize?: number
  /** Bytes unpacked in all: what a bomb may cost. */
  readonly maxTotalSize?: number
}

const maxMetadataSize = 1 << 20

interface Budget {
  readonly options: ArchiveOptions
  readonly problems: ProblemList
  readonly items: JavaArtifact[]
  remaining: number
}

/** Reads jars, wars and the like, and those within them. Members are read one by one: classes are never unpacked. */
export function* readJavaArchive(options: ArchiveOptions): LazyReader<Reading<JavaArtifact>> {
  const budget: Budget = { options, problems: new ProblemList(), items: [], remaining: options.maxTotalSize ?? 1 << 30 }
  yield* readArchive(options.size, [options.path], budget)
  return { items: unique(budget.items), problems: budget.problems.list }
}

function* readArchive(size: number, path: readonly string[], budget: Budget): LazyReader<void> {
  const { problems } = budget
  const part = path.length === 1 ? undefined : path.slice(1).join('!')
  const directory = yield* readZipDirectory(size)
  problems.addAll(directory.problems, part)

  const described: JavaArtifact[] = []
  let manifest: ReadonlyMap<string, string> = new Map()
  for (const entry of directory.items) {
    if (entry.name === 'META-INF/MANIFEST.MF') {
      const bytes = yield* readMember(entry, maxMetadataSize, part, budget)
      if (bytes !== undefined) manifest = readManifest(decodeUtf8(bytes))
    } else if (entry.name.endsWith('/pom.properties')) {
      const bytes = yield* readMember(entry, maxMetadataSize, part, budget)
      const artifact = bytes && fromProperties(readProperties(decodeUtf8(bytes)), path)
      if (artifact) described.push(artifact)
    } else if (isJavaArchive(entry.name)) {
      yield* readNested(entry, [...path, entry.name], budget)
    }
  }
  budget.items.push(...described)
  // Shaded archives carry the descriptions of what they swallowed; the manifest then still tells of the archive itself.
  const own = fromManifest(manifest, path)
  const sole = described.length === 1 ? described[0] : undefined
  if (own === undefined || sole?.version === own.version || described.some((one) => describes(one, own))) return
  budget.items.push(own)
}

/** Maven's description of the archive itself makes the guess from manifest and file name superfluous. */
function describes(described: JavaArtifact, own: JavaArtifact): boolean {
  const name = plain(described.artifactId)
  return plain(own.artifactId) === name || plain(own.path.at(-1)?.split('/').at(-1) ?? '').startsWith(name)
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '')
}

function* readNested(entry: ZipEntry, path: readonly string[], budget: Budget): LazyReader<void> {
  const part = path.slice(1).join('!')
  if (path.length - 1 > (budget.options.maxDepth ?? 5)) {
    budget.problems.add('archives are nested too deep', { part })
    return
  }
  const bytes = yield* readMember(
    entry,
    budget.options.maxNestedSize ?? 1 << 28,
    path.slice(1, -1).join('!') || undefined,
    budget,
  )
  if (bytes !== undefined) runReader(readArchive(bytes.length, path, budget), bytesInMemory(bytes))
}

function* readMember(
  entry: ZipEntry,
  maxSize: number,
  part: string | undefined,
  budget: Budget,
): LazyReader<Uint8Array | undefined> {
  if (entry.size > budget.remaining) {
    budget.problems.add(
      `"${entry.name.slice(0, 200)}" is left out: too much is packed in this archive`,
      part ? { part } : {},
    )
    return undefined
  }
  try {
    const bytes = yield* readZipMember(entry, { maxSize, inflate: budget.options.inflate })
    budget.remaining -= bytes.length
    return bytes
  } catch (error) {
    if (!(error instanceof MalformedInput)) throw error
    attempt(budget.problems, part, () => {
      throw error
    })
    return undefined
  }
}

function unique(items: readonly JavaArtifact[]): readonly JavaArtifact[] {
  const byKey = new Map(
    items.map((item) => [JSON.stringify([item.path, item.groupId, item.artifactId, item.version]), item]),
  )
  return [...byKey.values()]
}
