import type { Collector, Observed, World } from '@holdfast/platform/contract'
import { packageIndexFact, pendingUpdateFact } from '../facts/index.ts'
import { packageSets } from './packages/installed-packages.ts'
import type { PackageSet } from './packages/package-set.ts'
import { ScopeReport } from './report/scope-report.ts'
import { apkUpdates } from './updates/apk-updates.ts'
import { aptIndexes, aptLists } from './updates/apt-indexes.ts'
import { pendingDebUpdates } from './updates/pending-deb-updates.ts'
import { isModular, pendingRpmUpdates } from './updates/pending-rpm-updates.ts'
import { rpmIndexes } from './updates/rpm-indexes.ts'

export const pendingUpdates: Collector = {
  id: 'inventory.pending-updates',
  version: 1,
  summary:
    "Updates that the host's own package indexes offer for what is installed, and how far those indexes can be trusted.",
  facts: [pendingUpdateFact.name, packageIndexFact.name],
  requires: ['files'],
  trigger: {
    paths: [
      aptLists,
      '/var/lib/dpkg',
      '/etc/apt/sources.list',
      '/etc/apt/sources.list.d',
      '/var/cache/apk',
      '/lib/apk/db',
      '/var/lib/rpm',
      '/usr/lib/sysimage/rpm',
      '/var/cache/dnf',
      '/var/cache/libdnf5',
      '/var/cache/zypp/raw',
    ],
  },
  everySeconds: 3600,
  async *collect(world) {
    for (const set of await packageSets(world)) {
      if (set.scope === 'dpkg') yield* apt(world, set)
      else if (set.scope === 'apk') yield* apkUpdates(world, set)
      else yield* rpm(world, set)
    }
  },
}

async function* apt(world: World, { packages }: PackageSet): AsyncGenerator<Observed> {
  const updates = new ScopeReport(pendingUpdateFact, 'apt')
  const reported = new ScopeReport(packageIndexFact, 'apt')
  const { indexes, missing, malformed } = await aptIndexes(world, new Set(packages.map(({ name }) => name)))
  if (indexes.length === 0) {
    const why = missing[0] ?? `${aptLists} holds no package index`
    yield* notAssessed('apt', why)
    return
  }
  // What is not the list that was signed says nothing: neither that an update is there nor that none is.
  const usable = indexes.filter(({ fact }) => fact.digest !== 'differs' && fact.signature !== 'wrong')
  for (const { fact } of indexes) reported.add(fact)
  for (const update of pendingDebUpdates(packages, usable)) updates.add(update)
  for (const detail of missing) updates.problem('missing', detail)
  for (const { fact } of indexes) {
    if (fact.digest === 'differs')
      updates.problem('failed', `${fact.path} is not the index that its release file lists`)
    if (fact.signature === 'wrong')
      updates.problem('failed', `${fact.path}: the signature of its release file is wrong`)
  }
  for (const { path, problems } of malformed) reported.malformed(path, problems)
  yield* updates.observed()
  yield* reported.observed()
}

async function* rpm(world: World, { packages }: PackageSet): AsyncGenerator<Observed> {
  const { indexes, missing } = await rpmIndexes(world, new Set(packages.map(({ name }) => name)))
  if (indexes.length === 0) {
    yield* notAssessed('rpm', missing[0] ?? 'no repository is enabled')
    return
  }
  const updates = new ScopeReport(pendingUpdateFact, 'rpm')
  const reported = new ScopeReport(packageIndexFact, 'rpm')
  for (const { fact } of indexes) {
    reported.add(fact)
    if (fact.digest === 'differs') updates.problem('failed', `${fact.path} is not the index that its description lists`)
  }
  const usable = indexes.filter(({ fact }) => fact.digest !== 'differs')
  for (const update of pendingRpmUpdates(packages, usable)) updates.add(update)
  for (const detail of missing) updates.problem('missing', detail)
  const modular = packages.filter(({ version }) => isModular(version))
  if (modular.length > 0)
    updates.problem(
      'unsupported',
      `${modular.length} packages come from module streams, whose updates are not assessed`,
    )
  yield* updates.observed()
  yield* reported.observed()
}

function* notAssessed(scope: string, why: string): Generator<Observed> {
  const detail = `no package index: updates are not assessed (${why})`
  for (const fact of [pendingUpdateFact.name, packageIndexFact.name])
    yield { type: 'problem', fact, scope, reason: 'missing', detail }
}
