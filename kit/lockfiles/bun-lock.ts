import { asList, asRecord, asText, ProblemList, type Reading } from '../reading/index.ts'
import type { LockedPackage } from './locked-package.ts'
import { Pinned } from './pinned.ts'
import { type ParseYaml, readYaml } from './yaml-document.ts'

/** Parts of a package that name what it uses in turn. */
const used = ['dependencies', 'optionalDependencies', 'peerDependencies'] as const

/** Reads `bun.lock`: JSON with commas at the ends of lists. Source: Bun, "Lockfile". */
export function readBunLock(bytes: Uint8Array, parseYaml: ParseYaml): Reading<LockedPackage> {
  const problems = new ProblemList()
  const pinned = new Pinned('npm')
  const lock = asRecord(readYaml(bytes, parseYaml, problems)[0])
  const packages = asRecord(lock.packages)
  if (problems.list.length === 0 && lock.packages === undefined) problems.add('packages are missing')
  const needed = new Set<string>()
  const waiting = Object.values(asRecord(lock.workspaces)).flatMap((one) =>
    used.flatMap((part) => Object.keys(asRecord(asRecord(one)[part]))),
  )
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (needed.has(key)) continue
    needed.add(key)
    const about = asList(packages[key]).find((part) => typeof part === 'object')
    // A package of its own version lies below the one that needs it: `a/b`.
    for (const name of used.flatMap((part) => Object.keys(asRecord(asRecord(about)[part]))))
      waiting.push(packages[`${key}/${name}`] === undefined ? name : `${key}/${name}`)
  }
  for (const [key, value] of Object.entries(packages)) {
    const [, name, version] = /^((?:@[^@/]+\/)?[^@/]+)@(.+)$/.exec(asText(asList(value)[0]) ?? '') ?? []
    if (name === undefined || version === undefined || /^(?:workspace|file|link|root):/.test(version)) continue
    pinned.add(name, version, { dev: !needed.has(key) })
  }
  return { items: pinned.items, problems: problems.list }
}
