import {
  type LockedPackage,
  readCargoLock,
  readComposerLock,
  readGemfileLock,
  readGoSum,
  readGradleLock,
  readMixLock,
  readNpmLock,
  readNugetLock,
  readPipfileLock,
  readPoetryLock,
} from '@holdfast/kit/lockfiles'
import { formatPurl } from '@holdfast/kit/purl'
import type { ListedSoftware, Stop, World } from '@holdfast/platform/contract'

const maxBytes = 64 * 1024 * 1024
const maxFiles = 10_000
/** Copies of other projects' files, which are not what this tree uses. */
const prune = ['**/.git', '**/node_modules', '**/vendor/bundle', '**/site-packages']

/** Which reader a file is for, by its name. */
const readers = {
  'package-lock.json': readNpmLock,
  'npm-shrinkwrap.json': readNpmLock,
  'Cargo.lock': readCargoLock,
  'composer.lock': readComposerLock,
  'Gemfile.lock': readGemfileLock,
  'go.sum': readGoSum,
  'gradle.lockfile': readGradleLock,
  'mix.lock': readMixLock,
  'packages.lock.json': readNugetLock,
  'Pipfile.lock': readPipfileLock,
  'poetry.lock': readPoetryLock,
} as const

/** What the lock files of a tree pin, and which of them could not be read. */
export async function listLockFiles(
  world: World,
  stop: Stop,
): Promise<{
  readonly software: readonly ListedSoftware[]
  readonly problems: readonly { readonly path: string; readonly reason: string }[]
}> {
  const paths: string[] = []
  const problems: { path: string; reason: string }[] = []
  const include = Object.keys(readers).map((name) => `**/${name}`)
  for await (const entry of world.files.walk({ roots: ['/'], include, prune, kinds: ['file'] })) {
    if (entry.type === 'entry' && paths.length < maxFiles) paths.push(entry.path)
  }
  const software: ListedSoftware[] = []
  for await (const answer of world.files.readMany(paths.sort(), { maxBytes })) {
    stop.throwIfAborted()
    const { path } = answer
    if (!answer.ok) {
      problems.push({ path, reason: `could not be read: ${answer.reason}` })
      continue
    }
    const read = readers[path.slice(path.lastIndexOf('/') + 1) as keyof typeof readers]
    const reading = read(answer.bytes)
    for (const { message } of reading.problems) problems.push({ path, reason: message })
    for (const { type, name, version, licenses, dev } of reading.items) {
      if (version === '') continue
      const purl = purlOf({ type, name, version })
      const rest = { cpes: [], licenses, source: undefined, development: dev }
      software.push({ purl, name, version, path, ...rest })
    }
  }
  return { software, problems }
}

/** The last part is the name, and what stands before it the namespace. Undefined when a part holds what no package URL can. */
function purlOf({ type, name, version }: Pick<LockedPackage, 'type' | 'name' | 'version'>): string | undefined {
  const cut = name.lastIndexOf(type === 'maven' ? ':' : '/')
  const namespace = cut < 0 ? undefined : name.slice(0, cut)
  const purl = formatPurl({ type, namespace, name: name.slice(cut + 1), version })
  return purl.ok ? purl.value : undefined
}
