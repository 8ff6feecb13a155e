import type { World } from '@holdfast/platform/contract'
import type { Package } from '../../facts/index.ts'
import { remembered } from '../look/remembered.ts'
import { identify } from '../operating-system/identify.ts'
import type { Distribution, PackageSet } from './package-set.ts'
import { apkDatabases, readApk } from './read-apk.ts'
import { dpkgFiles, readDpkg } from './read-dpkg.ts'
import { readRpm, rpmDatabasePaths } from './read-rpm.ts'

const releaseFile = '/etc/os-release'

/** The packages of every package manager that has a database here; read once while the databases stay the same. */
export async function packageSets(world: World): Promise<readonly PackageSet[]> {
  const sources = [
    { key: 'dpkg', read: readDpkg, paths: [dpkgFiles.status, dpkgFiles.statusFolder, dpkgFiles.extended] },
    { key: 'rpm', read: readRpm, paths: rpmDatabasePaths },
    { key: 'apk', read: readApk, paths: apkDatabases },
  ] as const
  const sets: PackageSet[] = []
  for (const { key, read, paths } of sources) {
    const set = await remembered(world, `packages ${key}`, [releaseFile, ...paths], async () =>
      read(world, await distributionOf(world)),
    )
    if (set !== undefined) sets.push(set)
  }
  // The tools of another distribution bring a database that nobody uses.
  const used = sets.filter(({ packages, unseen, malformed }) => packages.length + unseen.length + malformed.length > 0)
  return used.length > 0 ? used : sets
}

/** All installed packages, whoever manages them. */
export async function installedPackages(world: World): Promise<readonly Package[]> {
  return (await packageSets(world)).flatMap(({ packages }) => packages)
}

async function distributionOf(world: World): Promise<Distribution> {
  const { system } = await identify(world)
  if (system === undefined) return { id: 'linux' }
  const release = system.version ?? system.codename
  return release === undefined ? { id: system.id } : { id: system.id, release }
}
