import { isInstalled, readDpkgStatus } from '@holdfast/kit/dpkg'
import type { ItemEntity } from '@holdfast/kit/oval'
import { runReaderAsync } from '@holdfast/kit/reading'
import { type RpmPackage, readRpmDatabase, rpmDatabaseFiles, rpmDatabaseFolders } from '@holdfast/kit/rpm'
import type { Look } from '../look.ts'
import { type Draft, type Finding, found, type Probe, ProbeError, text, type Wanted } from '../probe.ts'

const evr = (value: string): ItemEntity => ({ ...text('evr', value), datatype: 'evr_string' })

/** Packages by their name, so that each question costs one look into the list. */
const dpkgLists = new WeakMap<Look, Promise<ReadonlyMap<string, readonly Draft[]>>>()
const rpmLists = new WeakMap<Look, Promise<ReadonlyMap<string, readonly Draft[]> | undefined>>()

/** Packages that dpkg has installed. Source: OVAL 5.11, linux dpkginfo_item. */
export const dpkgInfo: Probe = async (wanted, look) => {
  let list = dpkgLists.get(look)
  if (list === undefined) {
    list = readDpkg(look)
    dpkgLists.set(look, list)
  }
  return chosen(await list, wanted)
}

function chosen(list: ReadonlyMap<string, readonly Draft[]>, wanted: Wanted): Finding {
  const exact = wanted.exactly('name')
  if (exact !== undefined) return found(exact.flatMap((name) => list.get(name) ?? []))
  return found([...list].flatMap(([name, drafts]) => (wanted.takes('name', name) ? drafts : [])))
}

async function readDpkg(look: Look): Promise<ReadonlyMap<string, readonly Draft[]>> {
  const list = new Map<string, Draft[]>()
  const path = '/var/lib/dpkg/status'
  const read = await bytes(look, path)
  for (const item of read === undefined ? [] : readDpkgStatus(read).items) {
    if (!isInstalled(item)) continue
    const { epoch, version, release } = partsOf(item.version)
    const drafts = list.get(item.name) ?? []
    drafts.push({
      entities: [
        text('name', item.name),
        text('arch', item.architecture),
        text('epoch', epoch),
        text('release', release),
        text('version', version),
        evr(`${epoch}:${version}-${release}`),
      ],
    })
    list.set(item.name, drafts)
  }
  return list
}

function partsOf(version: string): { readonly epoch: string; readonly version: string; readonly release: string } {
  const colon = version.indexOf(':')
  const rest = version.slice(colon + 1)
  const hyphen = rest.lastIndexOf('-')
  return {
    epoch: colon < 0 ? '0' : version.slice(0, colon),
    version: hyphen < 0 ? rest : rest.slice(0, hyphen),
    release: hyphen < 0 ? '' : rest.slice(hyphen + 1),
  }
}

async function bytes(look: Look, path: string): Promise<Uint8Array | undefined> {
  for await (const answer of look.world.files.readMany([path], { maxBytes: 512 * 1024 * 1024 })) {
    if (answer.ok) return answer.bytes
    if (answer.reason !== 'missing' && answer.reason !== 'not-a-file') throw new ProbeError(`${path}: ${answer.reason}`)
  }
  return undefined
}

/** Packages that rpm has installed. Source: OVAL 5.11, linux rpminfo_item. */
export const rpmInfo: Probe = async (wanted, look) => {
  let list = rpmLists.get(look)
  if (list === undefined) {
    list = readRpm(look)
    rpmLists.set(look, list)
  }
  const read = await list
  return read === undefined ? found([]) : chosen(read, wanted)
}

async function readRpm(look: Look): Promise<ReadonlyMap<string, readonly Draft[]> | undefined> {
  const { files } = look.world
  for (const folder of rpmDatabaseFolders)
    for (const { fileName, format } of rpmDatabaseFiles) {
      const path = `${folder}/${fileName}`
      const main = await files.open(path)
      if (!main.ok) {
        if (main.reason === 'missing' || main.reason === 'not-a-file') continue
        throw new ProbeError(`${path}: ${main.reason}`)
      }
      const log = format === 'sqlite' ? await files.open(`${path}-wal`) : undefined
      const inputs = [main.file, ...(log?.ok ? [log.file] : [])]
      try {
        // What an unused format leaves behind is empty.
        if (main.file.size === 0) continue
        const { items, problems } = await runReaderAsync(
          readRpmDatabase({ format, withLog: inputs.length > 1 }),
          async (offset, length, input) => (await inputs[input]?.read(offset, length)) ?? new Uint8Array(),
        )
        if (problems.length > 0) throw new ProbeError(`${path}: ${problems[0]?.message}`)
        const list = new Map<string, Draft[]>()
        for (const item of items) list.set(item.name, [...(list.get(item.name) ?? []), draftOf(item)])
        return list
      } finally {
        for (const input of inputs) await input.close()
      }
    }
  return undefined
}

function draftOf({ name, architecture, epoch, version, release }: RpmPackage): Draft {
  return {
    entities: [
      text('name', name),
      text('arch', architecture ?? '(none)'),
      text('epoch', epoch === undefined ? '(none)' : String(epoch)),
      text('release', release),
      text('version', version),
      evr(`${epoch ?? 0}:${version}-${release}`),
    ],
  }
}
