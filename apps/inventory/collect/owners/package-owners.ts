import { readApkDatabase } from '@holdfast/kit/apk'
import { type Diversion, parseInfoFileName, readDiversions } from '@holdfast/kit/dpkg'
import type { World } from '@holdfast/platform/contract'
import { listDirectories } from '../look/list-directory.ts'
import { readBytes } from '../look/read-text.ts'
import { remembered } from '../look/remembered.ts'
import { apkDatabases } from '../packages/read-apk.ts'
import { dpkgFiles } from '../packages/read-dpkg.ts'
import { findRpmDatabase, readRpmHeaders, rpmDatabasePaths } from '../packages/read-rpm.ts'
import { canonicalPath, canonicalStart, isUsrMerged } from './canonical-path.ts'
import { PathIndex } from './path-index.ts'

/** Files of all packages, and the names of the packages by number. */
interface Owned {
  readonly index: PathIndex
  readonly names: string[]
  readonly merged: boolean
  /** Canonical paths whose owner dpkg's diversions changed. */
  readonly diverted: Map<string, string | undefined>
}

const databases = [dpkgFiles.status, ...apkDatabases, ...rpmDatabasePaths]

/** Says which package installed each of the paths; paths of no package are absent. Package databases are read when they changed. */
export async function packageOwners(world: World, paths: Iterable<string>): Promise<ReadonlyMap<string, string>> {
  const { index, names, merged, diverted } = await remembered(world, 'owners', databases, () => readOwned(world))
  const owners = new Map<string, string>()
  for (const path of paths) {
    const key = merged ? canonicalPath(path) : path
    const number = index.find(key)
    const name = diverted.has(key) ? diverted.get(key) : number === undefined ? undefined : names[number]
    if (name !== undefined) owners.set(path, name)
  }
  return owners
}

async function readOwned(world: World): Promise<Owned> {
  const owned: Owned = { index: new PathIndex(), names: [], merged: await isUsrMerged(world), diverted: new Map() }
  await addDpkg(world, owned)
  await addApk(world, owned)
  await addRpm(world, owned)
  return owned
}

async function addDpkg(world: World, owned: Owned): Promise<void> {
  const { entries } = await listDirectories(world, [dpkgFiles.info], ['file'])
  const lists = entries.filter(({ name }) => name.endsWith('.list')).map(({ path }) => path)
  const diversions = await readBytes(world, '/var/lib/dpkg/diversions', 16 * 1024 * 1024)
  const diverted = (diversions.ok ? readDiversions(diversions.bytes).items : []).map((diversion) => ({
    ...diversion,
    line: Buffer.from(`\n${diversion.from}\n`),
  }))
  for await (const answer of world.files.readMany(lists)) {
    const name = parseInfoFileName(answer.path.slice(dpkgFiles.info.length + 1))?.name
    if (!answer.ok || name === undefined) continue
    const owner = owned.names.push(name) - 1
    const { bytes } = answer
    for (const diversion of diverted)
      if (Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(diversion.line))
        divert(owned, diversion, name)
    for (let start = 0; start < bytes.length; ) {
      const newline = bytes.indexOf(10, start)
      const end = newline < 0 ? bytes.length : newline
      add(owned, bytes, { start, end }, owner)
      start = end + 1
    }
  }
}

/** A package that lists a diverted name has its file under the other one, unless the diversion is its own. */
function divert({ diverted, merged }: Owned, { from, to, by }: Diversion, name: string): void {
  const canonical = (path: string) => (merged ? canonicalPath(path) : path)
  if (name === by) diverted.set(canonical(from), name)
  else {
    diverted.set(canonical(to), name)
    if (!diverted.has(canonical(from))) diverted.set(canonical(from), undefined)
  }
}

async function addApk(world: World, owned: Owned): Promise<void> {
  for (const path of apkDatabases) {
    const bytes = await readBytes(world, path, 256 * 1024 * 1024)
    if (bytes.ok) addFiles(owned, readApkDatabase(bytes.bytes).items)
  }
}

async function addRpm(world: World, owned: Owned): Promise<void> {
  const database = await findRpmDatabase(world)
  if (database !== undefined) addFiles(owned, (await readRpmHeaders(world, database, true))?.items ?? [])
}

const encoder = new TextEncoder()

function addFiles(
  owned: Owned,
  packages: readonly { readonly name: string; readonly files: readonly { readonly path: string }[] }[],
): void {
  for (const { name, files } of packages) {
    const owner = owned.names.push(name) - 1
    for (const { path } of files) {
      const bytes = encoder.encode(path)
      add(owned, bytes, { start: 0, end: bytes.length }, owner)
    }
  }
}

function add(owned: Owned, bytes: Uint8Array, { start, end }: { start: number; end: number }, owner: number): void {
  if (end > start) owned.index.add(bytes, owned.merged ? canonicalStart(bytes, start) : start, end, owner)
}
