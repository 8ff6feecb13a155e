import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { type ApkPackage, readApkDatabase, readApkRepositories } from '@holdfast/kit/apk'
import { compareVersions } from '@holdfast/kit/versions'
import type { Observed, World } from '@holdfast/platform/contract'
import { packageIndexFact, pendingUpdateFact } from '../../facts/index.ts'
import { listDirectories } from '../look/list-directory.ts'
import { readBytes } from '../look/read-text.ts'
import { maskShapes } from '../mask/mask-secrets.ts'
import type { PackageSet } from '../packages/package-set.ts'
import { ScopeReport } from '../report/scope-report.ts'
import { readTarMember } from './read-tar-member.ts'

/** Where apk keeps fetched indexes. */
const cacheFolders = ['/var/cache/apk', '/etc/apk/cache']
const maxPacked = 64 * 1024 * 1024
const maxUnpacked = 512 * 1024 * 1024

/** Updates that the indexes in apk's cache offer. apk marks none as a security update. */
export async function* apkUpdates(world: World, { packages }: PackageSet): AsyncGenerator<Observed> {
  const updates = new ScopeReport(pendingUpdateFact, 'apk')
  const reported = new ScopeReport(packageIndexFact, 'apk')
  const repositories = await readBytes(world, '/etc/apk/repositories', 1 << 20)
  const urls = repositories.ok
    ? readApkRepositories(repositories.bytes).items.filter(({ tag }) => tag === undefined)
    : []
  const { entries } = await listDirectories(world, cacheFolders, ['file'])
  const offered = new Map<string, { readonly each: ApkPackage; readonly date: string }>()
  for (const { url } of urls) {
    const name = `APKINDEX.${createHash('sha1').update(url).digest('hex').slice(0, 8)}.tar.gz`
    const file = entries.find((entry) => entry.name === name)
    const items = file && (await readIndex(world, file.path))
    if (file === undefined || items === undefined) {
      updates.problem('missing', `no package index of ${maskShapes(url)}: its updates are not assessed`)
      continue
    }
    const date = file.stat.mtime
    reported.add({
      ecosystem: 'apk',
      path: file.path,
      origin: maskShapes(url),
      security: false,
      publishedAt: date,
      digest: 'not-checked',
      signature: 'not-verified',
      packages: items.length,
    })
    for (const each of items) {
      const best = offered.get(each.name)?.each.version
      if (best === undefined || compareVersions('apk', each.version, best) === 1) offered.set(each.name, { each, date })
    }
  }
  if (urls.length === 0)
    updates.problem('missing', 'no package index: updates are not assessed (/etc/apk/repositories names no repository)')
  for (const { name, architecture, version, sourceName } of packages) {
    const offer = offered.get(name)
    if (offer === undefined || compareVersions('apk', offer.each.version, version) !== 1) continue
    updates.add({
      ecosystem: 'apk',
      package: name,
      architecture,
      sourceName,
      installed: version,
      candidate: offer.each.version,
      security: false,
      indexDate: offer.date,
    })
  }
  yield* updates.observed()
  yield* reported.observed()
}

/** An index is a tar archive in gzip members, one after another: signature first, then description and APKINDEX. */
async function readIndex(world: World, path: string): Promise<readonly ApkPackage[] | undefined> {
  const packed = await readBytes(world, path, maxPacked)
  if (!packed.ok) return undefined
  try {
    const member = readTarMember(gunzipSync(packed.bytes, { maxOutputLength: maxUnpacked }), 'APKINDEX')
    return member && readApkDatabase(member).items
  } catch {
    return undefined
  }
}
