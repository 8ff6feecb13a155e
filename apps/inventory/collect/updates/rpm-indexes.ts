import type { World } from '@holdfast/platform/contract'
import type { PackageIndex } from '../../facts/index.ts'
import { listDirectories } from '../look/list-directory.ts'
import { readText } from '../look/read-text.ts'
import { rpmRepositories } from '../repositories/rpm-repositories.ts'
import { childOf, type Element, parseElement, scanElements } from './scan-elements.ts'

/** Where dnf, dnf5 and zypper keep what they fetched. */
const caches = ['/var/cache/dnf', '/var/cache/libdnf5', '/var/cache/zypp/raw']

/** A version that a repository offers, or names in an advisory. */
export interface RpmOffer {
  readonly name: string
  readonly architecture: string
  /** `[epoch:]version-release`. */
  readonly version: string
}

export interface RpmIndex {
  readonly fact: PackageIndex
  readonly offers: readonly RpmOffer[]
  readonly securityFixes: readonly RpmOffer[]
}

export interface RpmIndexes {
  readonly indexes: readonly RpmIndex[]
  /** A sentence for each enabled repository whose index is not there or not usable. */
  readonly missing: readonly string[]
}

/** Reads the metadata that the package manager has fetched of its enabled repositories, looking only for the wanted names. */
export async function rpmIndexes(world: World, wanted: ReadonlySet<string>): Promise<RpmIndexes> {
  const { repositories } = await rpmRepositories(world)
  const { entries } = await listDirectories(world, caches, ['directory'])
  const indexes: RpmIndex[] = []
  const missing: string[] = []
  for (const { name, source } of repositories.filter(({ enabled }) => enabled)) {
    // dnf adds a hash of the address; of several the one with the newest description counts.
    const folders = entries
      .filter((entry) => entry.name === name || isCacheOf(entry.name, name))
      .map(({ path }) => path)
    const index = await newestIndex(world, folders, wanted)
    if (typeof index === 'string') missing.push(`${name} (${source}): ${index}: its updates are not assessed`)
    else indexes.push(index)
  }
  return { indexes, missing }
}

function isCacheOf(folder: string, repository: string): boolean {
  return folder.startsWith(`${repository}-`) && /^[0-9a-f]{16}$/.test(folder.slice(repository.length + 1))
}

interface Description {
  readonly folder: string
  readonly revision: number
  readonly data: ReadonlyMap<string, { readonly path: string; readonly checksum: string; readonly timestamp: number }>
}

async function newestIndex(
  world: World,
  folders: readonly string[],
  wanted: ReadonlySet<string>,
): Promise<RpmIndex | string> {
  const descriptions = (await Promise.all(folders.map((folder) => describe(world, folder)))).filter(
    (each) => each !== undefined,
  )
  const newest = descriptions.sort((a, b) => b.revision - a.revision)[0]
  const primary = newest?.data.get('primary')
  if (newest === undefined || primary === undefined) return 'no package index'
  const offers: RpmOffer[] = []
  const scanned = await scanElements(world, primary.path, 'package', wantsPackage(wanted), (element) => {
    const offer = offerOf(element)
    if (offer) offers.push(offer)
  })
  if (!scanned.ok) return scanned.detail ?? `${primary.path} could not be read`
  const advisories = newest.data.get('updateinfo')
  const securityFixes = advisories ? await readAdvisories(world, advisories.path, wanted) : undefined
  return {
    fact: {
      ecosystem: 'rpm',
      path: primary.path,
      security: securityFixes !== undefined,
      publishedAt: new Date(primary.timestamp * 1000).toISOString(),
      digest: scanned.digest === primary.checksum ? 'matches' : 'differs',
      signature: 'not-verified',
      packages: scanned.count,
    },
    offers,
    securityFixes: securityFixes ?? [],
  }
}

async function describe(world: World, folder: string): Promise<Description | undefined> {
  const text = await readText(world, `${folder}/repodata/repomd.xml`)
  if (!text.ok) return undefined
  try {
    const start = text.text.indexOf('<repomd')
    const root = parseElement(text.text.slice(Math.max(start, 0)))
    const data = root.children.flatMap((element) => {
      const href = childOf(element, 'location')?.attributes.href ?? ''
      const type = element.attributes.type
      // Files lie beside the description; a name that climbs is not one of ours.
      if (element.name !== 'data' || !type || !/^repodata\/[^/]+$/.test(href)) return []
      const timestamp = Number.parseInt(childOf(element, 'timestamp')?.text ?? '', 10) || 0
      const checksum = childOf(element, 'checksum')?.text.trim() ?? ''
      return [[type, { path: `${folder}/${href}`, checksum, timestamp: Math.min(timestamp, 8e9) }] as const]
    })
    return { folder, revision: Number.parseInt(childOf(root, 'revision')?.text ?? '', 10) || 0, data: new Map(data) }
  } catch {
    return undefined
  }
}

function wantsPackage(wanted: ReadonlySet<string>): (text: string) => boolean {
  return (text) => wanted.has(/<name>([^<]*)<\/name>/.exec(text)?.[1] ?? '')
}

function offerOf(element: Element): RpmOffer | undefined {
  const name = childOf(element, 'name')?.text
  const architecture = childOf(element, 'arch')?.text ?? ''
  const version = childOf(element, 'version')?.attributes
  if (!name || version?.ver === undefined || version.rel === undefined) return undefined
  return { name, architecture, version: evr(version.epoch, version.ver, version.rel) }
}

/** The packages that security advisories name; undefined where the list could not be read. */
async function readAdvisories(
  world: World,
  path: string,
  wanted: ReadonlySet<string>,
): Promise<readonly RpmOffer[] | undefined> {
  const fixes: RpmOffer[] = []
  const isSecurity = (text: string) => /^<update[^>]*\stype="security"/.test(text)
  const scanned = await scanElements(world, path, 'update', isSecurity, (element) => {
    for (const collection of childOf(element, 'pkglist')?.children ?? []) {
      for (const { name: tag, attributes } of collection.children) {
        const { name, version, release, epoch, arch } = attributes
        if (tag !== 'package' || !name || !version || !release || !wanted.has(name)) continue
        fixes.push({ name, architecture: arch ?? '', version: evr(epoch, version, release) })
      }
    }
  })
  return scanned.ok ? fixes : undefined
}

function evr(epoch: string | undefined, version: string, release: string): string {
  return `${epoch === undefined || epoch === '0' || epoch === '' ? '' : `${epoch}:`}${version}-${release}`
}
