import {
  type LockedPackage,
  namesAllModules,
  readBunLock,
  readCargoLock,
  readComposerLock,
  readConanLock,
  readCondaEnvironment,
  readGemfileLock,
  readGoMod,
  readGoSum,
  readGradleLock,
  readJuliaManifest,
  readMixLock,
  readNpmLock,
  readNugetLock,
  readPackagesConfig,
  readPackagesProps,
  readPipfileLock,
  readPnpmLock,
  readPodfileLock,
  readPoetryLock,
  readPubspecLock,
  readPylock,
  readRequirements,
  readSbtLock,
  readSwiftResolved,
  readUvLock,
  readYarnLock,
} from '@holdfast/kit/lockfiles'
import { formatPurl } from '@holdfast/kit/purl'
import type { ListedSoftware, Stop, World } from '@holdfast/platform/contract'
import { parseAllDocuments } from 'yaml'

const maxBytes = 64 * 1024 * 1024
const maxFiles = 10_000
/** Copies of other projects' files, which are not what this tree uses. */
const prune = ['**/.git', '**/node_modules', '**/vendor/bundle', '**/site-packages']

/** Which reader a file is for, by its name. */
const readers = {
  'package-lock.json': readNpmLock,
  'npm-shrinkwrap.json': readNpmLock,
  'pnpm-lock.yaml': (bytes: Uint8Array) => readPnpmLock(bytes, parseAllDocuments),
  'yarn.lock': readYarnLock,
  'bun.lock': (bytes: Uint8Array) => readBunLock(bytes, parseAllDocuments),
  'Cargo.lock': readCargoLock,
  'composer.lock': readComposerLock,
  'Gemfile.lock': readGemfileLock,
  'go.mod': readGoMod,
  'go.sum': readGoSum,
  'gradle.lockfile': readGradleLock,
  'build.sbt.lock': readSbtLock,
  'mix.lock': readMixLock,
  'packages.lock.json': readNugetLock,
  'packages.config': readPackagesConfig,
  'Directory.Packages.props': readPackagesProps,
  'Packages.props': readPackagesProps,
  'Pipfile.lock': readPipfileLock,
  'poetry.lock': readPoetryLock,
  'pylock.toml': readPylock,
  'uv.lock': readUvLock,
  'requirements.txt': readRequirements,
  'environment.yml': (bytes: Uint8Array) => readCondaEnvironment(bytes, parseAllDocuments),
  'environment.yaml': (bytes: Uint8Array) => readCondaEnvironment(bytes, parseAllDocuments),
  'conan.lock': readConanLock,
  'pubspec.lock': (bytes: Uint8Array) => readPubspecLock(bytes, parseAllDocuments),
  'Podfile.lock': (bytes: Uint8Array) => readPodfileLock(bytes, parseAllDocuments),
  'Package.resolved': readSwiftResolved,
  'Manifest.toml': readJuliaManifest,
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
  const complete = new Set<string>()
  for await (const answer of world.files.readMany(paths.sort(), { maxBytes })) {
    stop.throwIfAborted()
    const { path } = answer
    if (!answer.ok) {
      problems.push({ path, reason: `could not be read: ${answer.reason}` })
      continue
    }
    const cut = path.lastIndexOf('/') + 1
    const [folder, file] = [path.slice(0, cut), path.slice(cut) as keyof typeof readers]
    // Paths are sorted: go.mod comes before the go.sum beside it, which also names versions that were not chosen.
    if (file === 'go.mod' && namesAllModules(answer.bytes)) complete.add(folder)
    if (file === 'go.sum' && complete.has(folder)) continue
    const read = readers[file]
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
  if (type === 'cocoapods') {
    // A part of a pod, `AppCenter/Core`, is a path within the pod.
    const [pod = '', ...subpath] = name.split('/')
    return written(formatPurl({ type, name: pod, version, ...(subpath.length > 0 && { subpath: subpath.join('/') }) }))
  }
  const cut = name.lastIndexOf(type === 'maven' ? ':' : '/')
  const namespace = cut < 0 ? undefined : name.slice(0, cut)
  return written(formatPurl({ type, namespace, name: name.slice(cut + 1), version }))
}

function written(purl: ReturnType<typeof formatPurl>): string | undefined {
  return purl.ok ? purl.value : undefined
}
