import { formatPurl } from '../purl/index.ts'

/** A package as apk records it in its database or an index. */
export interface ApkPackage {
  readonly name: string
  readonly version: string
  readonly architecture: string
  /** Name of the recipe it was built from; its version is the package's own. */
  readonly origin: string
  readonly license: string | undefined
  readonly maintainer: string | undefined
  readonly summary: string | undefined
  /** Bytes. */
  readonly installedSize: number | undefined
  /** Seconds since 1970. */
  readonly buildTime: number | undefined
  /** Dependencies as written, such as `so:libc.musl-x86_64.so.1` or `!other`. */
  readonly depends: readonly string[]
  readonly provides: readonly string[]
  readonly files: readonly ApkFile[]
}

export interface ApkFile {
  /** Absolute. */
  readonly path: string
  /** As written: `Q1` and base64 of the SHA-1, or hexadecimal MD5 in old databases. */
  readonly digest: string | undefined
  /** Permission bits, where they are not the usual ones. */
  readonly mode: number | undefined
}

/** `distro` as in os-release: `{ id: 'alpine', release: '3.20.1' }`. */
export function apkPurl(
  apkPackage: Pick<ApkPackage, 'name' | 'version' | 'architecture'>,
  distro: { readonly id: string; readonly release?: string },
): string | undefined {
  const purl = formatPurl({
    type: 'apk',
    namespace: distro.id,
    name: apkPackage.name,
    version: apkPackage.version,
    qualifiers: {
      arch: apkPackage.architecture,
      distro: distro.release === undefined ? undefined : `${distro.id}-${distro.release}`,
    },
  })
  return purl.ok ? purl.value : undefined
}
