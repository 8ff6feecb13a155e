import { type Purl, parsePurl } from '@holdfast/kit/purl'
import { parseSourceRpm } from '@holdfast/kit/rpm'
import type { InstalledSoftware } from '../installed-software.ts'
import { distributionSpeakers } from './distribution.ts'
import { holdsKernel, isKernelSource, unsignedSource } from './kernel-package.ts'
import { languageEcosystem, languageVersion } from './language-ecosystem.ts'

/** What a package URL does not carry, and the inventory or an SBOM knows. */
export interface MoreOfSoftware {
  readonly version?: string | undefined
  readonly architecture?: string | undefined
  readonly source?: InstalledSoftware['source']
  readonly module?: string | undefined
  readonly owner?: InstalledSoftware['owner']
  readonly kernel?: InstalledSoftware['kernel']
  readonly cpes?: readonly string[] | undefined
  /** Distribution of the whole, for package URLs that do not name it: `{ id: 'debian', release: '12' }`. */
  readonly distribution?: { readonly id: string; readonly release: string | undefined } | undefined
}

/** Makes software of a package URL; undefined when the text is none. */
export function softwareFromPurl(text: string, more: MoreOfSoftware = {}): InstalledSoftware | undefined {
  const parsed = parsePurl(text, { lenient: true })
  if (!parsed.ok) return undefined
  const purl = parsed.value
  const common = { purl: text, type: purl.type, owner: more.owner, cpes: more.cpes }
  if (purl.type === 'deb' || purl.type === 'rpm' || purl.type === 'apk' || purl.type === 'alpm')
    return ofDistribution(purl, common, more)
  const language = languageEcosystem(purl)
  const version = more.version ?? purl.version
  const name = language?.name ?? purl.name
  return {
    ...common,
    name,
    version: version === undefined ? undefined : languageVersion(purl.type, name, version),
    ecosystems: language === undefined ? [] : [[language.ecosystem]],
    names: 'binary',
    fromDistribution: false,
  }
}

function ofDistribution(
  purl: Purl,
  common: Pick<InstalledSoftware, 'purl' | 'type' | 'owner' | 'cpes'>,
  more: MoreOfSoftware,
): InstalledSoftware {
  const { name, namespace = '', qualifiers } = purl
  const { distribution } = more
  const distro =
    qualifiers.distro ??
    (distribution?.release === undefined ? undefined : `${distribution.id}-${distribution.release}`)
  const version = more.version ?? withEpoch(purl)
  const speakers = distributionSpeakers(namespace || (distribution?.id ?? ''), distro, version)
  const source = sourceOf(purl, version, more.source)
  const isKernel = isKernelSource(source?.name ?? name)
  return {
    ...common,
    name,
    version,
    ecosystems: speakers?.ecosystems ?? [],
    names: speakers?.names ?? 'binary',
    fromDistribution: true,
    source,
    architecture: more.architecture ?? qualifiers.arch,
    module: more.module ?? qualifiers.rpmmod,
    kernel: more.kernel ?? (isKernel && !holdsKernel(name) ? 'no-kernel' : undefined),
  }
}

/** The epoch of an rpm is a qualifier. Source: purl-spec, type rpm. */
function withEpoch({ version, qualifiers }: Purl): string | undefined {
  const { epoch } = qualifiers
  return version === undefined || epoch === undefined || epoch === '0' || version.includes(':')
    ? version
    : `${epoch}:${version}`
}

/** From what is known besides, or from the `upstream` qualifier: `openssl`, `openssl@3.0.15-1`, `openssl-3.0.7-24.el9.src.rpm`. */
function sourceOf(
  { name, qualifiers, type }: Purl,
  version: string | undefined,
  known: InstalledSoftware['source'],
): InstalledSoftware['source'] {
  const found = known ?? ofUpstream(qualifiers.upstream, type, version)
  if (found === undefined) return undefined
  const renamed = unsignedSource(found.name)
  // The signed package counts its own versions; that of the kernel is the version of the package itself.
  const source = renamed === found.name ? found : { name: renamed, version: version ?? found.version }
  return source.name === name && source.version === version ? undefined : source
}

function ofUpstream(
  upstream: string | undefined,
  type: string,
  version: string | undefined,
): InstalledSoftware['source'] {
  if (upstream === undefined) return undefined
  const archive = type === 'rpm' && upstream.endsWith('.src.rpm') ? parseSourceRpm(upstream) : undefined
  if (archive !== undefined) return archive
  const [name = '', own] = upstream.split('@')
  return name === '' ? undefined : { name, version: own ?? version ?? '' }
}
