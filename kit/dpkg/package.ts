import { formatPurl } from '../purl/index.ts'

/** What dpkg wants for a package, whether something is wrong with it, and how far it got. Source: dpkg(1), "Package states". */
export interface DpkgStatus {
  readonly want: string
  readonly flag: string
  readonly state: string
}

/** A binary package as dpkg knows it. */
export interface DpkgPackage {
  readonly name: string
  readonly version: string
  readonly architecture: string
  readonly status: DpkgStatus
  /** The source package it was built from; its own name and version where dpkg names none. */
  readonly source: { readonly name: string; readonly version: string }
  readonly essential: boolean
  readonly multiArch: string | undefined
  readonly priority: string | undefined
  readonly section: string | undefined
  readonly maintainer: string | undefined
  readonly summary: string | undefined
  /** Estimate in KiB. */
  readonly installedSize: number | undefined
  readonly conffiles: readonly Conffile[]
}

export interface Conffile {
  readonly path: string
  /** MD5 in hexadecimal of the file as the package brought it; undefined for one that is new. */
  readonly md5: string | undefined
  readonly obsolete: boolean
}

const absent: ReadonlySet<string> = new Set(['not-installed', 'config-files'])

/** True when files of the package are on disk; a removed package that left only its configuration is not installed. */
export function isInstalled(dpkgPackage: DpkgPackage): boolean {
  return !absent.has(dpkgPackage.status.state)
}

/** `distro` as in os-release: `{ id: 'debian', release: '12' }`. Undefined when name or version hold what no package URL can. */
export function dpkgPurl(
  dpkgPackage: Pick<DpkgPackage, 'name' | 'version' | 'architecture'>,
  distro: { readonly id: string; readonly release?: string },
): string | undefined {
  const purl = formatPurl({
    type: 'deb',
    namespace: distro.id,
    name: dpkgPackage.name,
    version: dpkgPackage.version,
    qualifiers: {
      arch: dpkgPackage.architecture,
      distro: distro.release === undefined ? undefined : `${distro.id}-${distro.release}`,
    },
  })
  return purl.ok ? purl.value : undefined
}
