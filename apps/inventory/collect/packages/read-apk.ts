import { apkPurl, readApkDatabase } from '@holdfast/kit/apk'
import type { World } from '@holdfast/platform/contract'
import type { Package } from '../../facts/index.ts'
import { readBytes } from '../look/read-text.ts'
import type { Distribution, PackageSet } from './package-set.ts'

/** Where apk keeps its database; version 3 moved it. */
export const apkDatabases = ['/lib/apk/db/installed', '/usr/lib/apk/db/installed'] as const
const maxBytes = 256 * 1024 * 1024

/** Reads apk's database; undefined where there is none. */
export async function readApk(world: World, distribution: Distribution): Promise<PackageSet | undefined> {
  for (const path of apkDatabases) {
    const bytes = await readBytes(world, path, maxBytes)
    if (!bytes.ok) {
      if (bytes.reason === 'missing') continue
      return {
        scope: 'apk',
        packages: [],
        malformed: [],
        unseen: [{ reason: bytes.reason, detail: `${path} could not be read` }],
      }
    }
    const { items, problems } = readApkDatabase(bytes.bytes)
    const packages = items.map((each): Package => {
      const { name, version, architecture, origin, license, maintainer, installedSize } = each
      return {
        ecosystem: 'apk',
        name,
        version,
        architecture,
        sourceName: origin,
        sourceVersion: version,
        purl: apkPurl(each, distribution) ?? '',
        vendor: maintainer,
        license,
        sizeBytes: installedSize,
      }
    })
    return { scope: 'apk', packages, malformed: problems.length > 0 ? [{ path, problems }] : [], unseen: [] }
  }
  return undefined
}
