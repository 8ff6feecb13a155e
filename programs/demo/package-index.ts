import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { readParagraphs } from '@holdfast/kit/deb822'
import { readLz4Blocks } from '@holdfast/kit/lz4-stream'
import { ProblemList, runReaderAsync } from '@holdfast/kit/reading'

/** A package as Debian's index offers it. */
export interface IndexedPackage {
  readonly name: string
  readonly version: string
  readonly architecture: string
  readonly sourceName: string
  readonly sourceVersion: string
  readonly maintainer: string
  readonly sizeBytes: number
  /** On every system. */
  readonly base: boolean
  /** Names of what it cannot do without: the first of each choice. */
  readonly needs: readonly string[]
}

export type PackageIndex = ReadonlyMap<string, IndexedPackage>

const only = new Set([
  ...['package', 'version', 'architecture', 'source', 'maintainer', 'installed-size', 'priority', 'essential'],
  ...['depends', 'pre-depends'],
])

/** An index of a few hundred packages that is always there. */
export const smallIndex = fileURLToPath(new URL('./small-index.gz', import.meta.url))

/** Where apt keeps the index of Debian's main archive; undefined where there is none. */
export function findPackageIndex(): string | undefined {
  return globSync('/var/lib/apt/lists/*_dists_*_main_binary-*_Packages*')
    .filter((path) => !/security|updates|backports/.test(path))
    .sort()[0]
}

/** Reads a Packages index as a mirror serves it or apt keeps it: plain, `.gz` or `.lz4`. Throws where it holds no package. */
export async function readPackageIndex(path: string): Promise<PackageIndex> {
  const packages = new Map<string, IndexedPackage>()
  for (const { fields } of readParagraphs(await unpack(path), { only, problems: new ProblemList() })) {
    const name = fields.get('package')
    const version = fields.get('version')
    if (!name || !version) continue
    const [, sourceName = name, sourceVersion = version] =
      /^(\S+)(?: \(([^)]+)\))?/.exec(fields.get('source') ?? name) ?? []
    packages.set(name, {
      name,
      version,
      architecture: fields.get('architecture') ?? 'all',
      sourceName,
      sourceVersion,
      maintainer: fields.get('maintainer') ?? '',
      sizeBytes: Number(fields.get('installed-size') ?? 0) * 1024,
      base: fields.get('essential') === 'yes' || /^(?:required|important)$/.test(fields.get('priority') ?? ''),
      needs: [fields.get('pre-depends'), fields.get('depends')].flatMap((list) => firstChoices(list ?? '')),
    })
  }
  if (packages.size === 0) throw new Error(`${path} is no index of packages`)
  return packages
}

/** `a (>= 1) | b, c:any` → a, c. */
function firstChoices(list: string): string[] {
  return list
    .split(',')
    .map((choice) => /^\s*([a-z0-9][a-z0-9+.-]*)/.exec(choice)?.[1])
    .filter((name) => name !== undefined)
}

async function unpack(path: string): Promise<string> {
  const bytes = readFileSync(path)
  if (path.endsWith('.gz')) return gunzipSync(bytes).toString('utf8')
  if (!path.endsWith('.lz4')) return bytes.toString('utf8')
  const pieces: Buffer[] = []
  await runReaderAsync(
    readLz4Blocks((piece) => pieces.push(Buffer.from(piece))),
    async (offset, length) => bytes.subarray(offset, offset + length),
  )
  return Buffer.concat(pieces).toString('utf8')
}
