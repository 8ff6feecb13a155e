import { readApkRepositories } from '@holdfast/kit/apk'
import type { Collector, World } from '@holdfast/platform/contract'
import { repositoryFact } from '../facts/index.ts'
import { readBytes } from './look/read-text.ts'
import { maskShapes } from './mask/mask-secrets.ts'
import { ScopeReport } from './report/scope-report.ts'
import { aptRepository, aptSourcePaths, aptSuites, isEncrypted } from './repositories/apt-repositories.ts'
import { rpmRepositories, rpmRepositoryFolders } from './repositories/rpm-repositories.ts'

export const apkRepositories = '/etc/apk/repositories'

export const repositories: Collector = {
  id: 'inventory.repositories',
  version: 1,
  summary: 'Where apt, dnf, yum, zypper and apk take packages from, and whether they must be signed.',
  facts: [repositoryFact.name],
  requires: ['files'],
  trigger: { paths: [...Object.values(aptSourcePaths), ...rpmRepositoryFolders, apkRepositories] },
  everySeconds: 3600,
  async *collect(world) {
    const apt = await aptSuites(world)
    if (apt.suites.length + apt.unseen.length + apt.malformed.length > 0) {
      const report = new ScopeReport(repositoryFact, 'apt')
      for (const suite of apt.suites) report.add(aptRepository(suite))
      for (const { path, reason } of apt.unseen) report.problem(reason, `${path} could not be read`)
      for (const { path, problems } of apt.malformed) report.malformed(path, problems)
      yield* report.observed()
    }
    const rpm = await rpmRepositories(world)
    if (rpm.repositories.length + rpm.unseen.length > 0) {
      const report = new ScopeReport(repositoryFact, 'rpm')
      for (const repository of rpm.repositories) report.add(repository)
      for (const { path, reason } of rpm.unseen) report.problem(reason, `${path} could not be read`)
      yield* report.observed()
    }
    yield* (await apk(world))?.observed() ?? []
  },
}

async function apk(world: World): Promise<ScopeReport<typeof repositoryFact> | undefined> {
  const bytes = await readBytes(world, apkRepositories, 1 << 20)
  if (!bytes.ok && bytes.reason === 'missing') return undefined
  const report = new ScopeReport(repositoryFact, 'apk')
  if (!bytes.ok) {
    report.problem(bytes.reason, `${apkRepositories} could not be read`)
    return report
  }
  const { items, problems } = readApkRepositories(bytes.bytes)
  report.malformed(apkRepositories, problems)
  for (const { url, tag } of items) {
    const uri = maskShapes(url)
    // apk refuses unsigned indexes unless it is told otherwise on its command line.
    report.add({
      ecosystem: 'apk',
      source: apkRepositories,
      name: tag === undefined ? uri : `@${tag} ${uri}`,
      uri,
      components: [],
      enabled: true,
      signatures: 'required',
      encrypted: isEncrypted(url),
    })
  }
  return report
}
