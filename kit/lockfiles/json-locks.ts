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
