import { asList, asRecord, asText, ProblemList, type Reading } from '../reading/index.ts'
import type { LockedPackage } from './locked-package.ts'
import { Pinned } from './pinned.ts'
import { type ParseYaml, readYaml } from './yaml-document.ts'

/** Reads `pubspec.lock`; what the SDK brings has no version of its own. Source: Dart, "The pubspec lockfile". */
export function readPubspecLock(bytes: Uint8Array, parseYaml: ParseYaml): Reading<LockedPackage> {
  const problems = new ProblemList()
  const pinned = new Pinned('pub')
  const { packages } = asRecord(readYaml(bytes, parseYaml, problems)[0])
  if (problems.list.length === 0 && typeof packages !== 'object') problems.add('there are no packages')
  for (const [name, one] of Object.entries(asRecord(packages))) {
    const { version, dependency, source } = asRecord(one)
    if (source !== 'sdk') pinned.add(name, asText(version) ?? '', { dev: dependency === 'direct dev' })
  }
  return { items: pinned.items, problems: problems.list }
}

/** Reads `Podfile.lock`: parts of a pod (`AppCenter/Core`) are listed beside it. Source: CocoaPods. */
export function readPodfileLock(bytes: Uint8Array, parseYaml: ParseYaml): Reading<LockedPackage> {
  const problems = new ProblemList()
  const pinned = new Pinned('cocoapods')
  for (const pod of asList(asRecord(readYaml(bytes, parseYaml, problems)[0]).PODS)) {
    const written = asText(pod) ?? Object.keys(asRecord(pod))[0] ?? ''
    const [, name, version] = /^(\S+) \(([^()\s]+)\)$/.exec(written) ?? []
    if (name !== undefined && version !== undefined) pinned.add(name, version)
  }
  return { items: pinned.items, problems: problems.list }
}

/** Reads `environment.yml` of Conda with the packages of pip in it: those that it pins to one version. Source: Conda, "Package match specification". */
export function readCondaEnvironment(bytes: Uint8Array, parseYaml: ParseYaml): Reading<LockedPackage> {
  const problems = new ProblemList()
  const conda = new Pinned('conda')
  const pip = new Pinned('pypi')
  const { dependencies } = asRecord(readYaml(bytes, parseYaml, problems)[0])
  if (problems.list.length === 0 && !Array.isArray(dependencies)) problems.add('dependencies are no list')
  for (const [index, one] of asList(dependencies).entries()) {
    const inner = asRecord(one).pip
    if (typeof one === 'string') {
      const [, name, version] =
        /^(?:\S+::)?([\w.-]+)\s*(?:={1,2}\s*|\s)([\w.!+-]+)(?:[=\s]+[\w.*]+)?$/.exec(one.trim()) ?? []
      if (name !== undefined && version !== undefined) conda.add(name, version)
    } else if (Array.isArray(inner) && inner.every((each) => typeof each === 'string')) {
      for (const each of inner) {
        const [, name, version] = /^([\w.-]+)(?:\[[^\]]*\])?\s*={2,3}\s*([^\s;#*]+)/.exec(each) ?? []
        if (name !== undefined && version !== undefined) pip.add(name, version)
      }
    } else {
      problems.add(`dependencies[${index}] is neither a package nor a list of pip`)
      return { items: [], problems: problems.list }
    }
  }
  return { items: [...conda.items, ...pip.items], problems: problems.list }
}
