import { readApkDatabase } from '@holdfast/kit/apk'
import { parseInfoFileName } from '@holdfast/kit/dpkg'
import type { World } from '@holdfast/platform/contract'
import { listDirectories } from '../look/list-directory.ts'
import { readBytes } from '../look/read-text.ts'
import { remembered } from '../look/remembered.ts'
import { apkDatabases } from '../packages/read-apk.ts'
import { dpkgFiles } from '../packages/read-dpkg.ts'
import { findRpmDatabase, readRpmHeaders, rpmDatabasePaths } from '../packages/read-rpm.ts'
import { canonicalPaths } from './canonical-path.ts'

/** Wanted canonical paths get the name of their package. */
type Lookup = (
  world: World,
  canonical: (path: string) => string,
  wanted: Map<string, string | undefined>,
) => Promise<void>

/** Answers kept per world at most; beyond it they are forgotten and looked up again. */
const maxKept = 50_000

/** Says which package installed each of the paths; paths of no package are absent. Answers are kept until a package database changes. */
export async function packageOwners(world: World, paths: Iterable<string>): Promise<ReadonlyMap<string, string>> {
  const databases = [dpkgFiles.status, ...apkDatabases, ...rpmDatabasePaths]
  const known = await remembered(world, 'owners', databases, async () => new Map<string, string | undefined>())
  const canonical = await canonicalPaths(world)
  const asked = new Map([...new Set(paths)].map((path) => [path, canonical(path)]))
  const unknown = new Map<string, string | undefined>()
  for (const path of asked.values()) if (!known.has(path)) unknown.set(path, undefined)
  if (unknown.size > 0) {
    if (known.size > maxKept) known.clear()
    for (const lookup of [lookupDpkg, lookupApk, lookupRpm]) await lookup(world, canonical, unknown)
    for (const [path, owner] of unknown) known.set(path, owner)
  }
  const owners = new Map<string, string>()
  for (const [path, key] of asked) {
    const owner = known.get(key)
    if (owner !== undefined) owners.set(path, owner)
  }
  return owners
}

const lookupDpkg: Lookup = async (world, canonical, wanted) => {
  const { entries } = await listDirectories(world, [dpkgFiles.info], ['file'])
  const lists = entries.filter(({ name }) => name.endsWith('.list')).map(({ path }) => path)
  // Lines are compared as text of the same kind: the paths asked for are UTF-8, and so is nearly every file name.
  for await (const answer of world.files.readMany(lists)) {
    if (!answer.ok) continue
    const owner = parseInfoFileName(answer.path.slice(dpkgFiles.info.length + 1))?.name
    const text = new TextDecoder().decode(answer.bytes)
    for (let start = 0; start < text.length; ) {
      const newline = text.indexOf('\n', start)
      const end = newline < 0 ? text.length : newline
      const path = canonical(text.slice(start, end))
      if (wanted.has(path)) wanted.set(path, owner)
      start = end + 1
    }
  }
}

const lookupApk: Lookup = async (world, canonical, wanted) => {
  for (const path of apkDatabases) {
    const bytes = await readBytes(world, path, 256 * 1024 * 1024)
    if (!bytes.ok) continue
    for (const { name, files } of readApkDatabase(bytes.bytes).items) {
      for (const file of files) {
        const key = canonical(file.path)
        if (wanted.has(key)) wanted.set(key, name)
      }
    }
  }
}

const lookupRpm: Lookup = async (world, canonical, wanted) => {
  const database = await findRpmDatabase(world)
  if (database === undefined) return
  for (const { name, files } of (await readRpmHeaders(world, database, true))?.items ?? []) {
    for (const file of files) {
      const key = canonical(file.path)
      if (wanted.has(key)) wanted.set(key, name)
    }
  }
}
