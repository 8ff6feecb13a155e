import { formatPurl } from '../purl/index.ts'

/** An installed package. `gpg-pubkey` entries, which hold imported keys, have no architecture. */
export interface RpmPackage {
  readonly name: string
  /** Undefined where the package has none, which orders as 0. */
  readonly epoch: number | undefined
  readonly version: string
  readonly release: string
  readonly architecture: string | undefined
  /** File name of the source package, `bash-5.1.8-6.el9.src.rpm`. */
  readonly sourceRpm: string | undefined
  readonly vendor: string | undefined
  readonly license: string | undefined
  readonly summary: string | undefined
  /** `name:stream:version:context` of the module it came from. */
  readonly modularityLabel: string | undefined
  /** Seconds since 1970. */
  readonly installTime: number | undefined
  readonly buildTime: number | undefined
  /** Bytes of its files. */
  readonly size: number | undefined
  /** Empty unless asked for. */
  readonly files: readonly RpmFile[]
}

export interface RpmFile {
  readonly path: string
  readonly size: number
  /** Type and permission bits as in stat(2). */
  readonly mode: number
  /** Hexadecimal, in the algorithm that the package chose: 32 digits MD5, 64 SHA-256. Empty for what is no regular file. */
  readonly digest: string
  readonly config: boolean
  /** True for files that belong to the package but may be absent: %ghost, or not installed for another reason. */
  readonly mayBeAbsent: boolean
}

/** `[epoch:]version-release`, which `compareVersions('rpm', …)` orders. */
export function rpmVersion(rpmPackage: Pick<RpmPackage, 'epoch' | 'version' | 'release'>): string {
  const { epoch, version, release } = rpmPackage
  return `${epoch === undefined ? '' : `${epoch}:`}${version}-${release}`
}

/** Name and version-release of the source package, from its file name. */
export function parseSourceRpm(fileName: string): { readonly name: string; readonly version: string } | undefined {
  const match = /^(.+)-([^-]+-[^-]+)\.(?:no)?src\.rpm$/.exec(fileName)
  return match === null ? undefined : { name: match[1] as string, version: match[2] as string }
}

/** `distro` as in os-release: `{ id: 'rhel', release: '9.4' }`. The epoch is a qualifier, as the specification of the type says. */
export function rpmPurl(
  rpmPackage: Pick<RpmPackage, 'name' | 'epoch' | 'version' | 'release' | 'architecture'>,
  distro: { readonly id: string; readonly release?: string },
): string | undefined {
  const purl = formatPurl({
    type: 'rpm',
    namespace: distro.id,
    name: rpmPackage.name,
    version: `${rpmPackage.version}-${rpmPackage.release}`,
    qualifiers: {
      arch: rpmPackage.architecture,
      epoch: rpmPackage.epoch === undefined ? undefined : String(rpmPackage.epoch),
      distro: distro.release === undefined ? undefined : `${distro.id}-${distro.release}`,
    },
  })
  return purl.ok ? purl.value : undefined
}
