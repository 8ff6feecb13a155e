import type { InstalledSoftware } from '../installed-software.ts'

/** What a finding's place is made of. */
export interface Placed {
  readonly software: Pick<InstalledSoftware, 'type' | 'name' | 'source'>
  readonly path: string | undefined
}

/**
 * Where on the asset: `deb/openssl` for all packages that were built from one source, since one upgrade closes it; `npm/lodash in /srv/shop` for a library.
 * No version stands in it, so that a finding lives on through upgrades that do not close it.
 */
export function placeOf({ software: { type, name, source }, path }: Placed): string {
  return path === undefined ? `${type}/${source?.name ?? name}` : `${type}/${name} in ${path}`
}
