import type { Reading } from '../reading/index.ts'
import { decodeTextFile } from '../text/index.ts'
import type { LockedPackage } from './locked-package.ts'
import { Pinned } from './pinned.ts'

/** Reads `go.sum`: of each module the last version that it names, which is the highest; some of them only took part in choosing versions. Source: Go Modules Reference, "go.sum files". */
export function readGoSum(bytes: Uint8Array): Reading<LockedPackage> {
  const versions = new Map<string, string>()
  for (const line of linesOf(bytes)) {
    const [name = '', version = ''] = line.split(/\s+/)
    if (name !== '' && version !== '') versions.set(name, version.replace(/\/go\.mod$/, ''))
  }
  const pinned = new Pinned('golang')
  for (const [name, version] of versions) pinned.add(name, version)
  return { items: pinned.items, problems: [] }
}

/** Reads `Gemfile.lock`: what stands four spaces deep below `specs:`. Source: Bundler. */
export function readGemfileLock(bytes: Uint8Array): Reading<LockedPackage> {
  const pinned = new Pinned('gem')
  for (const line of linesOf(bytes)) {
    const [, name, version] = /^ {4}(\S+) \(([^()\s]+)\)$/.exec(line) ?? []
    if (name !== undefined && version !== undefined) pinned.add(name, version)
  }
  return { items: pinned.items, problems: [] }
}

/** Reads `gradle.lockfile`: `group:artifact:version=configurations`. Source: Gradle, "Locking versions". */
export function readGradleLock(bytes: Uint8Array): Reading<LockedPackage> {
  const pinned = new Pinned('maven')
  for (const line of linesOf(bytes)) {
    const [, name, version, configurations = ''] = /^([^#:=\s]+:[^:=\s]+):([^:=\s]+)=(.*)$/.exec(line.trim()) ?? []
    if (name === undefined || version === undefined) continue
    const dev = configurations.split(',').every((one) => one.startsWith('test'))
    pinned.add(name, version, { dev })
  }
  return { items: pinned.items, problems: [] }
}

/** Reads `mix.lock`: `"name": {:hex, :name, "version", …}`. Source: Mix. */
export function readMixLock(bytes: Uint8Array): Reading<LockedPackage> {
  const pinned = new Pinned('hex')
  for (const line of linesOf(bytes)) {
    const [, name, version] = /^\s*"[^"]+":\s*\{:hex,\s*:"?([\w.-]+)"?,\s*"([^"]+)"/.exec(line) ?? []
    if (name !== undefined && version !== undefined) pinned.add(name, version)
  }
  return { items: pinned.items, problems: [] }
}

/** Longer lines say nothing of packages. */
const maxLine = 65_536

function linesOf(bytes: Uint8Array): readonly string[] {
  return decodeTextFile(bytes)
    .split(/\r?\n/)
    .filter((line) => line.length <= maxLine)
}
