import { formatPurl } from '../purl/index.ts'

export interface GoModule {
  readonly path: string
  /** `(devel)` for a program built from its own source tree. */
  readonly version: string
  /** `h1:` and a hash; empty where Go recorded none. */
  readonly sum: string
  /** The module that was used instead. */
  readonly replacedBy: GoModule | undefined
}

export interface GoBuildInfo {
  /** `go1.22.1`; the standard library has the same version. */
  readonly goVersion: string
  /** Path of the main package. */
  readonly path: string | undefined
  readonly main: GoModule | undefined
  readonly dependencies: readonly GoModule[]
  /** `vcs.revision`, `CGO_ENABLED`, `-ldflags` and the like. */
  readonly settings: ReadonlyMap<string, string>
}

/** The package URL of a module as built: of its replacement where there is one. Without a version for `(devel)`. */
export function goPurl(module: Pick<GoModule, 'path' | 'version' | 'replacedBy'>): string | undefined {
  const { path, version } = module.replacedBy ?? module
  const slash = path.lastIndexOf('/')
  const purl = formatPurl({
    type: 'golang',
    namespace: slash < 0 ? undefined : path.slice(0, slash),
    name: path.slice(slash + 1),
    version: version === '(devel)' ? undefined : version,
  })
  return purl.ok ? purl.value : undefined
}
