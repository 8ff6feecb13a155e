import { asRecord, asText, type JsonRecord, ProblemList, type Reading } from '../reading/index.ts'
import type { LockedPackage } from './locked-package.ts'
import { Pinned } from './pinned.ts'
import { type ParseYaml, readYaml } from './yaml-document.ts'

/** Reads `pnpm-lock.yaml` of versions 5 to 9; of several documents, the last is the project's own. Source: pnpm, `@pnpm/lockfile.types`. */
export function readPnpmLock(bytes: Uint8Array, parseYaml: ParseYaml): Reading<LockedPackage> {
  const problems = new ProblemList()
  const pinned = new Pinned('npm')
  const lock = asRecord(readYaml(bytes, parseYaml, problems).at(-1))
  const { lockfileVersion } = lock
  if (problems.list.length === 0 && lockfileVersion === undefined) problems.add('lockfileVersion is missing')
  const needed = Number(lockfileVersion) >= 9 ? neededFor(lock) : undefined
  for (const [key, value] of Object.entries(asRecord(lock.packages))) {
    const one = asRecord(value)
    const from = asText(asRecord(one.resolution).directory) !== undefined
    const written = idOf(key, Number(lockfileVersion))
    // An archive of its own has the version beside it, and up to version 9 of the format the name too.
    const name = asText(one.name) ?? written?.name ?? /^((?:@[^/@]+\/)?[^/@]+)@(?:https?|file):/.exec(key)?.[1]
    const version = asText(one.version) ?? written?.version
    if (name === undefined || version === undefined || (from && needed !== undefined)) continue
    const dev = needed === undefined ? one.dev === true : !needed.has(withoutPeers(key))
    pinned.add(name, version, { dev })
  }
  return { items: pinned.items, problems: problems.list }
}

/** `/@babel/runtime/7.18.3_peer`, `/debug@4.3.4(supports-color@9)`, `is-number@7.0.0`; undefined for addresses and files. */
function idOf(key: string, lockfileVersion: number): { readonly name: string; readonly version: string } | undefined {
  const path = withoutPeers(key).replace(/^\//, '')
  const pattern = lockfileVersion < 6 ? /^((?:@[^/]+\/)?[^/@]+)\/(\d[^/_]*)/ : /^((?:@[^/@]+\/)?[^/@]+)@(\d[^/]*)$/
  const [, name, version] = pattern.exec(path) ?? []
  return name === undefined || version === undefined ? undefined : { name, version }
}

function withoutPeers(key: string): string {
  const bracket = key.indexOf('(')
  return bracket < 0 ? key : key.slice(0, bracket)
}

/** Packages that the project needs beyond development, without their peers. */
function neededFor(lock: JsonRecord): ReadonlySet<string> {
  const snapshots = asRecord(lock.snapshots)
  const waiting: string[] = []
  const follow = (dependencies: unknown) => {
    for (const [name, one] of Object.entries(asRecord(dependencies))) {
      const version = asText(one) ?? asText(asRecord(one).version) ?? ''
      waiting.push(snapshots[version] === undefined ? `${name}@${version}` : version)
    }
  }
  for (const importer of Object.values(asRecord(lock.importers)).map(asRecord)) {
    follow(importer.dependencies)
    follow(importer.optionalDependencies)
  }
  const seen = new Set<string>()
  const needed = new Set<string>()
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (seen.has(key)) continue
    seen.add(key)
    needed.add(withoutPeers(key))
    const snapshot = asRecord(snapshots[key])
    follow(snapshot.dependencies)
    follow(snapshot.optionalDependencies)
  }
  return needed
}
