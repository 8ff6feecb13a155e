/** Package URL types of what is pinned. */
export type LockedType =
  | 'cargo'
  | 'cocoapods'
  | 'composer'
  | 'conan'
  | 'conda'
  | 'gem'
  | 'golang'
  | 'hex'
  | 'julia'
  | 'maven'
  | 'npm'
  | 'nuget'
  | 'pub'
  | 'pypi'
  | 'swift'

/** A package that a lock file pins. */
export interface LockedPackage {
  /** Package URL type. */
  readonly type: LockedType
  readonly name: string
  /** Empty for a part of the project itself that has none. */
  readonly version: string
  readonly licenses: readonly string[]
  /** Reached through development dependencies only. */
  readonly dev: boolean
  /** Named by the project itself; undefined where the file does not say. */
  readonly direct: boolean | undefined
  /** `name@version` of the packages it uses, sorted. */
  readonly dependsOn: readonly string[]
}

/** `name@version`, or the name alone. */
export function lockedId({ name, version }: Pick<LockedPackage, 'name' | 'version'>): string {
  return version === '' ? name : `${name}@${version}`
}
