import { aptListName, parseAptListName, type Release, readRelease } from '@holdfast/kit/apt'
import type { Problem } from '@holdfast/kit/reading'
import { decodeUtf8 } from '@holdfast/kit/text'
import type { World } from '@holdfast/platform/contract'
import type { PackageIndex } from '../../facts/index.ts'
import { listDirectories } from '../look/list-directory.ts'
import { readBytes } from '../look/read-text.ts'
import { remembered } from '../look/remembered.ts'
import { type AptSuite, aptSuites } from '../repositories/apt-repositories.ts'
import { type Offer, scanPackagesIndex } from './scan-packages-index.ts'
import { type ReleaseSignature, verifyRelease } from './verify-release.ts'

export const aptLists = '/var/lib/apt/lists'

/** A package index of apt with its release file. */
export interface AptIndex {
  readonly fact: PackageIndex
  readonly offers: readonly Offer[]
  /** False for suites like experimental and backports, from which apt upgrades nothing by itself. */
  readonly automatic: boolean
}

export interface AptIndexes {
  readonly indexes: readonly AptIndex[]
  /** A sentence for each enabled repository whose index is not there or not usable. */
  readonly missing: readonly string[]
  readonly malformed: readonly { readonly path: string; readonly problems: readonly Problem[] }[]
}

/** Reads every package index that apt keeps for an enabled repository, looking only for the wanted names. */
export async function aptIndexes(world: World, wanted: ReadonlySet<string>): Promise<AptIndexes> {
  const { suites } = await aptSuites(world)
  const { entries } = await listDirectories(world, [aptLists], ['file'])
  const files = entries.flatMap(({ name, path }) => {
    const parsed = parseAptListName(name)
    return parsed === undefined ? [] : [{ path, ...parsed }]
  })
  const indexes: AptIndex[] = []
  const missing: string[] = []
  const malformed: AptIndexes['malformed'][number][] = []
  for (const suite of suites.filter(({ enabled, type }) => enabled && type === 'deb')) {
    const base = aptListName(
      suite.suite.endsWith('/') ? `${suite.uri}/${suite.suite}` : `${suite.uri}/dists/${suite.suite}`,
    ).replace(/_$/, '')
    const own = files.filter(({ suite: name }) => name === base)
    const packages = own.filter(({ kind }) => kind === 'packages')
    if (packages.length === 0) {
      missing.push(`no package index of ${suite.uri} ${suite.suite}: its updates are not assessed`)
      continue
    }
    const releaseFile =
      own.find(({ kind, path }) => kind === 'release' && path.endsWith('InRelease')) ??
      own.find(({ kind }) => kind === 'release')
    const release = await releaseOf(world, releaseFile?.path, suite)
    if (release.problems.length > 0 && releaseFile)
      malformed.push({ path: releaseFile.path, problems: release.problems })
    for (const { path, component, architecture, compression } of packages) {
      // A component that is no longer configured leaves its index behind.
      if (component !== undefined && !suite.components.some((each) => each.replaceAll('/', '_') === component)) continue
      const scanned = await scanOnce(world, path, compression, wanted)
      if (!scanned.ok) {
        missing.push(scanned.detail ?? `${path} could not be read: its updates are not assessed`)
        continue
      }
      const key = component === undefined ? 'Packages' : `${component}/binary-${architecture}/Packages`
      indexes.push({
        fact: indexFact({
          path,
          suite,
          component,
          release: release.release,
          signature: release.signature,
          scanned,
          key,
        }),
        offers: scanned.offers,
        automatic: !release.notAutomatic,
      })
    }
  }
  return { indexes, missing, malformed }
}

type Scanned = Extract<Awaited<ReturnType<typeof scanPackagesIndex>>, { ok: true }>

/** Scanning an index costs most of a second; it is done again only when the file changed or something new is installed. */
async function scanOnce(world: World, path: string, compression: string | undefined, wanted: ReadonlySet<string>) {
  const scan = async () => ({ wanted, scanned: await scanPackagesIndex(world, path, compression, wanted) })
  const known = await remembered(world, `index ${path}`, [path], scan)
  if (wanted.isSubsetOf(known.wanted)) return known.scanned
  return (await remembered(world, `index ${path} again`, [path, '/var/lib/dpkg/status'], scan)).scanned
}

interface SeenRelease {
  readonly release: Release | undefined
  readonly problems: readonly Problem[]
  readonly notAutomatic: boolean
  readonly signature: ReleaseSignature
}

async function releaseOf(world: World, path: string | undefined, suite: AptSuite): Promise<SeenRelease> {
  const bytes = path === undefined ? undefined : await readBytes(world, path, 16 * 1024 * 1024)
  if (!bytes?.ok) return { release: undefined, problems: [], notAutomatic: false, signature: 'none' }
  const text = decodeUtf8(bytes.bytes)
  const notAutomatic = /^NotAutomatic: *yes/im.test(text.slice(0, 4096))
  return { ...readRelease(bytes.bytes), notAutomatic, signature: await verifyRelease(world, text, suite) }
}

interface IndexParts {
  readonly path: string
  readonly suite: AptSuite
  readonly component: string | undefined
  readonly release: Release | undefined
  readonly signature: ReleaseSignature
  readonly scanned: Scanned
  readonly key: string
}

function indexFact({ path, suite, component, release, signature, scanned, key }: IndexParts): PackageIndex {
  const listed = release?.sha256.get(key)?.digest
  const security =
    /security/i.test(release?.label ?? '') ||
    /-security$|\/updates$/.test(release?.codename ?? suite.suite) ||
    /-security$/.test(release?.suite ?? '')
  return {
    ecosystem: 'deb',
    path,
    origin: release?.origin,
    label: release?.label,
    suite: release?.suite ?? suite.suite,
    codename: release?.codename,
    component,
    security,
    publishedAt: instantOf(release?.date),
    validUntil: instantOf(release?.validUntil),
    digest:
      release === undefined
        ? 'not-checked'
        : listed === undefined
          ? 'not-listed'
          : listed === scanned.digest
            ? 'matches'
            : 'differs',
    signature,
    packages: scanned.packages,
  }
}

/** Dates in release files are those of mail headers: `Sat, 11 Jul 2026 10:16:25 UTC`. */
function instantOf(date: string | undefined): string | undefined {
  const time = Date.parse(date ?? '')
  return Number.isNaN(time) ? undefined : new Date(time).toISOString()
}
