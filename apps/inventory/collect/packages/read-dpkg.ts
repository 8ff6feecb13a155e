import { readParagraphs } from '@holdfast/kit/deb822'
import { type DpkgPackage, dpkgPurl, isInstalled, readDpkgStatus } from '@holdfast/kit/dpkg'
import { ProblemList } from '@holdfast/kit/reading'
import { decodeUtf8 } from '@holdfast/kit/text'
import type { World } from '@holdfast/platform/contract'
import type { Package } from '../../facts/index.ts'
import { listDirectories } from '../look/list-directory.ts'
import { readBytes } from '../look/read-text.ts'
import { type Distribution, type PackageSet, withSlots } from './package-set.ts'

export const dpkgFiles = {
  status: '/var/lib/dpkg/status',
  statusFolder: '/var/lib/dpkg/status.d',
  info: '/var/lib/dpkg/info',
  extended: '/var/lib/apt/extended_states',
} as const

const maxBytes = 256 * 1024 * 1024

/** Reads dpkg's database; undefined where there is none. */
export async function readDpkg(world: World, distribution: Distribution): Promise<PackageSet | undefined> {
  const found: DpkgPackage[] = []
  const malformed: PackageSet['malformed'][number][] = []
  const unseen: PackageSet['unseen'][number][] = []
  const status = await readBytes(world, dpkgFiles.status, maxBytes)
  if (status.ok) {
    const { items, problems } = readDpkgStatus(status.bytes)
    found.push(...items)
    if (problems.length > 0) malformed.push({ path: dpkgFiles.status, problems })
  } else if (status.reason !== 'missing') {
    unseen.push({ reason: status.reason, detail: `${dpkgFiles.status} could not be read` })
  }
  // Images without a package manager keep one stanza a file.
  const folder = await listDirectories(world, [dpkgFiles.statusFolder], ['file'])
  const stanzas = folder.entries.filter(({ name }) => !name.endsWith('.md5sums')).map(({ path }) => path)
  for await (const answer of world.files.readMany(stanzas)) {
    if (!answer.ok) {
      unseen.push({ reason: answer.reason, detail: `${answer.path} could not be read` })
      continue
    }
    const { items, problems } = readDpkgStatus(answer.bytes, { assumeInstalled: true })
    found.push(...items)
    if (problems.length > 0) malformed.push({ path: answer.path, problems })
  }
  if (!status.ok && status.reason === 'missing' && stanzas.length === 0) return undefined

  const installed = found.filter(isInstalled)
  const times = await installTimes(world, installed)
  const automatic = await automaticPackages(world)
  const packages = installed.map((each): Package => {
    const { name, version, architecture, source } = each
    return {
      ecosystem: 'deb',
      name,
      version,
      architecture,
      sourceName: source.name,
      sourceVersion: source.version,
      purl: dpkgPurl(each, distribution) ?? '',
      vendor: each.maintainer,
      installedAt: times.get(each),
      sizeBytes: each.installedSize === undefined ? undefined : each.installedSize * 1024,
      held: each.status.want === 'hold' ? true : undefined,
      automatic: automatic.has(architecture === 'all' ? name : `${name}:${architecture}`) ? true : undefined,
    }
  })
  return { scope: 'dpkg', packages: withSlots(packages), malformed, unseen }
}

/** dpkg writes a package's file list when it unpacks it; the database itself keeps no times. */
async function installTimes(world: World, packages: readonly DpkgPackage[]): Promise<ReadonlyMap<DpkgPackage, string>> {
  const byPath = new Map<string, DpkgPackage>()
  for (const each of packages) {
    const qualified = each.multiArch === 'same' ? `${each.name}:${each.architecture}` : each.name
    byPath.set(`${dpkgFiles.info}/${qualified}.list`, each)
  }
  const times = new Map<DpkgPackage, string>()
  for await (const answer of world.files.statMany([...byPath.keys()])) {
    const owner = byPath.get(answer.path)
    if (answer.ok && owner) times.set(owner, answer.stat.mtime)
  }
  return times
}

/** What apt installed only because something else needed it: `name:architecture`, and `name`, since apt notes packages for all architectures under its own. */
async function automaticPackages(world: World): Promise<ReadonlySet<string>> {
  const automatic = new Set<string>()
  const bytes = await readBytes(world, dpkgFiles.extended, maxBytes)
  if (!bytes.ok) return automatic
  for (const { fields } of readParagraphs(decodeUtf8(bytes.bytes), { problems: new ProblemList() })) {
    if (fields.get('auto-installed') !== '1') continue
    automatic.add(fields.get('package') ?? '')
    automatic.add(`${fields.get('package')}:${fields.get('architecture')}`)
  }
  return automatic
}
