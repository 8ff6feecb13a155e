export interface PackageName {
  /** Kind of package: `deb`, `npm`. */
  readonly ecosystem: string
  readonly name: string
}

/** The page of a package. */
export function packageAddress({ ecosystem, name }: PackageName): string {
  return `/vulnerabilities/packages/${encodeURIComponent(ecosystem)}/${encodeURIComponent(name)}`
}

/** The package that a finding is in: `deb/openssl`, `npm/lodash in /srv/shop`. Undefined where its place names none. */
export function packageOfPlace(place: string): PackageName | undefined {
  const [, ecosystem, name] = /^([a-z][a-z0-9.+-]*)\/(.+?)(?: in .*)?$/.exec(place) ?? []
  return ecosystem === undefined || name === undefined ? undefined : { ecosystem, name }
}
