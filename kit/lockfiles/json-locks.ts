import { asList, asRecord, asText, ProblemList, type Reading, readJson } from '../reading/index.ts'
import type { LockedPackage } from './locked-package.ts'
import { Pinned } from './pinned.ts'

/** Reads `composer.lock`. Source: Composer, "Basic usage". */
export function readComposerLock(bytes: Uint8Array): Reading<LockedPackage> {
  const problems = new ProblemList()
  const document = asRecord(readJson(bytes, problems))
  const pinned = new Pinned('composer')
  for (const part of ['packages', 'packages-dev'])
    for (const one of asList(document[part])) {
      const { name, version, license } = asRecord(one)
      const licenses = asList(license).flatMap((each) => asText(each) ?? [])
      pinned.add(asText(name) ?? '', asText(version) ?? '', { licenses, dev: part === 'packages-dev' })
    }
  return { items: pinned.items, problems: problems.list }
}

/** Reads `Pipfile.lock`. Source: Pipenv, "Pipfile & Pipfile.lock". */
export function readPipfileLock(bytes: Uint8Array): Reading<LockedPackage> {
  const problems = new ProblemList()
  const document = asRecord(readJson(bytes, problems))
  const pinned = new Pinned('pypi')
  for (const part of ['default', 'develop'])
    for (const [name, one] of Object.entries(asRecord(document[part])))
      pinned.add(name, (asText(asRecord(one).version) ?? '').replace(/^==/, ''), { dev: part === 'develop' })
  return { items: pinned.items, problems: problems.list }
}

/** Reads `packages.lock.json` of NuGet: packages by framework. Source: Microsoft Learn, "PackageReference in project files". */
export function readNugetLock(bytes: Uint8Array): Reading<LockedPackage> {
  const problems = new ProblemList()
  const document = asRecord(readJson(bytes, problems))
  const pinned = new Pinned('nuget')
  for (const framework of Object.values(asRecord(document.dependencies)))
    for (const [name, one] of Object.entries(asRecord(framework))) {
      const { type, resolved } = asRecord(one)
      if (type !== 'Project') pinned.add(name, asText(resolved) ?? '')
    }
  return { items: pinned.items, problems: problems.list }
}

/** Reads `conan.lock` of Conan 1 (a graph) and 2 (lists): `name/version@user/channel#revision%time`. Source: Conan, "Lockfiles". */
export function readConanLock(bytes: Uint8Array): Reading<LockedPackage> {
  const problems = new ProblemList()
  const lock = asRecord(readJson(bytes, problems))
  const pinned = new Pinned('conan')
  const graph = Object.values(asRecord(asRecord(lock.graph_lock).nodes)).map((node) => asRecord(node).ref)
  for (const [dev, references] of [
    [false, graph],
    [false, asList(lock.requires)],
    [true, asList(lock.build_requires)],
  ] as const)
    for (const reference of references) {
      const [, name, version] = /^([^/@#%\s]+)\/([^/@#%\s]+)/.exec(asText(reference) ?? '') ?? []
      if (name !== undefined && version !== undefined) pinned.add(name, version, { dev })
    }
  return { items: pinned.items, problems: problems.list }
}

/** Reads `Package.resolved` of Swift: packages have the addresses of their sources for names. Source: Swift Package Manager. */
export function readSwiftResolved(bytes: Uint8Array): Reading<LockedPackage> {
  const problems = new ProblemList()
  const document = asRecord(readJson(bytes, problems))
  const pinned = new Pinned('swift')
  for (const pin of asList(document.pins ?? asRecord(document.object).pins).map(asRecord)) {
    const address = asText(pin.location) ?? asText(pin.repositoryURL) ?? ''
    const name = address
      .replace(/^[a-z+]+:\/\/(?:[^@/]*@)?|^[^@/:]+@/i, '')
      .replace(/^([^/:]+):/, '$1/')
      .replace(/\.git$/, '')
    pinned.add(name, asText(asRecord(pin.state).version) ?? '')
  }
  return { items: pinned.items, problems: problems.list }
}

/** Reads `build.sbt.lock` of the plugin sbt-dependency-lock. */
export function readSbtLock(bytes: Uint8Array): Reading<LockedPackage> {
  const problems = new ProblemList()
  const document = asRecord(readJson(bytes, problems))
  const pinned = new Pinned('maven')
  for (const { org, name, version, configurations } of asList(document.dependencies).map(asRecord)) {
    const used = asList(configurations)
    const dev = used.length > 0 && used.every((one) => one === 'test')
    if (asText(org) !== undefined && asText(name) !== undefined)
      pinned.add(`${org}:${name}`, asText(version) ?? '', { dev })
  }
  return { items: pinned.items, problems: problems.list }
}
